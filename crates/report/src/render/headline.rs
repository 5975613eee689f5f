//! The line for whoever has ten seconds: the answer, who is hurt, how many of what.

use std::collections::BTreeSet;

use crate::{ChangeCounts, Counts, Finding, Outcome, Report, Severity, Summary, Verdict};

/// So many names are shown; the others are counted.
const SHOWN: usize = 3;

/// The last line of a report, or the first, in its parts.
pub(super) struct Headline {
    /// `BROKEN`.
    pub(super) word: &'static str,
    /// `web-shop breaks`.
    pub(super) what: String,
    /// `9 kept, 3 broken of 12 interactions`.
    pub(super) counts: String,
}

impl Headline {
    pub(super) fn of(report: &Report) -> Headline {
        let word = match report.outcome {
            Outcome::Kept => "KEPT",
            Outcome::Broken => "BROKEN",
            Outcome::Unknown => "UNKNOWN",
        };
        match report.summary {
            Summary::Interactions(counts) => Headline {
                word,
                what: of_interactions(report, counts),
                counts: interactions(counts),
            },
            Summary::Changes(counts) => {
                Headline { word, what: of_changes(report, counts), counts: changes(counts) }
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
    let errors = report.findings.iter().filter(|finding| finding.severity == Severity::Error);
    let affected = errors.flat_map(|finding: &Finding| finding.consumers.iter().flatten());
    let hurt: BTreeSet<&str> = affected.map(|affected| affected.consumer.as_str()).collect();
    let first =
        report.publication.as_ref().is_some_and(|publication| publication.previous.is_none());
    match (report.outcome, hurt.is_empty(), counts.consumers_broken) {
        (Outcome::Unknown, ..) => "not everything could be compared".to_owned(),
        (Outcome::Broken, ..) if counts.breaking == 0 => {
            "risky changes, and the policy takes none".to_owned()
        }
        (Outcome::Broken | Outcome::Kept, ..) if first => {
            "the first release breaks nobody".to_owned()
        }
        (Outcome::Broken | Outcome::Kept, false, _) => breaks(&hurt),
        (Outcome::Broken | Outcome::Kept, true, Some(_)) => {
            "no recorded consumer breaks".to_owned()
        }
        (Outcome::Broken | Outcome::Kept, true, None) if counts.breaking == 0 => {
            "nothing breaks".to_owned()
        }
        (Outcome::Broken | Outcome::Kept, true, None) => {
            "consumers that kept to the release before may break".to_owned()
        }
    }
}

fn changes(counts: ChangeCounts) -> String {
    let ChangeCounts { changes, breaking, risky, safe, consumers_broken: _ } = counts;
    match changes {
        0 => "no changes".to_owned(),
        1 => format!("{breaking} breaking, {risky} risky, {safe} safe of 1 change"),
        _ => format!("{breaking} breaking, {risky} risky, {safe} safe of {changes} changes"),
    }
}

fn breaks(names: &BTreeSet<&str>) -> String {
    let shown: Vec<&str> = names.iter().take(SHOWN).copied().collect();
    let shown = match names.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    };
    format!("{shown} {}", if names.len() == 1 { "breaks" } else { "break" })
}
