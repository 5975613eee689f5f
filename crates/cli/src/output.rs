//! Where reports go: standard output, or files that are whole or absent.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use gatepact_report::render::{Decoration, Format, render};
use gatepact_report::{Command, Outcome, Report};
use tempfile::NamedTempFile;

use crate::config::Config;
use crate::console::{Console, Verbosity};
use crate::error::CliError;
use crate::{Context, Exit};

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
    files: Vec<(Format, PathBuf)>,
}

impl Output {
    /// Checks the destinations before anything is sent. Text goes to standard output unless another
    /// format does. Relative files count from `folder`.
    fn new(destinations: &[Destination], folder: &Path) -> Result<Output, CliError> {
        let mut stdout = None;
        let mut files = Vec::new();
        for Destination { format, file } in destinations {
            match file {
                Some(file) => {
                    let path = folder.join(file);
                    check_folder(&path)?;
                    files.push((*format, path));
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
            return Output::new(flags, &context.cwd);
        }
        let destinations = file
            .iter()
            .map(|text| text.parse::<Destination>())
            .collect::<Result<Vec<_>, _>>()
            .map_err(|problem| CliError::usage(format!("report of gatepact.toml: {problem}")))?;
        Output::new(&destinations, &config.folder)
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
    pub(crate) fn deliver(
        &self,
        report: &Report,
        unreadable: bool,
        console: &mut Console<'_>,
    ) -> Result<Exit, CliError> {
        let written = self.write(report, console);
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

    /// Writes every report; files first, so that whoever reads standard output finds them there.
    fn write(&self, report: &Report, console: &mut Console<'_>) -> Result<(), CliError> {
        let mut written = Ok(());
        let verbose = console.verbosity == Verbosity::Verbose;
        for (format, path) in &self.files {
            let text = render(report, *format, Decoration { verbose, ..Decoration::default() });
            let result = write_whole(path, &text)
                .map_err(|source| CliError::Report { path: path.clone(), source });
            written = written.and(result);
        }
        let decoration = Decoration {
            colour: console.stdout_colour,
            terse: console.verbosity == Verbosity::Quiet,
            verbose,
        };
        console.print(&render(report, self.stdout, decoration));
        written
    }
}

fn check_folder(path: &Path) -> Result<(), CliError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    if path.is_dir() {
        return Err(CliError::usage(format!("the report {} is a folder", path.display())));
    }
    if !folder.is_dir() {
        return Err(CliError::usage_with_help(
            format!("the report {} has no folder to be in", path.display()),
            format!("make it first: mkdir -p {}", folder.display()),
        ));
    }
    Ok(())
}

/// Beside its place first, then into it: nobody ever sees half of it.
pub(crate) fn write_whole(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    readable_by_others(&file)?;
    file.persist(path)?;
    Ok(())
}

/// A temporary file is private to its owner; a report is for whoever may read the folder.
#[cfg(unix)]
fn readable_by_others(file: &NamedTempFile) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_others(_: &NamedTempFile) -> std::io::Result<()> {
    Ok(())
}
