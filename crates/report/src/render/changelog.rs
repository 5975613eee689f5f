//! `changelog`: what changed, for those who call the API: their words, by operation, without rules and places.
//!
//! What they cannot see (a backend, say) is left out; a waived change is listed like any other.

mod sentence;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::coverage;
use super::markup::{self, code, plain};
use super::phrases::{Releases, operations};
use crate::Report;
use gatepact_finding::{ChangelogSection, Finding, RuleKind, Severity};

/// The maximum number of operations named; the others are counted.
const SHOWN: usize = 5;

pub(super) fn render(report: &Report) -> String {
    let mut text = String::new();
    heading(&mut text, report);
    let mut sections: BTreeMap<Section, BTreeMap<&[String], Vec<String>>> = BTreeMap::new();
    for change in report.findings.iter().filter(|finding| finding.is_change()) {
        if let Some(section) = Section::of(change) {
            let told = sections.entry(section).or_default().entry(operations(change)).or_default();
            told.push(sentence::of(change));
        }
    }
    let first = Releases::of(report).is_some_and(|releases| releases.old.is_none());
    if sections.is_empty() && !first {
        text.push_str("\nNothing changes for those who call the API.\n");
    }
    for (section, entries) in sections {
        let _ = writeln!(text, "\n## {}\n", section.title());
        for (operations, mut told) in entries {
            told.sort();
            told.dedup();
            entry(&mut text, operations, &told);
        }
    }
    notes(&mut text, report);
    if let Some(told) = coverage::sentence(report) {
        let _ = writeln!(text, "\n{}.", plain(told));
    }
    text
}

/// What the comparison could not see, so that an empty changelog is not taken for more than it is.
fn notes(text: &mut String, report: &Report) {
    let findings = report.findings.iter().filter(|_| report.comparison.is_some());
    for note in findings.filter(|it| !it.is_change() && it.severity == Severity::Info) {
        let _ = writeln!(text, "\nNote: {}.", markup::sentence(&note.message));
    }
}

fn heading(text: &mut String, report: &Report) {
    let Some(releases) = Releases::of(report) else { return };
    let Releases { api, old, new } = releases.versions(report);
    let _ = writeln!(text, "# {}\n", format!("{} {}", plain(api), plain(new)).trim());
    let _ = match old {
        Some("") => writeln!(text, "What changes since the release before."),
        Some(old) => writeln!(text, "What changes since {}.", plain(old)),
        None => writeln!(text, "The first release."),
    };
}

/// The changes of some operations: one behind their names, several below them.
fn entry(text: &mut String, operations: &[String], told: &[String]) {
    let shown: Vec<String> = operations.iter().take(SHOWN).map(|name| code(name)).collect();
    let names = match (operations.len(), operations.len() - shown.len()) {
        (0, _) => "All operations".to_owned(),
        (_, 0) => shown.join(", "),
        (_, 1) => format!("{} and 1 more operation", shown.join(", ")),
        (_, more) => format!("{} and {more} more operations", shown.join(", ")),
    };
    match told {
        [one] => {
            let _ = writeln!(text, "- {names}: {one}");
        }
        several => {
            let _ = writeln!(text, "- {names}:");
            for one in several {
                let _ = writeln!(text, "  - {one}");
            }
        }
    }
}

/// The parts of a changelog, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Section {
    Opened,
    Breaking,
    Deprecated,
    Changed,
    Added,
    Removed,
}

impl Section {
    /// `None` for what a caller cannot see.
    fn of(change: &Finding) -> Option<Section> {
        let RuleKind::Change { section, .. } = change.rule.kind else { return None };
        match (section, change.severity) {
            _ if change.opened => Some(Section::Opened),
            (ChangelogSection::Unseen, _) => None,
            (_, Severity::Error) => Some(Section::Breaking),
            (ChangelogSection::Deprecated, _) => Some(Section::Deprecated),
            (ChangelogSection::Changed, _) => Some(Section::Changed),
            (ChangelogSection::Added, _) => Some(Section::Added),
            (ChangelogSection::Removed, _) => Some(Section::Removed),
        }
    }

    fn title(self) -> &'static str {
        match self {
            Section::Opened => "Opened to callers without credentials",
            Section::Breaking => "Breaking changes",
            Section::Deprecated => "Deprecated",
            Section::Changed => "Changed",
            Section::Added => "Added",
            Section::Removed => "Removed",
        }
    }
}
