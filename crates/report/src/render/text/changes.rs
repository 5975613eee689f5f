//! Changes between two releases: what opened first, then the worst, whom they hurt, the result last.

use std::fmt::Write as _;

use anstyle::AnsiColor;

use super::change::{Depth, is_shortened, render as change};
use super::{Paint, general, result_line, safe};
use crate::render::coverage;
use crate::render::decoration::Decoration;
use crate::render::escape::line;
use crate::render::phrases::{Releases, number};
use crate::{Action, ChangeCounts, Publication, Report};
use gatepact_finding::{Finding, SchemaStats, Severity, Waived};

/// The title of the changes that open an operation.
const OPENED: &str = "Opened to callers without credentials";

/// So many changes of a severity are told in full; of the others a line each.
const IN_FULL: usize = 20;

pub(super) fn render(
    text: &mut String,
    report: &Report,
    counts: ChangeCounts,
    decoration: Decoration,
) {
    let paint = Paint { colour: decoration.colour };
    heading(text, report, paint);
    let of = |severity| {
        let changes = report.findings.iter().filter(|finding| finding.counts());
        let changes = changes.filter(|finding| !finding.opens());
        changes.filter(|finding| finding.severity == severity).collect::<Vec<_>>()
    };
    let opens = report.findings.iter().filter(|finding| finding.opens()).collect();
    let opened = Section { title: OPENED, colour: AnsiColor::Red, depth: Depth::Whole };
    let mut shortened = opened.render(text, opens, decoration);
    let breaking = Section { title: "Breaking", colour: AnsiColor::Red, depth: Depth::Whole };
    let risky = Section { title: "Risky", colour: AnsiColor::Yellow, depth: Depth::Outline };
    for (section, severity) in [(breaking, Severity::Error), (risky, Severity::Warning)] {
        shortened += section.render(text, of(severity), decoration);
    }
    let mut hidden = 0;
    if !decoration.terse {
        hidden = safe::render(text, &of(Severity::Info), decoration);
        waived(text, report, paint);
    }
    remarks(text, report, paint);
    if let Some(publication) = &report.publication {
        published(text, publication, paint);
    }
    if let Some(stats) = counts.stats {
        compared(text, stats, decoration);
    }
    not_shown(text, [hidden, shortened], paint);
    if let Some(told) = coverage::sentence(report) {
        let _ = writeln!(text, "{}", paint.dim(&told));
    }
    result_line(text, report, paint);
}

fn heading(text: &mut String, report: &Report, paint: Paint) {
    let Some(Releases { api, old, new }) = Releases::of(report) else { return };
    // What is no release is the name of a file: it is not part of the API's name.
    let mark = if report.comparison.as_ref().is_some_and(|it| it.new.is_file()) { ":" } else { "" };
    let mark = if api.is_empty() { "" } else { mark };
    let name = paint.bold(line(format!("{api}{mark} {new}")).trim());
    let stage = report.publication.as_ref().map(|publication| line(&publication.stage));
    let stage = stage.map(|stage| format!(" on stage {stage}")).unwrap_or_default();
    let against = match old {
        Some(old) => format!("compared with {}", line(old)),
        None => "the first release".to_owned(),
    };
    let _ = writeln!(text, "{name}{stage}, {against}\n");
}

/// The changes of one severity.
struct Section {
    title: &'static str,
    colour: AnsiColor,
    depth: Depth,
}

impl Section {
    /// Those that hurt somebody first. Gives the number of those that are not told in full.
    fn render(
        self,
        text: &mut String,
        mut changes: Vec<&Finding>,
        decoration: Decoration,
    ) -> usize {
        if changes.is_empty() {
            return 0;
        }
        let paint = Paint { colour: decoration.colour };
        changes.sort_by_key(|finding| finding.consumers.as_ref().is_none_or(Vec::is_empty));
        title(text, self.title, changes.len(), self.colour, paint);
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
                text.push('\n');
            }
            before = Some(depth);
            shortened += usize::from(is_shortened(finding, depth));
            change(text, finding, depth, paint);
        }
        text.push('\n');
        shortened
    }
}

/// `Breaking: 3 changes`
pub(super) fn title(text: &mut String, word: &str, count: usize, colour: AnsiColor, paint: Paint) {
    let word = paint.bold(&paint.coloured(word, colour));
    let _ = writeln!(text, "{word}: {}", number(count, "change"));
}

/// What somebody has decided to take, and until when.
fn waived(text: &mut String, report: &Report, paint: Paint) {
    let waived: Vec<(&Finding, &Waived)> = report
        .findings
        .iter()
        .filter(|finding| finding.is_change())
        .filter_map(|finding| Some((finding, finding.waived.as_ref()?)))
        .collect();
    if waived.is_empty() {
        return;
    }
    title(text, "Waived", waived.len(), AnsiColor::BrightBlack, paint);
    for (finding, Waived { reason, expires }) in waived {
        change(text, finding, Depth::Line, paint);
        let reason = format!("until {}: {}", line(expires), line(reason));
        let _ = writeln!(text, "      {}", paint.dim(&reason));
    }
    text.push('\n');
}

/// What is about the run, and about no change.
fn remarks(text: &mut String, report: &Report, paint: Paint) {
    let before = text.len();
    for finding in report.findings.iter().filter(|finding| !finding.is_change()) {
        general(text, finding, paint);
    }
    if text.len() > before {
        text.push('\n');
    }
}

fn published(text: &mut String, publication: &Publication, paint: Paint) {
    let Publication { release, action, files, .. } = publication;
    let file = files.first().map(String::as_str).unwrap_or_default();
    let done = match action {
        Action::Created => format!("published {file}"),
        Action::Unchanged => format!("{release} is current already, nothing was written"),
        Action::RolledBack => format!("{release} is current again: {file}"),
        Action::DryRun => "a dry run, nothing was written".to_owned(),
    };
    let _ = writeln!(text, "{}", paint.dim(&line(&done)));
}

/// How the comparison of the schemas ended, where that says more than the changes do.
fn compared(text: &mut String, stats: SchemaStats, decoration: Decoration) {
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
    let paint = Paint { colour: decoration.colour };
    let _ = writeln!(text, "{}", paint.dim(&told));
}

/// Nothing is left out in silence.
fn not_shown(text: &mut String, [hidden, shortened]: [usize; 2], paint: Paint) {
    let parts: Vec<String> = [
        (hidden, number(hidden, "safe change")),
        (shortened, format!("the details of {}", number(shortened, "change"))),
    ]
    .into_iter()
    .filter_map(|(count, words)| (count > 0).then_some(words))
    .collect();
    if !parts.is_empty() {
        let told = format!("not shown: {} (--verbose, or --report json)", parts.join(", "));
        let _ = writeln!(text, "{}", paint.dim(&told));
    }
}
