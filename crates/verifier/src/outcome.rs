//! From the verdicts of a run to its one answer.

use gatepact_finding::{Doubt, Severity};
use gatepact_report::{Outcome, Results, Verdict};

/// The answer of a run: a proof outranks a doubt, and a run that kept nothing proves nothing.
///
/// What is pending is not binding: broken or undecided, it does not count.
#[must_use]
pub fn outcome(results: &Results) -> Outcome {
    let binding = |verdict| {
        results.interactions.iter().any(|result| result.outcome == verdict && !result.pending)
    };
    let kept = results.interactions.iter().any(|result| result.outcome == Verdict::Kept);
    // An error of the run itself (an unreadable pact, say), of a teardown or of a probe: the
    // verdicts hold, but they do not tell everything.
    let incomplete = results.findings.iter().any(|finding| {
        let of_the_run = finding.interaction.is_none() && finding.severity == Severity::Error;
        of_the_run || finding.rule.doubt == Doubt::Incomplete
    });
    let doubted = results.findings.iter().any(|it| it.rule.doubt == Doubt::Everything);
    if doubted {
        // Not even what is broken is proven: of which deployment?
        Outcome::Unknown
    } else if binding(Verdict::Broken) {
        Outcome::Broken
    } else if !kept || incomplete || binding(Verdict::Unknown) {
        Outcome::Unknown
    } else {
        Outcome::Kept
    }
}
