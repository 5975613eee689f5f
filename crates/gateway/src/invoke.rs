//! Lambda functions, invoked directly.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use aws_config::retry::RetryConfig;
use aws_config::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_config::timeout::TimeoutConfig;
use aws_sdk_lambda::Client;
use aws_sdk_lambda::config::Builder;
use aws_sdk_lambda::primitives::Blob;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use tokio::sync::OnceCell;

use crate::call::has_no_credentials;
use crate::error::Causes;
use crate::{Connection, Function};

/// Invokes functions over one connection, which is made at the first invocation.
#[derive(Clone)]
pub struct Functions {
    connection: Connection,
    client: Arc<OnceCell<Client>>,
}

/// What came of an invocation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Invocation {
    /// What the function returned, as JSON.
    Returned(Vec<u8>),
    /// The function failed, and this is what its runtime says about it, as JSON.
    Failed {
        /// `Handled` or `Unhandled`.
        how: String,
        /// `errorType`, `errorMessage` and a stack trace, as a rule.
        payload: Vec<u8>,
    },
}

/// Why a function was not run, or nobody knows whether it was.
#[derive(Debug, thiserror::Error)]
pub enum InvokeError {
    /// The standard chain (environment, profile, SSO, container, instance) has no credentials.
    #[error("no usable AWS credentials: {0}")]
    NoCredentials(#[source] Causes),
    /// AWS does not accept the credentials, or they may not invoke the function.
    #[error("AWS refuses the invocation: {0}")]
    Refused(#[source] Causes),
    /// Too many invocations at once.
    #[error("AWS throttles the invocation: {0}")]
    Throttled(#[source] Causes),
    /// No connection came about.
    #[error("no connection to AWS: {0}")]
    NotSent(#[source] Causes),
    /// The invocation may have been sent, and no answer came.
    #[error("no complete answer from AWS: {0}")]
    Lost(#[source] Causes),
    /// AWS answered with another error: there is no such function, say.
    #[error("AWS fails the invocation: {0}")]
    Failed(#[source] Causes),
}

impl InvokeError {
    fn of<E>(error: SdkError<E, HttpResponse>) -> InvokeError
    where
        E: Error + ProvideErrorMetadata + Send + Sync + 'static,
    {
        let kind = match &error {
            SdkError::ServiceError(failure) => {
                by_code(failure.err().code(), failure.raw().status().as_u16())
            }
            error if has_no_credentials(error) => InvokeError::NoCredentials,
            SdkError::DispatchFailure(failure) if failure.is_io() => {
                let connected = failure
                    .as_connector_error()
                    .is_some_and(|error| error.connection_metadata().is_some());
                if connected { InvokeError::Lost } else { InvokeError::NotSent }
            }
            // No region, say.
            SdkError::ConstructionFailure(_) => InvokeError::NotSent,
            _ => InvokeError::Lost,
        };
        kind(Causes::of(error))
    }
}

fn by_code(code: Option<&str>, status: u16) -> fn(Causes) -> InvokeError {
    match (code.unwrap_or_default(), status) {
        ("EC2ThrottledException" | "ThrottlingException" | "TooManyRequestsException", _)
        | (_, 429) => InvokeError::Throttled,
        (
            "ExpiredTokenException" | "InvalidSignatureException" | "UnrecognizedClientException",
            _,
        )
        | (_, 401 | 403) => InvokeError::Refused,
        _ => InvokeError::Failed,
    }
}

impl Functions {
    /// Functions in the region, with the credentials and at the endpoint of the connection.
    #[must_use]
    pub fn at(connection: Connection) -> Functions {
        Functions { connection, client: Arc::default() }
    }

    /// Invokes a function once and waits for what it returns. Nothing is repeated here: only the
    /// caller knows what may be.
    ///
    /// # Errors
    /// [`InvokeError`] when the function was not run, or nobody knows whether it was.
    pub async fn invoke(
        &self,
        function: &Function,
        payload: Vec<u8>,
    ) -> Result<Invocation, InvokeError> {
        let client = self.client.get_or_init(|| self.connect()).await;
        let output = client
            .invoke()
            .function_name(function.name())
            .set_qualifier(function.qualifier().map(str::to_owned))
            .payload(Blob::new(payload))
            .send()
            .await
            .map_err(InvokeError::of)?;
        let how = output.function_error().map(str::to_owned);
        let payload = output.payload.map(Blob::into_inner).unwrap_or_default();
        Ok(match how {
            Some(how) => Invocation::Failed { how, payload },
            None => Invocation::Returned(payload),
        })
    }

    async fn connect(&self) -> Client {
        let config = self.connection.load().await;
        // A function may say nothing for minutes while it works; the caller knows how long to wait.
        let patient = StalledStreamProtectionConfig::disabled();
        let builder = Builder::from(&config)
            .stalled_stream_protection(patient)
            .timeout_config(TimeoutConfig::disabled())
            .retry_config(RetryConfig::disabled());
        Client::from_conf(builder.build())
    }
}

impl fmt::Debug for Functions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Functions { connection, client: _ } = self;
        f.debug_struct("Functions").field("connection", connection).finish_non_exhaustive()
    }
}
