//! Does the stage refuse what lacks a credential? Each kept interaction, one kind taken away at a
//! time.

use std::collections::HashMap;

use gatepact_contract::AuthKind;
use gatepact_finding::{Evidence, Finding};
use gatepact_gateway_responses::Class;
use gatepact_report::{Responder, Verdict};
use pact_models::v4::synch_http::SynchronousHttp;
use serde_json::Value;

use crate::Rule;
use crate::answer::Answer;
use crate::ask::again_after;
use crate::attribution::Attribution;
use crate::counts::Counts;
use crate::exchange::ExchangeError;
use crate::generate::generated;
use crate::headers::without;
use crate::judgement::Judgement;
use crate::options::Probe;
use crate::request::{method, ready};
use crate::retry::{Again, only_reads};
use crate::run::Run;
use crate::send::Sending;
use crate::verdict::{Subject, excerpt};

/// What an answer to a request without one of its credentials tells.
#[derive(Debug, PartialEq, Eq)]
enum Door {
    Closed,
    Open,
    Undecided(&'static str),
}

/// What comes of asking again without credentials.
#[derive(Debug, Default)]
pub(crate) struct Probed {
    pub(crate) findings: Vec<Finding>,
    /// Whether the stage let a request in without one of its credentials.
    pub(crate) is_open: bool,
}

impl Run<'_> {
    /// What comes of asking again without each of the credentials in its turn.
    pub(crate) async fn probes_of(
        &self,
        subject: Subject<'_>,
        http: &SynchronousHttp,
        kinds: &[AuthKind],
        values: &HashMap<String, Value>,
    ) -> Probed {
        let mut probed = Probed::default();
        for removed in kinds {
            Counts::add(&self.counts.probes);
            let rest: Vec<AuthKind> =
                kinds.iter().copied().filter(|kind| kind != removed).collect();
            if let Some((finding, is_open)) =
                self.probe(subject, http, (*removed, &rest), values).await
            {
                probed.findings.push(finding);
                probed.is_open |= is_open;
            }
        }
        probed
    }

    /// Only what was kept, by the provider, with credentials, and is not itself about a refusal.
    pub(crate) fn deserves_probes(
        &self,
        http: &SynchronousHttp,
        kinds: &[AuthKind],
        judgement: &Judgement,
    ) -> bool {
        let probe = self.options.course.probe;
        let kept = judgement.verdict == Verdict::Kept
            && judgement.answered_by == Some(Responder::Provider);
        let refusal = matches!(http.response.status, 401 | 403);
        if probe == Probe::Off || !kept || refusal || self.options.target.sent(kinds).is_empty() {
            return false;
        }
        let reads = method(http).is_some_and(|method| only_reads(&method));
        if !reads && probe != Probe::Everything {
            Counts::add(&self.counts.unprobed);
            return false;
        }
        true
    }

    /// Sends the request without the removed kind; a finding unless it is refused, and whether it was let in.
    async fn probe(
        &self,
        subject: Subject<'_>,
        http: &SynchronousHttp,
        (removed, rest): (AuthKind, &[AuthKind]),
        values: &HashMap<String, Value>,
    ) -> Option<(Finding, bool)> {
        let undecided = |why: &str| {
            let message = format!("nobody can say whether the stage asks for {removed}: {why}");
            subject.finding(Rule::ProbeUndecided, excerpt(&message, &self.options.secrets))
        };
        let answer = match self.answer_without(subject, http, (removed, rest), values).await {
            Ok(answer) => answer,
            Err(why) => return Some((undecided(&why), false)),
        };
        match door(&answer, removed) {
            Door::Closed => None,
            Door::Undecided(why) => {
                Some((undecided(&format!("it answered {}: {why}", answer.status)), false))
            }
            Door::Open => {
                let message = format!(
                    "the stage answers with status {} although the request has no {removed}",
                    answer.status
                );
                let mut finding =
                    subject.finding(Rule::ProbeOpenDoor, message).with_help(how_to_close(removed));
                finding.evidence = Some(Evidence {
                    at: "status".to_owned(),
                    expected: Some("401 or 403".to_owned()),
                    actual: Some(answer.status.to_string()),
                    answer: None,
                });
                Some((finding, true))
            }
        }
    }

    /// The answer to the request without the removed kind, throttles waited out.
    async fn answer_without(
        &self,
        subject: Subject<'_>,
        http: &SynchronousHttp,
        (removed, rest): (AuthKind, &[AuthKind]),
        values: &HashMap<String, Value>,
    ) -> Result<Answer, String> {
        let mut attempts = 0;
        loop {
            let recorded = &subject.interaction.recorded;
            let states = self.state_values(subject, values);
            let request =
                generated(&http.request, recorded, states).map_err(|error| error.to_string())?;
            let mut ready = ready(&request, recorded, rest, self.options)
                .await
                .map_err(|error| error.to_string())?;
            without(ready.request.headers_mut(), removed, rest);
            let secrets = self.options.secrets.with(ready.secrets.iter().map(String::as_str));
            let sending =
                Sending { request: ready.request, recorded: &request, kinds: rest, renew: false };
            let (_, answer) = self.send(sending, &secrets).await;
            attempts += 1;
            let again = again(&answer);
            let pause = again
                .zip(method(http))
                .and_then(|(again, method)| again.pause(&method, attempts, fastrand::f64()));
            let Some((pause, _turn)) =
                pause.and_then(|pause| Some((pause, self.repetition(pause)?)))
            else {
                return answer.map_err(|error| error.to_string());
            };
            tokio::time::sleep(pause).await;
        }
    }
}

