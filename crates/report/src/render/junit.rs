//! `junit`: a test suite per pact, a test case per interaction, for CI systems that show tests.
//!
//! A broken promise is a `failure`, one that nobody could judge an `error`. What is wrong with the
//! run itself (an unreadable pact, say) is an `error` of a suite of its own: a CI system shows
//! nothing else.

mod changes;
mod consumers;

use std::fmt::Display;
use std::io::Write as _;

use changes::Totals;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::{InteractionResult, Report, Verdict};
use gatepact_finding::{Finding, Severity};

pub(super) fn render(report: &Report) -> String {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    write(&mut writer, report).expect("a Vec<u8> takes every write");
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    String::from_utf8(bytes).expect("the writer was given UTF-8 only")
}

type Result = std::io::Result<()>;

fn write(writer: &mut Writer<Vec<u8>>, report: &Report) -> Result {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
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
    let mut root = BytesStart::new("testsuites");
    root.push_attribute(("name", format!("gatepact {}", report.command.name()).as_str()));
    root.push_attribute(("tests", text(tests).as_str()));
    root.push_attribute(("failures", text(failures).as_str()));
    root.push_attribute(("errors", text(errors).as_str()));
    writer.write_event(Event::Start(root))?;
    let findings = report.findings_by_interaction();
    for file in files(report) {
        suite(writer, report, &findings, file)?;
    }
    changes::suites(writer, report)?;
    consumers::suite(writer, report)?;
    changes::notes_suite(writer, &notes)?;
    changes::coverage_suite(writer, report)?;
    general_suite(writer, &general)?;
    writer.write_event(Event::End(BytesEnd::new("testsuites")))
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

fn suite(
    writer: &mut Writer<Vec<u8>>,
    report: &Report,
    findings: &[Vec<&Finding>],
    file: &str,
) -> Result {
    let own = || report.interactions.iter().enumerate().filter(|(_, result)| result.file == file);
    let Some((_, first)) = own().next() else { return Ok(()) };
    let results = || own().map(|(_, result)| result);
    let skipped = results().filter(|result| is_skipped(result)).count();
    let millis: u64 = results().map(|result| result.millis).sum();
    let mut start = BytesStart::new("testsuite");
    let name = xml_text(format!("{} relies on {}", first.consumer, first.provider));
    start.push_attribute(("name", name.as_str()));
    start.push_attribute(("file", xml_text(file).as_str()));
    start.push_attribute(("timestamp", report.started_at.as_str()));
    start.push_attribute(("tests", text(own().count()).as_str()));
    start.push_attribute(("failures", text(failures(results())).as_str()));
    start.push_attribute(("errors", text(errors(results())).as_str()));
    start.push_attribute(("skipped", text(skipped).as_str()));
    start.push_attribute(("time", seconds(millis).as_str()));
    writer.write_event(Event::Start(start))?;
    for (position, result) in own() {
        case(writer, result, &findings[position])?;
    }
    writer.write_event(Event::End(BytesEnd::new("testsuite")))
}

fn case(writer: &mut Writer<Vec<u8>>, result: &InteractionResult, findings: &[&Finding]) -> Result {
    let mut name = result.description.clone();
    if !result.states.is_empty() {
        name.push_str(&format!(" given {}", result.states.join(" and ")));
    }
    let mut start = BytesStart::new("testcase");
    start.push_attribute(("name", xml_text(&name).as_str()));
    let class = xml_text(format!("{}.{}", result.consumer, result.provider));
    start.push_attribute(("classname", class.as_str()));
    start.push_attribute(("file", xml_text(&result.file).as_str()));
    start.push_attribute(("line", text(result.line).as_str()));
    start.push_attribute(("time", seconds(result.millis).as_str()));
    let element = match result.outcome {
        Verdict::Kept => return writer.write_event(Event::Empty(start)),
        _ if is_skipped(result) => "skipped",
        Verdict::Broken => "failure",
        Verdict::Unknown | Verdict::Skipped => "error",
    };
    writer.write_event(Event::Start(start))?;
    problem(writer, element, findings)?;
    if let Some(curl) = &result.curl {
        text_element(writer, BytesStart::new("system-out"), curl)?;
    }
    writer.write_event(Event::End(BytesEnd::new("testcase")))
}

fn general_suite(writer: &mut Writer<Vec<u8>>, findings: &[&Finding]) -> Result {
    if findings.is_empty() {
        return Ok(());
    }
    let mut start = BytesStart::new("testsuite");
    start.push_attribute(("name", "the run itself"));
    start.push_attribute(("tests", text(findings.len()).as_str()));
    start.push_attribute(("errors", text(findings.len()).as_str()));
    writer.write_event(Event::Start(start))?;
    for finding in findings {
        let mut start = BytesStart::new("testcase");
        start.push_attribute(("name", finding.id()));
        start.push_attribute(("classname", "gatepact"));
        writer.write_event(Event::Start(start))?;
        problem(writer, "error", &[finding])?;
        writer.write_event(Event::End(BytesEnd::new("testcase")))?;
    }
    writer.write_event(Event::End(BytesEnd::new("testsuite")))
}

fn problem(writer: &mut Writer<Vec<u8>>, element: &str, findings: &[&Finding]) -> Result {
    let mut start = BytesStart::new(element);
    if let Some(first) = findings.first() {
        start.push_attribute(("message", xml_text(&first.message).as_str()));
        start.push_attribute(("type", first.id()));
    }
    let mut body = Vec::new();
    for finding in findings {
        writeln!(body, "{}", finding.message)?;
        if let Some(evidence) = &finding.evidence {
            for (name, value) in [
                ("expected", &evidence.expected),
                ("actual", &evidence.actual),
                ("answer", &evidence.answer),
            ] {
                if let Some(value) = value {
                    writeln!(body, "  {name}: {value}")?;
                }
            }
        }
        if let Some(help) = &finding.help {
            writeln!(body, "  help: {help}")?;
        }
    }
    text_element(writer, start, &String::from_utf8_lossy(&body))
}

/// An element that holds a text.
fn text_element(writer: &mut Writer<Vec<u8>>, start: BytesStart<'_>, text: &str) -> Result {
    let end = start.to_end().into_owned();
    writer.write_event(Event::Start(start))?;
    writer.write_event(Event::Text(BytesText::new(&xml_text(text))))?;
    writer.write_event(Event::End(end))
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

fn text(number: usize) -> String {
    number.to_string()
}

fn seconds(millis: u64) -> String {
    format!("{}.{:03}", millis / 1000, millis % 1000)
}

/// XML 1.0 has no place for most control characters and for two that are none, not even escaped (section 2.2,
/// `Char`).
fn xml_text(text: impl Display) -> String {
    let barred = |c: char| {
        c.is_control() && !matches!(c, '\t' | '\n' | '\r') || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    text.to_string().replace(barred, "\u{fffd}")
}
