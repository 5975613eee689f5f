//! An API key: given, or read from API Gateway by its id.

use std::fmt;
use std::sync::Arc;

use gatepact_gateway::ApiKeys;
use gatepact_report::Secrets;
use http::HeaderValue;
use tokio::sync::OnceCell;

use super::{CredentialError, sensitive};

/// The value of `x-api-key`, or the way to it. `Debug` shows nothing of it.
#[derive(Clone)]
pub struct ApiKey(Arc<Source>);

enum Source {
    Given(HeaderValue),
    ById(Box<LookUp>),
}

struct LookUp {
    keys: ApiKeys,
    id: String,
    value: OnceCell<Result<HeaderValue, CredentialError>>,
}

impl ApiKey {
    /// A key that the caller has at hand.
    #[must_use]
    pub fn given(value: HeaderValue) -> ApiKey {
        ApiKey(Arc::new(Source::Given(value)))
    }

    /// The key with that id, looked up when the first request needs it, and once.
    #[must_use]
    pub fn by_id(keys: ApiKeys, id: &str) -> ApiKey {
        let look_up = LookUp { keys, id: id.to_owned(), value: OnceCell::new() };
        ApiKey(Arc::new(Source::ById(Box::new(look_up))))
    }

    pub(crate) async fn value(&self, secrets: &Secrets) -> Result<HeaderValue, CredentialError> {
        match &*self.0 {
            Source::Given(value) => Ok(value.clone()),
            Source::ById(look_up) => {
                let LookUp { keys, id, value } = look_up.as_ref();
                value.get_or_init(|| looked_up(keys, id, secrets)).await.clone()
            }
        }
    }
}

async fn looked_up(
    keys: &ApiKeys,
    id: &str,
    secrets: &Secrets,
) -> Result<HeaderValue, CredentialError> {
    let value = keys.value(id).await.map_err(|error| CredentialError::of_key(id, &error))?;
    let invalid = || CredentialError::ApiKeyValue { id: id.to_owned() };
    let value = value.ok_or_else(invalid)?;
    secrets.learn(&value);
    sensitive(&value).ok_or_else(invalid)
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiKey").finish_non_exhaustive()
    }
}
