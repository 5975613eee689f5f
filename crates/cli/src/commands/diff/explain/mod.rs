//! `gatepact diff --explain`: what an id means, and what to do about it.

mod example;
mod why;

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use example::{Example, Scope};
use gatepact_diff::policy::{rules, severity};
use gatepact_diff::rules::{
    AppliesTo, CHANGE_KINDS, ChangeKindInfo, Remark, change_ids, did_you_mean,
};
use gatepact_finding::{Direction, Severity};
use gatepact_verifier::Rule;

use crate::Exit;
use crate::console::Console;
use crate::error::CliError;

/// Columns of a line.
const WIDTH: usize = 100;

/// Explains an id; an empty one lists all.
pub(super) fn run(id: &str, console: &mut Console<'_>) -> Result<Exit, CliError> {
    let paint = Paint { colour: console.stdout_colour };
    let text = match id {
        "" => all(paint),
        id => match (row(id), other(id)) {
            (Some((row, direction)), _) => explanation(id, row, direction, paint),
            (None, Some((severity, doc))) => {
                let word = paint.severity(severity, severity.name());
                format!("{}  {word}\n\n{}", paint.bold(id), wrapped(doc))
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
    };
    console.print(&text);
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

fn all(paint: Paint) -> String {
    let mut text = String::new();
    for (rule, info) in rules() {
        let word = paint.severity(rule.severity, &format!("{:<8}", rule.severity.change_word()));
        let _ = writeln!(text, "{word}  {}  {}", paint.bold(rule.id), info.doc);
    }
    for remark in Remark::ALL {
        let severity = remark.rule().severity;
        let word = paint.severity(severity, &format!("{:<8}", severity.name()));
        let _ = writeln!(text, "{word}  {}  {}", paint.bold(remark.id()), remark.doc());
    }
    text.push_str(
        "\ngatepact diff --explain ID says more of one of them; ids of `gatepact verify`, such as\n\
         `interaction.faulty`, are explained as well.\n\n\
         A change that opens an operation, so that callers without credentials who were refused before get in,\n\
         comes first in every report, whatever its severity; --fail-on breaking,opened fails on it, and only a\n\
         waiver with `opened = true` covers it.\n",
    );
    text
}

fn explanation(id: &str, row: &ChangeKindInfo, direction: Direction, paint: Paint) -> String {
    let severity_here = severity(row.effect, direction);
    let weight = severity_here.change_word();
    let mut text = String::new();
    let named = paint.severity(severity_here, weight);
    let _ = writeln!(text, "{}  {named}\n\n{}", paint.bold(id), wrapped(row.doc));
    let why = format!("Why {weight}: {}.", why::why(row.effect, direction));
    text.push_str(&wrapped(&why));
    if row.applies_to == AppliesTo::Both {
        let other = mirror(direction);
        let weight = severity(row.effect, other).change_word();
        let why = why::why(row.effect, other);
        let why = format!("In a {} ({}) it is {weight}: {why}.", other.name(), row.id(other));
        text.push_str(&wrapped(&why));
    }
    if let Some(example) = Example::of(row.name) {
        let _ = writeln!(text, "\nFor example, {}:\n", where_it_stands(example.scope, direction));
        for line in example.patch.lines() {
            let _ = writeln!(text, "    {}", paint.patch(line));
        }
    }
    let proof = why::proof(row.proof, severity_here);
    let _ = write!(text, "\n{}", wrapped(&format!("Proof: {proof}.")));
    if severity_here != Severity::Info {
        let _ = writeln!(text, "What to do: {}.\n\n{}", row.help.as_str(), waiver(id, row));
    }
    text
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

/// Colours, where they are wanted.
#[derive(Clone, Copy)]
struct Paint {
    colour: bool,
}

impl Paint {
    fn styled(self, text: &str, style: Style) -> String {
        if self.colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    fn bold(self, text: &str) -> String {
        self.styled(text, Style::new().bold())
    }

    fn severity(self, severity: Severity, text: &str) -> String {
        let colour = match severity {
            Severity::Error => AnsiColor::Red,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Info => AnsiColor::Green,
        };
        self.styled(text, colour.on_default())
    }

    fn patch(self, line: &str) -> String {
        match line.as_bytes().first() {
            Some(b'-') => self.styled(line, AnsiColor::Red.on_default()),
            Some(b'+') => self.styled(line, AnsiColor::Green.on_default()),
            Some(_) | None => line.to_owned(),
        }
    }
}
