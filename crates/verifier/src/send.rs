//! Sending a request to whoever is asked, and once more where only its bearer token was refused.

use gatepact_contract::AuthKind;
use http::header::AUTHORIZATION;
use http::{HeaderValue, Method};
use pact_models::v4::http_parts::HttpRequest;
use reqwest::Request;

use crate::exchange::{Answer, ExchangeError, exchange};
use crate::run::Run;
use crate::target::{Target, ask};

/// What is sent, and what has to be known beside it.
pub(crate) struct Sending<'a> {
    pub(crate) request: Request,
    /// The pact's own request, generators applied.
    pub(crate) recorded: &'a HttpRequest,
    /// The kinds of credentials that the interaction is made with.
    pub(crate) kinds: &'a [AuthKind],
    /// The status that the pact promises.
    pub(crate) promised: u16,
}

impl Run<'_> {
    /// Sends the request and tells how often it was sent.
    ///
    /// A 401 that nobody promised means that the token is refused, perhaps because it has expired:
    /// its source is asked for another one, which later requests use as well. A request that only
    /// reads is sent once more with it; the provider states still stand, for nothing was done.
    pub(crate) async fn send(&self, sending: Sending<'_>) -> (u32, Result<Answer, ExchangeError>) {
        let Sending { request, recorded, kinds, promised } = sending;
        let timeout = self.options.request_timeout;
        if let Target::Lambda(target) = &self.options.target {
            return (1, ask(target, &request, recorded, kinds, timeout).await);
        }
        let token = self.token_of(&request, kinds);
        let again = request.try_clone();
        let answer = exchange(&self.client, request, timeout).await;
        let (Some(token), Ok(answered)) = (token, &answer) else { return (1, answer) };
        if answered.status != 401 {
            self.accepted(&token).await;
            return (1, answer);
        }
        if promised == 401 {
            return (1, answer);
        }
        match self.instead_of(&token).await {
            Err(error) => (1, Err(error)),
            Ok(Some(other)) => match again.filter(|request| only_reads(request.method())) {
                Some(mut request) => {
                    request.headers_mut().insert(AUTHORIZATION, other.clone());
                    let answer = exchange(&self.client, request, timeout).await;
                    if answer.as_ref().is_ok_and(|answer| answer.status != 401) {
                        self.accepted(&other).await;
                    }
                    (2, answer)
                }
                None => (1, answer),
            },
            Ok(None) => (1, answer),
        }
    }

    /// The bearer token that the request carries, if it is one of ours.
    fn token_of(&self, request: &Request, kinds: &[AuthKind]) -> Option<HeaderValue> {
        let ours = kinds.contains(&AuthKind::Bearer) && !kinds.contains(&AuthKind::Iam);
        request.headers().get(AUTHORIZATION).filter(|_| ours).cloned()
    }

    async fn accepted(&self, token: &HeaderValue) {
        if let Some(bearer) = &self.options.credentials.bearer {
            bearer.accepted(token).await;
        }
    }

    async fn instead_of(&self, token: &HeaderValue) -> Result<Option<HeaderValue>, ExchangeError> {
        match &self.options.credentials.bearer {
            Some(bearer) => {
                let other = bearer.instead_of(token, &self.options.secrets).await;
                other.map_err(|error| {
                    let said = format!("the token was refused, and there is no other: {error}");
                    ExchangeError::NoCredentials(said)
                })
            }
            None => Ok(None),
        }
    }
}

fn only_reads(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}
