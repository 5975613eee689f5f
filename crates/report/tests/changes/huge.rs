//! Reports of the size that a careless release makes.

use std::time::{Duration, Instant};

use gatepact_report::render::{Decoration, Format, render};
use gatepact_report::{Outcome, Report, Severity};

use crate::releases::{change, report, rich};

/// Changes of every severity, each with three operations, consumers and a witness.
fn many(count: usize) -> Report {
    let pattern = rich().findings.remove(0);
    let findings = (0..count).map(|at| {
        let severity = [Severity::Error, Severity::Warning, Severity::Info][at % 3];
        let id = format!("request.kind-{}.changed", at % 97);
        let pointer = format!("/components/schemas/S{at}");
        let mut finding = change(&id, severity, &format!("S{at}: changed"), (at + 1, &pointer));
        finding.operations = (0..3).map(|way| format!("GET /s{at}/{way}")).collect();
        finding.witness.clone_from(&pattern.witness);
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
