//! `github`: workflow commands, which GitHub shows at the lines of the pacts they are about.
//!
//! Escaping follows the runner's own toolkit: `%`, carriage return and line feed in messages, colon
//! and comma besides in properties.

use std::fmt::Write as _;

use super::coverage;
use super::escape::{line, visible};
use super::location::{SourceLine, source_line};
use super::message;
use super::phrases::{OPENED, list, number, operations, operations_in_short};
use super::summary_line::SummaryLine;
use crate::Report;
use gatepact_finding::{Evidence, Finding, Proof, Severity, Waived};

/// So many changes that break nobody are annotated; GitHub shows no more of a kind.
const SAFE: usize = 10;

pub(super) fn render(report: &Report) -> String {
    let mut text = String::new();
    let harmless = |finding: &&Finding| finding.is_change() && finding.level() == Severity::Info;
    for finding in report.findings.iter().filter(|finding| !harmless(finding)) {
        annotation(&mut text, report, finding);
    }
    let safe: Vec<&Finding> = report.findings.iter().filter(harmless).collect();
    for finding in safe.iter().take(SAFE) {
        annotation(&mut text, report, finding);
    }
    if safe.len() > SAFE {
        let more = number(safe.len() - SAFE, "more safe change");
        let _ = writeln!(text, "::notice title=safe::{more} in the other formats of this report");
    }
    if let Some(told) = coverage::sentence(report) {
        let _ = writeln!(text, "{told}");
    }
    let headline = SummaryLine::of(report);
    // Without a command in front it is a line of the log, like any other.
    let _ = writeln!(text, "{}", line(format!("{}: {}", headline.word, headline.rest())));
    text
}

fn annotation(text: &mut String, report: &Report, finding: &Finding) {
    let command = match report.level(finding) {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let mut properties = Vec::new();
    if let Some(SourceLine { file, line }) = source_line(finding) {
        properties.push(format!("file={}", property(file)));
        properties.extend(line.map(|line| format!("line={line}")));
    }
    properties.push(format!("title={}", property(&title(finding))));
    let _ = writeln!(text, "::{command} {}::{}", properties.join(","), told(finding));
}

fn title(finding: &Finding) -> String {
    let pact = finding.pact.as_ref();
    match pact.and_then(|pact| pact.consumer.as_ref().zip(pact.interaction.as_ref())) {
        Some((consumer, interaction)) => format!("{consumer}: {interaction}"),
        None => {
            let opened = if finding.opens() { "opened, " } else { "" };
            let proof = match &finding.proof {
                Some(proof @ (Proof::Unproved(_) | Proof::Declared)) => {
                    format!(", {}", proof.name())
                }
                Some(Proof::Witness(_)) | None => String::new(),
            };
            format!("{opened}{}{proof}", finding.id())
        }
    }
}

fn told(finding: &Finding) -> String {
    let mut lines = vec![finding.message.to_string()];
    if finding.opens() {
        lines.insert(0, format!("{} {OPENED}", operations_in_short(finding)));
    }
    match operations(finding) {
        _ if finding.opens() => {}
        [] => {}
        several => lines.push(list(several)),
    }
    if let Some(Evidence { at: _, expected, actual, answer }) = &finding.evidence {
        for (name, value) in [("expected", expected), ("actual", actual), ("answer", answer)] {
            lines.extend(value.as_ref().map(|value| format!("{name}: {value}")));
        }
    }
    for affected in finding.consumers.iter().flatten() {
        lines.push(format!("{} relies on it: {}", affected.consumer, affected.interaction));
    }
    if let Some(witness) = finding.witness() {
        lines.push(message::releases(witness).to_string());
        lines.extend(message::lines(witness));
    }
    lines.extend(finding.help.as_ref().map(|help| format!("help: {help}")));
    let waived = finding.waived.as_ref();
    lines.extend(
        waived.map(|Waived { reason, expires }| format!("waived until {expires}: {reason}")),
    );
    data(&lines.join("\n"))
}

fn data(text: &str) -> String {
    // Breaks are part of a message, what else steers a terminal is not.
    let shown = |c: char| if matches!(c, '\r' | '\n') { c } else { visible(c) };
    let text: String = text.chars().map(shown).collect();
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use gatepact_finding::Rule;

    use super::*;

    #[test]
    fn nothing_ends_a_command_before_its_end() {
        assert_eq!(data("50%\r\nof a: b, c"), "50%25%0D%0Aof a: b, c");
        assert_eq!(property("pacts/a,b:c.json"), "pacts/a%2Cb%3Ac.json");
        assert_eq!(line("a\n::error::b"), "a ::error::b");
    }

    #[test]
    fn a_finding_without_a_place_has_a_title_all_the_same() {
        let rule = Rule::remark("run.nothing-verified", Severity::Error);
        let finding = Finding::new(rule, "nothing");
        assert!(source_line(&finding).is_none());
        assert_eq!(title(&finding), "run.nothing-verified");
    }
}
