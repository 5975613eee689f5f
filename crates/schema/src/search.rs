//! The refutation: a value that is in all of some sets and in none of others, or a proof that
//! there is none.
//!
//! A question is taken apart by type ([`flat`], then [`typed`]), by branch ([`branch`]) and, when
//! only plain facts of one type remain, answered by [`number`], [`string`], [`array`] or
//! [`object`], which ask smaller questions about the parts of a value. A question that is met again
//! on its own path has no value there: a smallest value never needs itself.

mod array;
mod branch;
mod disjoint;
mod finite;
mod flat;
mod memo;
mod number;
mod object;
mod string;
mod typed;

use serde_json::Value;

pub(crate) use memo::Memo;

use crate::Reason;
use crate::budget::Meter;
use crate::eval::{Eval, Truth};
use crate::node::{Arena, Id};
use crate::types::Type;

/// A set the value must be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Item {
    pub(crate) id: Id,
    /// Whether its producer adds nothing undeclared.
    pub(crate) closed: bool,
}

impl Item {
    pub(crate) fn open(id: Id) -> Self {
        Self { id, closed: false }
    }
}

/// What became of a question.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Outcome {
    /// There is no such value.
    Empty,
    /// This is one.
    Found(Value),
    /// It could not be told; the value may be one.
    Doubt(Option<Value>, Reason),
}

/// An outcome, or the reason why the whole search stops.
pub(crate) type Step<T = Outcome> = Result<T, Reason>;

/// Nested questions: what one thread's stack bears with a wide margin.
const FRAMES: usize = 160;

pub(crate) struct Search<'a, 'b> {
    pub(crate) arena: &'a mut Arena,
    pub(crate) memo: &'a mut Memo,
    pub(crate) meter: Meter<'b>,
    /// Levels of the value.
    depth: usize,
    frames: usize,
    /// The open questions.
    path: memo::Path,
}

impl<'a, 'b> Search<'a, 'b> {
    pub(crate) fn new(arena: &'a mut Arena, memo: &'a mut Memo, meter: Meter<'b>) -> Self {
        Self { arena, memo, meter, depth: 0, frames: 0, path: memo::Path::default() }
    }

    /// A value inside of all and outside of all.
    pub(crate) fn solve(&mut self, inside: Vec<Item>, outside: Vec<Id>) -> Step {
        self.meter.pay(size_of_question(&inside, &outside))?;
        if self.frames >= FRAMES {
            return Ok(Outcome::Doubt(None, Reason::Depth));
        }
        self.frames += 1;
        let outcome = self.by_type(inside, outside);
        self.frames -= 1;
        outcome
    }

    /// A part of the value: one level deeper.
    fn part(&mut self, inside: Vec<Item>, outside: Vec<Id>) -> Step {
        if self.depth >= self.meter.budget.depth {
            return Ok(Outcome::Doubt(None, Reason::Depth));
        }
        self.depth += 1;
        let outcome = self.solve(inside, outside);
        self.depth -= 1;
        outcome
    }

    fn by_type(&mut self, inside: Vec<Item>, outside: Vec<Id>) -> Step {
        let Some(flat) = self.flatten(inside, outside) else { return Ok(Outcome::Empty) };
        if let Some(values) = self.finite_values(&flat.inside) {
            return self.finite(&values, &flat);
        }
        let mut best = Best::default();
        for kind in Type::ALL {
            if flat.types.has(kind) {
                let outcome = self.typed(kind, &flat.inside, &flat.outside)?;
                if let Some(done) = best.take(outcome) {
                    return Ok(done);
                }
            }
        }
        Ok(best.outcome())
    }

    fn holds(&mut self, value: &Value, id: Id) -> Truth {
        Eval::new(self.arena, &mut self.meter).holds(value, id)
    }
}

/// Looking at a question costs a step, and more when it is immense.
fn size_of_question(inside: &[Item], outside: &[Id]) -> u64 {
    1 + (inside.len() + outside.len()) as u64 / 64
}

/// The best of several outcomes of which one is enough.
#[derive(Default)]
struct Best {
    doubt: Option<(Option<Value>, Reason)>,
}

impl Best {
    /// Takes one more; returns it when no further is needed.
    fn take(&mut self, outcome: Outcome) -> Option<Outcome> {
        match outcome {
            Outcome::Empty => None,
            Outcome::Found(_) => Some(outcome),
            Outcome::Doubt(value, reason) => {
                match &mut self.doubt {
                    Some((kept @ None, _)) => *kept = value,
                    Some(_) => {}
                    None => self.doubt = Some((value, reason)),
                }
                None
            }
        }
    }

    fn doubt(&mut self, reason: Reason) {
        self.doubt.get_or_insert((None, reason));
    }

    fn outcome(self) -> Outcome {
        match self.doubt {
            None => Outcome::Empty,
            Some((value, reason)) => Outcome::Doubt(value, reason),
        }
    }
}
