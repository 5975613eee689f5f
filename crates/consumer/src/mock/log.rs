use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::Problem;
use crate::interaction::Expectation;

/// What the mock saw.
pub(super) struct Log(Mutex<Seen>);

struct Seen {
    requested: Vec<bool>,
    problems: Vec<Problem>,
}

impl Log {
    pub(super) fn new(interactions: usize) -> Self {
        Self(Mutex::new(Seen { requested: vec![false; interactions], problems: Vec::new() }))
    }

    pub(super) fn requested(&self) -> Vec<bool> {
        self.seen().requested.clone()
    }

    /// An interaction was requested, well or badly: that it never was would be a misleading complaint.
    pub(super) fn request(&self, interaction: usize) {
        self.seen().requested[interaction] = true;
    }

    pub(super) fn problem(&self, problem: Problem) {
        self.seen().problems.push(problem);
    }

    /// The problems in the order in which they came, and the interactions that never were requested.
    pub(super) fn close(&self, expectations: &[Expectation]) -> (Vec<Problem>, Vec<Problem>) {
        let mut seen = self.seen();
        let unrequested = expectations
            .iter()
            .zip(&seen.requested)
            .filter(|(_, requested)| !**requested)
            .map(|(expectation, _)| Problem::NeverRequested {
                interaction: expectation.http.description.clone(),
                expected: expectation.http.request.short_description(),
            })
            .collect();
        (std::mem::take(&mut seen.problems), unrequested)
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
