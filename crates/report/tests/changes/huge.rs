//! Reports of the size that a careless release makes.

use std::time::{Duration, Instant};

use gatepact_finding::{Rule, Severity, Text};
use gatepact_report::render::{Decoration, Format, render};
use gatepact_report::{Outcome, Report};

use crate::releases::{change, made_up, report, rich};

/// Changes of every severity, each with three operations, consumers and a witness.
fn many(count: usize) -> Report {
    let pattern = rich().findings.remove(0);
    // An id is static: what is leaked is small, and the test ends soon.
    let id = |kind| &*format!("request.kind-{kind}.changed").leak();
    let rules: Vec<Rule> = (0..97).map(|kind| made_up(id(kind))).collect();
    let findings = (0..count).map(|at| {
        let severity = [Severity::Error, Severity::Warning, Severity::Info][at % 3];
        let pointer = format!("/components/schemas/S{at}");
        let message = Text::prose(format!("S{at}: changed"));
        let mut finding = change(rules[at % 97], severity, message, (at + 1, &pointer));
        finding.operations = (0..3).map(|way| format!("GET /s{at}/{way}")).collect();
        finding.proof.clone_from(&pattern.proof);
        finding.consumers.clone_from(&pattern.consumers);
        for affected in finding.consumers.iter_mut().flatten() {
            affected.consumer = format!("consumer-{}", at % 1000);
        }
        finding
    });
    report(Outcome::Broken, findings.collect())
}

/// The shortest of some runs.
fn time(report: &Report, format: Format, runs: usize) -> Duration {
    let decoration = Decoration { verbose: true, ..Decoration::default() };
    let runs = (0..runs).map(|_| {
        #[expect(clippy::disallowed_methods, reason = "the clock is what this test is about")]
        let start = Instant::now();
        assert!(!render(report, format, decoration).is_empty());
        start.elapsed()
    });
    runs.min().unwrap_or_default()
}

/// Ten times the findings may take ten times the time; a product of the two would take a hundred.
#[test]
fn twenty_thousand_findings_take_linear_time() {
    let (small, large) = (many(2_000), many(20_000));
    for format in Format::ALL {
        let (few, all) = (time(&small, format, 3), time(&large, format, 1));
        let bound = few.max(Duration::from_millis(2)) * 40;
        assert!(all < bound, "{}: {few:?} for 2,000, {all:?} for 20,000", format.name());
    }
}
