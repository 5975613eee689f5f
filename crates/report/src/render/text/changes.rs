//! Changes between two releases: the worst first, whom they hurt, the result last.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anstyle::AnsiColor;

use super::{Decoration, Paint, general, result_line};
use crate::{Action, Affected, Finding, Publication, Report, Severity};

/// So many names are shown; the others are counted.
const SHOWN: usize = 3;

pub(super) fn render(text: &mut String, report: &Report, decoration: Decoration) {
    let paint = Paint { colour: decoration.colour };
    if let Some(publication) = &report.publication {
        heading(text, publication, paint);
    }
    let (changes, faults): (Vec<_>, Vec<_>) =
        report.findings.iter().partition(|finding| finding.location.is_some());
    for change in &changes {
        if change.severity == Severity::Info {
            if !decoration.terse {
                safe(text, change, paint);
            }
        } else {
            harmful(text, change, paint);
        }
    }
    if !changes.is_empty() {
        text.push('\n');
    }
    for finding in faults {
        general(text, finding, paint);
    }
    if let Some(publication) = &report.publication {
        published(text, publication, paint);
    }
    result_line(text, report, paint);
}

fn heading(text: &mut String, publication: &Publication, paint: Paint) {
    let Publication { api, stage, release, previous, .. } = publication;
    let against = match previous {
        Some(previous) => format!("compared with {previous}"),
        None => "the first release".to_owned(),
    };
    let name = paint.bold(&format!("{api} {release}"));
    let _ = writeln!(text, "{name} on stage {stage}, {against}\n");
}

/// One line: nobody has to act on it.
fn safe(text: &mut String, change: &Finding, paint: Paint) {
    let mark = paint.coloured("+", AnsiColor::Green);
    let operations = paint.dim(&operations(change));
    let _ = writeln!(text, "  {mark} {}  {operations}", change.message);
}

fn harmful(text: &mut String, change: &Finding, paint: Paint) {
    let (mark, colour) = match change.severity {
        Severity::Error => ("✗", AnsiColor::Red),
        Severity::Warning | Severity::Info => ("!", AnsiColor::Yellow),
    };
    let mark = paint.coloured(mark, colour);
    let message = paint.coloured(&change.message, colour);
    let _ = writeln!(text, "  {mark} {message}  {}", paint.dim(&change.id));
    let _ = writeln!(text, "      {}", operations(change));
    if let Some(location) = &change.location {
        let line = location.line.map(|line| format!(":{line}")).unwrap_or_default();
        let place = format!("{}{line}  {}", location.file, location.pointer);
        let _ = writeln!(text, "      {}", paint.dim(&place));
    }
    for (consumer, interactions) in by_consumer(change.consumers.iter().flatten()) {
        let verb = if change.severity == Severity::Error { "breaks" } else { "may hurt" };
        let quoted: Vec<String> =
            interactions.iter().map(|interaction| format!("\"{interaction}\"")).collect();
        let named = list(&quoted);
        let _ = writeln!(text, "      {verb} {}: {named}", paint.bold(consumer));
    }
    if change.consumers.as_ref().is_some_and(Vec::is_empty) {
        let _ = writeln!(text, "      {}", paint.dim("no recorded consumer relies on it"));
    }
    if let Some(help) = &change.help {
        let _ = writeln!(text, "      {}", paint.dim(&format!("help: {help}")));
    }
}

fn operations(change: &Finding) -> String {
    match (change.operations.as_slice(), &change.operation) {
        ([], Some(one)) => one.clone(),
        ([], None) => "the whole API".to_owned(),
        (several, _) => list(several),
    }
}

/// `a, b, c and 4 more`
fn list(names: &[impl AsRef<str>]) -> String {
    let shown: Vec<&str> = names.iter().take(SHOWN).map(AsRef::as_ref).collect();
    match names.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn by_consumer<'a>(
    affected: impl Iterator<Item = &'a Affected>,
) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut consumers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for affected in affected {
        consumers.entry(&affected.consumer).or_default().push(&affected.interaction);
    }
    consumers
}

fn published(text: &mut String, publication: &Publication, paint: Paint) {
    let Publication { release, action, files, .. } = publication;
    let file = files.first().map(String::as_str).unwrap_or_default();
    let line = match action {
        Action::Created => format!("published {file}"),
        Action::Unchanged => format!("{release} is current already, nothing was written"),
        Action::RolledBack => format!("{release} is current again: {file}"),
        Action::DryRun => "a dry run, nothing was written".to_owned(),
    };
    let _ = writeln!(text, "{}", paint.dim(&line));
}
