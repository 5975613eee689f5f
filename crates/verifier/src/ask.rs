//! One request of an interaction, and the judgement on its answer.

use std::collections::HashMap;
use std::time::SystemTime;

use gatepact_contract::AuthKind;
use gatepact_report::{Secrets, Verdict};
use pact_models::v4::synch_http::SynchronousHttp;
use reqwest::Request;
use serde_json::Value;

use crate::Rule;
use crate::curl::curl;
use crate::exchange::ExchangeError;
use crate::generate::{GenerateError, StateValues, generated};
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
        let recorded = &subject.interaction.recorded;
        let states = self.state_values(subject, values);
        let request = match generated(&http.request, recorded, states) {
            Ok(request) => request,
            Err(error) => return self.not_generated(subject, &error),
        };
        let ready = match ready(&request, recorded, kinds, self.options).await {
            Ok(ready) => ready,
            Err(error) => return self.not_ready(subject, &error),
        };
        let secrets = self.options.secrets.with(ready.secrets.iter().map(String::as_str));
        let beside = Known::of(http).beside(&secrets);
        let command = self.curl(&ready.request, kinds, &beside);
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

    fn curl(&self, request: &Request, kinds: &[AuthKind], secrets: &Secrets) -> String {
        let addresses = &self.options.connection.addresses;
        curl(request, self.options.target.sent(kinds), secrets, addresses)
    }

    /// What the provider states returned.
    pub(crate) fn state_values<'a>(
        &self,
        subject: Subject<'_>,
        values: &'a HashMap<String, Value>,
    ) -> StateValues<'a> {
        let asked = self.options.states.is_some() && !subject.interaction.states.is_empty();
        StateValues { values, asked }
    }

    fn not_generated(&self, subject: Subject<'_>, error: &GenerateError) -> Judgement {
        let rule = match error {
            GenerateError::NoValue(_) => Rule::StateFailed,
            GenerateError::GivenUp(_) => Rule::InteractionFaulty,
        };
        let message = format!("the request cannot be made: {error}");
        let message = excerpt(&message, &self.options.secrets);
        Judgement::of(Verdict::Unknown, subject.finding(rule, message))
    }

    pub(crate) fn not_ready(&self, subject: Subject<'_>, error: &RequestError) -> Judgement {
        let (rule, part) = match error {
            RequestError::Signing(_) | RequestError::Credential(_) => {
                (Rule::CredentialsUnavailable, None)
            }
            RequestError::Outside(_) => (Rule::InteractionFaulty, Some("path")),
            RequestError::Tunnel => (Rule::InteractionFaulty, Some("method")),
            RequestError::Method(_) => (Rule::RequestInvalid, Some("method")),
            RequestError::Url(_) => (Rule::RequestInvalid, Some("path")),
            RequestError::Header(_) => (Rule::RequestInvalid, Some("headers")),
        };
        let message = format!("the request cannot be made: {error}");
        let message = excerpt(&message, &self.options.secrets);
        let finding = match part {
            Some(part) => {
                let at = subject.interaction.pointer.child("request").child(part);
                subject.finding_at(rule, message, &at)
            }
            None => subject.finding(rule, message),
        };
        Judgement::of(Verdict::Unknown, finding)
    }
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
