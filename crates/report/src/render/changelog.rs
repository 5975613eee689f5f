//! `changelog`: what changed, for those who call the API: their words, by operation, without rules and places.
//!
//! What they cannot see (a backend, say) is left out; a waived change is listed like any other.

mod sentence;

use super::coverage;
use super::markup::{self, code, plain};
use super::phrases::{Releases, operations};
use crate::{Page, Report, Shown};
use gatepact_finding::{ChangelogSection, Finding, RuleKind, Severity};
use std::collections::BTreeMap;

/// The maximum number of operations named; the others are counted.
const SHOWN: usize = 5;

pub(super) fn render(report: &Report) -> Shown {
    let mut page = Page::new(false);
    heading(&mut page, report);
    let mut sections: BTreeMap<Section, BTreeMap<&[String], Vec<String>>> = BTreeMap::new();
    for change in report.findings.iter().filter(|finding| finding.is_change()) {
        if let Some(section) = Section::of(change) {
            let told = sections.entry(section).or_default().entry(operations(change)).or_default();
            told.push(sentence::of(change));
        }
    }
    let first = Releases::of(report).is_some_and(|releases| releases.old.is_none());
    if sections.is_empty() && !first {
        page.blank();
        page.line("Nothing changes for those who call the API.");
    }
    for (section, entries) in sections {
        page.blank();
        page.paragraph(format!("## {}", section.title()));
        for (operations, mut told) in entries {
            told.sort();
            told.dedup();
            entry(&mut page, operations, &told);
        }
    }
    notes(&mut page, report);
    if let Some(told) = coverage::sentence(report) {
        page.blank();
        page.line(format!("{}.", plain(told)));
    }
    page.finish()
}

/// What the comparison could not see, so that an empty changelog is not taken for more than it is.
fn notes(page: &mut Page, report: &Report) {
    let findings = report.findings.iter().filter(|_| report.comparison.is_some());
    for note in findings.filter(|it| !it.is_change() && it.severity == Severity::Info) {
        page.blank();
        page.line(format!("Note: {}.", markup::sentence(&note.message)));
    }
}

fn heading(page: &mut Page, report: &Report) {
    let Some(releases) = Releases::of(report) else { return };
    let Releases { api, old, new } = releases.versions(report);
    page.paragraph(format!("# {}", format!("{} {}", plain(api), plain(new)).trim()));
    page.line(match old {
        Some("") => "What changes since the release before.".to_owned(),
        Some(old) => format!("What changes since {}.", plain(old)),
        None => "The first release.".to_owned(),
    });
}

/// The changes of some operations: one behind their names, several below them.
fn entry(page: &mut Page, operations: &[String], told: &[String]) {
    let shown: Vec<String> = operations.iter().take(SHOWN).map(|name| code(name)).collect();
    let names = match (operations.len(), operations.len() - shown.len()) {
        (0, _) => "All operations".to_owned(),
        (_, 0) => shown.join(", "),
        (_, 1) => format!("{} and 1 more operation", shown.join(", ")),
        (_, more) => format!("{} and {more} more operations", shown.join(", ")),
    };
    match told {
        [one] => {
            page.line(format!("- {names}: {one}"));
        }
        several => {
            page.line(format!("- {names}:"));
            for one in several {
                page.line(format!("  - {one}"));
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
