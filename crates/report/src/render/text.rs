//! `text`: one line per interaction, failures expanded, the result last.

mod change;
mod changes;
mod consumers;
mod safe;

use anstyle::AnsiColor;

use super::decoration::Decoration;
use super::phrases::place;
use super::summary_line::SummaryLine;
use crate::{InteractionResult, Line, Outcome, Page, Report, Responder, Shown, Summary, Verdict};
use gatepact_finding::{Evidence, Finding, Severity};

pub(super) fn render(report: &Report, decoration: Decoration) -> Shown {
    let mut page = Page::new(decoration.colour);
    match report.summary {
        Summary::Changes(counts) => changes::render(&mut page, report, counts, decoration),
        Summary::Interactions(_) => interactions(&mut page, report, decoration),
    }
    page.finish()
}

fn interactions(page: &mut Page, report: &Report, decoration: Decoration) {
    heading(page, report);
    let findings = report.findings_by_interaction();
    let mut consumer = None;
    for (position, result) in report.interactions.iter().enumerate() {
        if decoration.terse && result.outcome == Verdict::Kept {
            continue;
        }
        if consumer != Some((&result.consumer, &result.file)) {
            consumer = Some((&result.consumer, &result.file));
            let relies = format!(" relies on, in {}", result.file);
            page.line(Line::new().bold(&result.consumer).dim(relies));
        }
        interaction(page, result);
        for finding in &findings[position] {
            detail(page, finding);
        }
        trail(page, result);
    }
    if consumer.is_some() {
        page.blank();
    }
    for finding in report.findings.iter().filter(|finding| finding.interaction.is_none()) {
        general(page, finding);
    }
    result_line(page, report);
}

fn heading(page: &mut Page, report: &Report) {
    let mut providers: Vec<&str> = report.pacts.iter().map(|pact| pact.provider.as_str()).collect();
    providers.dedup();
    let at = report.target.as_ref().and_then(|target| match (&target.base_url, &target.function) {
        (Some(base_url), _) => Some(format!(" at {base_url}")),
        (None, Some(function)) => Some(format!(" in the function {function}")),
        (None, None) => None,
    });
    if let (Some(at), [provider]) = (at, providers.as_slice()) {
        page.line(Line::new().bold(provider).text(at));
        page.blank();
    }
}

fn interaction(page: &mut Page, result: &InteractionResult) {
    let (mark, colour) = match result.outcome {
        Verdict::Kept => ("✓", AnsiColor::Green),
        Verdict::Broken => ("✗", AnsiColor::Red),
        Verdict::Unknown => ("?", AnsiColor::Yellow),
        Verdict::Skipped => ("-", AnsiColor::BrightBlack),
    };
    let mut notes = Vec::new();
    if !result.states.is_empty() {
        notes.push(format!("given {}", result.states.join(" and ")));
    }
    if result.pending {
        notes.push("pending: not binding yet".to_owned());
    }
    if result.attempts > 1 {
        notes.push(format!("{} attempts", result.attempts));
    }
    let line = Line::new().text("  ").coloured(mark, colour).text(" ").text(&result.description);
    page.line(match notes.as_slice() {
        [] => line,
        notes => line.dim(format!(" ({})", notes.join(", "))),
    });
    if matches!(result.outcome, Verdict::Broken | Verdict::Unknown) {
        let operation = result.operation.as_deref().unwrap_or("no HTTP request");
        let place = format!("  {}:{}", result.file, result.line);
        page.line(Line::new().text("      ").text(operation).dim(place));
    }
}

fn detail(page: &mut Page, finding: &Finding) {
    let line = Line::new().text("      ");
    page.line(match finding.severity {
        Severity::Error => line.coloured(&finding.message, AnsiColor::Red),
        Severity::Warning => line.coloured(&finding.message, AnsiColor::Yellow),
        Severity::Info => line.text(&finding.message),
    });
    if let Some(evidence) = &finding.evidence {
        for (name, value) in sides(evidence) {
            page.line(Line::new().text("        ").dim(format!("{name:<9} ")).text(value));
        }
    }
    if let Some(help) = &finding.help {
        page.line(Line::new().text("        ").dim(format!("help: {help}")));
    }
}

/// How to find the exchange in the gateway's logs, and how to have it once more.
fn trail(page: &mut Page, result: &InteractionResult) {
    let request_id = result.gateway.as_ref().and_then(|mark| mark.request_id.as_ref());
    // The gateway's own answer is told with its id already.
    if let Some(id) = request_id.filter(|_| result.answered_by == Some(Responder::Provider)) {
        page.line(Line::new().text("      ").dim(format!("API Gateway request id {id}")));
    }
    if let Some(curl) = &result.curl {
        page.line(Line::new().text("      ").dim(curl));
    }
}

fn sides(evidence: &Evidence) -> impl Iterator<Item = (&'static str, &str)> {
    [
        ("expected", evidence.expected.as_deref()),
        ("actual", evidence.actual.as_deref()),
        ("answer", evidence.answer.as_deref()),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
}

fn general(page: &mut Page, finding: &Finding) {
    let (word, colour) = match finding.severity {
        Severity::Error => ("error", AnsiColor::Red),
        Severity::Warning => ("warning", AnsiColor::Yellow),
        Severity::Info => ("note", AnsiColor::Blue),
    };
    page.line(Line::new().coloured(word, colour).text(": ").text(&finding.message));
    if let Some(location) = &finding.location {
        page.line(Line::new().text("  ").dim(format!("--> {}", place(location))));
    }
    if let Some(help) = &finding.help {
        page.line(Line::new().text("  ").dim(format!("help: {help}")));
    }
}

/// The line for whoever has ten seconds.
fn result_line(page: &mut Page, report: &Report) {
    let colour = match report.outcome {
        Outcome::Kept if SummaryLine::warns(report) => AnsiColor::Yellow,
        Outcome::Kept => AnsiColor::Green,
        Outcome::Broken => AnsiColor::Red,
        Outcome::Unknown => AnsiColor::Yellow,
    };
    let headline = SummaryLine::of(report);
    let word = Line::new().styled(colour.on_default().bold(), headline.word);
    page.line(word.text(": ").text(headline.rest()));
}
