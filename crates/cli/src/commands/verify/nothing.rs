//! A run that verified nothing must say so, and why: it is the emptiest of all green runs.

use gatepact_contract::Pact;
use gatepact_finding::{Finding, Severity};
use gatepact_report::{Results, Verdict};
use gatepact_verifier::Rule;

use super::settings::Settings;

/// The finding of a run that verified nothing, unless another one says why already.
pub(super) fn verified(pacts: &[Pact], settings: &Settings, results: &Results) -> Option<Finding> {
    let explained = results.findings.iter().any(|finding| finding.severity == Severity::Error);
    let judged = results
        .interactions
        .iter()
        .any(|result| result.outcome != Verdict::Skipped && !result.pending);
    let kept = results.interactions.iter().any(|result| result.outcome == Verdict::Kept);
    if explained || judged || kept {
        return None;
    }
    let (message, help) = reason(pacts, settings, results);
    let rule = Rule::NothingVerified;
    Some(Finding::new(rule.rule(), message).with_help(help))
}

fn reason(pacts: &[Pact], settings: &Settings, results: &Results) -> (String, &'static str) {
    let recorded: usize = pacts.iter().map(|pact| pact.interactions.len()).sum();
    let left_out = results.interactions.len();
    if left_out > 0 {
        let pending = results.interactions.iter().any(|result| result.pending);
        let help = if pending {
            "a pending promise binds nobody until it was kept once"
        } else if settings.course.read_only {
            "without --read-only everything is replayed"
        } else {
            "verify messages in a test of the function that handles them"
        };
        return (format!("nothing of the {} was verified", interactions(left_out)), help);
    }
    if recorded > 0 {
        let passes = if recorded == 1 { "passes" } else { "pass" };
        let message = format!("none of the {} {passes} the filters", interactions(recorded));
        if settings.filter.only.is_some() {
            return (message, "what failed the last time is in no pact: leave --last-failed away");
        }
        return (message, "loosen --filter-consumer, --filter-description or --filter-state");
    }
    if pacts.is_empty() {
        let message = format!("no pact to verify in {}", settings.sources.describe());
        return (message, "record one in the consumer's tests, or name another --file or --dir");
    }
    ("the pacts hold no interactions".to_owned(), "record some in the consumer's tests")
}

fn interactions(count: usize) -> String {
    format!("{count} {}", if count == 1 { "interaction" } else { "interactions" })
}
