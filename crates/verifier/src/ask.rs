//! One request of an interaction, and the judgement on its answer.

use std::collections::HashMap;
use std::time::{Duration, Instant, SystemTime};

use gatepact_contract::AuthKind;
use gatepact_report::{Secrets, Verdict};
use pact_matching::generate_request;
use pact_models::generators::GeneratorTestMode;
use pact_models::v4::http_parts::HttpRequest;
use pact_models::v4::synch_http::SynchronousHttp;
use serde_json::Value;

use crate::curl::curl;
use crate::exchange::{Answer, ExchangeError, exchange};
use crate::judgement::{Context, Judgement};
use crate::request::{Ready, RequestError, ready};
use crate::retry::{Again, retry_after};
use crate::run::Run;
use crate::verdict::{Subject, excerpt, judge};
use crate::{Event, Rule};

/// What is asked of a provider, once its states are set up.
#[derive(Clone, Copy)]
pub(crate) struct Question<'a> {
    pub(crate) subject: Subject<'a>,
    pub(crate) http: &'a SynchronousHttp,
    /// The kinds of credentials that it is asked with.
    pub(crate) kinds: &'a [AuthKind],
    /// What the state handler returned, for the generators.
    pub(crate) values: &'a HashMap<String, Value>,
}

impl Run<'_> {
    /// Sends the request once and judges what comes back.
    pub(crate) async fn ask(&self, question: Question<'_>) -> Judgement {
        let Question { subject, http, kinds, values } = question;
        let request = generated(&http.request, values).await;
        let ready = match ready(&request, kinds, self.options).await {
            Ok(ready) => ready,
            Err(error) => return self.not_ready(subject, &error),
        };
        let secrets = self.options.secrets.with(ready.secrets.iter().map(String::as_str));
        let command = curl(&ready.request, kinds, &secrets);
        let answer = self.send(ready, kinds, &secrets).await;
        let mut judgement = match &answer {
            Ok(answer) => {
                let mismatches = judge(subject, http, answer, &secrets).await;
                let promised_status = http.response.status;
                let context = Context { promised_status, kinds, secrets: &secrets };
                Judgement::of_answer(subject, answer, mismatches, context)
            }
            Err(error) => {
                let message = excerpt(&error.to_string(), &secrets);
                let finding = subject.finding(Rule::RequestFailed, message);
                let again = again_after(error);
                Judgement { again, ..Judgement::of(Verdict::Unknown, finding) }
            }
        };
        let asked_to_wait =
            answer.ok().as_ref().and_then(|answer| answer.header("retry-after").map(str::to_owned));
        if let Some((again, text)) = judgement.again.as_mut().zip(asked_to_wait) {
            again.after = retry_after(&text, SystemTime::now());
        }
        judgement.attempts = 1;
        judgement.curl = (judgement.verdict != Verdict::Kept).then_some(command);
        judgement
    }

    /// Sends a request in its turn, and tells the verbose about it.
    pub(crate) async fn send(
        &self,
        ready: Ready,
        kinds: &[AuthKind],
        secrets: &Secrets,
    ) -> Result<Answer, ExchangeError> {
        let turn = self.pace.borrow_mut().wait(Instant::now());
        if !turn.is_zero() {
            tokio::time::sleep(turn).await;
        }
        let line = request_line(&ready.request, kinds);
        let sent = Instant::now();
        let timeout = self.options.course.request_timeout;
        let answer = exchange(&self.client, ready.request, timeout).await;
        (self.on_event)(Event::Exchanged {
            request: secrets.redact(&line),
            answer: secrets.redact(&answer_line(&answer, sent.elapsed())),
        });
        answer
    }

    fn not_ready(&self, subject: Subject<'_>, error: &RequestError) -> Judgement {
        let rule = match error {
            RequestError::Signing(_) => Rule::CredentialsUnavailable,
            RequestError::Method(_) | RequestError::Url(_) | RequestError::Header(_) => {
                Rule::RequestInvalid
            }
        };
        let message = format!("the request cannot be made: {error}");
        let message = excerpt(&message, &self.options.secrets);
        Judgement::of(Verdict::Unknown, subject.finding(rule, message))
    }
}

/// The pact's request with its generators applied.
pub(crate) async fn generated(
    request: &HttpRequest,
    values: &HashMap<String, Value>,
) -> HttpRequest {
    let context = values.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    generate_request(request, &GeneratorTestMode::Provider, &context).await
}

/// What may be sent again although, or because, no answer came.
pub(crate) fn again_after(error: &ExchangeError) -> Option<Again> {
    match error {
        ExchangeError::NotConnected(_) => Some(Again::UNSENT),
        ExchangeError::TimedOut(_) | ExchangeError::Broken(_) => Some(Again::SENT),
        ExchangeError::TooLarge => None,
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
