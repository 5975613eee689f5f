//! Lambda functions, invoked directly.

use std::fmt;
use std::sync::Arc;

use aws_config::retry::RetryConfig;
use aws_config::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_sdk_lambda::Client;
use aws_sdk_lambda::config::Builder;
use aws_sdk_lambda::primitives::Blob;
use tokio::sync::OnceCell;

use crate::{Connection, Function, GatewayError};

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
    /// [`GatewayError`] when the function was not run, or nobody knows whether it was.
    pub async fn invoke(
        &self,
        function: &Function,
        payload: Vec<u8>,
    ) -> Result<Invocation, GatewayError> {
        let client = self.client.get_or_init(|| self.connect()).await;
        let output = client
            .invoke()
            .function_name(function.name())
            .set_qualifier(function.qualifier().map(str::to_owned))
            .payload(Blob::new(payload))
            .send()
            .await
            .map_err(GatewayError::of)?;
        let how = output.function_error().map(str::to_owned);
        let payload = output.payload.map(Blob::into_inner).unwrap_or_default();
        Ok(match how {
            Some(how) => Invocation::Failed { how, payload },
            None => Invocation::Returned(payload),
        })
    }

    async fn connect(&self) -> Client {
        let config = self.connection.load().await;
        // A function may say nothing for minutes while it works.
        let patient = StalledStreamProtectionConfig::disabled();
        let builder = Builder::from(&config).stalled_stream_protection(patient);
        Client::from_conf(builder.retry_config(RetryConfig::disabled()).build())
    }
}

impl fmt::Debug for Functions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Functions { connection, client: _ } = self;
        f.debug_struct("Functions").field("connection", connection).finish_non_exhaustive()
    }
}
