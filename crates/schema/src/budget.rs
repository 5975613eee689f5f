//! How much work a question may cost.

use crate::Reason;

/// The bounds of one question. What goes beyond is answered with
/// [`Undecided`](crate::Answer::Undecided).
#[derive(Clone, Copy)]
pub struct Budget<'a> {
    /// Steps of the search.
    pub steps: u64,
    /// States of all automata of one string question.
    pub automaton_states: usize,
    /// Levels of nesting of a witness.
    pub depth: usize,
    /// Asked now and then whether to stop: the crate has no clock of its own.
    pub out_of_time: &'a dyn Fn() -> bool,
}

impl Default for Budget<'_> {
    fn default() -> Self {
        Self { steps: 20_000, automaton_states: 10_000, depth: 32, out_of_time: &|| false }
    }
}

impl std::fmt::Debug for Budget<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Budget")
            .field("steps", &self.steps)
            .field("automaton_states", &self.automaton_states)
            .field("depth", &self.depth)
            .finish_non_exhaustive()
    }
}

/// A budget being used.
#[derive(Clone, Debug)]
pub(crate) struct Meter<'a> {
    pub(crate) budget: Budget<'a>,
    pub(crate) used: u64,
    glances: u64,
}

/// So many values may be looked at for one step.
const GLANCES: u64 = 64;

impl<'a> Meter<'a> {
    pub(crate) fn new(budget: Budget<'a>) -> Self {
        Self { budget, used: 0, glances: 0 }
    }

    /// Pays for looking at a value: a small part of a step.
    pub(crate) fn glance(&mut self) -> Result<(), Reason> {
        self.glances(1)
    }

    /// Pays for looking at so many values.
    pub(crate) fn glances(&mut self, count: u64) -> Result<(), Reason> {
        self.glances = self.glances.saturating_add(count);
        let steps = self.glances / GLANCES;
        self.glances %= GLANCES;
        if steps == 0 { self.check() } else { self.pay(steps) }
    }

    fn check(&self) -> Result<(), Reason> {
        if self.used > self.budget.steps { Err(Reason::Steps) } else { Ok(()) }
    }

    /// Pays for one step.
    pub(crate) fn step(&mut self) -> Result<(), Reason> {
        self.pay(1)
    }

    pub(crate) fn pay(&mut self, steps: u64) -> Result<(), Reason> {
        let before = self.used;
        // One step too many is enough to know: the number is shown.
        self.used = self.used.saturating_add(steps).min(self.budget.steps.saturating_add(1));
        if self.used > self.budget.steps {
            return Err(Reason::Steps);
        }
        if before / 64 != self.used / 64 && (self.budget.out_of_time)() {
            return Err(Reason::Time);
        }
        Ok(())
    }
}
