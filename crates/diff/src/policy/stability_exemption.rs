//! What changes inside of an operation whose level in the old document is `draft` or `alpha` breaks no promise: there was
//! none. A change that reaches a stable operation as well breaks that one.

use std::collections::BTreeMap;

use gatepact_finding::{Severity, Text};
use gatepact_openapi::Document;

use super::finding::NOTHING_TO_DO;
use crate::change::Change;
use crate::compare::deprecation::{STABILITY, Stability, stability};
use crate::evidence::ProvenChange;

/// The operations of a document that promise nothing, with their levels.
pub(super) struct Unstable(BTreeMap<String, String>);

impl Unstable {
    pub(super) fn of(document: &Document) -> Self {
        let root = document.root();
        let level = |operation: &gatepact_openapi::Operation| {
            let at = root.at(&operation.pointer)?;
            let is_unstable = matches!(stability(&at), Stability::Draft | Stability::Alpha);
            let level = at.text(STABILITY).filter(|_| is_unstable)?;
            Some((operation.to_string(), level.to_owned()))
        };
        Self(document.operations().iter().filter_map(|it| level(it)).collect())
    }

    /// The level of the operations that a change reaches, where none of them promised anything.
    pub(super) fn level_of(&self, change: &ProvenChange) -> Option<&str> {
        let mut levels = change.operations.iter().map(|name| self.0.get(name));
        let first = levels.next().flatten()?;
        levels.all(|level| level.is_some()).then_some(first)
    }
}

/// Tells a change without counting it.
pub(super) fn apply(change: &mut Change, level: &str) {
    let finding = &mut change.finding;
    if finding.severity == Severity::Info {
        return;
    }
    finding.severity = Severity::Info;
    finding.rule.severity = Severity::Info;
    finding.proof = None;
    let message = std::mem::take(&mut finding.message);
    finding.message = message
        .and_prose("; the stability level of the operation was ")
        .and_code(level.to_owned())
        .and_prose(", which promises nothing");
    finding.help = Some(Text::prose(NOTHING_TO_DO));
}
