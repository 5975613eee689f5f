//! What two documents were compared.

use serde::Serialize;

use crate::{Finding, Tally};

/// Two documents, and the policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The one before.
    pub old: ComparedDocument,
    /// The one after.
    pub new: ComparedDocument,
    /// From which severity on the outcome is `broken`.
    pub fail_on: &'static str,
}

/// One of two documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ComparedDocument {
    /// As the user named it: a file, a URL, a kept release.
    pub name: String,
    /// The file that locations name.
    pub file: String,
    /// Hex SHA-256 of its bytes.
    pub sha256: String,
    /// The title of the API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The version of the API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// What a comparison brought to light.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Changes {
    /// The changes, worst first, and what else somebody should act on.
    pub findings: Vec<Finding>,
    /// What became of the schemas; absent where there was nothing to compare with.
    pub tally: Option<Tally>,
}
