//! Why AWS, or our use of it, failed.

use std::error::Error;
use std::fmt;

use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

/// Why something could not be signed, or AWS did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    /// The standard chain (environment, profile, SSO, container, instance) has no credentials.
    #[error("no usable AWS credentials: {0}")]
    Credentials(#[source] Causes),
    /// The request cannot be put into SigV4's canonical form.
    #[error("the request cannot be signed: {0}")]
    Signing(#[source] Causes),
    /// AWS does not accept the credentials, or they may not do this.
    #[error("AWS refused: {0}")]
    Refused(#[source] Causes),
    /// AWS is asked too often, or the function runs too often at once.
    #[error("AWS is busy: {0}")]
    Throttled(#[source] Causes),
    /// What was asked for is not there.
    #[error("AWS does not know it: {0}")]
    NotFound(#[source] Causes),
    /// No connection came about, so nothing was sent.
    #[error("no connection to AWS: {0}")]
    NotConnected(#[source] Causes),
    /// The request may have been sent, and no answer came.
    #[error("no complete answer from AWS: {0}")]
    Lost(#[source] Causes),
    /// AWS answered with any other error.
    #[error("AWS failed: {0}")]
    Service(#[source] Causes),
}

impl GatewayError {
    /// Which kind of failure a call's error is.
    pub(crate) fn of<E>(error: SdkError<E, HttpResponse>) -> GatewayError
    where
        E: Error + ProvideErrorMetadata + Send + Sync + 'static,
    {
        let kind = match &error {
            SdkError::ServiceError(failure) => {
                by_code(failure.err().code(), failure.raw().status().as_u16())
            }
            error if has_cause::<CredentialsError>(error) => GatewayError::Credentials,
            SdkError::DispatchFailure(failure) if failure.is_io() => {
                let connected = failure
                    .as_connector_error()
                    .is_some_and(|error| error.connection_metadata().is_some());
                if connected { GatewayError::Lost } else { GatewayError::NotConnected }
            }
            // No region, say: nothing was sent.
            SdkError::ConstructionFailure(_) => GatewayError::NotConnected,
            _ => GatewayError::Lost,
        };
        kind(Causes::of(error))
    }
}

fn by_code(code: Option<&str>, status: u16) -> fn(Causes) -> GatewayError {
    match (code.unwrap_or_default(), status) {
        (
            "AccessDenied"
            | "AccessDeniedException"
            | "ExpiredToken"
            | "ExpiredTokenException"
            | "IncompleteSignature"
            | "InvalidClientTokenId"
            | "InvalidSignatureException"
            | "MissingAuthenticationToken"
            | "MissingAuthenticationTokenException"
            | "UnauthorizedException"
            | "UnrecognizedClientException",
            _,
        )
        | (_, 401 | 403) => GatewayError::Refused,
        (
            "EC2ThrottledException"
            | "ThrottlingException"
            | "Throttling"
            | "TooManyRequestsException",
            _,
        )
        | (_, 429) => GatewayError::Throttled,
        (_, 404) => GatewayError::NotFound,
        _ => GatewayError::Service,
    }
}

fn has_cause<T: Error + 'static>(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.is::<T>() {
            return true;
        }
        cause = error.source();
    }
    false
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
