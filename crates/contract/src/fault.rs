//! What is wrong with an interaction, and where.

use gatepact_finding::Pointer;

/// What is wrong with a part of an interaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The part, from the interaction downwards.
    pub(crate) at: Pointer,
    pub(crate) reason: String,
    pub(crate) kind: FaultKind,
}

/// Whose fault it is that an interaction cannot be verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FaultKind {
    /// The pact's: the value makes no sense.
    Senseless,
    /// Ours: it needs a rule, a generator or a plugin that is not built in.
    Foreign,
}

impl Fault {
    pub(crate) fn new(at: &Pointer, reason: impl Into<String>) -> Fault {
        Fault { at: at.clone(), reason: reason.into(), kind: FaultKind::Senseless }
    }

    pub(crate) fn foreign(at: &Pointer, reason: impl Into<String>) -> Fault {
        Fault { kind: FaultKind::Foreign, ..Fault::new(at, reason) }
    }
}

/// A value in a message: short.
pub(crate) fn shown(value: &serde_json::Value) -> String {
    const LONGEST: usize = 60;
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
