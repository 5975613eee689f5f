//! The command line of Gatepact as a function: [`run`] takes arguments, a [`Context`] and two
//! writers, and returns an [`Exit`].
//!
//! | module | concept |
//! |---|---|
//! | `cli` | what the arguments may be |
//! | `config` | `gatepact.toml` |
//! | `commands` | one command, one file |
//! | `pacts` | where pacts come from |
//! | `documents` | where API documents come from |
//! | `comparison` | what changed between two documents, and what that means under a policy |
//! | `work` | work that does not wait, and can be interrupted all the same |
//! | `output` | where reports go |
//! | `last_failed` | what a run remembers for the next one |
//! | `stage`, `proxies` | the stage a command is about, by its ids; the way to it |
//! | `context`, `exit`, `panics`, `signals` | the process around a run |

mod cli;
mod commands;
mod comparison;
mod config;
mod console;
mod context;
mod documents;
mod duration;
mod error;
mod exit;
mod last_failed;
mod output;
mod pacts;
mod panics;
mod proxies;
mod signals;
mod stage;
mod work;

use std::ffi::OsString;
use std::io::Write;

use clap::Parser as _;
use clap::error::ErrorKind;

pub use cli::command_line;
pub use context::Context;
pub use exit::Exit;
pub use panics::keep_caught_panics_quiet;
pub use signals::interrupt_on_signals;

use gatepact_report::{Shown, visible};

use cli::{Cli, Command};
use console::Console;

/// Runs one command. `args` begins with the program's name.
pub async fn run(
    args: impl IntoIterator<Item = OsString>,
    context: &Context,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> Exit {
    let args: Vec<OsString> = args.into_iter().collect();
    let cli = match Cli::try_parse_from(&args) {
        Ok(cli) => cli,
        Err(error) => {
            let mut console = Console::of_streams(context, stdout, stderr);
            return said_by_parser(error, &args, context, &mut console);
        }
    };
    let mut console = Console::new(&cli.common, context, stdout, stderr);
    let result = match cli.command {
        Command::Verify(args) => {
            commands::verify::run(&args, &cli.common, context, &mut console).await
        }
        Command::PublishSpec(args) => {
            commands::publish_spec::run(&args, &cli.common, context, &mut console).await
        }
        Command::Diff(args) => commands::diff::run(&args, &cli.common, context, &mut console).await,
        Command::Demo => commands::demo::run(context, &mut console).await,
        Command::Completions(args) => commands::completions::run(&args, &mut console),
    };
    match result {
        Ok(exit) => exit,
        Err(error) => {
            console.error(&error);
            error.exit()
        }
    }
}

/// Help and version are answers, everything else is a usage error.
///
/// The parser quotes the arguments. It is asked once more about arguments that steer nothing and hold no secret, so that
/// what it says of them does not either.
fn said_by_parser(
    error: clap::Error,
    args: &[OsString],
    context: &Context,
    console: &mut Console<'_>,
) -> Exit {
    let shown = |arg: &OsString| visible(console.secrets().redact(&arg.to_string_lossy()));
    let error = Cli::try_parse_from(args.iter().map(shown)).err().unwrap_or(error);
    let answers = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    let terminal = if answers { context.stdout_is_terminal } else { context.stderr_is_terminal };
    let text = error.render();
    let text = if context.colour(terminal) { text.ansi().to_string() } else { text.to_string() };
    let text = Shown::own(text);
    if !answers {
        console.refusal(&text);
        return Exit::Usage;
    }
    match console.show(&text) {
        Ok(()) => Exit::Kept,
        Err(error) => {
            console.error(&error);
            error.exit()
        }
    }
}
