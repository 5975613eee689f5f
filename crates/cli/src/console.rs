//! Standard output for results, standard error for everything else.

use std::io::Write;

use anstyle::{AnsiColor, Style};

use crate::Context;
use crate::cli::Common;
use crate::error::CliError;

/// How much is said besides the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verbosity {
    Quiet,
    Normal,
    Verbose,
}

/// The two streams of a run. A reader that went away (`| head`) is no failure, so writes to either
/// of them are never an error.
pub(crate) struct Console<'a> {
    stdout: &'a mut dyn Write,
    stderr: &'a mut dyn Write,
    pub(crate) verbosity: Verbosity,
    pub(crate) stdout_colour: bool,
    stderr_colour: bool,
    progress: bool,
}

impl<'a> Console<'a> {
    pub(crate) fn new(
        common: &Common,
        context: &Context,
        stdout: &'a mut dyn Write,
        stderr: &'a mut dyn Write,
    ) -> Console<'a> {
        let verbosity = match (common.quiet, common.verbose) {
            (true, _) => Verbosity::Quiet,
            (false, true) => Verbosity::Verbose,
            (false, false) => Verbosity::Normal,
        };
        Console {
            stdout,
            stderr,
            verbosity,
            stdout_colour: context.colour(context.stdout_is_terminal),
            stderr_colour: context.colour(context.stderr_is_terminal),
            progress: context.stderr_is_terminal && verbosity == Verbosity::Normal,
        }
    }

    /// A result.
    pub(crate) fn print(&mut self, text: &str) {
        let _ = self.stdout.write_all(text.as_bytes());
        let _ = self.stdout.flush();
    }

    /// The title of a part of the results.
    pub(crate) fn heading(&mut self, title: &str) {
        let style = Style::new().bold().underline();
        let title =
            if self.stdout_colour { format!("{style}{title}{style:#}") } else { title.to_owned() };
        self.print(&format!("\n{title}\n\n"));
    }

    /// Why the command failed.
    pub(crate) fn error(&mut self, error: &CliError) {
        let style = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
        let label = self.painted("error", style);
        let _ = writeln!(self.stderr, "{label}: {error}");
        if let Some(help) = error.help() {
            let label = self.painted("help", Style::new().bold());
            let _ = writeln!(self.stderr, "  {label}: {help}");
        }
    }

    /// A line for those who asked for every step.
    pub(crate) fn trace(&mut self, line: &str) {
        if self.verbosity == Verbosity::Verbose {
            let _ = writeln!(self.stderr, "{line}");
        }
    }

    /// A sign of life, in place of the one before; only on a terminal.
    pub(crate) fn progress(&mut self, text: &str) {
        if self.progress {
            let _ = write!(self.stderr, "\r\u{1b}[K{text}");
            let _ = self.stderr.flush();
        }
    }

    /// Why nothing happens for a while: on a terminal in the place of the progress, elsewhere as a line.
    pub(crate) fn wait(&mut self, text: &str) {
        if self.progress {
            self.progress(text);
        } else if self.verbosity != Verbosity::Quiet {
            let _ = writeln!(self.stderr, "{text}");
        }
    }

    fn painted(&self, text: &str, style: Style) -> String {
        if self.stderr_colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}
