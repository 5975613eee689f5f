//! What a publication of a document did, and how many changes it found.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::{Finding, Severity};

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
    /// From which severity on the outcome is `broken`.
    pub fail_on: &'static str,
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

/// How many changes of which severity, and whom they hurt.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ChangeCounts {
    /// All of them.
    pub changes: usize,
    /// Break consumers that kept to the old release.
    pub breaking: usize,
    /// Break some reasonable consumers, or cannot be decided.
    pub risky: usize,
    /// Break nobody.
    pub safe: usize,
    /// Consumers that rely on something that breaks; absent where no pacts were given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consumers_broken: Option<usize>,
}

impl ChangeCounts {
    /// Counts the findings that are changes; the others have no location. Whom they hurt is known only with pacts.
    #[must_use]
    pub fn of(findings: &[Finding], with_pacts: bool) -> ChangeCounts {
        let changes: Vec<&Finding> =
            findings.iter().filter(|finding| finding.location.is_some()).collect();
        let count =
            |severity| changes.iter().filter(|finding| finding.severity == severity).count();
        ChangeCounts {
            changes: changes.len(),
            breaking: count(Severity::Error),
            risky: count(Severity::Warning),
            safe: count(Severity::Info),
            consumers_broken: with_pacts.then(|| consumers_broken(&changes)),
        }
    }
}

fn consumers_broken(changes: &[&Finding]) -> usize {
    let breaking = changes.iter().filter(|finding| finding.severity == Severity::Error);
    let affected = breaking.flat_map(|finding| finding.consumers.iter().flatten());
    affected.map(|affected| affected.consumer.as_str()).collect::<BTreeSet<_>>().len()
}
