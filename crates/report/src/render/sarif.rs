//! `sarif`: for code scanning, by the Static Analysis Results Interchange Format, version 2.1.0.
//!
//! A finding with a place is a result; one about the run itself is a notification of its invocation, for a result
//! without a place is shown nowhere.

mod result;
mod rules;

use serde_json::{Value, json};

use result::Fingerprints;
use rules::Rules;

use super::place::place;
use crate::{Finding, Outcome, Report, Severity};

pub(super) fn render(report: &Report) -> String {
    let (results, notifications): (Vec<&Finding>, Vec<&Finding>) =
        report.findings.iter().partition(|finding| place(finding).is_some());
    let rules = Rules::of(report, &results);
    let mut fingerprints = Fingerprints::default();
    let results: Vec<Value> = results
        .into_iter()
        .map(|finding| result::of(report, finding, &rules, &mut fingerprints))
        .collect();
    let notifications: Vec<Value> =
        notifications.into_iter().map(|finding| notification(report, finding)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": report.tool.name,
                "semanticVersion": report.tool.version,
                "rules": rules.into_values(),
            } },
            "invocations": [{
                "executionSuccessful": report.outcome != Outcome::Unknown,
                "startTimeUtc": report.started_at,
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
            "properties": {
                "command": report.command,
                "outcome": report.outcome,
                "summary": report.summary,
            },
        }],
    });
    format!("{log:#}\n")
}

fn notification(report: &Report, finding: &Finding) -> Value {
    let mut told = finding.message.clone();
    if let Some(help) = &finding.help {
        told = format!("{told}\nhelp: {help}");
    }
    json!({
        "descriptor": { "id": finding.id },
        "level": level(report.level(finding)),
        "message": { "text": literal(&told) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// Text in which nothing is a link (section 3.11.6 of the standard).
fn literal(text: &str) -> String {
    if !text.contains("](") {
        return text.to_owned();
    }
    text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_makes_a_link() {
        assert_eq!(literal("[a] \\ (b)"), "[a] \\ (b)");
        assert_eq!(literal("\\[a](b)"), "\\\\\\[a\\](b)");
    }
}
