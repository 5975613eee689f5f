//! Where reports go: standard output, or files that are whole or absent.

mod sink;

use std::path::{Path, PathBuf};
use std::str::FromStr;

use gatepact_report::render::{Decoration, Format, render};
use gatepact_report::{Command, Outcome, Report};

use crate::config::Config;
use crate::console::{Console, Verbosity};
use crate::error::CliError;
use crate::work::interruptible;
use crate::{Context, Exit};
use sink::Sink;
pub(crate) use sink::replace;

/// `--report FORMAT[=FILE]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Destination {
    pub(crate) format: Format,
    /// `None` is standard output.
    pub(crate) file: Option<PathBuf>,
}

impl FromStr for Destination {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (format, file) = match text.split_once('=') {
            Some((format, file)) => (format, Some(file)),
            None => (text, None),
        };
        if file == Some("") {
            return Err(format!("`{text}` names no file after the `=`"));
        }
        let format = format.parse::<Format>().map_err(|error| error.to_string())?;
        let file = file.filter(|file| *file != "-").map(PathBuf::from);
        Ok(Destination { format, file })
    }
}

/// Where the reports of one run go.
#[derive(Debug)]
pub(crate) struct Output {
    stdout: Format,
    files: Vec<(Format, Sink)>,
}

impl Output {
    /// Checks the destinations before anything is sent. Text goes to standard output unless another
    /// format does. Relative files count from `folder`.
    fn new(
        destinations: &[Destination],
        folder: &Path,
        context: &Context,
    ) -> Result<Output, CliError> {
        let mut stdout = None;
        let mut files: Vec<(Format, Sink)> = Vec::new();
        let summary = context.env("GITHUB_STEP_SUMMARY").map(Path::new);
        for Destination { format, file } in destinations {
            let sink = match file {
                Some(file) => Sink::of(&folder.join(file), summary).map_err(|problem| {
                    let help = problem.help();
                    let problem = format!("the report {} {problem}", file.display());
                    CliError::Usage { problem, help }
                })?,
                None => None,
            };
            match sink {
                Some(sink) => {
                    if sink.takes_one() && files.iter().any(|(_, other)| *other == sink) {
                        return Err(CliError::usage_with_help(
                            format!("two reports cannot share the file {}", sink.path.display()),
                            "give each of them a file of its own: --report FORMAT=FILE",
                        ));
                    }
                    files.push((*format, sink));
                }
                None => {
                    if stdout.replace(*format).is_some_and(|other| other != *format) {
                        return Err(CliError::usage_with_help(
                            "two reports cannot share standard output",
                            "give one of them a file: --report FORMAT=FILE",
                        ));
                    }
                }
            }
        }
        Ok(Output { stdout: stdout.unwrap_or(Format::Text), files })
    }

    /// The destinations of the flags, or else those of `gatepact.toml`.
    pub(crate) fn resolve(
        flags: &[Destination],
        file: &[String],
        config: &Config,
        context: &Context,
    ) -> Result<Output, CliError> {
        if !flags.is_empty() {
            return Output::new(flags, &context.cwd, context);
        }
        let destinations = file
            .iter()
            .map(|text| text.parse::<Destination>())
            .collect::<Result<Vec<_>, _>>()
            .map_err(|problem| CliError::usage(format!("report of gatepact.toml: {problem}")))?;
        Output::new(&destinations, &config.folder, context)
    }

    /// The same, if the reports of the command can have these formats.
    pub(crate) fn suiting(self, command: Command) -> Result<Output, CliError> {
        let formats = self.files.iter().map(|(format, _)| *format).chain([self.stdout]);
        match formats.into_iter().find(|format| !format.suits(command)) {
            None => Ok(self),
            Some(format) => Err(CliError::usage_with_help(
                format!("a report of `{}` has no format `{}`", command.name(), format.name()),
                "it is for `diff` and `publish-spec`, which compare documents",
            )),
        }
    }

    /// Writes every report and tells how the run ended. A proof outranks a doubt: broken, then what could not be
    /// written or read, then unknown.
    pub(crate) async fn deliver(
        &self,
        report: &Report,
        unreadable: bool,
        context: &Context,
        console: &mut Console<'_>,
    ) -> Result<Exit, CliError> {
        let written = self.write(report, context, console).await;
        match (report.outcome, written) {
            (Outcome::Broken, Err(error)) => {
                console.error(&error);
                Ok(Exit::Broken)
            }
            (Outcome::Broken, Ok(())) => Ok(Exit::Broken),
            (_, Err(error)) => Err(error),
            (_, Ok(())) if unreadable => Ok(Exit::Usage),
            (Outcome::Unknown, Ok(())) => Ok(Exit::Unknown),
            (Outcome::Kept, Ok(())) => Ok(Exit::Kept),
        }
    }

    /// Writes every report; files first, so that a reader of standard output finds them there. What could not be written
    /// does not keep the others from being written.
    async fn write(
        &self,
        report: &Report,
        context: &Context,
        console: &mut Console<'_>,
    ) -> Result<(), CliError> {
        let mut written = Ok(());
        let verbose = console.verbosity == Verbosity::Verbose;
        for (format, sink) in &self.files {
            let text = render(report, *format, Decoration { verbose, ..Decoration::default() });
            let result = if sink.may_wait() {
                let own = sink.clone();
                let write = move || (own.write(&text), ());
                interruptible(context, "a report was not written", write).await
            } else {
                Ok(sink.write(&text))
            };
            let fault = |source| CliError::Report { path: sink.path.clone(), source };
            let result = result.and_then(|written| written.map_err(fault));
            written = match (written, result) {
                (Err(first), Err(other)) => {
                    console.error(&other);
                    Err(first)
                }
                (written, result) => written.and(result),
            };
        }
        let decoration = Decoration {
            colour: console.stdout_colour,
            terse: console.verbosity == Verbosity::Quiet,
            verbose,
        };
        let text = render(report, self.stdout, decoration);
        let shown = match self.stdout {
            Format::Text | Format::Markdown | Format::Github | Format::Changelog => {
                console.show(&text)
            }
            // A program that reads half of it must know.
            Format::Json | Format::Junit | Format::Sarif => {
                console.print(&text).map_err(CliError::Output)
            }
        };
        written.and(shown)
    }
}
