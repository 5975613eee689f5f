//! `text`: one line per interaction, failures expanded, the result last.

mod change;
mod changes;
mod paint;
mod safe;

use std::fmt::Write as _;

use anstyle::AnsiColor;
use paint::Paint;

use super::decoration::Decoration;
use super::escape::line;
use super::phrases::place;
use super::summary_line::SummaryLine;
use crate::{InteractionResult, Outcome, Report, Responder, Summary, Verdict};
use gatepact_finding::{Evidence, Finding, Severity};

pub(super) fn render(report: &Report, decoration: Decoration) -> String {
    let paint = Paint { colour: decoration.colour };
    let mut text = String::new();
    if let Summary::Changes(counts) = report.summary {
        changes::render(&mut text, report, counts, decoration);
        return text;
    }
    heading(&mut text, report, paint);
    let findings = report.findings_by_interaction();
    let mut consumer = None;
    for (position, result) in report.interactions.iter().enumerate() {
        if decoration.terse && result.outcome == Verdict::Kept {
            continue;
        }
        if consumer != Some((&result.consumer, &result.file)) {
            consumer = Some((&result.consumer, &result.file));
            let name = paint.bold(&result.consumer);
            let _ =
                writeln!(text, "{name} {}", paint.dim(&format!("relies on, in {}", result.file)));
        }
        interaction(&mut text, result, paint);
        for finding in &findings[position] {
            detail(&mut text, finding, paint);
        }
        trail(&mut text, result, paint);
    }
    if consumer.is_some() {
        text.push('\n');
    }
    for finding in report.findings.iter().filter(|finding| finding.interaction.is_none()) {
        general(&mut text, finding, paint);
    }
    result_line(&mut text, report, paint);
    text
}

fn heading(text: &mut String, report: &Report, paint: Paint) {
    let mut providers: Vec<&str> = report.pacts.iter().map(|pact| pact.provider.as_str()).collect();
    providers.dedup();
    let at = report.target.as_ref().and_then(|target| match (&target.base_url, &target.function) {
        (Some(base_url), _) => Some(format!("at {base_url}")),
        (None, Some(function)) => Some(format!("in the function {function}")),
        (None, None) => None,
    });
    if let (Some(at), [provider]) = (at, providers.as_slice()) {
        let _ = writeln!(text, "{} {at}\n", paint.bold(provider));
    }
}

fn interaction(text: &mut String, result: &InteractionResult, paint: Paint) {
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
    let notes = match notes.as_slice() {
        [] => String::new(),
        notes => format!(" {}", paint.dim(&format!("({})", notes.join(", ")))),
    };
    let mark = paint.coloured(mark, colour);
    let _ = writeln!(text, "  {mark} {}{notes}", result.description);
    if matches!(result.outcome, Verdict::Broken | Verdict::Unknown) {
        let operation = result.operation.as_deref().unwrap_or("no HTTP request");
        let place = paint.dim(&format!("{}:{}", result.file, result.line));
        let _ = writeln!(text, "      {operation}  {place}");
    }
}

fn detail(text: &mut String, finding: &Finding, paint: Paint) {
    let message = finding.message.to_string();
    let message = match finding.severity {
        Severity::Error => paint.coloured(&message, AnsiColor::Red),
        Severity::Warning => paint.coloured(&message, AnsiColor::Yellow),
        Severity::Info => message,
    };
    let _ = writeln!(text, "      {message}");
    if let Some(evidence) = &finding.evidence {
        for (name, value) in sides(evidence) {
            let _ = writeln!(text, "        {} {value}", paint.dim(&format!("{name:<9}")));
        }
    }
    if let Some(help) = &finding.help {
        let _ = writeln!(text, "        {}", paint.dim(&format!("help: {help}")));
    }
}

/// How to find the exchange in the gateway's logs, and how to have it once more.
fn trail(text: &mut String, result: &InteractionResult, paint: Paint) {
    let request_id = result.gateway.as_ref().and_then(|mark| mark.request_id.as_ref());
    // The gateway's own answer is told with its id already.
    if let Some(id) = request_id.filter(|_| result.answered_by == Some(Responder::Provider)) {
        let _ = writeln!(text, "      {}", paint.dim(&format!("API Gateway request id {id}")));
    }
    if let Some(curl) = &result.curl {
        let _ = writeln!(text, "      {}", paint.dim(curl));
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

fn general(text: &mut String, finding: &Finding, paint: Paint) {
    let (word, colour) = match finding.severity {
        Severity::Error => ("error", AnsiColor::Red),
        Severity::Warning => ("warning", AnsiColor::Yellow),
        Severity::Info => ("note", AnsiColor::Blue),
    };
    let _ = writeln!(text, "{}: {}", paint.coloured(word, colour), line(&finding.message));
    if let Some(location) = &finding.location {
        let _ = writeln!(text, "  {}", paint.dim(&format!("--> {}", place(location))));
    }
    if let Some(help) = &finding.help {
        let _ = writeln!(text, "  {}", paint.dim(&format!("help: {}", line(help))));
    }
}

/// The line for whoever has ten seconds.
fn result_line(text: &mut String, report: &Report, paint: Paint) {
    let colour = match report.outcome {
        Outcome::Kept if SummaryLine::warns(report) => AnsiColor::Yellow,
        Outcome::Kept => AnsiColor::Green,
        Outcome::Broken => AnsiColor::Red,
        Outcome::Unknown => AnsiColor::Yellow,
    };
    let headline = SummaryLine::of(report);
    let word = paint.bold(&paint.coloured(headline.word, colour));
    let _ = writeln!(text, "{word}: {}", headline.rest());
}
