//! The value of an API key that is known by its id.

use std::fmt;

use aws_sdk_apigateway::Client;

use crate::call::Call;
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
        let config = self.connection.load().await;
        let region = config.region().ok_or(GatewayError::NoRegion)?.to_string();
        let call = Call {
            operation: "GetApiKey",
            action: "apigateway:GET",
            resource: format!("/apikeys/{id}"),
            region: &region,
            endpoint: config.endpoint_url().unwrap_or("API Gateway"),
        };
        let request = Client::new(&config).get_api_key().api_key(id).include_value(true);
        let key = request.send().await.map_err(|error| call.failed(error))?;
        Ok(key.value.filter(|value| !value.is_empty()))
    }
}

impl fmt::Debug for ApiKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ApiKeys { connection } = self;
        f.debug_struct("ApiKeys").field("connection", connection).finish()
    }
}
