//! How much of two documents was compared.

use serde::Serialize;

use crate::Text;

/// How much of two documents was compared. "No change" means that everything was.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The operations of both documents; one that both have counts once.
    pub operations: usize,
    /// Of these, the operations that were compared with all that they need.
    pub compared: usize,
    /// The components that were compared, where there is no operation.
    #[serde(skip_serializing_if = "is_zero")]
    pub components: usize,
    /// What was not.
    pub not_compared: Vec<NotCompared>,
}

/// Something that could not be compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotCompared {
    /// The operation, or the pointer of another part.
    pub what: String,
    /// Why.
    pub reason: Text,
}

impl Coverage {
    /// Whether everything was compared.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.not_compared.is_empty()
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde calls")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}
