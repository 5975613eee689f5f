//! One request of an interaction, and the judgement on its answer.

use std::collections::HashMap;
use std::time::SystemTime;

use gatepact_contract::AuthKind;
use gatepact_report::Verdict;
use pact_matching::generate_request;
use pact_models::generators::GeneratorTestMode;
use pact_models::v4::http_parts::HttpRequest;
use pact_models::v4::synch_http::SynchronousHttp;
use serde_json::Value;

use crate::Rule;
use crate::curl::curl;
use crate::exchange::ExchangeError;
use crate::judgement::{Context, Judgement};
use crate::request::{RequestError, ready};
use crate::retry::{Again, retry_after};
use crate::run::Run;
use crate::send::Sending;
use crate::verdict::{Known, Subject, excerpt, judge};

impl Run<'_> {
    /// Sends the request once, with credentials of these kinds, and judges what comes back.
    pub(crate) async fn ask(
        &self,
        subject: Subject<'_>,
        http: &SynchronousHttp,
        kinds: &[AuthKind],
        values: &HashMap<String, Value>,
    ) -> Judgement {
        let request = generated(&http.request, values).await;
        let ready = match ready(&request, kinds, self.options).await {
            Ok(ready) => ready,
            Err(error) => return self.not_ready(subject, &error),
        };
        let secrets = self.options.secrets.with(ready.secrets.iter().map(String::as_str));
        let beside = Known::of(http).beside(&secrets);
        let command = curl(&ready.request, self.options.target.sent(kinds), &beside);
        let renew = http.response.status != 401;
        let sending = Sending { request: ready.request, recorded: &request, kinds, renew };
        let (attempts, answer) = self.send(sending, &secrets).await;
        let mut judgement = match &answer {
            Ok(answer) => {
                let mismatches = judge(subject, http, answer, &secrets).await;
                let promised_status = http.response.status;
                let context = Context { promised_status, kinds, secrets: &secrets };
                Judgement::of_answer(subject, answer, mismatches, context)
            }
            Err(error) => {
                let (rule, verdict) = error.meaning();
                let finding = subject.finding_without_answer(rule, error, &secrets);
                let (again, answered_by) = (again_after(error), error.answered_by());
                Judgement { again, answered_by, ..Judgement::of(verdict, finding) }
            }
        };
        let asked_to_wait =
            answer.ok().as_ref().and_then(|answer| answer.header("retry-after").map(str::to_owned));
        if let Some((again, text)) = judgement.again.as_mut().zip(asked_to_wait) {
            again.after = retry_after(&text, SystemTime::now());
        }
        judgement.attempts = attempts;
        judgement.curl = (judgement.verdict != Verdict::Kept).then_some(command);
        judgement
    }

    fn not_ready(&self, subject: Subject<'_>, error: &RequestError) -> Judgement {
        let rule = match error {
            RequestError::Signing(_) | RequestError::Credential(_) => Rule::CredentialsUnavailable,
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
        ExchangeError::NotConnected(_) | ExchangeError::Throttled(_) => Some(Again::UNSENT),
        ExchangeError::TimedOut(_) | ExchangeError::Broken(_) => Some(Again::SENT),
        ExchangeError::TooLarge
        | ExchangeError::NotRun(_)
        | ExchangeError::NoCredentials(_)
        | ExchangeError::FunctionFailed(_)
        | ExchangeError::Malformed(_) => None,
    }
}