fn again(answer: &Result<Answer, ExchangeError>) -> Option<Again> {
    match answer {
        Ok(answer) => Some(Again::gateway(Attribution::of(answer).retry())),
        Err(error) => again_after(error),
    }
}

/// Whether that answer to a request without the removed kind is a refusal.
fn door(answer: &Answer, removed: AuthKind) -> Door {
    let Some(own) = Attribution::of(answer).own else {
        return if matches!(answer.status, 401 | 403) { Door::Closed } else { Door::Open };
    };
    match own.class() {
        Class::CredentialsRejected | Class::AccessBlocked => Door::Closed,
        // The very words of a missing route; but the route was there a moment ago, and these are
        // also the words for a missing signature.
        Class::NoRoute
            if removed == AuthKind::Iam
                && own.response.is_some_and(|response| response.alternative_class.is_some()) =>
        {
            Door::Closed
        }
        Class::NoRoute | Class::WrongAddress => Door::Undecided("a missing route is no refusal"),
        // It went through to what stands behind.
        Class::MalformedResponse | Class::Integration | Class::Configuration => Door::Open,
        Class::Transient | Class::Quota => Door::Undecided("it is busy"),
        Class::Authorizer => Door::Undecided("its authorizer failed"),
        Class::Validation | Class::TooLarge | Class::Unlisted => {
            Door::Undecided("that says nothing about credentials")
        }
    }
}

fn how_to_close(kind: AuthKind) -> &'static str {
    match kind {
        AuthKind::ApiKey => {
            "make the API key required on this method, and put the stage into a usage plan"
        }
        AuthKind::Bearer => "attach the authorizer to this method",
        AuthKind::Iam => "set the authorization of this method to AWS_IAM",
        AuthKind::None => "",
    }
}

#[cfg(test)]
mod tests {
    use gatepact_gateway_responses::{ResponseType, render};

    use super::*;

    fn rendered(response_type: ResponseType) -> Answer {
        let answer = render(response_type);
        let headers = answer.headers.into_iter();
        Answer {
            status: answer.status,
            headers: headers.map(|(name, value)| (name.to_owned(), vec![value])).collect(),
            body: answer.body.into(),
            encoded: None,
        }
    }

    fn provider(status: u16) -> Answer {
        Answer { status, headers: HashMap::new(), body: bytes::Bytes::new(), encoded: None }
    }

    #[test]
    fn a_refusal_of_the_caller_closes_the_door() {
        for (refusal, removed) in [
            (ResponseType::InvalidApiKey, AuthKind::ApiKey),
            (ResponseType::Unauthorized, AuthKind::Bearer),
            (ResponseType::AccessDenied, AuthKind::Bearer),
            (ResponseType::MissingAuthenticationToken, AuthKind::Iam),
            (ResponseType::ResourcePolicyDenied, AuthKind::Iam),
            (ResponseType::HttpApiForbidden, AuthKind::Iam),
            (ResponseType::HttpApiUnauthorized, AuthKind::Bearer),
        ] {
            assert_eq!(door(&rendered(refusal), removed), Door::Closed, "{refusal:?}");
        }
        assert_eq!(door(&provider(401), AuthKind::Bearer), Door::Closed);
    }

    #[test]
    fn a_missing_route_is_no_refusal() {
        for kind in [AuthKind::ApiKey, AuthKind::Bearer] {
            let door = door(&rendered(ResponseType::MissingAuthenticationToken), kind);
            assert!(matches!(door, Door::Undecided(_)), "{door:?}");
        }
        let door = door(&rendered(ResponseType::ResourceNotFound), AuthKind::Iam);
        assert!(matches!(door, Door::Undecided(_)), "{door:?}");
    }

    #[test]
    fn whatever_comes_from_behind_the_door_came_through_it() {
        for status in [200, 404, 500] {
            assert_eq!(door(&provider(status), AuthKind::ApiKey), Door::Open);
        }
        for answer in [ResponseType::MalformedProxyResponse, ResponseType::IntegrationTimeout] {
            assert_eq!(door(&rendered(answer), AuthKind::ApiKey), Door::Open, "{answer:?}");
        }
    }

    #[test]
    fn a_transient_failure_proves_nothing() {
        let door = door(&rendered(ResponseType::Throttled), AuthKind::ApiKey);
        assert_eq!(door, Door::Undecided("it is busy"));
    }
}
