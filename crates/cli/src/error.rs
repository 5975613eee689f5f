//! Why a command could not do its work.

use std::path::PathBuf;

use gatepact_gateway::GatewayError;
use gatepact_openapi::ReadError;
use gatepact_publisher::RegistryError;
use gatepact_stage::StageError;
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
    /// Standard output could not be written.
    #[error("standard output could not be written: {0}")]
    Output(#[source] std::io::Error),
    /// A run that could not start.
    #[error(transparent)]
    Verify(#[from] VerifyError),
    /// AWS, or the way to it, failed.
    #[error(transparent)]
    Gateway(#[from] GatewayError),
    /// The registry could not be read or written.
    #[error("{}", with_source(.0))]
    Registry(#[from] RegistryError),
    /// A file that could not be read.
    #[error("{file} cannot be read: {source}")]
    Input {
        /// The file.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// A file that is no document.
    #[error("{file}: {source}")]
    Document {
        /// The file.
        file: String,
        /// What is wrong with it, with its line.
        source: Box<ReadError>,
    },
    /// A document that could not be fetched.
    #[error("{url} {problem}")]
    Fetch {
        /// The URL, without its query.
        url: String,
        /// What happened.
        problem: String,
    },
    /// A file of a git revision that could not be read.
    #[error("{document}: {problem}")]
    Git {
        /// As the user named it.
        document: String,
        /// What happened.
        problem: String,
        /// What to do.
        help: Option<String>,
        /// Whether another run may succeed.
        may_pass: bool,
    },
    /// Work on a thread of its own ended without a result.
    #[error("the comparison broke off: this is a fault of gatepact")]
    BrokeOff,
    /// A thread could not be started.
    #[error("no thread could be started: {0}")]
    Thread(#[source] std::io::Error),
    /// What API Gateway exported is no document.
    #[error("what API Gateway exports is refused: {0}")]
    Export(#[source] Box<ReadError>),
    /// The stage runs something else than was expected.
    #[error("the stage runs the deployment {found}, not {expected}")]
    OtherDeployment {
        /// `--expect-deployment-id`.
        expected: String,
        /// What it runs.
        found: String,
    },
    /// The stage was deployed while it was looked at.
    #[error("the stage was deployed meanwhile: {before} before, {after} now; nothing was written")]
    DeployedMeanwhile {
        /// The deployment at first.
        before: String,
        /// The deployment at last.
        after: String,
    },
    /// The example service of the demonstration did not start.
    #[error("the example service did not start: {0}")]
    Demo(#[source] std::io::Error),
    /// The local stage of the demonstration did not start.
    #[error(transparent)]
    Stage(#[from] StageError),
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
            CliError::Usage { help, .. } | CliError::Git { help, .. } => help.as_deref(),
            CliError::OtherDeployment { .. } => {
                Some("deploy first, or correct --expect-deployment-id; nothing was written")
            }
            CliError::DeployedMeanwhile { .. } => Some("run again when the deployment is done"),
            CliError::Fetch { .. } => {
                Some("check the URL, or fetch the document by another program and name the file")
            }
            CliError::BrokeOff => Some("please report it with the two documents"),
            CliError::Thread(_)
            | CliError::Gateway(_)
            | CliError::Registry(_)
            | CliError::Input { .. }
            | CliError::Document { .. }
            | CliError::Export(_)
            | CliError::Stage(_)
            | CliError::Config { .. }
            | CliError::Report { .. }
            | CliError::Output(_)
            | CliError::Verify(_)
            | CliError::Demo(_)
            | CliError::Interrupted(_) => None,
        }
    }

    pub(crate) fn exit(&self) -> Exit {
        match self {
            CliError::Usage { .. }
            | CliError::Config { .. }
            | CliError::Input { .. }
            | CliError::Document { .. }
            | CliError::Git { may_pass: false, .. }
            | CliError::Gateway(GatewayError::NoRegion) => Exit::Usage,
            CliError::Registry(error) => registry_exit(error),
            CliError::Verify(_)
            | CliError::Report { .. }
            | CliError::Output(_)
            | CliError::Gateway(_)
            | CliError::Export(_)
            | CliError::Fetch { .. }
            | CliError::Git { may_pass: true, .. }
            | CliError::BrokeOff
            | CliError::Thread(_)
            | CliError::OtherDeployment { .. }
            | CliError::DeployedMeanwhile { .. }
            | CliError::Stage(_)
            | CliError::Demo(_) => Exit::Unknown,
            CliError::Interrupted(_) => Exit::Interrupted,
        }
    }
}

/// Somebody else who was faster is weather; all else is a matter of names, files and permissions.
fn registry_exit(error: &RegistryError) -> Exit {
    if error.may_pass() { Exit::Unknown } else { Exit::Usage }
}

/// The registry's messages name the file; the reason is their source.
fn with_source(error: &RegistryError) -> String {
    use std::error::Error as _;
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
