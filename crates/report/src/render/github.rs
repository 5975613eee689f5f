//! `github`: workflow commands, which GitHub shows at the lines of the pacts they are about.
//!
//! Escaping follows the runner's own toolkit: `%`, carriage return and line feed in messages, colon
//! and comma besides in properties.

use std::fmt::Write as _;

use super::headline::Headline;
use crate::{Evidence, Finding, Location, PactPlace, Report, Severity};

pub(super) fn render(report: &Report) -> String {
    let mut text = String::new();
    for finding in &report.findings {
        annotation(&mut text, report, finding);
    }
    let headline = Headline::of(report);
    // Without a command in front it is a line of the log, like any other.
    let _ = writeln!(text, "{}", one_line(&format!("{}: {}", headline.word, headline.rest())));
    text
}

fn annotation(text: &mut String, report: &Report, finding: &Finding) {
    let pending = finding
        .interaction
        .and_then(|position| report.interactions.get(position))
        .is_some_and(|result| result.pending);
    let command = match finding.severity {
        // What is not binding yet must not paint a build red.
        Severity::Error if pending => "warning",
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let mut properties = Vec::new();
    if let Some((file, line)) = place(finding) {
        properties.push(format!("file={}", property(file)));
        properties.extend(line.map(|line| format!("line={line}")));
    }
    properties.push(format!("title={}", property(&title(finding))));
    let _ = writeln!(text, "::{command} {}::{}", properties.join(","), message(finding));
}

/// Where the promise or the change stands.
fn place(finding: &Finding) -> Option<(&str, Option<usize>)> {
    match (&finding.pact, &finding.location) {
        (Some(PactPlace { file, line, .. }), _) | (None, Some(Location { file, line, .. })) => {
            Some((file, *line))
        }
        (None, None) => None,
    }
}

fn title(finding: &Finding) -> String {
    let pact = finding.pact.as_ref();
    match pact.and_then(|pact| pact.consumer.as_ref().zip(pact.interaction.as_ref())) {
        Some((consumer, interaction)) => format!("{consumer}: {interaction}"),
        None => finding.id.to_string(),
    }
}

fn message(finding: &Finding) -> String {
    let mut lines = vec![finding.message.clone()];
    lines.extend(finding.operation.clone());
    if let Some(Evidence { at: _, expected, actual, answer }) = &finding.evidence {
        for (name, value) in [("expected", expected), ("actual", actual), ("answer", answer)] {
            lines.extend(value.as_ref().map(|value| format!("{name}: {value}")));
        }
    }
    for affected in finding.consumers.iter().flatten() {
        lines.push(format!("{} relies on it: {}", affected.consumer, affected.interaction));
    }
    lines.extend(finding.help.as_ref().map(|help| format!("help: {help}")));
    data(&lines.join("\n"))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A line of the log must not begin a command of its own.
fn one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_command_before_its_end() {
        assert_eq!(data("50%\r\nof a: b, c"), "50%25%0D%0Aof a: b, c");
        assert_eq!(property("pacts/a,b:c.json"), "pacts/a%2Cb%3Ac.json");
        assert_eq!(one_line("a\n::error::b"), "a ::error::b");
    }

    #[test]
    fn a_finding_without_a_place_has_a_title_all_the_same() {
        let finding = Finding::new("run.nothing-verified", Severity::Error, "nothing".to_owned());
        assert_eq!(place(&finding), None);
        assert_eq!(title(&finding), "run.nothing-verified");
    }
}
