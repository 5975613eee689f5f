//! OAuth 2.0 client credentials: RFC 6749, section 4.4, with HTTP Basic authentication.

use std::fmt;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gatepact_report::Secrets;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Client, Request, Url};
use serde_json::Value;

use super::bearer::Obtained;
use super::sensitive;
use crate::answer::Answer;
use crate::exchange::{ExchangeError, exchange};
use crate::verdict::received;
use crate::{Connection, VerifyError};

/// What `application/x-www-form-urlencoded` leaves as it is, but for the space.
const FORM: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The longest part of a refusal that is shown, in characters.
const EXCERPT: usize = 300;

/// A client that a token endpoint knows. `Debug` shows neither its secret nor a token.
#[derive(Clone)]
pub struct ClientCredentials {
    client: Client,
    url: Url,
    id: String,
    secret: String,
    scope: Option<String>,
    timeout: Duration,
}

/// How a token endpoint is reached.
#[derive(Debug, Clone, Copy)]
pub struct Reach<'a> {
    /// How connections are made.
    pub connection: &'a Connection,
    /// How long it may take to answer.
    pub timeout: Duration,
}

/// Why a token endpoint gave no token.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum OAuthError {
    #[error("the token endpoint {url} gave no answer: {reason}")]
    NoAnswer { url: String, reason: String },
    #[error("the token endpoint {url} answered {status}: {said}")]
    Refused { url: String, status: u16, said: String },
    #[error("the token endpoint {url} answered without a token: {missing}")]
    NoToken { url: String, missing: &'static str },
}

impl ClientCredentials {
    /// A client of the token endpoint at `url`.
    ///
    /// # Errors
    /// [`VerifyError`] when no HTTP client can be made.
    pub fn new(
        url: Url,
        id: &str,
        secret: &str,
        reach: Reach<'_>,
    ) -> Result<ClientCredentials, VerifyError> {
        let Reach { connection, timeout } = reach;
        let client = crate::client::client(&[&url], connection)?;
        let (id, secret) = (id.to_owned(), secret.to_owned());
        Ok(ClientCredentials { client, url, id, secret, scope: None, timeout })
    }

    /// The same client, asking for a scope.
    #[must_use]
    pub fn with_scope(mut self, scope: Option<String>) -> ClientCredentials {
        self.scope = scope;
        self
    }

    /// Asks for a token.
    pub(super) async fn token(&self, secrets: &Secrets) -> Result<Obtained, OAuthError> {
        let request = self.request(secrets);
        match exchange(&self.client, request, self.timeout).await {
            Ok(answer) => self.read(&answer, secrets),
            Err(error) => Err(self.no_answer(&error)),
        }
    }

    fn request(&self, secrets: &Secrets) -> Request {
        // The parts are form-encoded before they are joined: section 2.3.1.
        let pair = STANDARD.encode(format!("{}:{}", form(&self.id), form(&self.secret)));
        secrets.learn(&self.secret);
        secrets.learn(&pair);
        let mut body = "grant_type=client_credentials".to_owned();
        if let Some(scope) = &self.scope {
            body.push_str("&scope=");
            body.push_str(&form(scope));
        }
        let mut request = Request::new(Method::POST, self.url.clone());
        let headers = request.headers_mut();
        let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
        headers.insert(CONTENT_TYPE, kind);
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let basic = sensitive(&format!("Basic {pair}")).expect("base64 is valid in a header");
        headers.insert(AUTHORIZATION, basic);
        *request.body_mut() = Some(body.into());
        request
    }

    fn read(&self, answer: &Answer, secrets: &Secrets) -> Result<Obtained, OAuthError> {
        let url = self.url.to_string();
        if answer.status != 200 {
            let said = received(&String::from_utf8_lossy(&answer.body), secrets);
            let said = said.chars().take(EXCERPT).collect();
            return Err(OAuthError::Refused { url, status: answer.status, said });
        }
        let json: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let text = |name: &str| json.get(name).and_then(Value::as_str);
        let missing = |missing| OAuthError::NoToken { url: url.clone(), missing };
        let token = text("access_token").filter(|token| !token.is_empty());
        let token = token.ok_or_else(|| missing("it has no `access_token`"))?;
        secrets.learn(token);
        if text("token_type").is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
            return Err(missing("its `token_type` is not `Bearer`"));
        }
        let expires_in = json.get("expires_in");
        let expires_in =
            expires_in.and_then(|value| value.as_u64().or_else(|| value.as_str()?.parse().ok()));
        Ok(Obtained { token: token.to_owned(), expires_in })
    }

    fn no_answer(&self, error: &ExchangeError) -> OAuthError {
        OAuthError::NoAnswer { url: self.url.to_string(), reason: error.to_string() }
    }
}

fn form(text: &str) -> String {
    utf8_percent_encode(text, FORM).to_string().replace("%20", "+")
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ClientCredentials { client: _, url, id, secret: _, scope, timeout } = self;
        f.debug_struct("ClientCredentials")
            .field("url", &url.as_str())
            .field("id", id)
            .field("scope", scope)
            .field("timeout", timeout)
            .finish_non_exhaustive()
    }
}
