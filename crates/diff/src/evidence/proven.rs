//! A change that is shown, or of which it is known why it cannot be.

use gatepact_finding::{Direction, Proof};

use crate::compare::deprecation::Stability;
use crate::compare::raw_change::{Details, Loss, Place};
use crate::rules::ChangeKind;

/// A change, the operations that reach it, and why it is believed.
#[derive(Debug, Clone)]
pub(crate) struct ProvenChange {
    pub(crate) kind: ChangeKind,
    pub(crate) direction: Direction,
    pub(crate) place: Place,
    pub(crate) details: Details,
    /// All operations that reach the changed part, as `GET /orders/{id}`, sorted; empty for the API as a whole.
    pub(crate) operations: Vec<String>,
    /// What a consumer loses by it.
    pub(crate) loss: Loss,
    /// The highest level of the operations that reach it: no part promises more than its operation.
    pub(crate) promised: Stability,
    /// `None` for what breaks no consumer and needs no proof.
    pub(crate) proof: Option<Proof>,
    /// Whether callers without credentials who were refused are let in.
    pub(crate) opened: bool,
}

impl ProvenChange {
    /// What changed, in one sentence without a full stop.
    pub(crate) fn sentence(&self) -> gatepact_finding::Text {
        self.kind.info().sentence(self.details.facts())
    }

    /// Whether the change may cost a consumer something.
    pub(crate) fn may_lose(&self) -> bool {
        self.kind.info().effect.may_lose(self.direction)
    }
}
