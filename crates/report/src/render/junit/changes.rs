//! Changes as test cases: one for each change, under the operations that it is about.
//!
//! What breaks the contract under the policy is a `failure`, what a waiver covers is `skipped`; everything else
//! passes and says what it has to say as output. There is no level in between, so an operation that opened under a
//! policy without `opened` passes, in the first suite.

use super::Result;
use crate::Report;
use crate::page::{Tag, Xml};
use crate::render::coverage;
use crate::render::location::{SourceLine, source_line};
use crate::render::message;
use crate::render::phrases::{OPENED, operations, operations_in_short};
use gatepact_finding::{Finding, Severity, Waived};

/// How many test cases, failures, errors and skipped ones the suites of a report have.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Totals {
    pub(super) tests: usize,
    pub(super) failures: usize,
    pub(super) errors: usize,
    pub(super) skipped: usize,
}

impl Totals {
    pub(super) fn of<'a>(report: &Report, findings: impl Iterator<Item = &'a Finding>) -> Totals {
        let mut totals = Totals::default();
        for finding in findings.filter(|finding| finding.is_change()) {
            totals.tests += 1;
            totals.failures += usize::from(report.refuses(finding));
            totals.skipped += usize::from(finding.waived.is_some());
        }
        totals
    }
}

/// What was compared, as a test case: everything was, or it is an `error`.
pub(super) fn coverage_suite(xml: &mut Xml, report: &Report) -> Result {
    let Some(told) = coverage::sentence(report) else { return Ok(()) };
    let unknown = usize::from(report.is_uncompared());
    let start = Tag::new("testsuite")
        .with("name", "what was compared")
        .with("timestamp", &report.started_at)
        .with("tests", "1")
        .with("errors", unknown);
    xml.start(start)?;
    let start = Tag::new("testcase").with("name", &told).with("classname", "gatepact");
    xml.start(start)?;
    let element = if unknown > 0 { "error" } else { "system-out" };
    xml.text(Tag::new(element), &[told])?;
    xml.end("testcase")?;
    xml.end("testsuite")
}

/// A suite for what opened, then one for each severity that there is.
pub(super) fn suites(xml: &mut Xml, report: &Report) -> Result {
    for (severity, name) in [
        (None, format!("operations {OPENED}")),
        (Some(Severity::Error), "breaking changes".to_owned()),
        (Some(Severity::Warning), "risky changes".to_owned()),
        (Some(Severity::Info), "safe changes".to_owned()),
    ] {
        let changes = || {
            let changes = report.findings.iter().filter(|finding| finding.is_change());
            changes.filter(move |finding| match severity {
                None => finding.opens(),
                Some(severity) => !finding.opens() && finding.severity == severity,
            })
        };
        let Totals { tests, failures, skipped, .. } = Totals::of(report, changes());
        if tests == 0 {
            continue;
        }
        let start = Tag::new("testsuite")
            .with("name", &name)
            .with("timestamp", &report.started_at)
            .with("tests", tests)
            .with("failures", failures)
            .with("skipped", skipped);
        xml.start(start)?;
        for change in changes() {
            case(xml, report, change)?;
        }
        xml.end("testsuite")?;
    }
    Ok(())
}

/// What a comparison says of itself: what it did not see, above all.
pub(super) fn notes(report: &Report) -> Vec<&Finding> {
    let findings = report.findings.iter().filter(|_| report.comparison.is_some());
    findings.filter(|it| !it.is_change() && it.severity == Severity::Info).collect()
}

/// Notes as test cases that pass.
pub(super) fn notes_suite(xml: &mut Xml, notes: &[&Finding]) -> Result {
    if notes.is_empty() {
        return Ok(());
    }
    let start = Tag::new("testsuite").with("name", "notes").with("tests", notes.len());
    xml.start(start)?;
    for note in notes {
        let start = Tag::new("testcase").with("name", note.id()).with("classname", "gatepact");
        xml.start(start)?;
        xml.text(Tag::new("system-out"), &story(note))?;
        xml.end("testcase")?;
    }
    xml.end("testsuite")
}

fn case(xml: &mut Xml, report: &Report, change: &Finding) -> Result {
    let mut start = Tag::new("testcase");
    let name = format!("{} ({})", change.message, change.id());
    start = start.with("name", &name);
    start = start.with("classname", operations_in_short(change));
    if let Some(SourceLine { file, line }) = source_line(change) {
        start = start.with("file", file);
        if let Some(line) = line {
            start = start.with("line", line);
        }
    }
    xml.start(start)?;
    if let Some(waived) = &change.waived {
        skipped(xml, waived)?;
    }
    if report.refuses(change) {
        let failure =
            Tag::new("failure").with("message", &change.message).with("type", change.id());
        xml.text(failure, &story(change))?;
    } else {
        xml.text(Tag::new("system-out"), &story(change))?;
    }
    xml.end("testcase")
}

/// Why a test case does not count.
pub(super) fn skipped(xml: &mut Xml, waived: &Waived) -> Result {
    let why = format!("waived until {}: {}", waived.expires, waived.reason);
    xml.empty(Tag::new("skipped").with("message", why))
}

/// Everything about a change, a line for each part.
fn story(change: &Finding) -> Vec<String> {
    let mut lines = vec![change.message.to_string()];
    lines.extend(change.proof.as_ref().map(|proof| format!("proof: {}", proof.name())));
    lines.extend(operations(change).iter().map(|operation| format!("reached by {operation}")));
    for affected in change.consumers.iter().flatten() {
        lines.push(format!("breaks {}: {}", affected.consumer, affected.interaction));
    }
    if let Some(witness) = change.witness() {
        lines.push(message::releases(witness).to_string());
        lines.extend(message::lines(witness).into_iter().map(|line| format!("  {line}")));
    }
    lines.extend(change.help.as_ref().map(|help| format!("help: {help}")));
    lines
}
