//! `github`: workflow commands, which GitHub shows at the lines of the pacts they are about.
//!
//! Escaping follows the runner's own toolkit: `%`, carriage return and line feed in messages, colon
//! and comma besides in properties.

use super::consumers::{MESSAGES, ROWS, broken, lines, refused_by, rows, touched};
use super::coverage;
use super::escape::line;
use super::location::{SourceLine, source_line};
use super::message;
use super::phrases::{OPENED, list, number, operations, operations_in_short, place};
use super::summary_line::SummaryLine;
use crate::{Page, Report, Shown};
use gatepact_finding::{Evidence, Finding, ImpactedInteraction, Proof, Severity, Waived};

/// So many changes that break nobody are annotated; GitHub shows no more of a kind.
const SAFE: usize = 10;

pub(super) fn render(report: &Report) -> Shown {
    let mut page = Page::new(false);
    let harmless = |finding: &&Finding| finding.is_change() && finding.level() == Severity::Info;
    for finding in report.findings.iter().filter(|finding| !harmless(finding)) {
        annotation(&mut page, report, finding);
    }
    let safe: Vec<&Finding> = report.findings.iter().filter(harmless).collect();
    for finding in safe.iter().take(SAFE) {
        annotation(&mut page, report, finding);
    }
    if safe.len() > SAFE {
        let more = number(safe.len() - SAFE, "more safe change");
        page.command(
            "notice",
            "title=safe",
            &format!("{more} in the other formats of this report"),
        );
    }
    let all = rows(report);
    for row in all.iter().filter(|row| !row.breaks.is_empty()).take(ROWS) {
        let change = row.change;
        page.line(format!("{}: {} ({})", row.consumer, row.effect(), change.id()));
    }
    if let Some(told) = touched(report) {
        page.line(told);
    }
    for broken in broken(report).into_iter().take(MESSAGES) {
        interaction(&mut page, broken);
    }
    if let Some(told) = coverage::sentence(report) {
        page.line(told);
    }
    let headline = SummaryLine::of(report);
    // Without a command in front it is a line of the log, like any other.
    page.line(format!("{}: {}", headline.word, headline.rest()));
    page.finish()
}

fn annotation(page: &mut Page, report: &Report, finding: &Finding) {
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
    page.command(command, &properties.join(","), &told(finding));
}

/// A broken interaction, at its line of the pact.
fn interaction(page: &mut Page, broken: &ImpactedInteraction) {
    let command = if broken.waived.is_some() { "notice" } else { "error" };
    let title = property(&format!("{}: {}", broken.consumer, broken.interaction));
    let at = format!("file={},line={}", property(&broken.file), broken.line);
    let mut told = vec![broken.reason.to_string()];
    told.extend(broken.location.as_ref().map(|location| format!("--> {}", place(location))));
    told.extend(lines(broken));
    told.push(refused_by(broken).to_owned());
    page.command(command, &format!("{at},title={title}"), &data(&told));
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
        lines.push(format!("breaks {}: {}", affected.consumer, affected.interaction));
    }
    if let Some(witness) = finding.witness() {
        lines.push(message::releases(witness).to_string());
        lines.extend(message::lines(witness));
    }
    lines.extend(finding.help.as_ref().map(|help| format!("help: {help}")));
    let waived = finding.waived.as_ref();
    lines.extend(
        waived.map(|Waived { reason, expires, .. }| format!("waived until {expires}: {reason}")),
    );
    data(&lines)
}

/// The lines of a message: the only breaks are those between them.
fn data(lines: &[impl AsRef<str>]) -> String {
    let lines: Vec<String> = lines.iter().map(|it| line(it.as_ref()).replace('%', "%25")).collect();
    lines.join("%0A")
}

fn property(text: &str) -> String {
    data(&[text]).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use gatepact_finding::Rule;

    use super::*;

    #[test]
    fn nothing_ends_a_command_before_its_end() {
        assert_eq!(data(&["50%\r\nof a", "b, c"]), "50%25\\r\\nof a%0Ab, c");
        assert_eq!(property("pacts/a,b:c.json"), "pacts/a%2Cb%3Ac.json");
    }

    #[test]
    fn a_finding_without_a_place_has_a_title_all_the_same() {
        let rule = Rule::remark("run.nothing-verified", Severity::Error);
        let finding = Finding::new(rule, "nothing");
        assert!(source_line(&finding).is_none());
        assert_eq!(title(&finding), "run.nothing-verified");
    }
}
