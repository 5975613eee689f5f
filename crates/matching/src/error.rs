//! Why there is no result.

use std::error::Error;
use std::time::Duration;

use crate::pattern::PatternError;
use crate::xml_depth::MAX_XML_DEPTH;

/// Why the matcher gave no result. Each is a property of the pact or of the response, not a failure
/// of the contract.
#[derive(Debug, thiserror::Error)]
pub enum MatchError {
    /// A runner gave the comparison up.
    #[error("matching took longer than {limit:?}; is there a pattern that backtracks?")]
    TimedOut {
        /// The time that the runner allowed.
        limit: Duration,
    },
    /// The matcher panicked, or a runner lost the thread that it ran on.
    #[error("the matcher gave up; is there a pattern that backtracks?")]
    Aborted,
    /// The expected or the actual body is XML that is nested too deep.
    #[error("its XML is nested more than {MAX_XML_DEPTH} deep")]
    XmlTooDeep,
    /// A pattern of the pact cannot be understood.
    #[error(transparent)]
    Pattern(#[from] PatternError),
    /// The matcher waits for something outside of it. Only its plugins do, and they are not built in.
    #[error("the matcher waits for a plugin, and plugins are not supported")]
    Suspended,
    /// The matcher itself reports a failure.
    #[error(transparent)]
    Failed(Box<dyn Error + Send + Sync>),
}
