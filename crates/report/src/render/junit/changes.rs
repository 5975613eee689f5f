//! Changes as test cases: one for each change, under the operations that it is about.
//!
//! What breaks the contract under the policy is a `failure`, what somebody has waived is `skipped`; everything else
//! passes and says what it has to say as output. There is no level in between, so an operation that opened under a
//! policy without `opened` passes, in the first suite.

use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, Event};

use super::{Result, text, text_element, xml_text};
use crate::Report;
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
pub(super) fn coverage_suite(writer: &mut Writer<Vec<u8>>, report: &Report) -> Result {
    let Some(told) = coverage::sentence(report) else { return Ok(()) };
    let unknown = usize::from(report.is_uncompared());
    let mut start = BytesStart::new("testsuite");
    start.push_attribute(("name", "what was compared"));
    start.push_attribute(("timestamp", report.started_at.as_str()));
    start.push_attribute(("tests", "1"));
    start.push_attribute(("errors", text(unknown).as_str()));
    writer.write_event(Event::Start(start))?;
    let mut start = BytesStart::new("testcase");
    start.push_attribute(("name", xml_text(&told).as_str()));
    start.push_attribute(("classname", "gatepact"));
    writer.write_event(Event::Start(start))?;
    let element = if unknown > 0 { "error" } else { "system-out" };
    text_element(writer, BytesStart::new(element), &told)?;
    writer.write_event(Event::End(BytesEnd::new("testcase")))?;
    writer.write_event(Event::End(BytesEnd::new("testsuite")))
}

/// A suite for what opened, then one for each severity that there is.
pub(super) fn suites(writer: &mut Writer<Vec<u8>>, report: &Report) -> Result {
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
        let mut start = BytesStart::new("testsuite");
        start.push_attribute(("name", name.as_str()));
        start.push_attribute(("timestamp", report.started_at.as_str()));
        start.push_attribute(("tests", text(tests).as_str()));
        start.push_attribute(("failures", text(failures).as_str()));
        start.push_attribute(("skipped", text(skipped).as_str()));
        writer.write_event(Event::Start(start))?;
        for change in changes() {
            case(writer, report, change)?;
        }
        writer.write_event(Event::End(BytesEnd::new("testsuite")))?;
    }
    Ok(())
}

/// What a comparison says of itself: what it did not see, above all.
pub(super) fn notes(report: &Report) -> Vec<&Finding> {
    let findings = report.findings.iter().filter(|_| report.comparison.is_some());
    findings.filter(|it| !it.is_change() && it.severity == Severity::Info).collect()
}

/// Notes as test cases that pass.
pub(super) fn notes_suite(writer: &mut Writer<Vec<u8>>, notes: &[&Finding]) -> Result {
    if notes.is_empty() {
        return Ok(());
    }
    let mut start = BytesStart::new("testsuite");
    start.push_attribute(("name", "notes"));
    start.push_attribute(("tests", text(notes.len()).as_str()));
    writer.write_event(Event::Start(start))?;
    for note in notes {
        let mut start = BytesStart::new("testcase");
        start.push_attribute(("name", xml_text(note.id()).as_str()));
        start.push_attribute(("classname", "gatepact"));
        writer.write_event(Event::Start(start))?;
        text_element(writer, BytesStart::new("system-out"), &story(note))?;
        writer.write_event(Event::End(BytesEnd::new("testcase")))?;
    }
    writer.write_event(Event::End(BytesEnd::new("testsuite")))
}

fn case(writer: &mut Writer<Vec<u8>>, report: &Report, change: &Finding) -> Result {
    let mut start = BytesStart::new("testcase");
    let name = format!("{} ({})", change.message, change.id());
    start.push_attribute(("name", xml_text(&name).as_str()));
    start.push_attribute(("classname", xml_text(operations_in_short(change)).as_str()));
    if let Some(SourceLine { file, line }) = source_line(change) {
        start.push_attribute(("file", xml_text(file).as_str()));
        if let Some(line) = line {
            start.push_attribute(("line", text(line).as_str()));
        }
    }
    writer.write_event(Event::Start(start))?;
    if let Some(waived) = &change.waived {
        skipped(writer, waived)?;
    }
    if report.refuses(change) {
        let mut failure = BytesStart::new("failure");
        failure.push_attribute(("message", xml_text(&change.message).as_str()));
        failure.push_attribute(("type", xml_text(change.id()).as_str()));
        text_element(writer, failure, &story(change))?;
    } else {
        text_element(writer, BytesStart::new("system-out"), &story(change))?;
    }
    writer.write_event(Event::End(BytesEnd::new("testcase")))
}

/// Why a test case does not count.
pub(super) fn skipped(writer: &mut Writer<Vec<u8>>, waived: &Waived) -> Result {
    let mut skipped = BytesStart::new("skipped");
    let why = xml_text(format!("waived until {}: {}", waived.expires, waived.reason));
    skipped.push_attribute(("message", why.as_str()));
    writer.write_event(Event::Empty(skipped))
}

/// Everything about a change, a line for each part.
fn story(change: &Finding) -> String {
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
    lines.join("\n")
}
