//! Changes between two releases: what opened first, then the worst, whom they hurt, the result last.

use anstyle::AnsiColor;

use super::change::{Depth, indented, is_shortened, render as change};
use super::{consumers, general, result_line, safe};
use crate::render::coverage;
use crate::render::decoration::Decoration;
use crate::render::phrases::{Releases, number};
use crate::{Action, ChangeCounts, Line, Page, Publication, Report};
use gatepact_finding::{Finding, SchemaStats, Severity, Waived};

/// The title of the changes that open an operation.
const OPENED: &str = "Opened to callers without credentials";

/// So many changes of a severity are told in full; of the others a line each.
const IN_FULL: usize = 20;

pub(super) fn render(
    page: &mut Page,
    report: &Report,
    counts: ChangeCounts,
    decoration: Decoration,
) {
    heading(page, report);
    let of = |severity| {
        let changes = report.findings.iter().filter(|finding| finding.counts());
        let changes = changes.filter(|finding| !finding.opens());
        changes.filter(|finding| finding.severity == severity).collect::<Vec<_>>()
    };
    let opens = report.findings.iter().filter(|finding| finding.opens()).collect();
    let opened = Section { title: OPENED, colour: AnsiColor::Red, depth: Depth::Whole };
    let mut shortened = opened.render(page, opens, decoration);
    let breaking = Section { title: "Breaking", colour: AnsiColor::Red, depth: Depth::Whole };
    let risky = Section { title: "Risky", colour: AnsiColor::Yellow, depth: Depth::Outline };
    for (section, severity) in [(breaking, Severity::Error), (risky, Severity::Warning)] {
        shortened += section.render(page, of(severity), decoration);
    }
    consumers::render(page, report);
    let mut hidden = 0;
    if !decoration.terse {
        hidden = safe::render(page, &of(Severity::Info), decoration);
        waived(page, report);
    }
    remarks(page, report);
    if let Some(publication) = &report.publication {
        published(page, publication);
    }
    if let Some(stats) = counts.stats {
        compared(page, stats, decoration);
    }
    not_shown(page, [hidden, shortened]);
    if let Some(told) = coverage::sentence(report) {
        page.line(Line::new().dim(told));
    }
    result_line(page, report);
}

fn heading(page: &mut Page, report: &Report) {
    let Some(Releases { api, old, new }) = Releases::of(report) else { return };
    // What is no release is the name of a file: it is not part of the API's name.
    let mark = if report.comparison.as_ref().is_some_and(|it| it.new.is_file()) { ":" } else { "" };
    let mark = if api.is_empty() { "" } else { mark };
    let name = format!("{api}{mark} {new}");
    let stage = report.publication.as_ref().map(|publication| &publication.stage);
    let stage = stage.map(|stage| format!(" on stage {stage}")).unwrap_or_default();
    let against = match old {
        Some(old) => format!("compared with {old}"),
        None => "the first release".to_owned(),
    };
    page.line(Line::new().bold(name.trim()).text(format!("{stage}, {against}")));
    page.blank();
}

/// The changes of one severity.
struct Section {
    title: &'static str,
    colour: AnsiColor,
    depth: Depth,
}

impl Section {
    /// Those that hurt somebody first. Gives the number of those that are not told in full.
    fn render(self, page: &mut Page, mut changes: Vec<&Finding>, decoration: Decoration) -> usize {
        if changes.is_empty() {
            return 0;
        }
        changes.sort_by_key(|finding| finding.consumers.as_ref().is_none_or(Vec::is_empty));
        title(page, self.title, changes.len(), self.colour);
        let mut shortened = 0;
        let mut before = None;
        for (position, finding) in changes.into_iter().enumerate() {
            let depth = match () {
                () if decoration.verbose => Depth::Whole,
                () if position < IN_FULL => self.depth,
                () => Depth::Line,
            };
            // A blank line separates blocks, not lines.
            if before.is_some_and(|before| before != Depth::Line || depth != Depth::Line) {
                page.blank();
            }
            before = Some(depth);
            shortened += usize::from(is_shortened(finding, depth));
            change(page, finding, depth);
        }
        page.blank();
        shortened
    }
}

/// `Breaking: 3 changes`
pub(super) fn title(page: &mut Page, word: &str, count: usize, colour: AnsiColor) {
    let word = Line::new().styled(colour.on_default().bold(), word);
    page.line(word.text(": ").text(number(count, "change")));
}

/// What somebody has decided to take, and until when.
fn waived(page: &mut Page, report: &Report) {
    let waived: Vec<(&Finding, &Waived)> = report
        .findings
        .iter()
        .filter(|finding| finding.is_change())
        .filter_map(|finding| Some((finding, finding.waived.as_ref()?)))
        .collect();
    if waived.is_empty() {
        return;
    }
    title(page, "Waived", waived.len(), AnsiColor::BrightBlack);
    for (finding, Waived { reason, expires, .. }) in waived {
        change(page, finding, Depth::Line);
        page.line(indented().dim(format!("until {expires}: {reason}")));
    }
    page.blank();
}

/// What is about the run, and about no change.
fn remarks(page: &mut Page, report: &Report) {
    let before = page.len();
    for finding in report.findings.iter().filter(|finding| !finding.is_change()) {
        general(page, finding);
    }
    if page.len() > before {
        page.blank();
    }
}

fn published(page: &mut Page, publication: &Publication) {
    let Publication { release, action, files, .. } = publication;
    let file = files.first().map(String::as_str).unwrap_or_default();
    let done = match action {
        Action::Created => format!("published {file}"),
        Action::Unchanged => format!("{release} is current already, nothing was written"),
        Action::RolledBack => format!("{release} is current again: {file}"),
        Action::DryRun => "a dry run, nothing was written".to_owned(),
    };
    page.line(Line::new().dim(done));
}

/// How the comparison of the schemas ended, where that says more than the changes do.
fn compared(page: &mut Page, stats: SchemaStats, decoration: Decoration) {
    let SchemaStats { pairs, contained, witnessed, unproved, unverified } = stats;
    if unproved + unverified == 0 && !decoration.verbose {
        return;
    }
    let checked = match unverified {
        0 => String::new(),
        some => format!(" ({some} with a message that did not stand its check)"),
    };
    let told = format!(
        "{} that differ: {contained} compatible, {witnessed} proved otherwise, {unproved} unproved{checked}",
        number(pairs, "schema")
    );
    page.line(Line::new().dim(told));
}

/// Nothing is left out in silence.
fn not_shown(page: &mut Page, [hidden, shortened]: [usize; 2]) {
    let parts: Vec<String> = [
        (hidden, number(hidden, "safe change")),
        (shortened, format!("the details of {}", number(shortened, "change"))),
    ]
    .into_iter()
    .filter_map(|(count, words)| (count > 0).then_some(words))
    .collect();
    if !parts.is_empty() {
        let told = format!("not shown: {} (--verbose, or --report json)", parts.join(", "));
        page.line(Line::new().dim(told));
    }
}
