//! `markdown`: a summary of a run, as a forge shows it beside the pipeline or in a comment.

mod changes;
mod consumers;

use super::coverage;
use super::markup::{cell, code, fence, html, plain, sentence};
use super::phrases::{Releases, place};
use super::summary_line::SummaryLine;
use crate::{InteractionResult, Outcome, Page, Report, Shown, Summary, Target, Verdict};
use gatepact_finding::{Evidence, Finding, Severity};

pub(super) fn render(report: &Report) -> Shown {
    let mut page = Page::new(false);
    let SummaryLine { word, what, counts } = SummaryLine::of(report);
    let mark = match report.outcome {
        Outcome::Kept if SummaryLine::warns(report) => "⚠️",
        Outcome::Kept => "✅",
        Outcome::Broken => "❌",
        Outcome::Unknown => "❔",
    };
    page.paragraph(format!("### {mark} {word}: {}", plain(&what)));
    if !counts.is_empty() {
        page.paragraph(counts);
    }
    target(&mut page, report);
    if let Some(releases) = Releases::of(report) {
        compared(&mut page, &releases);
    }
    match report.summary {
        Summary::Interactions(_) => interactions(&mut page, report),
        Summary::Changes(_) => {
            consumers::render(&mut page, report);
            changes::render(&mut page, report);
        }
    }
    general(&mut page, report);
    if let Some(told) = coverage::sentence(report) {
        page.line(plain(told));
    }
    page.finish()
}

fn target(page: &mut Page, report: &Report) {
    let Some(Target { api_id: _, stage: _, deployment_id, base_url, function, payload_format: _ }) =
        &report.target
    else {
        return;
    };
    if let Some(function) = function {
        page.paragraph(format!("In the function {}", code(function)));
    }
    if let Some(base_url) = base_url {
        let deployment = deployment_id.as_ref().map(|id| format!(", deployment {}", code(id)));
        page.paragraph(format!("At {}{}", code(base_url), deployment.unwrap_or_default()));
    }
}

fn compared(page: &mut Page, releases: &Releases<'_>) {
    let Releases { api, old, new } = releases;
    let against = match old {
        Some(old) => format!("compared with {}", code(old)),
        None => "the first release".to_owned(),
    };
    page.paragraph(format!("{} {}, {against}", plain(api), code(new)).trim_start());
}

fn interactions(page: &mut Page, report: &Report) {
    let not_kept =
        |result: &&InteractionResult| matches!(result.outcome, Verdict::Broken | Verdict::Unknown);
    if report.interactions.iter().any(|result| not_kept(&result)) {
        page.line("| | consumer | interaction | operation |");
        page.line("|---|---|---|---|");
        for result in report.interactions.iter().filter(not_kept) {
            let mark = if result.outcome == Verdict::Broken { "❌" } else { "❔" };
            let pending = if result.pending { " (pending)" } else { "" };
            page.line(format!(
                "| {mark} | {} | {}{pending} | {} |",
                plain(&result.consumer),
                plain(&result.description),
                result.operation.as_deref().map(cell).unwrap_or_default()
            ));
        }
        page.blank();
    }
    for (result, findings) in report.interactions.iter().zip(report.findings_by_interaction()) {
        if !findings.is_empty() {
            details(page, result, &findings);
        }
    }
}

fn details(page: &mut Page, result: &InteractionResult, findings: &[&Finding]) {
    let title = format!("{}: {}", result.consumer, result.description);
    page.paragraph(format!("<details><summary>{}</summary>", html(&title)));
    page.paragraph(code(&format!("{}:{}", result.file, result.line)));
    for finding in findings {
        item(page, finding);
    }
    let request_id = result.gateway.as_ref().and_then(|mark| mark.request_id.as_ref());
    if let Some(id) = request_id {
        page.line(format!("- request id of API Gateway: {}", code(id)));
    }
    if let Some(curl) = &result.curl {
        let fence = fence(curl, 3);
        page.blank();
        page.line(format!("{fence}sh"));
        page.line(curl.as_str());
        page.line(fence);
    }
    page.blank();
    page.paragraph("</details>");
}

/// A finding with what was expected and what came.
fn item(page: &mut Page, finding: &Finding) {
    let Finding { message, help, evidence, .. } = finding;
    page.line(format!("- {} ({})", sentence(message), code(finding.id())));
    if let Some(Evidence { at: _, expected, actual, answer }) = evidence {
        for (name, value) in [("expected", expected), ("actual", actual), ("answer", answer)] {
            if let Some(value) = value {
                page.line(format!("  - {name} {}", code(value)));
            }
        }
    }
    if let Some(help) = help {
        page.line(format!("  - {}", sentence(help)));
    }
}

/// What is about the run, and about no interaction or change.
fn general(page: &mut Page, report: &Report) {
    let findings = report
        .findings
        .iter()
        .filter(|finding| finding.interaction.is_none() && !finding.is_change());
    for finding in findings {
        let mut line = format!("{} {}", mark(finding.severity), sentence(&finding.message));
        if let Some(location) = &finding.location {
            line.push_str(&format!(", {}", code(&place(location))));
        }
        if let Some(help) = &finding.help {
            line.push_str(&format!(" ({})", sentence(help)));
        }
        page.paragraph(line);
    }
}

fn mark(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "❌",
        Severity::Warning => "⚠️",
        Severity::Info => "ℹ️",
    }
}
