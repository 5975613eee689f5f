//! What was expected, and what was received.

use serde::Serialize;

/// What was expected and what was received, as short texts without secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// Where in the message: `status`, a header's name, or a path such as `$.lines[0].sku`.
    pub at: String,
    /// What the pact promises.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What was received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual: Option<String>,
    /// The beginning of the answer's body, where it explains the rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
}
