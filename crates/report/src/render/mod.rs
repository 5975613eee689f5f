//! Reports as texts: one format, one file.

mod changelog;
mod consumers;
mod coverage;
mod decoration;
mod escape;
mod github;
mod json;
mod junit;
mod location;
mod markdown;
mod markup;
mod message;
mod phrases;
mod sarif;
mod summary_line;
mod text;

use std::str::FromStr;

pub use decoration::Decoration;

use crate::{Command, Report, Shown};

/// A format that a report can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people at a terminal.
    Text,
    /// For scripts: version `report/1`.
    Json,
    /// For CI systems that show tests.
    Junit,
    /// For a forge's summary of a pipeline.
    Markdown,
    /// For GitHub: annotations at the lines of the pacts.
    Github,
    /// For code scanning: SARIF 2.1.0.
    Sarif,
    /// For those who call the API; only where two documents are compared.
    Changelog,
}

impl Format {
    /// Every format, in the order in which help texts name them.
    pub const ALL: [Format; 7] = [
        Format::Text,
        Format::Json,
        Format::Junit,
        Format::Markdown,
        Format::Github,
        Format::Sarif,
        Format::Changelog,
    ];

    /// Whether the reports of a command can have this format.
    #[must_use]
    pub fn suits(self, command: Command) -> bool {
        match (self, command) {
            (Format::Changelog, Command::Verify) => false,
            (Format::Changelog, Command::Diff | Command::PublishSpec)
            | (
                Format::Text
                | Format::Json
                | Format::Junit
                | Format::Markdown
                | Format::Github
                | Format::Sarif,
                Command::Verify | Command::Diff | Command::PublishSpec,
            ) => true,
        }
    }

    /// The name that `--report` takes.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Json => "json",
            Format::Junit => "junit",
            Format::Markdown => "markdown",
            Format::Github => "github",
            Format::Sarif => "sarif",
            Format::Changelog => "changelog",
        }
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Format::ALL
            .into_iter()
            .find(|format| format.name() == text)
            .ok_or_else(|| UnknownFormat(text.to_owned()))
    }
}

/// A text that names no format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "unknown report format `{0}`: one of text, json, junit, markdown, github, sarif, changelog"
)]
pub struct UnknownFormat(String);

/// A report in a format, with a newline at its end.
#[must_use]
pub fn render(report: &Report, format: Format, decoration: Decoration) -> Shown {
    match format {
        Format::Text => text::render(report, decoration),
        Format::Json => json::render(report),
        Format::Junit => junit::render(report),
        Format::Markdown => markdown::render(report),
        Format::Github => github::render(report),
        Format::Sarif => sarif::render(report),
        Format::Changelog => changelog::render(report),
    }
}
