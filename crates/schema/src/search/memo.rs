//! Questions that have been answered, and those that are open.

use rustc_hash::FxHashMap;

use super::{Item, Outcome};
use crate::node::Id;
use crate::restrict::Restricted;
use crate::types::Type;

/// A question of one type, in normal form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Question {
    pub(crate) kind: Type,
    pub(crate) inside: Vec<Item>,
    pub(crate) outside: Vec<Id>,
}

/// More answers are not kept.
pub(super) const MOST: usize = 400_000;

/// What one question teaches the next ones.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    answered: FxHashMap<Question, Outcome>,
    pub(crate) restricted: Restricted,
    pub(crate) disjoint: FxHashMap<(Vec<Id>, Vec<Id>), bool>,
}

impl Memo {
    pub(crate) fn get(&self, question: &Question) -> Option<&Outcome> {
        self.answered.get(question)
    }

    pub(crate) fn keep(&mut self, question: Question, outcome: &Outcome) {
        if self.answered.len() < MOST {
            self.answered.insert(question, outcome.clone());
        }
    }
}

/// The questions that are being answered, outermost first.
///
/// An answer "no value" may lean on an open question: met again on its own path it has none. Such an answer holds for as
/// long as that question is open, and for good once it has no value either; where it has one, or is in doubt, all that
/// was answered since it was entered is forgotten. So schemas that refer to each other in many circles are looked at
/// once and not once for each path through them.
#[derive(Debug, Default)]
pub(crate) struct Path {
    open: FxHashMap<Question, usize>,
    /// The outermost open question that an answer has leaned on so far.
    leans_on: usize,
    /// Questions without a value, as long as the open question of this level has none.
    assumed: FxHashMap<Question, usize>,
    /// The same questions, in the order of their answers.
    order: Vec<Question>,
}

impl Path {
    /// Whether a question has no value if the open ones have none.
    pub(crate) fn assumes(&mut self, question: &Question) -> bool {
        let level = self.assumed.get(question);
        self.leans_on = level.map_or(self.leans_on, |level| self.leans_on.min(*level));
        level.is_some()
    }

    /// Enters a question; `None` when it is open already.
    pub(crate) fn enter(&mut self, question: &Question) -> Option<Entered> {
        if let Some(level) = self.open.get(question) {
            self.leans_on = self.leans_on.min(*level);
            return None;
        }
        let level = self.open.len() + 1;
        self.open.insert(question.clone(), level);
        let before = std::mem::replace(&mut self.leans_on, usize::MAX);
        Some(Entered { level, before, assumed: self.order.len() })
    }

    /// Leaves it, with or without a value; whether its answer leaned on no question outside of it, and the questions
    /// that have no value for good.
    pub(crate) fn leave(
        &mut self,
        question: &Question,
        entered: &Entered,
        is_empty: bool,
    ) -> (bool, Vec<Question>) {
        self.open.remove(question);
        let own = self.leans_on >= entered.level;
        let leaned = self.leans_on;
        self.leans_on = if own { entered.before } else { leaned.min(entered.before) };
        let mut proved = Vec::new();
        if is_empty && !own {
            self.assumed.insert(question.clone(), leaned);
            self.order.push(question.clone());
        } else {
            proved = self.order.split_off(entered.assumed);
            for question in &proved {
                self.assumed.remove(question);
            }
            if !is_empty {
                proved.clear();
            }
        }
        (own, proved)
    }
}

/// What to restore when a question is left.
#[derive(Debug)]
pub(crate) struct Entered {
    level: usize,
    before: usize,
    /// How many questions were assumed to have no value.
    assumed: usize,
}
