//! Why AWS, or our use of it, failed.

use std::error::Error;
use std::fmt;

/// Why a request could not be signed.
#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    /// The standard chain (environment, profile, SSO, container, instance) has no credentials.
    #[error("no usable AWS credentials: {0}")]
    Credentials(#[source] Causes),
    /// The request cannot be put into SigV4's canonical form.
    #[error("the request cannot be signed: {0}")]
    Signing(#[source] Causes),
}

/// An SDK error with its causes in one line: the SDK says only "an error occurred" at the top.
#[derive(Debug)]
pub struct Causes(Box<dyn Error + Send + Sync>);

impl Causes {
    pub(crate) fn of(error: impl Error + Send + Sync + 'static) -> Causes {
        Causes(Box::new(error))
    }
}

impl Error for Causes {}

impl fmt::Display for Causes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut said = self.0.to_string();
        write!(f, "{said}")?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            let text = error.to_string();
            if !said.contains(&text) {
                write!(f, ": {text}")?;
                said = text;
            }
            cause = error.source();
        }
        Ok(())
    }
}
