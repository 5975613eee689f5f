//! The line for whoever has ten seconds: the answer, who is hurt, how many of what.

use std::collections::BTreeSet;

use super::phrases::{OPENED, list, number};
use crate::summary::{broken_consumers, opened_operations};
use crate::{ChangeCounts, Counts, Outcome, Report, Summary, Verdict};
use gatepact_finding::{FailOnWord, Finding};

/// The last line of a report, or the first, in its parts.
pub(super) struct SummaryLine {
    /// `BROKEN`.
    pub(super) word: &'static str,
    /// `web-shop breaks`.
    pub(super) what: String,
    /// `9 kept, 3 broken of 12 interactions`; empty where there is nothing to count.
    pub(super) counts: String,
}

impl SummaryLine {
    /// Whether an operation opened, so that even a contract that is kept needs a look.
    pub(super) fn warns(report: &Report) -> bool {
        report.findings.iter().any(Finding::opens)
    }

    /// What and how many, behind the word.
    pub(super) fn rest(&self) -> String {
        let SummaryLine { word: _, what, counts } = self;
        if counts.is_empty() { what.clone() } else { format!("{what} ({counts})") }
    }

    pub(super) fn of(report: &Report) -> SummaryLine {
        let word = match report.outcome {
            Outcome::Kept => "KEPT",
            Outcome::Broken => "BROKEN",
            Outcome::Unknown => "UNKNOWN",
        };
        match report.summary {
            Summary::Interactions(counts) => SummaryLine {
                word,
                what: of_interactions(report, counts),
                counts: interactions(counts),
            },
            Summary::Changes(counts) => {
                SummaryLine { word, what: of_changes(report, counts), counts: changes(counts) }
            }
        }
    }
}

fn of_interactions(report: &Report, counts: Counts) -> String {
    let consumers = |wanted: &dyn Fn(Verdict, bool) -> bool| -> BTreeSet<&str> {
        let results = report.interactions.iter();
        let results = results.filter(|result| wanted(result.outcome, result.pending));
        results.map(|result| result.consumer.as_str()).collect()
    };
    match report.outcome {
        Outcome::Kept => {
            let number = consumers(&|_, _| true).len();
            let word = if number == 1 { "consumer" } else { "consumers" };
            format!("every promise to {number} {word}")
        }
        Outcome::Broken => {
            breaks(&consumers(&|outcome, pending| outcome == Verdict::Broken && !pending))
        }
        Outcome::Unknown if counts.kept + counts.broken == 0 => "nothing was verified".to_owned(),
        Outcome::Unknown => "not everything could be verified".to_owned(),
    }
}

fn interactions(counts: Counts) -> String {
    let mut parts = vec![format!("{} kept", counts.kept)];
    for (count, name) in [
        (counts.broken, "broken"),
        (counts.unknown, "unknown"),
        (counts.skipped, "skipped"),
        (counts.pending, "of them pending"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {name}"));
        }
    }
    format!("{} of {} interactions", parts.join(", "), counts.interactions)
}

fn of_changes(report: &Report, counts: ChangeCounts) -> String {
    let hurt = broken_consumers(&report.findings, report.impact.as_ref());
    let first =
        report.publication.as_ref().is_some_and(|publication| publication.previous.is_none());
    let what = match (report.outcome, hurt.is_empty(), counts.consumers_broken) {
        (Outcome::Unknown, ..) => {
            report.judged_no_consumer().unwrap_or("not everything could be compared").to_owned()
        }
        (Outcome::Kept, ..) if first => "the first release breaks nobody".to_owned(),
        (Outcome::Kept, ..) if counts.changes == 0 => "no change".to_owned(),
        (Outcome::Broken | Outcome::Kept, false, _) => breaks(&hurt),
        (Outcome::Broken, ..) if counts.breaking == 0 => without_breaking_changes(report, counts),
        (Outcome::Broken | Outcome::Kept, _, Some(_)) => "no recorded consumer breaks".to_owned(),
        (Outcome::Broken | Outcome::Kept, _, None) if counts.breaking == 0 => {
            "nothing breaks".to_owned()
        }
        (Outcome::Kept, _, None) => "breaking changes, and the policy takes them".to_owned(),
        (Outcome::Broken, _, None) => {
            "consumers that kept to the release before may break".to_owned()
        }
    };
    match opened(report) {
        Some(opened) => format!("{opened}; {what}"),
        None => what,
    }
}

/// `GET /orders opened to callers without credentials`: what a reader has to know first, whatever the outcome.
fn opened(report: &Report) -> Option<String> {
    let operations: Vec<&str> = opened_operations(&report.findings).into_iter().collect();
    (!operations.is_empty()).then(|| format!("{} {OPENED}", list(&operations)))
}

/// Why the contract is broken although no change is breaking.
fn without_breaking_changes(report: &Report, counts: ChangeCounts) -> String {
    let refuses = |word| report.fail_on().is_some_and(|policy| policy.has(word));
    match (counts.risky > 0, counts.opened > 0) {
        (true, _) if refuses(FailOnWord::Risky) => "risky changes, and the policy takes none",
        (_, true) if refuses(FailOnWord::Opened) => "the policy does not allow it",
        _ => "there are errors besides the changes",
    }
    .to_owned()
}

/// `2 breaking, 1 risky, 14 safe of 17 changes; 2 waived`; nothing where nothing changed.
fn changes(counts: ChangeCounts) -> String {
    let ChangeCounts { changes, breaking, risky, safe, waived, .. } = counts;
    match (changes - waived, waived) {
        (0, 0) => String::new(),
        (0, waived) => format!("{}, waived", number(waived, "change")),
        (others, waived) => {
            let waived = if waived == 0 { String::new() } else { format!("; {waived} waived") };
            let others = number(others, "change");
            format!("{breaking} breaking, {risky} risky, {safe} safe of {others}{waived}")
        }
    }
}

fn breaks(names: &BTreeSet<&str>) -> String {
    let shown: Vec<&str> = names.iter().copied().collect();
    format!("{} {}", list(&shown), if names.len() == 1 { "breaks" } else { "break" })
}
