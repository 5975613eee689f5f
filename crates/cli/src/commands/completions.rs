//! `gatepact completions`: a script that teaches a shell the command line.

use clap::Args;
use clap_complete::Shell;
use gatepact_report::Shown;

use crate::Exit;
use crate::console::Console;
use crate::error::CliError;

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  gatepact completions bash > ~/.local/share/bash-completion/completions/gatepact"
)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

pub(crate) fn run(args: &CompletionsArgs, console: &mut Console<'_>) -> Result<Exit, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut crate::command_line(), "gatepact", &mut script);
    console.show(&Shown::own(String::from_utf8_lossy(&script).into_owned()))?;
    Ok(Exit::Kept)
}
