//! How many of what.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::{InteractionResult, Verdict};
use gatepact_finding::{Finding, SchemaStats, Severity};

/// How many of what; each command counts what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Summary {
    /// Interactions that were replayed.
    Interactions(Counts),
    /// Changes between two documents.
    Changes(ChangeCounts),
}

impl Summary {
    /// The interactions that were replayed; none where the command replays none.
    #[must_use]
    pub fn interactions(self) -> Counts {
        match self {
            Summary::Interactions(counts) => counts,
            Summary::Changes(_) => Counts::default(),
        }
    }
}

/// How many interactions went how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// All of them.
    pub interactions: usize,
    /// Answered as promised.
    pub kept: usize,
    /// Answered otherwise; the pending ones too.
    pub broken: usize,
    /// Undecided.
    pub unknown: usize,
    /// Not asked.
    pub skipped: usize,
    /// Of all these, marked as not yet binding.
    pub pending: usize,
}

impl Counts {
    /// Counts results.
    #[must_use]
    pub fn of(results: &[InteractionResult]) -> Counts {
        let count = |verdict| results.iter().filter(|result| result.outcome == verdict).count();
        Counts {
            interactions: results.len(),
            kept: count(Verdict::Kept),
            broken: count(Verdict::Broken),
            unknown: count(Verdict::Unknown),
            skipped: count(Verdict::Skipped),
            pending: results.iter().filter(|result| result.pending).count(),
        }
    }
}

/// How many changes of which severity, and whom they hurt. What is waived is counted for itself.
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
    /// Operations that let callers without credentials in who were refused before; what is waived is not counted.
    pub opened: usize,
    /// Do not count, because somebody has decided so; absent where none is.
    #[serde(skip_serializing_if = "is_zero")]
    pub waived: usize,
    /// Consumers that rely on something that breaks; absent where no pacts were given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consumers_broken: Option<usize>,
    /// How the comparison of the schemas ended; absent where nothing was compared.
    #[serde(flatten)]
    pub stats: Option<SchemaStats>,
}

impl ChangeCounts {
    /// Counts the findings that are changes. Whom they hurt is known only with pacts.
    #[must_use]
    pub fn of(findings: &[Finding], with_pacts: bool) -> ChangeCounts {
        let mut counts = ChangeCounts::default();
        for finding in findings.iter().filter(|finding| finding.is_change()) {
            counts.changes += 1;
            *match (&finding.waived, finding.severity) {
                (Some(_), _) => &mut counts.waived,
                (None, Severity::Error) => &mut counts.breaking,
                (None, Severity::Warning) => &mut counts.risky,
                (None, Severity::Info) => &mut counts.safe,
            } += 1;
        }
        counts.opened = opened_operations(findings).len();
        counts.consumers_broken = with_pacts.then(|| broken_consumers(findings).len());
        counts
    }
}

/// Those who rely on something that breaks.
pub(crate) fn broken_consumers(findings: &[Finding]) -> BTreeSet<&str> {
    let breaking = findings.iter().filter(|finding| finding.counts());
    let breaking = breaking.filter(|finding| finding.severity == Severity::Error);
    let affected = breaking.flat_map(|finding| finding.consumers.iter().flatten());
    affected.map(|affected| affected.consumer.as_str()).collect()
}

/// The operations that opened; a change that names none is of the whole API, which counts as one.
pub(crate) fn opened_operations(findings: &[Finding]) -> BTreeSet<&str> {
    let mut opened = BTreeSet::new();
    for finding in findings.iter().filter(|finding| finding.opens()) {
        opened.extend(finding.operations.iter().chain(&finding.operation).map(String::as_str));
        if finding.operations.is_empty() && finding.operation.is_none() {
            opened.insert("the whole API");
        }
    }
    opened
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde calls")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}
