//! What two documents were compared.

use serde::Serialize;

use gatepact_finding::{Coverage, FailOn, Finding, Impact, Location, SchemaStats};

/// Two documents, and the policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The one before.
    pub old: ComparedDocument,
    /// The one after.
    pub new: ComparedDocument,
    /// Which changes make the outcome `broken`.
    pub fail_on: FailOn,
}

/// One of two documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ComparedDocument {
    /// As the user named it: a file, a file of a git revision, a URL, a kept release.
    pub name: String,
    /// The file that locations name.
    pub file: String,
    /// Hex SHA-256 of its bytes.
    pub sha256: String,
    /// The id of the commit, for a file of a git revision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    /// The title of the API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The version of the API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// What was compared in its place; absent where it was compared as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared_as: Option<ComparedAs>,
}

/// What was compared in the place of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "form", rename_all = "kebab-case")]
pub enum ComparedAs {
    /// What API Gateway would export after importing it.
    Exported {
        /// What an export does not carry, so that a change of it was not seen.
        not_carried: Vec<NotCarriedGroup>,
    },
    /// The authored document that the release was published with.
    Source,
}

/// Parts of one kind that were not compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotCarriedGroup {
    /// The kind: `parameter-type`.
    pub kind: &'static str,
    /// How many there are.
    pub count: usize,
    /// The first of them, where their author finds them.
    pub locations: Vec<Location>,
}

impl ComparedDocument {
    /// Whether it goes by the name of its text (a file, a URL), and not by that of a release.
    pub(crate) fn is_file(&self) -> bool {
        self.name == self.file
    }
}

/// What a comparison brought to light.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Changes {
    /// The changes, what opens an operation first, then the worst, and what else needs an action.
    pub findings: Vec<Finding>,
    /// Whom the changes break; absent without pacts.
    pub impact: Option<Impact>,
    /// How the comparison of the schemas ended; absent where there was nothing to compare with.
    pub stats: Option<SchemaStats>,
    /// What was compared; absent where there was nothing to compare with.
    pub coverage: Option<Coverage>,
}
