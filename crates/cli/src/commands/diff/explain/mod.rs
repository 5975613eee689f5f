//! `gatepact diff --explain`: what an id means, and what to do about it.

mod example;
mod why;

use anstyle::AnsiColor;
use example::{Example, Scope};
use gatepact_diff::policy::{rules, severity};
use gatepact_diff::rules::{
    AppliesTo, CHANGE_KINDS, ChangeKindInfo, Remark, change_ids, did_you_mean,
};
use gatepact_finding::{Direction, Severity};
use gatepact_report::{Line, Page};
use gatepact_verifier::Rule;

use crate::Exit;
use crate::console::Console;
use crate::error::CliError;

/// Columns of a line.
const WIDTH: usize = 100;

/// Explains an id; an empty one lists all.
pub(super) fn run(id: &str, console: &mut Console<'_>) -> Result<Exit, CliError> {
    let mut page = Page::new(console.stdout_colour);
    match id {
        "" => all(&mut page),
        id => match (row(id), other(id)) {
            (Some((row, direction)), _) => explanation(&mut page, id, row, direction),
            (None, Some((severity, doc))) => {
                page.paragraph(title(id, severity, severity.name()));
                page.lines(&wrapped(doc));
            }
            (None, None) => {
                return Err(CliError::usage_with_help(
                    format!("no finding has the id `{id}`"),
                    format!(
                        "did you mean `{}`? gatepact diff --explain lists all of them",
                        did_you_mean(id, ids()).join("`, `")
                    ),
                ));
            }
        },
    }
    console.show(&page.finish())?;
    Ok(Exit::Kept)
}

/// Every id that is explained.
fn ids() -> impl Iterator<Item = &'static str> {
    let remarks = Remark::ALL.iter().map(|remark| remark.id());
    change_ids().into_iter().chain(remarks).chain(Rule::ALL.iter().map(|rule| rule.id()))
}

/// What is no change: a remark about a document, a finding of `verify`.
fn other(id: &str) -> Option<(Severity, &'static str)> {
    let remark = || Remark::of(id).map(|remark| (remark.rule().severity, remark.doc()));
    let of_verify = || Rule::of(id).map(|rule| (rule.severity(), rule.doc()));
    remark().or_else(of_verify)
}

/// The kind of change that an id names, and its direction.
fn row(id: &str) -> Option<(&'static ChangeKindInfo, Direction)> {
    let ways =
        CHANGE_KINDS.iter().flat_map(|row| row.directions().iter().map(move |way| (row, *way)));
    ways.into_iter().find(|(row, direction)| row.id(*direction) == id)
}

fn all(page: &mut Page) {
    let entry = |severity: Severity, word: &str, id: &str, doc: &str| {
        let word = Line::new().coloured(format!("{word:<8}"), colour(severity));
        word.text("  ").bold(id).text("  ").text(doc)
    };
    for (rule, info) in rules() {
        page.line(entry(rule.severity, rule.severity.change_word(), rule.id, info.doc));
    }
    for remark in Remark::ALL {
        let severity = remark.rule().severity;
        page.line(entry(severity, severity.name(), remark.id(), remark.doc()));
    }
    page.lines(
        "\ngatepact diff --explain ID says more of one of them; ids of `gatepact verify`, such as\n\
         `interaction.faulty`, are explained as well.\n\n\
         A change that opens an operation, so that callers without credentials who were refused before get in,\n\
         comes first in every report, whatever its severity; --fail-on breaking,opened fails on it, and only a\n\
         waiver with `opened = true` covers it.\n",
    );
}

fn explanation(page: &mut Page, id: &str, row: &ChangeKindInfo, direction: Direction) {
    let severity_here = severity(row.effect, direction);
    let weight = severity_here.change_word();
    page.paragraph(title(id, severity_here, weight));
    page.lines(&wrapped(row.doc));
    page.blank();
    page.lines(&wrapped(&format!("Why {weight}: {}.", why::why(row.effect, direction))));
    if row.applies_to == AppliesTo::Both {
        let other = mirror(direction);
        let weight = severity(row.effect, other).change_word();
        let why = why::why(row.effect, other);
        let why = format!("In a {} ({}) it is {weight}: {why}.", other.name(), row.id(other));
        page.lines(&wrapped(&why));
    }
    if let Some(example) = Example::of(row.name) {
        page.blank();
        page.paragraph(format!("For example, {}:", where_it_stands(example.scope, direction)));
        example.patch.lines().for_each(|line| page.line(patch(line)));
    }
    let proof = why::proof(row.proof, severity_here);
    page.blank();
    page.lines(&wrapped(&format!("Proof: {proof}.")));
    if severity_here != Severity::Info {
        page.paragraph(format!("What to do: {}.", row.help.as_str()));
        page.lines(&waiver(id, row));
        page.blank();
    }
}

/// The id and how much it weighs.
fn title(id: &str, severity: Severity, word: &str) -> Line {
    Line::new().bold(id).text("  ").coloured(word, colour(severity))
}

fn mirror(direction: Direction) -> Direction {
    match direction {
        Direction::Request => Direction::Response,
        Direction::Response => Direction::Request,
    }
}

fn where_it_stands(scope: Scope, direction: Direction) -> &'static str {
    match (scope, direction) {
        (Scope::Document, _) => "in a document",
        (Scope::Operation, _) => "in an operation",
        (Scope::Message, Direction::Request) => "in a request body",
        (Scope::Message, Direction::Response) => "in a response",
        (Scope::Schema, Direction::Request) => "in the schema of a request body",
        (Scope::Schema, Direction::Response) => "in the schema of a response",
    }
}

/// Lines of a readable length, each with its end.
fn wrapped(text: &str) -> String {
    let mut lines = String::new();
    let mut length = 0;
    for word in text.split(' ') {
        let wanted = word.chars().count() + 1;
        if length > 0 && length + wanted > WIDTH {
            lines.push('\n');
            length = 0;
        } else if length > 0 {
            lines.push(' ');
        }
        lines.push_str(word);
        length += wanted;
    }
    lines + "\n"
}

/// What lets one such change pass.
fn waiver(id: &str, row: &ChangeKindInfo) -> String {
    let narrowed = match row.applies_to {
        AppliesTo::Both | AppliesTo::Request | AppliesTo::Response => {
            "\n    operation = \"POST /orders\"   # leave it out for all operations"
        }
        AppliesTo::Whole => "",
    };
    format!(
        "Where consumers can live with it, waive it in gatepact.toml, for some time:\n\n    \
         [[waiver]]\n    id = \"{id}\"{narrowed}\n    reason = \"who agreed, and to what\"\n    \
         expires = 2027-01-31\n"
    )
}

fn colour(severity: Severity) -> AnsiColor {
    match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Info => AnsiColor::Green,
    }
}

/// A line of a patch.
fn patch(line: &str) -> Line {
    let start = Line::new().text("    ");
    match line.as_bytes().first() {
        Some(b'-') => start.coloured(line, AnsiColor::Red),
        Some(b'+') => start.coloured(line, AnsiColor::Green),
        Some(_) | None => start.text(line),
    }
}
