//! What the arguments may be.

use std::path::PathBuf;

use clap::{Args, CommandFactory as _, Parser, Subcommand};

use crate::commands::completions::CompletionsArgs;
use crate::commands::diff::DiffArgs;
use crate::commands::publish_spec::PublishSpecArgs;
use crate::commands::verify::VerifyArgs;

/// Contract testing for services on AWS API Gateway and Lambda
#[derive(Debug, Parser)]
#[command(name = "gatepact", version, max_term_width = 100, after_help = EXAMPLES)]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Replay pacts against a deployed stage, or any URL
    Verify(Box<VerifyArgs>),
    /// Keep the document of what is deployed, and say which consumers its changes break
    PublishSpec(Box<PublishSpecArgs>),
    /// Compare two API documents: what changed, what breaks, and which consumers
    Diff(Box<DiffArgs>),
    /// The whole story on this machine: nothing to install, no AWS account
    Demo,
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
}

/// What every command takes.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// Settings file [default: gatepact.toml, here or in a folder above]
    #[arg(long, global = true, value_name = "FILE", help_heading = "Common")]
    pub(crate) config: Option<PathBuf>,
    /// Say only the result and what needs attention
    #[arg(short, long, global = true, conflicts_with = "verbose", help_heading = "Common")]
    pub(crate) quiet: bool,
    /// Say what is sent and what comes back, without bodies and credentials
    #[arg(short, long, global = true, help_heading = "Common")]
    pub(crate) verbose: bool,
}

/// The definition of the command line, for completions and documentation.
#[must_use]
pub fn command_line() -> clap::Command {
    Cli::command()
}

const EXAMPLES: &str = "\
Exit codes:
  0    the contract is kept
  1    the contract is broken
  2    bad arguments or settings, or an input that cannot be read
  3    could not tell: network, AWS or the provider-state handler failed, nothing was verified,
       something could not be compared, or a report could not be written
  130  interrupted

Examples:
  gatepact demo
  gatepact verify --dir pacts --rest-api-id a1b2c3d4e5 --stage-name prod
  gatepact publish-spec --rest-api-id a1b2c3d4e5 --stage-name prod --release 1.4.0 --dir pacts
  gatepact diff orders-api@current openapi.yaml --dir pacts";
