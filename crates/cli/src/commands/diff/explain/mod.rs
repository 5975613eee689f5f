//! `gatepact diff --explain`: what an id means, and what to do about it.

mod example;
mod why;

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use example::{Example, Scope};
use gatepact_openapi::diff::rules::{ROWS, Row, Sides, rules};
use gatepact_openapi::diff::{Direction, Severity, severity::severity};

use crate::Exit;
use crate::comparison::{Remark, nearest};
use crate::console::Console;
use crate::error::CliError;

/// Columns of a line.
const WIDTH: usize = 100;

/// Explains an id; an empty one lists all.
pub(super) fn run(id: &str, console: &mut Console<'_>) -> Result<Exit, CliError> {
    let paint = Paint { colour: console.stdout_colour };
    let text = match id {
        "" => all(paint),
        id => match (row(id), Remark::of(id)) {
            (Some((row, direction)), _) => explanation(id, row, direction, paint),
            (None, Some(remark)) => {
                format!("{}  warning\n\n{}", paint.bold(id), wrapped(remark.doc()))
            }
            (None, None) => {
                return Err(CliError::usage_with_help(
                    format!("no change has the id `{id}`"),
                    format!(
                        "did you mean `{}`? gatepact diff --explain lists all of them",
                        nearest(id).join("`, `")
                    ),
                ));
            }
        },
    };
    console.print(&text);
    Ok(Exit::Kept)
}

/// The kind of change that an id names, and its direction.
fn row(id: &str) -> Option<(&'static Row, Direction)> {
    let ways = ROWS.iter().flat_map(|row| row.directions().iter().map(move |way| (row, *way)));
    ways.into_iter().find(|(row, direction)| row.id(*direction) == id)
}

fn all(paint: Paint) -> String {
    let mut text = String::new();
    for rule in rules() {
        let severity = paint.severity(rule.severity, &format!("{:<8}", rule.severity.to_string()));
        let _ = writeln!(text, "{severity}  {}  {}", paint.bold(&rule.id), rule.doc);
    }
    text.push_str("\ngatepact diff --explain ID says more of one of them.\n");
    text
}

fn explanation(id: &str, row: &Row, direction: Direction, paint: Paint) -> String {
    let weight = severity(row.effect, direction);
    let mut text = String::new();
    let named = paint.severity(weight, &weight.to_string());
    let _ = writeln!(text, "{}  {named}\n\n{}", paint.bold(id), wrapped(row.doc));
    let why = format!("Why {weight}: {}.", why::why(row.effect, direction));
    text.push_str(&wrapped(&why));
    if row.sides == Sides::Both {
        let other = mirror(direction);
        let weight = severity(row.effect, other);
        let why = why::why(row.effect, other);
        let why = format!("In a {} ({}) it is {weight}: {why}.", other.as_str(), row.id(other));
        text.push_str(&wrapped(&why));
    }
    if let Some(example) = Example::of(row.name) {
        let _ = writeln!(text, "\nFor example, {}:\n", where_it_stands(example.scope, direction));
        for line in example.patch.lines() {
            let _ = writeln!(text, "    {}", paint.patch(line));
        }
    }
    let proof = why::proof(row.proved, weight);
    let _ = write!(text, "\n{}", wrapped(&format!("Proof: {proof}.")));
    if weight != Severity::Safe {
        let _ = writeln!(text, "What to do: {}.\n\n{}", row.help, waiver(id, row));
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
fn waiver(id: &str, row: &Row) -> String {
    let narrowed = match row.sides {
        Sides::Both | Sides::Request | Sides::Response => {
            "\n    operation = \"POST /orders\"   # leave it out for all operations"
        }
        Sides::Whole => "",
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
            Severity::Breaking => AnsiColor::Red,
            Severity::Risky => AnsiColor::Yellow,
            Severity::Safe => AnsiColor::Green,
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
