//! `markdown`: a summary of a run, as a forge shows it beside the pipeline or in a comment.

mod changes;

use std::fmt::Write as _;

use super::coverage;
use super::markup::{cell, code, fence, html, plain, sentence};
use super::phrases::{Releases, place};
use super::summary_line::SummaryLine;
use crate::{InteractionResult, Outcome, Report, Summary, Target, Verdict};
use gatepact_finding::{Evidence, Finding, Severity};

pub(super) fn render(report: &Report) -> String {
    let mut text = String::new();
    let SummaryLine { word, what, counts } = SummaryLine::of(report);
    let mark = match report.outcome {
        Outcome::Kept if SummaryLine::warns(report) => "⚠️",
        Outcome::Kept => "✅",
        Outcome::Broken => "❌",
        Outcome::Unknown => "❔",
    };
    let _ = writeln!(text, "### {mark} {word}: {}\n", plain(&what));
    if !counts.is_empty() {
        let _ = writeln!(text, "{counts}\n");
    }
    target(&mut text, report);
    if let Some(releases) = Releases::of(report) {
        compared(&mut text, &releases);
    }
    match report.summary {
        Summary::Interactions(_) => interactions(&mut text, report),
        Summary::Changes(_) => changes::render(&mut text, report),
    }
    general(&mut text, report);
    if let Some(told) = coverage::sentence(report) {
        let _ = writeln!(text, "{}", plain(told));
    }
    text
}

fn target(text: &mut String, report: &Report) {
    let Some(Target { api_id: _, stage: _, deployment_id, base_url, function, payload_format: _ }) =
        &report.target
    else {
        return;
    };
    if let Some(function) = function {
        let _ = writeln!(text, "In the function {}\n", code(function));
    }
    if let Some(base_url) = base_url {
        let deployment = deployment_id.as_ref().map(|id| format!(", deployment {}", code(id)));
        let _ = writeln!(text, "At {}{}\n", code(base_url), deployment.unwrap_or_default());
    }
}

fn compared(text: &mut String, releases: &Releases<'_>) {
    let Releases { api, old, new } = releases;
    let against = match old {
        Some(old) => format!("compared with {}", code(old)),
        None => "the first release".to_owned(),
    };
    let _ = writeln!(text, "{}\n", format!("{} {}, {against}", plain(api), code(new)).trim_start());
}

fn interactions(text: &mut String, report: &Report) {
    let not_kept =
        |result: &&InteractionResult| matches!(result.outcome, Verdict::Broken | Verdict::Unknown);
    if report.interactions.iter().any(|result| not_kept(&result)) {
        let _ = writeln!(text, "| | consumer | interaction | operation |\n|---|---|---|---|");
        for result in report.interactions.iter().filter(not_kept) {
            let mark = if result.outcome == Verdict::Broken { "❌" } else { "❔" };
            let pending = if result.pending { " (pending)" } else { "" };
            let _ = writeln!(
                text,
                "| {mark} | {} | {}{pending} | {} |",
                plain(&result.consumer),
                plain(&result.description),
                result.operation.as_deref().map(cell).unwrap_or_default()
            );
        }
        text.push('\n');
    }
    for (result, findings) in report.interactions.iter().zip(report.findings_by_interaction()) {
        if !findings.is_empty() {
            details(text, result, &findings);
        }
    }
}

fn details(text: &mut String, result: &InteractionResult, findings: &[&Finding]) {
    let title = format!("{}: {}", result.consumer, result.description);
    let _ = writeln!(text, "<details><summary>{}</summary>\n", html(&title));
    let _ = writeln!(text, "{}\n", code(&format!("{}:{}", result.file, result.line)));
    for finding in findings {
        item(text, finding);
    }
    let request_id = result.gateway.as_ref().and_then(|mark| mark.request_id.as_ref());
    if let Some(id) = request_id {
        let _ = writeln!(text, "- request id of API Gateway: {}", code(id));
    }
    if let Some(curl) = &result.curl {
        let fence = fence(curl, 3);
        let _ = writeln!(text, "\n{fence}sh\n{curl}\n{fence}");
    }
    let _ = writeln!(text, "\n</details>\n");
}

/// A finding with what was expected and what came.
fn item(text: &mut String, finding: &Finding) {
    let Finding { message, help, evidence, .. } = finding;
    let _ = writeln!(text, "- {} ({})", sentence(message), code(finding.id()));
    if let Some(Evidence { at: _, expected, actual, answer }) = evidence {
        for (name, value) in [("expected", expected), ("actual", actual), ("answer", answer)] {
            if let Some(value) = value {
                let _ = writeln!(text, "  - {name} {}", code(value));
            }
        }
    }
    if let Some(help) = help {
        let _ = writeln!(text, "  - {}", sentence(help));
    }
}

/// What is about the run, and about no interaction or change.
fn general(text: &mut String, report: &Report) {
    let findings = report
        .findings
        .iter()
        .filter(|finding| finding.interaction.is_none() && !finding.is_change());
    for finding in findings {
        let _ = write!(text, "{} {}", mark(finding.severity), sentence(&finding.message));
        if let Some(location) = &finding.location {
            let _ = write!(text, ", {}", code(&place(location)));
        }
        if let Some(help) = &finding.help {
            let _ = write!(text, " ({})", sentence(help));
        }
        text.push_str("\n\n");
    }
}

fn mark(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "❌",
        Severity::Warning => "⚠️",
        Severity::Info => "ℹ️",
    }
}
