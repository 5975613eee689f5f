//! `junit`: a test suite per pact, a test case per interaction, for CI systems that show tests.
//!
//! A broken promise is a `failure`, one that nobody could judge an `error`. What is wrong with the
//! run itself (an unreadable pact, say) is an `error` of a suite of its own: a CI system shows
//! nothing else.

mod changes;
mod consumers;

use changes::Totals;

use crate::page::{Tag, Xml};
use crate::{InteractionResult, Report, Shown, Verdict};
use gatepact_finding::{Finding, Severity};

pub(super) fn render(report: &Report) -> Shown {
    document(report).expect("a text takes every write")
}

fn document(report: &Report) -> std::io::Result<Shown> {
    let mut xml = Xml::new()?;
    write(&mut xml, report)?;
    Ok(xml.finish())
}

type Result = std::io::Result<()>;

fn write(xml: &mut Xml, report: &Report) -> Result {
    let general: Vec<&Finding> = report
        .findings
        .iter()
        .filter(|finding| finding.interaction.is_none() && !finding.is_change())
        .filter(|finding| finding.severity == Severity::Error)
        .collect();
    let counts = report.summary.interactions();
    let changes = Totals::of(report, report.findings.iter());
    let consumers = consumers::totals(report);
    let coverage = usize::from(report.coverage.is_some());
    let notes = changes::notes(report);
    let tests = counts.interactions
        + changes.tests
        + consumers.tests
        + general.len()
        + notes.len()
        + coverage;
    // A pending promise that is broken does not fail the run, so it is no failure here either.
    let failures = failures(report.interactions.iter()) + changes.failures + consumers.failures;
    let unknown = usize::from(report.is_uncompared()) + consumers.errors;
    let errors = errors(report.interactions.iter()) + general.len() + unknown;
    let root = Tag::new("testsuites")
        .with("name", format!("gatepact {}", report.command.name()))
        .with("tests", tests)
        .with("failures", failures)
        .with("errors", errors);
    xml.start(root)?;
    let findings = report.findings_by_interaction();
    for file in files(report) {
        suite(xml, report, &findings, file)?;
    }
    changes::suites(xml, report)?;
    consumers::suite(xml, report)?;
    changes::notes_suite(xml, &notes)?;
    changes::coverage_suite(xml, report)?;
    general_suite(xml, &general)?;
    xml.end("testsuites")
}

fn files(report: &Report) -> Vec<&str> {
    let mut files: Vec<&str> = Vec::new();
    for result in &report.interactions {
        if files.last() != Some(&result.file.as_str()) {
            files.push(&result.file);
        }
    }
    files
}

fn suite(xml: &mut Xml, report: &Report, findings: &[Vec<&Finding>], file: &str) -> Result {
    let own = || report.interactions.iter().enumerate().filter(|(_, result)| result.file == file);
    let Some((_, first)) = own().next() else { return Ok(()) };
    let results = || own().map(|(_, result)| result);
    let skipped = results().filter(|result| is_skipped(result)).count();
    let millis: u64 = results().map(|result| result.millis).sum();
    let start = Tag::new("testsuite")
        .with("name", format!("{} relies on {}", first.consumer, first.provider))
        .with("file", file)
        .with("timestamp", &report.started_at)
        .with("tests", own().count())
        .with("failures", failures(results()))
        .with("errors", errors(results()))
        .with("skipped", skipped)
        .with("time", seconds(millis));
    xml.start(start)?;
    for (position, result) in own() {
        case(xml, result, &findings[position])?;
    }
    xml.end("testsuite")
}

fn case(xml: &mut Xml, result: &InteractionResult, findings: &[&Finding]) -> Result {
    let mut name = result.description.clone();
    if !result.states.is_empty() {
        name.push_str(&format!(" given {}", result.states.join(" and ")));
    }
    let start = Tag::new("testcase")
        .with("name", &name)
        .with("classname", format!("{}.{}", result.consumer, result.provider))
        .with("file", &result.file)
        .with("line", result.line)
        .with("time", seconds(result.millis));
    let element = match result.outcome {
        Verdict::Kept => return xml.empty(start),
        _ if is_skipped(result) => "skipped",
        Verdict::Broken => "failure",
        Verdict::Unknown | Verdict::Skipped => "error",
    };
    xml.start(start)?;
    problem(xml, element, findings)?;
    if let Some(curl) = &result.curl {
        xml.text(Tag::new("system-out"), &[curl])?;
    }
    xml.end("testcase")
}

fn general_suite(xml: &mut Xml, findings: &[&Finding]) -> Result {
    if findings.is_empty() {
        return Ok(());
    }
    let start = Tag::new("testsuite")
        .with("name", "the run itself")
        .with("tests", findings.len())
        .with("errors", findings.len());
    xml.start(start)?;
    for finding in findings {
        let start = Tag::new("testcase").with("name", finding.id()).with("classname", "gatepact");
        xml.start(start)?;
        problem(xml, "error", &[finding])?;
        xml.end("testcase")?;
    }
    xml.end("testsuite")
}

fn problem(xml: &mut Xml, element: &'static str, findings: &[&Finding]) -> Result {
    let mut start = Tag::new(element);
    if let Some(first) = findings.first() {
        start = start.with("message", &first.message);
        start = start.with("type", first.id());
    }
    let mut lines = Vec::new();
    for finding in findings {
        lines.push(finding.message.to_string());
        if let Some(evidence) = &finding.evidence {
            for (name, value) in [
                ("expected", &evidence.expected),
                ("actual", &evidence.actual),
                ("answer", &evidence.answer),
            ] {
                if let Some(value) = value {
                    lines.push(format!("  {name}: {value}"));
                }
            }
        }
        if let Some(help) = &finding.help {
            lines.push(format!("  help: {help}"));
        }
    }
    xml.text(start, &lines)
}

fn is_skipped(result: &InteractionResult) -> bool {
    let pending = result.pending && result.outcome != Verdict::Kept;
    result.outcome == Verdict::Skipped || pending
}

fn failures<'a>(results: impl Iterator<Item = &'a InteractionResult>) -> usize {
    results.filter(|result| result.outcome == Verdict::Broken && !is_skipped(result)).count()
}

fn errors<'a>(results: impl Iterator<Item = &'a InteractionResult>) -> usize {
    results.filter(|result| result.outcome == Verdict::Unknown && !is_skipped(result)).count()
}

fn seconds(millis: u64) -> String {
    format!("{}.{:03}", millis / 1000, millis % 1000)
}
