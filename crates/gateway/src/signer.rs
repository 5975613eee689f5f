//! SigV4 for the service `execute-api`, with credentials from the standard AWS chain.

use std::fmt;
use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4::SigningParams;

use crate::error::Causes;
use crate::{Connection, GatewayError};

/// The service that API Gateway's stages answer for in a signature's scope.
const SERVICE: &str = "execute-api";

/// Signs requests to a stage in one region.
///
/// Credentials are looked up for each signature; the chain caches them and renews what expires.
#[derive(Clone)]
pub struct Signer {
    credentials: Option<SharedCredentialsProvider>,
    region: String,
}

/// AWS keys. `Debug` shows nothing of them.
#[derive(Clone)]
pub struct Keys {
    /// `AWS_ACCESS_KEY_ID`.
    pub access_key_id: String,
    /// `AWS_SECRET_ACCESS_KEY`.
    pub secret_access_key: String,
    /// `AWS_SESSION_TOKEN`, for temporary credentials.
    pub session_token: Option<String>,
}

impl Keys {
    pub(crate) fn provider(&self) -> SharedCredentialsProvider {
        let Keys { access_key_id, secret_access_key, session_token } = self.clone();
        let credentials =
            Credentials::new(access_key_id, secret_access_key, session_token, None, "given keys");
        SharedCredentialsProvider::new(credentials)
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys").finish_non_exhaustive()
    }
}

/// A request as it will be sent, but for its signature.
#[derive(Debug, Clone, Copy)]
pub struct Unsigned<'a> {
    /// `GET`.
    pub method: &'a str,
    /// The whole URL, encoded as it will be sent.
    pub url: &'a str,
    /// The header `Host`, where it is not the URL's own host: a private API behind a VPC endpoint.
    pub host: Option<&'a str>,
    /// The body's bytes.
    pub body: &'a [u8],
}

/// What a signature adds to a request.
///
/// `Debug` shows the names of the headers only.
pub struct Signature {
    /// Headers to set: `authorization`, `x-amz-date`, and `x-amz-security-token` for temporary
    /// credentials.
    pub headers: Vec<(String, String)>,
    /// What must never be shown: the secret key, the session token, the authorization value.
    pub secrets: Vec<String>,
}

impl Signer {
    /// A signer with the standard chain: environment, profile, SSO, container, instance.
    ///
    /// `region` is the API's. `None` takes it from the environment or the profile; where those have
    /// none either, the result is `None`.
    pub async fn from_environment(
        region: Option<String>,
        profile: Option<String>,
    ) -> Option<Signer> {
        let connection = Connection { region, profile, endpoint_url: None, keys: None };
        let config = connection.load().await;
        Some(Signer {
            credentials: config.credentials_provider(),
            region: config.region()?.to_string(),
        })
    }

    /// A signer with keys that the caller has at hand.
    #[must_use]
    pub fn with_keys(keys: &Keys, region: &str) -> Signer {
        Signer { credentials: Some(keys.provider()), region: region.to_owned() }
    }

    /// Signs a request as it stands, at the time `now`.
    ///
    /// # Errors
    /// [`GatewayError::Credentials`] when the chain has none; [`GatewayError::Signing`] for a
    /// request that has no canonical form.
    pub async fn sign(
        &self,
        request: Unsigned<'_>,
        now: SystemTime,
    ) -> Result<Signature, GatewayError> {
        let provider = self
            .credentials
            .as_ref()
            .ok_or_else(|| GatewayError::Credentials(Causes::of(NoProvider)))?;
        let credentials = provider
            .provide_credentials()
            .await
            .map_err(|error| GatewayError::Credentials(Causes::of(error)))?;
        let identity = credentials.clone().into();
        let params = SigningParams::builder()
            .identity(&identity)
            .region(&self.region)
            .name(SERVICE)
            .time(now)
            .settings(SigningSettings::default())
            .build()
            .map_err(|error| GatewayError::Signing(Causes::of(error)))?;
        let signable = SignableRequest::new(
            request.method,
            request.url,
            request.host.map(|host| ("host", host)).into_iter(),
            SignableBody::Bytes(request.body),
        )
        .map_err(|error| GatewayError::Signing(Causes::of(error)))?;
        let (instructions, _) = sign(signable, &params.into())
            .map_err(|error| GatewayError::Signing(Causes::of(error)))?
            .into_parts();
        let headers: Vec<(String, String)> = instructions
            .headers()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let mut secrets = vec![credentials.secret_access_key().to_owned()];
        secrets.extend(credentials.session_token().map(str::to_owned));
        for (name, value) in &headers {
            if name == "authorization" {
                secrets.push(value.clone());
                secrets.extend(value.split("Signature=").nth(1).map(str::to_owned));
            }
        }
        Ok(Signature { headers, secrets })
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer").field("region", &self.region).finish_non_exhaustive()
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.headers.iter().map(|(name, _)| name)).finish()
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the standard chain offers no provider")]
struct NoProvider;

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    async fn signature(token: Option<&str>) -> Signature {
        let keys = Keys {
            access_key_id: "AKIDEXAMPLE".to_owned(),
            secret_access_key: SECRET.to_owned(),
            session_token: token.map(str::to_owned),
        };
        let request = Unsigned {
            method: "GET",
            url: "https://a1b2.execute-api.eu-west-1.amazonaws.com/prod/orders?limit=2",
            host: None,
            body: b"",
        };
        let now = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        Signer::with_keys(&keys, "eu-west-1").sign(request, now).await.unwrap()
    }

    #[tokio::test]
    async fn the_scope_is_execute_api_in_the_region() {
        let signature = signature(None).await;
        let value = |name: &str| {
            signature.headers.iter().find(|(header, _)| header == name).map(|(_, value)| value)
        };
        let authorization = value("authorization").unwrap();
        assert!(authorization.starts_with(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20231114/eu-west-1/execute-api/aws4_request, \
             SignedHeaders=host;x-amz-date, Signature="
        ));
        assert_eq!(value("x-amz-date").unwrap(), "20231114T221320Z");
        assert_eq!(value("x-amz-security-token"), None);
    }

    #[tokio::test]
    async fn whatever_is_secret_is_named_and_nothing_of_it_shown() {
        let signature = signature(Some("the-session-token")).await;
        assert!(signature.secrets.contains(&SECRET.to_owned()));
        assert!(signature.secrets.contains(&"the-session-token".to_owned()));
        let authorization =
            signature.headers.iter().find(|(name, _)| name == "authorization").unwrap();
        assert!(signature.secrets.contains(&authorization.1));
        let shown = format!("{signature:?}");
        assert_eq!(shown, r#"["x-amz-date", "authorization", "x-amz-security-token"]"#);
    }
}
