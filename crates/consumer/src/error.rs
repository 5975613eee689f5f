use std::collections::BTreeSet;
use std::error::Error as _;
use std::path::PathBuf;
use std::{fmt, io};

use crate::{Auth, Report};

/// Why a test did not pass, or could not be run or recorded.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The client did not keep to the pact.
    #[error("{0}")]
    Broken(Report),
    /// A pact of nothing.
    #[error("the pact has no interaction, add one with `interaction`")]
    NoInteractions,
    /// A consumer or provider whose name cannot be part of a file's name.
    #[error("`{name}` cannot be part of a file name, use another name")]
    InvalidName {
        /// The name.
        name: String,
    },
    /// Two interactions of one pact have the same description and states.
    #[error("two interactions are called \"{interaction}\" in the same states, rename one")]
    DuplicateInteraction {
        /// The description.
        interaction: String,
    },
    /// A provider state whose parameters are not a JSON object.
    #[error("interaction \"{interaction}\": the parameters of \"{state}\" are not a JSON object")]
    InvalidStateParameters {
        /// The description of the interaction.
        interaction: String,
        /// The name of the state.
        state: String,
    },
    /// Kinds of credentials that no request can have at once.
    #[error("interaction \"{interaction}\": no request can have all of these credentials: {}", names(.auth))]
    ContradictoryAuth {
        /// The description of the interaction.
        interaction: String,
        /// The kinds.
        auth: BTreeSet<Auth>,
    },
    /// A request that would put credentials into the pact.
    #[error("interaction \"{interaction}\": {part} must not be recorded, {instead}")]
    Unrecordable {
        /// The description of the interaction.
        interaction: String,
        /// The header or the query parameter.
        part: String,
        /// What to do instead.
        instead: &'static str,
    },
    /// The mock could not be started.
    #[error("the mock stage does not start")]
    Mock(#[source] io::Error),
    /// Another test of the same run recorded another interaction of the same identity.
    #[error(
        "two tests record \"{interaction}\" in the same states with different content, rename one: {}",
        .file.display()
    )]
    Conflict {
        /// The description of the interaction.
        interaction: String,
        /// The pact file.
        file: PathBuf,
    },
    /// The file to merge with is torn, or was never JSON.
    #[error("{} is not JSON, delete it and run the tests again", .file.display())]
    Malformed {
        /// The pact file.
        file: PathBuf,
        /// Where.
        #[source]
        source: serde_json::Error,
    },
    /// The file to merge with is something else.
    #[error("{} is not a V4 pact of this consumer and provider, move it away", .file.display())]
    Foreign {
        /// The pact file.
        file: PathBuf,
    },
    /// The file to merge with is a pact, but not a sound one.
    #[error("{} cannot be merged with", .file.display())]
    Unmergeable {
        /// The pact file.
        file: PathBuf,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A file could not be read or written.
    #[error("cannot {action} {}", .file.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file.
        file: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

fn names(auth: &BTreeSet<Auth>) -> String {
    auth.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ")
}

/// A test that returns an error, and one that unwraps it, are printed by `Debug`: it has to be as
/// readable as `Display`, with the causes.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")?;
        let mut cause = self.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}
