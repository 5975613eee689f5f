//! One request and its answer, bounded in time and size.

use std::error::Error;
use std::time::Duration;

use bytes::BytesMut;
use gatepact_gateway::InvokeError;
use gatepact_report::{Responder, Verdict};
use reqwest::{Client, Request};

use crate::Rule;
use crate::answer::{Answer, header_values};
use crate::decoding::TooLarge;
use crate::target::{FunctionFailure, Malformed};

/// The largest answer that is read, in bytes; API Gateway itself passes at most 10 MB.
const MAX_ANSWER_BYTES: usize = 16 * 1024 * 1024;

/// Why there is no answer to judge.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExchangeError {
    #[error("no complete answer within {0:?}")]
    TimedOut(Duration),
    #[error("no connection: {0}")]
    NotConnected(String),
    #[error("the connection failed before the answer was complete: {0}")]
    Broken(String),
    #[error("the invocation was throttled: {0}")]
    Throttled(String),
    #[error("the function was not run: {0}")]
    NotRun(String),
    #[error("{0}")]
    NoCredentials(String),
    #[error("{0}")]
    FunctionFailed(FunctionFailure),
    #[error("API Gateway would answer 502 or 500 in place of what the function returned: {0}")]
    Malformed(Malformed),
    #[error("the answer is larger than {} MiB, which API Gateway would not pass", MAX_ANSWER_BYTES / 1024 / 1024)]
    TooLarge,
}

impl ExchangeError {
    /// Why a function gave no answer.
    pub(crate) fn of_invocation(error: InvokeError) -> ExchangeError {
        match error {
            InvokeError::NoCredentials(_) | InvokeError::Refused(_) => {
                ExchangeError::NoCredentials(error.to_string())
            }
            InvokeError::Throttled(causes) => ExchangeError::Throttled(causes.to_string()),
            InvokeError::NotSent(causes) => ExchangeError::NotConnected(causes.to_string()),
            InvokeError::Lost(causes) => ExchangeError::Broken(causes.to_string()),
            InvokeError::Failed(_) => ExchangeError::NotRun(error.to_string()),
        }
    }

    /// What it means for the interaction, and by which rule.
    pub(crate) fn meaning(&self) -> (Rule, Verdict) {
        match self {
            ExchangeError::TimedOut(_)
            | ExchangeError::NotConnected(_)
            | ExchangeError::Broken(_)
            | ExchangeError::Throttled(_)
            | ExchangeError::NotRun(_)
            | ExchangeError::TooLarge => (Rule::RequestFailed, Verdict::Unknown),
            ExchangeError::NoCredentials(_) => (Rule::CredentialsUnavailable, Verdict::Unknown),
            ExchangeError::FunctionFailed(_) => (Rule::FunctionFailed, Verdict::Broken),
            ExchangeError::Malformed(_) => (Rule::FunctionAnswerMalformed, Verdict::Broken),
        }
    }

    /// Who answered, if anybody did.
    pub(crate) fn answered_by(&self) -> Option<Responder> {
        matches!(self, ExchangeError::FunctionFailed(_) | ExchangeError::Malformed(_))
            .then_some(Responder::Provider)
    }

    /// What there is to see of it: the beginning of a stack trace.
    pub(crate) fn excerpt(&self) -> Option<&str> {
        match self {
            ExchangeError::FunctionFailed(failure) => failure.excerpt.as_deref(),
            ExchangeError::TimedOut(_)
            | ExchangeError::NotConnected(_)
            | ExchangeError::Broken(_)
            | ExchangeError::Throttled(_)
            | ExchangeError::NotRun(_)
            | ExchangeError::NoCredentials(_)
            | ExchangeError::Malformed(_)
            | ExchangeError::TooLarge => None,
        }
    }
}

/// Sends a request and reads the whole answer within `timeout`.
pub(crate) async fn exchange(
    client: &Client,
    request: Request,
    timeout: Duration,
) -> Result<Answer, ExchangeError> {
    tokio::time::timeout(timeout, send(client, request))
        .await
        .unwrap_or(Err(ExchangeError::TimedOut(timeout)))
}

async fn send(client: &Client, request: Request) -> Result<Answer, ExchangeError> {
    let mut response = client.execute(request).await.map_err(|error| {
        let connect = error.is_connect();
        let cause = cause(&error.without_url());
        if connect { ExchangeError::NotConnected(cause) } else { ExchangeError::Broken(cause) }
    })?;
    let status = response.status().as_u16();
    let headers = header_values(response.headers());
    let mut body = BytesMut::new();
    let broken = |error: reqwest::Error| ExchangeError::Broken(cause(&error.without_url()));
    while let Some(chunk) = response.chunk().await.map_err(broken)? {
        if body.len() + chunk.len() > MAX_ANSWER_BYTES {
            return Err(ExchangeError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Answer::new(status, headers, body.freeze()).map_err(|TooLarge| ExchangeError::TooLarge)
}

/// What really went wrong: the innermost cause. The outer errors of the HTTP stack say no more than
/// "error sending request".
pub(crate) fn cause(error: &(dyn Error + 'static)) -> String {
    let mut innermost = error;
    while let Some(cause) = innermost.source() {
        innermost = cause;
    }
    innermost.to_string()
}
