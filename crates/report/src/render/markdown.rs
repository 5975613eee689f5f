//! `markdown`: a summary of a run, as a forge shows it beside the pipeline or in a comment.

use std::fmt::Write as _;

use super::headline::Headline;
use crate::{
    Evidence, Finding, InteractionResult, Outcome, Publication, Report, Severity, Summary, Target,
    Verdict,
};

pub(super) fn render(report: &Report) -> String {
    let mut text = String::new();
    let Headline { word, what, counts } = Headline::of(report);
    let mark = match report.outcome {
        Outcome::Kept => "✅",
        Outcome::Broken => "❌",
        Outcome::Unknown => "❔",
    };
    let _ = writeln!(text, "### {mark} {word}: {}\n\n{counts}\n", plain(&what));
    target(&mut text, report);
    if let Some(publication) = &report.publication {
        release(&mut text, publication);
    }
    match report.summary {
        Summary::Interactions(_) => interactions(&mut text, report),
        Summary::Changes(_) => changes(&mut text, report),
    }
    general(&mut text, report);
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

fn release(text: &mut String, publication: &Publication) {
    let Publication { api, release, previous, .. } = publication;
    let against = match previous {
        Some(previous) => format!("compared with {}", code(previous)),
        None => "the first release".to_owned(),
    };
    let _ = writeln!(text, "{} {}, {against}\n", plain(api), code(release));
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
    let Finding { id, message, help, evidence, .. } = finding;
    let _ = writeln!(text, "- {} ({})", plain(message), code(id));
    if let Some(Evidence { at: _, expected, actual, answer }) = evidence {
        for (name, value) in [("expected", expected), ("actual", actual), ("answer", answer)] {
            if let Some(value) = value {
                let _ = writeln!(text, "  - {name} {}", code(value));
            }
        }
    }
    if let Some(help) = help {
        let _ = writeln!(text, "  - {}", plain(help));
    }
}

fn changes(text: &mut String, report: &Report) {
    let changes: Vec<&Finding> =
        report.findings.iter().filter(|finding| finding.is_change()).collect();
    if changes.is_empty() {
        return;
    }
    let _ =
        writeln!(text, "| | change | operation | who relies on it | id |\n|---|---|---|---|---|");
    for change in changes {
        let consumers: Vec<String> = change
            .consumers
            .iter()
            .flatten()
            .map(|affected| format!("{}: {}", affected.consumer, affected.interaction))
            .collect();
        let operations = match change.operations.as_slice() {
            [] => change.operation.iter().map(|operation| cell(operation)).collect(),
            several => several.iter().map(|operation| cell(operation)).collect::<Vec<_>>(),
        };
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} |",
            mark(change.severity),
            plain(&change.message),
            operations.join(", "),
            plain(&consumers.join("; ")),
            cell(&change.id)
        );
    }
    text.push('\n');
}

/// What is about the run, and about no interaction or change.
fn general(text: &mut String, report: &Report) {
    let findings = report
        .findings
        .iter()
        .filter(|finding| finding.interaction.is_none() && !finding.is_change());
    for finding in findings {
        let _ = write!(text, "{} {}", mark(finding.severity), plain(&finding.message));
        if let Some(help) = &finding.help {
            let _ = write!(text, " ({})", plain(help));
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

/// Text that means nothing to Markdown or HTML, on one line, also inside a table.
fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\r' | '\n' => escaped.push(' '),
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '$' | '@' => {
                escaped.push('\\');
                escaped.push(character);
            }
            other => escaped.push(other),
        }
    }
    escaped
}

/// The same inside an HTML element, where Markdown means nothing.
fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace(['\r', '\n'], " ")
}

/// A code span in a table, where a bar would end the cell even so.
fn cell(text: &str) -> String {
    code(text).replace('|', "\\|")
}

/// A code span: its fence is longer than any run of backticks in it.
fn code(text: &str) -> String {
    let text = text.replace(['\r', '\n'], " ");
    let fence = fence(&text, 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

fn fence(text: &str, shortest: usize) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(shortest.max(longest + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_means_nothing_to_markdown() {
        assert_eq!(plain("a|b *c* <d>\n[e](f)"), "a\\|b \\*c\\* &lt;d> \\[e\\](f)");
        assert_eq!(html("<b>&\n*"), "&lt;b>&amp; *");
    }

    #[test]
    fn a_code_span_ends_where_it_should() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(cell("`a|b`"), "`` `a\\|b` ``");
        assert_eq!(fence("```\n", 3), "````");
    }
}
