//! Sending a request to whoever is asked, and once more where only its bearer token was refused.

use std::time::{Duration, Instant};

use gatepact_contract::AuthKind;
use gatepact_report::Secrets;
use http::HeaderValue;
use http::header::AUTHORIZATION;
use pact_models::v4::http_parts::HttpRequest;
use reqwest::Request;

use crate::Event;
use crate::answer::Answer;
use crate::exchange::{ExchangeError, exchange};
use crate::retry::only_reads;
use crate::run::Run;
use crate::target::{Target, ask};

/// What is sent, and what has to be known beside it.
pub(crate) struct Sending<'a> {
    pub(crate) request: Request,
    /// The pact's own request, generators applied.
    pub(crate) recorded: &'a HttpRequest,
    /// The kinds of credentials that the interaction is made with.
    pub(crate) kinds: &'a [AuthKind],
    /// Whether a 401 means that the token is too old; it does not where a 401 is promised.
    pub(crate) renew: bool,
}

impl Run<'_> {
    /// Sends the request and tells how often it was sent.
    ///
    /// A 401 that nobody promised means that the token is refused, perhaps because it has expired:
    /// its source is asked for another one, which later requests use as well. A request that only
    /// reads is sent once more with it; the provider states still stand, for nothing was done.
    pub(crate) async fn send(
        &self,
        sending: Sending<'_>,
        secrets: &Secrets,
    ) -> (u32, Result<Answer, ExchangeError>) {
        let token = self.token_of(&sending);
        let again = sending.request.try_clone().filter(|request| only_reads(request.method()));
        let Sending { request, recorded, kinds, renew } = sending;
        let answer = self.send_once(request, recorded, kinds, secrets).await;
        let (Some(token), Ok(answered)) = (token, &answer) else { return (1, answer) };
        if answered.status != 401 {
            self.accepted(&token).await;
            return (1, answer);
        }
        if !renew {
            return (1, answer);
        }
        let other = match self.instead_of(&token).await {
            Ok(Some(other)) => other,
            Ok(None) => return (1, answer),
            Err(error) => return (1, Err(error)),
        };
        let Some(mut request) = again else { return (1, answer) };
        request.headers_mut().insert(AUTHORIZATION, other.clone());
        let answer = self.send_once(request, recorded, kinds, secrets).await;
        if answer.as_ref().is_ok_and(|answer| answer.status != 401) {
            self.accepted(&other).await;
        }
        (2, answer)
    }

    /// Sends a request in its turn, and tells the verbose about it.
    async fn send_once(
        &self,
        request: Request,
        recorded: &HttpRequest,
        kinds: &[AuthKind],
        secrets: &Secrets,
    ) -> Result<Answer, ExchangeError> {
        let turn = self.pace.borrow_mut().wait(Instant::now());
        if !turn.is_zero() {
            tokio::time::sleep(turn).await;
        }
        let line = request_line(&request, self.options.target.sent(kinds));
        let sent = Instant::now();
        let timeout = self.options.course.request_timeout;
        let answer = match &self.options.target {
            Target::Http { .. } => exchange(&self.client, request, timeout).await,
            Target::Lambda(target) => ask(target, &request, recorded, kinds, timeout).await,
        };
        // The path is the pact's own.
        let beside = secrets.beside([recorded.path.as_str()]);
        (self.on_event)(Event::Exchanged {
            request: beside.redact(&line),
            answer: secrets.redact(&answer_line(&answer, sent.elapsed())),
        });
        answer
    }

    /// The bearer token that the request carries, if it is one of ours.
    fn token_of(&self, sending: &Sending<'_>) -> Option<HeaderValue> {
        let kinds = self.options.target.sent(sending.kinds);
        let ours = kinds.contains(&AuthKind::Bearer) && !kinds.contains(&AuthKind::Iam);
        sending.request.headers().get(AUTHORIZATION).filter(|_| ours).cloned()
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

fn request_line(request: &reqwest::Request, kinds: &[AuthKind]) -> String {
    let kinds: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
    let credentials =
        if kinds.is_empty() { String::new() } else { format!(" ({})", kinds.join(", ")) };
    format!("{} {}{credentials}", request.method(), request.url())
}

fn answer_line(answer: &Result<Answer, ExchangeError>, took: Duration) -> String {
    match answer {
        Ok(answer) => format!("{} in {} ms", answer.status, took.as_millis()),
        Err(error) => error.to_string(),
    }
}
