//! Whom the changes break, as test cases: one for each broken interaction, under its consumer.
//!
//! Under a policy with `consumers` it is a `failure`; what a waiver covers is `skipped`. Otherwise it passes and has its
//! message as output.

use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, Event};

use super::changes::{Totals, skipped};
use super::{Result, text, text_element, xml_text};
use crate::Report;
use crate::render::consumers::{broken, lines, refused_by};
use crate::render::phrases::{NONE_MATCHES, place};
use gatepact_finding::ImpactedInteraction;

pub(super) fn totals(report: &Report) -> Totals {
    let all = broken(report);
    let skipped = all.iter().filter(|it| it.waived.is_some()).count();
    let failures = all.iter().filter(|it| is_failure(report, it)).count();
    let errors = usize::from(report.judged_no_consumer());
    Totals { tests: all.len() + errors, failures, errors, skipped }
}

fn is_failure(report: &Report, broken: &ImpactedInteraction) -> bool {
    report.refuses_broken_consumers() && broken.waived.is_none()
}

pub(super) fn suite(writer: &mut Writer<Vec<u8>>, report: &Report) -> Result {
    let Totals { tests, failures, errors, skipped } = totals(report);
    if tests == 0 {
        return Ok(());
    }
    let mut start = BytesStart::new("testsuite");
    start.push_attribute(("name", "recorded consumers"));
    start.push_attribute(("timestamp", report.started_at.as_str()));
    start.push_attribute(("tests", text(tests).as_str()));
    start.push_attribute(("failures", text(failures).as_str()));
    start.push_attribute(("errors", text(errors).as_str()));
    start.push_attribute(("skipped", text(skipped).as_str()));
    writer.write_event(Event::Start(start))?;
    if errors > 0 {
        let mut start = BytesStart::new("testcase");
        start.push_attribute(("name", NONE_MATCHES));
        start.push_attribute(("classname", "gatepact"));
        writer.write_event(Event::Start(start))?;
        text_element(writer, BytesStart::new("error"), NONE_MATCHES)?;
        writer.write_event(Event::End(BytesEnd::new("testcase")))?;
    }
    for broken in broken(report) {
        case(writer, report, broken)?;
    }
    writer.write_event(Event::End(BytesEnd::new("testsuite")))
}

fn case(writer: &mut Writer<Vec<u8>>, report: &Report, broken: &ImpactedInteraction) -> Result {
    let mut start = BytesStart::new("testcase");
    start.push_attribute(("name", xml_text(&broken.interaction).as_str()));
    start.push_attribute(("classname", xml_text(&broken.consumer).as_str()));
    start.push_attribute(("file", xml_text(&broken.file).as_str()));
    start.push_attribute(("line", text(broken.line).as_str()));
    writer.write_event(Event::Start(start))?;
    if let Some(waived) = &broken.waived {
        skipped(writer, waived)?;
    }
    if is_failure(report, broken) {
        let mut failure = BytesStart::new("failure");
        failure.push_attribute(("message", xml_text(&broken.reason).as_str()));
        failure.push_attribute(("type", "consumers"));
        text_element(writer, failure, &story(broken))?;
    } else {
        text_element(writer, BytesStart::new("system-out"), &story(broken))?;
    }
    writer.write_event(Event::End(BytesEnd::new("testcase")))
}

/// Why it is broken, a line for each part.
fn story(broken: &ImpactedInteraction) -> String {
    let mut all = vec![broken.reason.to_string()];
    all.extend(broken.location.as_ref().map(|location| format!("at {}", place(location))));
    all.extend(lines(broken).into_iter().map(|line| format!("  {line}")));
    all.push(refused_by(broken).to_owned());
    all.extend(broken.changes.iter().map(|id| format!("change: {id}")));
    all.join("\n")
}
