//! What changed since the release before, whom it breaks, and what that means under the policy.

use gatepact_compat::{Reliance, impact};
use gatepact_openapi::diff::{Change, Direction as Way, Severity as Weight, diff};
use gatepact_openapi::{Document, pointer};
use gatepact_publisher::{Judgement, Verdict};
use gatepact_report::{Affected, Direction, Finding, Location, PactFile, Severity};

use super::args::FailOn;
use crate::pacts::{Loaded, pact_file};

/// The comparison of a release with the one before.
pub(super) struct Comparison {
    pub(super) findings: Vec<Finding>,
    pub(super) verdict: Verdict,
    pub(super) pacts: Vec<PactFile>,
    pub(super) unreadable: bool,
}

/// A document and the file that it stands in.
pub(super) struct Side {
    pub(super) name: String,
    pub(super) file: String,
    pub(super) document: Document,
}

impl Comparison {
    /// Compares; without a release before nothing can have changed.
    pub(super) fn new(
        before: Option<&Side>,
        after: &Side,
        fail_on: FailOn,
        loaded: Loaded,
    ) -> Comparison {
        let Loaded { pacts, mut findings, unreadable } = loaded;
        let changes =
            before.as_ref().map_or_else(Vec::new, |before| diff(&before.document, &after.document));
        let mut relied = vec![None; changes.len()];
        if let Some(before) = before.filter(|_| !pacts.is_empty()) {
            let reached = impact(&changes, &before.document, &after.document, &pacts);
            relied = reached.into_iter().map(Some).collect();
        }
        let mut described: Vec<Finding> = Vec::with_capacity(changes.len());
        for (change, relied) in changes.iter().zip(relied) {
            let before = before.expect("a change has a release before");
            described.push(finding(change, before, after, relied.as_deref()));
        }
        let verdict = verdict(&described, fail_on);
        findings.splice(0..0, described);
        Comparison { findings, verdict, pacts: pacts.iter().map(pact_file).collect(), unreadable }
    }
}

fn finding(
    change: &Change,
    before: &Side,
    after: &Side,
    relied: Option<&[Reliance<'_>]>,
) -> Finding {
    let severity = match change.severity() {
        Weight::Breaking => Severity::Error,
        Weight::Risky => Severity::Warning,
        Weight::Safe => Severity::Info,
    };
    // What is gone stands in the old document only.
    let place = change
        .pointer_new
        .as_ref()
        .map(|pointer| (after, pointer))
        .or_else(|| Some((before, change.pointer_old.as_ref()?)));
    let (side, pointer) = place.expect("a change stands in one of the documents");
    let mut finding =
        Finding::change(change.id(), severity, message(change, pointer)).with_help(change.help());
    finding.location = Some(Location {
        file: side.file.clone(),
        line: usize::try_from(side.document.position(pointer).line).ok(),
        pointer: pointer.clone(),
    });
    finding.direction = (!change.is_whole()).then_some(match change.direction {
        Way::Request => Direction::Request,
        Way::Response => Direction::Response,
    });
    finding.operation = change.operations.first().cloned();
    finding.operations.clone_from(&change.operations);
    finding.consumers = relied.map(|relied| relied.iter().map(affected).collect());
    finding
}

/// `Order.total: the type changed from ..`: what changed, of what.
fn message(change: &Change, pointer: &str) -> String {
    match pointer::readable(pointer) {
        Some(name) => format!("{name}: {}", change.message()),
        None => change.message(),
    }
}

fn affected(reliance: &Reliance<'_>) -> Affected {
    let Reliance { pact, line, consumer, interaction } = reliance;
    Affected {
        consumer: (*consumer).to_owned(),
        interaction: (*interaction).to_owned(),
        file: (*pact).to_owned(),
        line: *line,
    }
}

fn verdict(findings: &[Finding], fail_on: FailOn) -> Verdict {
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let (breaking, risky) = (count(Severity::Error), count(Severity::Warning));
    let hurts = |finding: &&Finding| {
        finding.severity == Severity::Error
            && finding.consumers.as_ref().is_some_and(|consumers| !consumers.is_empty())
    };
    let broken = match fail_on {
        FailOn::Breaking => breaking > 0,
        FailOn::Risky => breaking + risky > 0,
        FailOn::Consumers => findings.iter().any(|finding| hurts(&finding)),
        FailOn::Never => false,
    };
    Verdict {
        outcome: if broken { Judgement::Broken } else { Judgement::Kept },
        breaking,
        risky,
        safe: count(Severity::Info),
    }
}
