//! What a publication of a document did.

use serde::Serialize;

use gatepact_finding::FailOn;

/// What was published, and what it was compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Publication {
    /// The API.
    pub api: String,
    /// The stage.
    pub stage: String,
    /// The release.
    pub release: String,
    /// What was done.
    pub action: Action,
    /// The release, or the file, that it was compared with; absent for the first one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// The documents in the registry: for consumers, and for comparing.
    pub files: Vec<String>,
    /// Which changes make the outcome `broken`.
    pub fail_on: FailOn,
}

/// What was done with a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// It is a new release, now current.
    Created,
    /// The release was current already: nothing was written.
    Unchanged,
    /// An older release is current again.
    RolledBack,
    /// Nothing: it was only asked what would be.
    DryRun,
}
