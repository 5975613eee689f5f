//! The faults of a document, noted while it is read.

use serde_json::Value;

use super::error::ReadError;
use super::limits;
use super::moves::Moves;
use super::remedy::{Edit, Remedy};
use super::shape::Misfit;
use super::sources::Sources;
use crate::fault::{Fault, Reading};
use crate::position::{Place, Position};
use crate::{reference, visit};
use gatepact_finding::Pointer;

/// The faults of a document.
#[derive(Default)]
pub(super) struct Faults {
    pub(super) found: Vec<Fault>,
}

impl Faults {
    /// Notes a part of another shape; gives what is to be edited.
    pub(super) fn note(&mut self, value: &Value, misfit: Misfit, place: Place) -> Vec<Edit> {
        let Misfit { pointer, reason, remedy } = misfit;
        let written = value.pointer(&pointer).cloned().unwrap_or(Value::Null);
        let (reading, edits) = match remedy {
            Remedy::Edited { edits, reading } => (reading, edits),
            Remedy::NotUnderstood => (Reading::NotUnderstood, Vec::new()),
        };
        let targets = targets(&written, &reading);
        let pointer = Pointer::from(pointer);
        self.found.push(Fault { reading, place, pointer, reason, written, targets });
        edits
    }

    /// Notes that a text is not valid JSON and was read all the same.
    pub(super) fn note_slip(&mut self, file: Option<String>, at: Position, reason: &str) {
        self.found.push(Fault {
            reading: Reading::As("JSON5, as some tools write it".to_owned()),
            place: Place { file, pointer: Pointer::root(), position: at },
            pointer: Pointer::root(),
            reason: format!("not valid JSON: {reason}"),
            written: Value::Null,
            targets: Vec::new(),
        });
    }

    pub(super) fn note_all(
        &mut self,
        value: &Value,
        misfits: Vec<Misfit>,
        sources: &Sources,
    ) -> Result<Vec<Edit>, ReadError> {
        if misfits.len() > limits::FAULTS {
            let pointer = misfits.last().map_or("", |misfit| misfit.pointer.as_str());
            return Err(sources.blame(value, pointer, |place| ReadError::TooManyFaults {
                at: place.position,
                limit: limits::FAULTS,
            }));
        }
        let mut edits = Vec::new();
        for misfit in misfits {
            let place = sources.place(value, &misfit.pointer);
            edits.extend(self.note(value, misfit, place));
        }
        Ok(edits)
    }
}

/// What the references in a part lead to that is not understood.
pub(super) fn targets(written: &Value, reading: &Reading) -> Vec<Pointer> {
    let mut targets = Vec::new();
    if *reading == Reading::NotUnderstood {
        visit::visit(written, "", &mut |_, part| {
            targets.extend(reference::target(part).and_then(reference::pointer));
        });
    }
    targets
}

impl Fault {
    /// The same for a value whose parts moved.
    pub(super) fn follow(&mut self, moves: &Moves) {
        for pointer in self.targets.iter_mut().chain([&mut self.pointer]) {
            *pointer = moves.target(pointer).into();
        }
    }
}
