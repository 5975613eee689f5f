//! The credentials of a run: what they are and where they come from.

mod api_key;
mod bearer;
mod command;
mod expiry;
mod oauth;

use std::fmt;

use gatepact_contract::AuthKind;
use gatepact_gateway::{GatewayError, Signer};
use gatepact_report::Secrets;
use http::HeaderValue;

pub use api_key::ApiKey;
pub use bearer::Bearer;
pub use command::TokenCommand;
pub use oauth::{ClientCredentials, Reach};

pub(crate) use bearer::BearerError;

/// The credentials of a run. `Debug` shows which there are, never what they are.
#[derive(Clone, Default)]
pub struct Credentials {
    /// The value of `x-api-key`.
    pub api_key: Option<ApiKey>,
    /// The token of `Authorization: Bearer`.
    pub bearer: Option<Bearer>,
    /// Signs requests.
    pub signer: Option<Signer>,
}

/// The header values for one request, but for a signature, which needs the whole request.
#[derive(Default)]
pub(crate) struct Supplied {
    pub(crate) api_key: Option<HeaderValue>,
    pub(crate) bearer: Option<HeaderValue>,
}

/// Why a credential could not be had.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum CredentialError {
    #[error("the API key {id} could not be read: {said}")]
    ApiKey { id: String, said: String },
    #[error("the API key {id} has a value that no header can have")]
    ApiKeyValue { id: String },
    #[error(transparent)]
    Bearer(BearerError),
}

impl Credentials {
    /// Whether the run has credentials of that kind.
    #[must_use]
    pub fn has(&self, kind: AuthKind) -> bool {
        match kind {
            AuthKind::None => true,
            AuthKind::Iam => self.signer.is_some(),
            AuthKind::ApiKey => self.api_key.is_some(),
            AuthKind::Bearer => self.bearer.is_some(),
        }
    }

    /// The header values of those kinds. Whatever is obtained on the way is learned as a secret.
    pub(crate) async fn supply(
        &self,
        kinds: &[AuthKind],
        secrets: &Secrets,
    ) -> Result<Supplied, CredentialError> {
        let mut supplied = Supplied::default();
        for kind in kinds {
            match (kind, &self.api_key, &self.bearer) {
                (AuthKind::ApiKey, Some(key), _) => {
                    supplied.api_key = Some(key.value(secrets).await?);
                }
                (AuthKind::Bearer, _, Some(bearer)) => {
                    let token = bearer.token(secrets).await.map_err(CredentialError::Bearer)?;
                    supplied.bearer = Some(token);
                }
                (AuthKind::None | AuthKind::Iam | AuthKind::ApiKey | AuthKind::Bearer, _, _) => {}
            }
        }
        Ok(supplied)
    }
}

impl CredentialError {
    fn of_key(id: &str, error: &GatewayError) -> CredentialError {
        CredentialError::ApiKey { id: id.to_owned(), said: error.to_string() }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(AuthKind::ALL.into_iter().filter(|kind| self.has(*kind))).finish()
    }
}

/// A header value that no log shows.
fn sensitive(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_kinds_only() {
        let credentials = Credentials {
            api_key: Some(ApiKey::given(HeaderValue::from_static("hunter2"))),
            ..Default::default()
        };
        assert_eq!(format!("{credentials:?}"), "[None, ApiKey]");
    }
}
