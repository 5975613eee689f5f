//! Standard output for results, standard error for everything else.
//!
//! No other module writes to either (`tests/tests/architecture/writers.rs`). What is foreign in a text, such as the name
//! of a file or an answer, becomes [visible](gatepact_report::visible()) here; what is secret is hidden.

use std::io::Write;

use anstyle::AnsiColor;
use gatepact_report::{Line, Page, Secrets, Shown, masked};

use crate::Context;
use crate::cli::Common;
use crate::error::CliError;
use crate::proxies::passwords;

/// Environment variables whose values are secret.
pub(crate) const SECRET_VARIABLES: [&str; 5] = [
    "GATEPACT_API_KEY",
    "GATEPACT_BEARER_TOKEN",
    "GATEPACT_CLIENT_SECRET",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
];

/// How much is said besides the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verbosity {
    Quiet,
    Normal,
    Verbose,
}

/// The two streams of a run.
pub(crate) struct Console<'a> {
    stdout: &'a mut dyn Write,
    stderr: &'a mut dyn Write,
    pub(crate) verbosity: Verbosity,
    pub(crate) stdout_colour: bool,
    stderr_colour: bool,
    progress: bool,
    secrets: Secrets,
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
        let mut console = Console::of_streams(context, stdout, stderr);
        console.progress = context.stderr_is_terminal && verbosity == Verbosity::Normal;
        Console { verbosity, ..console }
    }

    /// One for what is said before it is known how much is wanted.
    pub(crate) fn of_streams(
        context: &Context,
        stdout: &'a mut dyn Write,
        stderr: &'a mut dyn Write,
    ) -> Console<'a> {
        Console {
            stdout,
            stderr,
            verbosity: Verbosity::Normal,
            stdout_colour: context.colour(context.stdout_is_terminal),
            stderr_colour: context.colour(context.stderr_is_terminal),
            progress: false,
            secrets: of_environment(context),
        }
    }

    /// What the environment says that is secret.
    pub(crate) fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// Hides these secrets as well in what is said from now on.
    pub(crate) fn hide(&mut self, secrets: &Secrets) {
        self.secrets = secrets.clone();
    }

    /// A result. Fails where it cannot be written whole.
    pub(crate) fn print(&mut self, text: &Shown) -> std::io::Result<()> {
        self.stdout.write_all(text.as_bytes())?;
        self.stdout.flush()
    }

    /// A result for a person. A reader that went away (`| head`) has seen enough, so that is not a failure.
    pub(crate) fn show(&mut self, text: &Shown) -> Result<(), CliError> {
        match self.print(text) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                Err(CliError::Output(error))
            }
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// The title of a part of the results.
    pub(crate) fn heading(&mut self, title: &str) -> Result<(), CliError> {
        let mut page = Page::new(self.stdout_colour);
        page.blank();
        page.paragraph(Line::new().styled(anstyle::Style::new().bold().underline(), title));
        self.show(&page.finish())
    }

    /// Why the command failed.
    pub(crate) fn error(&mut self, error: &CliError) {
        self.remark(("error", AnsiColor::Red), &error.to_string(), error.help());
    }

    /// What needs attention and does not end the run.
    pub(crate) fn warning(&mut self, problem: &str, help: &str) {
        self.remark(("warning", AnsiColor::Yellow), problem, Some(help));
    }

    fn remark(&mut self, (word, colour): (&str, AnsiColor), problem: &str, help: Option<&str>) {
        let mut page = Page::new(self.stderr_colour);
        let label = Line::new().styled(colour.on_default().bold(), word);
        // A URL may have a token in its query.
        let clean = |text: &str| masked(&self.secrets.redact(text));
        page.line(label.text(": ").text(clean(problem)));
        if let Some(help) = help {
            page.line(Line::new().text("  ").bold("help").text(": ").text(clean(help)));
        }
        self.say(&page.finish());
    }

    /// What the parser of the arguments has to say of them.
    pub(crate) fn refusal(&mut self, text: &Shown) {
        self.say(text);
    }

    /// A line for those who asked for every step; without secrets.
    pub(crate) fn trace(&mut self, line: &str) {
        if self.verbosity == Verbosity::Verbose {
            let mut page = Page::new(false);
            page.line(line);
            self.say(&page.finish());
        }
    }

    /// A sign of life, in place of the one before; only on a terminal.
    pub(crate) fn progress(&mut self, text: &str) {
        if self.progress {
            let text = gatepact_report::visible(text);
            let _ = write!(self.stderr, "\r\u{1b}[K{text}");
            let _ = self.stderr.flush();
        }
    }

    /// Why nothing happens for a while: on a terminal in the place of the progress, elsewhere as a line.
    pub(crate) fn wait(&mut self, text: &str) {
        if self.progress {
            self.progress(text);
        } else if self.verbosity != Verbosity::Quiet {
            let mut page = Page::new(false);
            page.line(text);
            self.say(&page.finish());
        }
    }

    /// Where standard error cannot be written to, there is no place to say so.
    fn say(&mut self, text: &Shown) {
        let _ = self.stderr.write_all(text.as_bytes());
        let _ = self.stderr.flush();
    }
}

fn of_environment(context: &Context) -> Secrets {
    let variables = SECRET_VARIABLES.iter().filter_map(|name| context.env(name));
    let passwords = passwords(context);
    Secrets::default().with(variables.chain(passwords.iter().map(String::as_str)))
}
