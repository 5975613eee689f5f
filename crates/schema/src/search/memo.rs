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
#[derive(Debug, Default)]
pub(crate) struct Path {
    open: FxHashMap<Question, usize>,
    /// The outermost open question that an answer has leaned on so far.
    leans_on: usize,
}

impl Path {
    /// Enters a question; `None` when it is open already.
    pub(crate) fn enter(&mut self, question: &Question) -> Option<Entered> {
        if let Some(level) = self.open.get(question) {
            self.leans_on = self.leans_on.min(*level);
            return None;
        }
        let level = self.open.len() + 1;
        self.open.insert(question.clone(), level);
        let before = std::mem::replace(&mut self.leans_on, usize::MAX);
        Some(Entered { level, before })
    }

    /// Leaves it; whether its answer leaned on no question outside of it.
    pub(crate) fn leave(&mut self, question: &Question, entered: &Entered) -> bool {
        self.open.remove(question);
        let own = self.leans_on >= entered.level;
        self.leans_on = if own { entered.before } else { self.leans_on.min(entered.before) };
        own
    }
}

/// What to restore when a question is left.
#[derive(Debug)]
pub(crate) struct Entered {
    level: usize,
    before: usize,
}
