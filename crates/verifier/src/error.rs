//! Why a run could not start.

/// Why a run could not start; nothing was sent.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The HTTP client could not be made: no root certificates on this machine, say.
    #[error("the HTTP client could not be set up: {0}")]
    Client(String),
}
