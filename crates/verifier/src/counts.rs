//! What a run leaves out, counted for what is said once about it.

use std::cell::Cell;

/// Interactions by what was not done with them. A run lives in one task, hence cells instead of locks.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    /// Left out after the first one that failed.
    pub(crate) left_out: Cell<usize>,
    /// Skipped because they write.
    pub(crate) spared: Cell<usize>,
    /// Probes that were sent.
    pub(crate) probes: Cell<usize>,
    /// Kept interactions that were not probed because they write.
    pub(crate) unprobed: Cell<usize>,
}

impl Counts {
    /// Adds one.
    pub(crate) fn add(counter: &Cell<usize>) {
        counter.set(counter.get() + 1);
    }
}
