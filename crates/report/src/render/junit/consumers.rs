//! Whom the changes break, as test cases: one for each broken interaction, under its consumer.
//!
//! Under a policy with `consumers` it is a `failure`; what a waiver covers is `skipped`. Otherwise it passes and has its
//! message as output.

use super::Result;
use super::changes::{Totals, skipped};
use crate::Report;
use crate::page::{Tag, Xml};
use crate::render::consumers::{broken, lines, refused_by};
use crate::render::phrases::place;
use gatepact_finding::ImpactedInteraction;

pub(super) fn totals(report: &Report) -> Totals {
    let all = broken(report);
    let skipped = all.iter().filter(|it| it.waived.is_some()).count();
    let failures = all.iter().filter(|it| is_failure(report, it)).count();
    let errors = usize::from(report.judged_no_consumer().is_some());
    Totals { tests: all.len() + errors, failures, errors, skipped }
}

fn is_failure(report: &Report, broken: &ImpactedInteraction) -> bool {
    report.refuses_broken_consumers() && broken.waived.is_none()
}

pub(super) fn suite(xml: &mut Xml, report: &Report) -> Result {
    let Totals { tests, failures, errors, skipped } = totals(report);
    if tests == 0 {
        return Ok(());
    }
    let start = Tag::new("testsuite")
        .with("name", "recorded consumers")
        .with("timestamp", &report.started_at)
        .with("tests", tests)
        .with("failures", failures)
        .with("errors", errors)
        .with("skipped", skipped);
    xml.start(start)?;
    if let Some(why) = report.judged_no_consumer() {
        xml.start(Tag::new("testcase").with("name", why).with("classname", "gatepact"))?;
        xml.text(Tag::new("error"), &[why])?;
        xml.end("testcase")?;
    }
    for broken in broken(report) {
        case(xml, report, broken)?;
    }
    xml.end("testsuite")
}

fn case(xml: &mut Xml, report: &Report, broken: &ImpactedInteraction) -> Result {
    let start = Tag::new("testcase")
        .with("name", &broken.interaction)
        .with("classname", &broken.consumer)
        .with("file", &broken.file)
        .with("line", broken.line);
    xml.start(start)?;
    if let Some(waived) = &broken.waived {
        skipped(xml, waived)?;
    }
    if is_failure(report, broken) {
        let failure = Tag::new("failure").with("message", &broken.reason).with("type", "consumers");
        xml.text(failure, &story(broken))?;
    } else {
        xml.text(Tag::new("system-out"), &story(broken))?;
    }
    xml.end("testcase")
}

/// Why it is broken, a line for each part.
fn story(broken: &ImpactedInteraction) -> Vec<String> {
    let mut all = vec![broken.reason.to_string()];
    all.extend(broken.location.as_ref().map(|location| format!("at {}", place(location))));
    all.extend(lines(broken).into_iter().map(|line| format!("  {line}")));
    all.push(refused_by(broken).to_owned());
    all.extend(broken.changes.iter().map(|id| format!("change: {id}")));
    all
}
