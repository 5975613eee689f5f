//! `sarif`: for code scanning, by the Static Analysis Results Interchange Format, version 2.1.0.
//!
//! A finding with a place is a result; one about the run itself is a notification of its invocation, for a result
//! without a place is shown nowhere.

mod log;
mod result;
mod rules;

use log::{
    Descriptor, Driver, Invocation, Level, Log, Notification, Run, RunProperties, Text, Tool,
};
use result::Fingerprints;
use rules::Rules;

use super::coverage;
use super::location::source_line;
use crate::{Outcome, Report, Shown};
use gatepact_finding::{Finding, Severity};

pub(super) fn render(report: &Report) -> Shown {
    let (placed, others): (Vec<&Finding>, Vec<&Finding>) =
        report.findings.iter().partition(|finding| source_line(finding).is_some());
    let rules = Rules::of(report, &placed);
    let mut fingerprints = Fingerprints::default();
    let results = placed
        .into_iter()
        .map(|finding| result::of(report, finding, &rules, &mut fingerprints))
        .collect();
    let invocation = Invocation {
        execution_successful: report.outcome != Outcome::Unknown,
        start_time_utc: &report.started_at,
        tool_execution_notifications: others
            .into_iter()
            .map(|finding| notification(report, finding))
            .chain(compared(report))
            .collect(),
    };
    let driver = Driver {
        name: report.tool.name,
        semantic_version: report.tool.version,
        rules: rules.into_values(),
    };
    let properties = RunProperties {
        command: report.command,
        outcome: report.outcome,
        summary: report.summary,
        coverage: report.coverage.as_ref(),
    };
    let run = Run { tool: Tool { driver }, invocations: [invocation], results, properties };
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [run],
    };
    Shown::json(&log).expect("a log has string keys only, so it is always representable in JSON")
}

fn notification(report: &Report, finding: &Finding) -> Notification<'static> {
    let told = match &finding.help {
        Some(help) => format!("{}\nhelp: {help}", finding.message),
        None => finding.message.to_string(),
    };
    Notification {
        descriptor: Descriptor { id: finding.id() },
        level: level(report.level(finding)),
        message: literal(&told),
    }
}

/// What was compared, where something was.
fn compared(report: &Report) -> Option<Notification<'static>> {
    let told = coverage::sentence(report)?;
    let level = if report.outcome == Outcome::Unknown { Level::Warning } else { Level::Note };
    Some(Notification { descriptor: Descriptor { id: "coverage" }, level, message: literal(&told) })
}

fn level(severity: Severity) -> Level {
    match severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Info => Level::Note,
    }
}

/// Text in which nothing is a link (section 3.11.6 of the standard).
fn literal(text: &str) -> Text {
    let text = if text.contains("](") {
        text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
    } else {
        text.to_owned()
    };
    Text { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_makes_a_link() {
        assert_eq!(literal("[a] \\ (b)").text, "[a] \\ (b)");
        assert_eq!(literal("\\[a](b)").text, "\\\\\\[a\\](b)");
    }
}
