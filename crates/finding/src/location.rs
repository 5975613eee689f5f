//! Places in documents and in pacts.

use serde::Serialize;

use crate::Pointer;

/// A place in a document, where its author finds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Location {
    /// The file.
    pub file: String,
    /// Line in the file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Column in that line, in characters from 1. Reports of version 1 do not show it.
    #[serde(skip)]
    pub column: Option<usize>,
    /// JSON pointer into the file.
    pub pointer: Pointer,
}

/// A place in a pact.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PactPlace {
    /// The file, as the user named it.
    pub file: String,
    /// Line in the file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Who relies on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consumer: Option<String>,
    /// Who promised it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// The interaction's description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interaction: Option<String>,
    /// JSON pointer into the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<Pointer>,
}
