//! Why a command could not do its work.

use std::path::PathBuf;

use gatepact_verifier::VerifyError;

use crate::Exit;

/// Why a command could not do its work. Messages are fragments; `help` says what to do.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    /// An argument or a setting that cannot be meant.
    #[error("{problem}")]
    Usage {
        /// What is wrong, and with which argument.
        problem: String,
        /// What to do.
        help: Option<String>,
    },
    /// A configuration file that cannot be used.
    #[error("{} cannot be used: {problem}", path.display())]
    Config {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, with its line.
        problem: String,
    },
    /// A report that could not be written.
    #[error("the report {} could not be written: {source}", path.display())]
    Report {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A run that could not start.
    #[error(transparent)]
    Verify(#[from] VerifyError),
    /// The example service of the demonstration did not start.
    #[error("the example service did not start: {0}")]
    Demo(#[source] std::io::Error),
    /// The user wanted the run to stop.
    #[error("interrupted: {0}")]
    Interrupted(String),
}

impl CliError {
    pub(crate) fn usage(problem: impl Into<String>) -> CliError {
        CliError::Usage { problem: problem.into(), help: None }
    }

    pub(crate) fn usage_with_help(problem: impl Into<String>, help: impl Into<String>) -> CliError {
        CliError::Usage { problem: problem.into(), help: Some(help.into()) }
    }

    pub(crate) fn help(&self) -> Option<&str> {
        match self {
            CliError::Usage { help, .. } => help.as_deref(),
            CliError::Config { .. }
            | CliError::Report { .. }
            | CliError::Verify(_)
            | CliError::Demo(_)
            | CliError::Interrupted(_) => None,
        }
    }

    pub(crate) fn exit(&self) -> Exit {
        match self {
            CliError::Usage { .. } | CliError::Config { .. } | CliError::Report { .. } => {
                Exit::Usage
            }
            CliError::Verify(_) | CliError::Demo(_) => Exit::Unknown,
            CliError::Interrupted(_) => Exit::Interrupted,
        }
    }
}
