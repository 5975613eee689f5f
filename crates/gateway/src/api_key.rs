//! The value of an API key that is known by its id.

use std::fmt;

use aws_sdk_apigateway::Client;

use crate::{Connection, GatewayError};

/// Reads API keys over one connection.
#[derive(Clone)]
pub struct ApiKeys {
    connection: Connection,
}

impl ApiKeys {
    /// API keys in the region, with the credentials and at the endpoint of the connection.
    #[must_use]
    pub fn at(connection: Connection) -> ApiKeys {
        ApiKeys { connection }
    }

    /// The value of the key with that id: a secret. `None` for a key that has none.
    ///
    /// # Errors
    /// [`GatewayError`] when AWS refused or could not be reached.
    pub async fn value(&self, id: &str) -> Result<Option<String>, GatewayError> {
        let client = Client::new(&self.connection.load().await);
        let key = client
            .get_api_key()
            .api_key(id)
            .include_value(true)
            .send()
            .await
            .map_err(GatewayError::of)?;
        Ok(key.value.filter(|value| !value.is_empty()))
    }
}

impl fmt::Debug for ApiKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ApiKeys { connection } = self;
        f.debug_struct("ApiKeys").field("connection", connection).finish()
    }
}
