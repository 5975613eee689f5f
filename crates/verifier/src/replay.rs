//! One interaction, from its provider states to its verdict.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use gatepact_contract::{AuthKind, Body};
use gatepact_report::{Finding, InteractionResult, Responder, Verdict};
use pact_matching::generate_request;
use pact_models::generators::GeneratorTestMode;
use pact_models::v4::synch_http::SynchronousHttp;
use serde_json::Value;

use crate::exchange::{Answer, ExchangeError};
use crate::request::{RequestError, ready};
use crate::run::{Judged, Run};
use crate::send::Sending;
use crate::states::{Action, Bounds};
use crate::verdict::{Subject, excerpt, judge};
use crate::{Event, Rule};

impl Run<'_> {
    /// `None` when the run was cancelled before there was a verdict.
    pub(crate) async fn one(&self, subject: Subject<'_>) -> Option<Judged> {
        if self.cancel.is_cancelled() {
            return None;
        }
        let started = Instant::now();
        let judgement = match &subject.interaction.body {
            Body::Http(http) => self.replay(subject, http).await?,
            Body::Message => Judgement::of(
                Verdict::Skipped,
                subject
                    .finding(
                        Rule::InteractionUnsupported,
                        "a message cannot be replayed over HTTP".to_owned(),
                    )
                    .with_help("verify it in a test of the function that handles the message"),
            ),
            Body::Faulty { reason } => Judgement::of(
                Verdict::Unknown,
                subject.finding(
                    Rule::InteractionFaulty,
                    excerpt(
                        &format!("the interaction makes no sense: {reason}"),
                        &self.options.secrets,
                    ),
                ),
            ),
        };
        let Subject { pact, interaction, .. } = subject;
        let result = InteractionResult {
            consumer: pact.consumer.clone(),
            provider: pact.provider.clone(),
            description: interaction.description.clone(),
            states: interaction.states.iter().map(|state| state.name.clone()).collect(),
            operation: interaction.operation(),
            file: pact.source.clone(),
            line: interaction.line,
            outcome: judgement.verdict,
            pending: interaction.pending,
            millis: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
            attempts: judgement.attempts,
            answered_by: judgement.answered_by,
        };
        Some((result, judgement.findings))
    }

    async fn replay(&self, subject: Subject<'_>, http: &SynchronousHttp) -> Option<Judgement> {
        let kinds = self.options.auth.kinds(subject.pact, subject.interaction);
        let sent = self.options.target.sent(&kinds);
        if let Some(kind) = sent.iter().find(|kind| !self.options.credentials.has(**kind)) {
            let message = format!("it needs a credential of the kind `{kind}`, and there is none");
            let finding = subject.finding(Rule::CredentialsMissing, message);
            return Some(Judgement::of(Verdict::Unknown, finding.with_help(how_to_supply(*kind))));
        }
        let (set_up, values) = self.set_up(subject).await;
        let judgement = match values {
            Ok(values) => tokio::select! {
                biased;
                () = self.cancel.cancelled() => None,
                judgement = self.ask(subject, http, &kinds, &values) => Some(judgement),
            },
            Err(finding) => Some(Judgement::of(Verdict::Unknown, finding)),
        };
        // Teardown follows whatever was set up, also after a failure or an interruption.
        let torn_down = self.tear_down(subject, set_up).await;
        judgement.map(|mut judgement| {
            judgement.findings.extend(torn_down);
            judgement
        })
    }

    /// Sets the states up in their order; tells how many calls were made and what they returned.
    async fn set_up(
        &self,
        subject: Subject<'_>,
    ) -> (usize, Result<HashMap<String, Value>, Finding>) {
        let mut values = HashMap::new();
        let Some(handler) = &self.options.states else { return (0, Ok(values)) };
        for (index, state) in subject.interaction.states.iter().enumerate() {
            if self.cancel.is_cancelled() {
                return (index, Ok(values));
            }
            match handler.change(&self.client, state, Action::Setup, self.bounds()).await {
                Ok(returned) => values.extend(returned),
                Err(error) => {
                    let message = excerpt(&error.to_string(), &self.options.secrets);
                    return (index + 1, Err(subject.finding(Rule::StateFailed, message)));
                }
            }
        }
        (subject.interaction.states.len(), Ok(values))
    }

    /// Tears the first `count` states down, the last one first.
    async fn tear_down(&self, subject: Subject<'_>, count: usize) -> Option<Finding> {
        let handler = self.options.states.as_ref().filter(|handler| handler.teardown)?;
        let mut first = None;
        for state in subject.interaction.states.iter().take(count).rev() {
            let torn = handler.change(&self.client, state, Action::Teardown, self.bounds()).await;
            if let Err(error) = torn {
                let message = excerpt(&error.to_string(), &self.options.secrets);
                first.get_or_insert(subject.finding(Rule::StateTeardownFailed, message));
            }
        }
        first
    }

    fn bounds(&self) -> Bounds<'_> {
        Bounds { timeout: self.options.request_timeout, cancel: self.cancel }
    }

    async fn ask(
        &self,
        subject: Subject<'_>,
        http: &SynchronousHttp,
        kinds: &[AuthKind],
        values: &HashMap<String, Value>,
    ) -> Judgement {
        let context = values.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        let request = generate_request(&http.request, &GeneratorTestMode::Provider, &context).await;
        let ready = match ready(&request, kinds, self.options).await {
            Ok(ready) => ready,
            Err(error) => {
                let rule = match error {
                    RequestError::Signing(_) | RequestError::Credential(_) => {
                        Rule::CredentialsUnavailable
                    }
                    RequestError::Method(_) | RequestError::Url(_) | RequestError::Header(_) => {
                        Rule::RequestInvalid
                    }
                };
                let message = format!("the request cannot be made: {error}");
                let message = excerpt(&message, &self.options.secrets);
                return Judgement::of(Verdict::Unknown, subject.finding(rule, message));
            }
        };
        let secrets = self.options.secrets.with(ready.secrets.iter().map(String::as_str));
        let line = request_line(&ready.request, self.options.target.sent(kinds));
        let sent = Instant::now();
        let promised = http.response.status;
        let sending = Sending { request: ready.request, recorded: &request, kinds, promised };
        let (attempts, answer) = self.send(sending).await;
        (self.on_event)(Event::Exchanged {
            request: secrets.redact(&line),
            answer: secrets.redact(&answer_line(&answer, sent.elapsed())),
        });
        match answer {
            Ok(answer) => {
                let findings = judge(subject, http, &answer, &secrets).await;
                let faulty = |finding: &Finding| finding.id == Rule::InteractionFaulty.id();
                let verdict = if findings.is_empty() {
                    Verdict::Kept
                } else if findings.iter().any(faulty) {
                    Verdict::Unknown
                } else {
                    Verdict::Broken
                };
                Judgement { verdict, findings, attempts, answered_by: Some(Responder::Provider) }
            }
            Err(error) => {
                let (rule, verdict) = error.meaning();
                let finding = subject.finding_without_answer(rule, &error, &secrets);
                let answered_by = error.answered_by();
                Judgement { attempts, answered_by, ..Judgement::of(verdict, finding) }
            }
        }
    }
}

struct Judgement {
    verdict: Verdict,
    findings: Vec<Finding>,
    attempts: u32,
    answered_by: Option<Responder>,
}

impl Judgement {
    fn of(verdict: Verdict, finding: Finding) -> Judgement {
        Judgement { verdict, findings: vec![finding], attempts: 0, answered_by: None }
    }
}

fn how_to_supply(kind: AuthKind) -> &'static str {
    match kind {
        AuthKind::ApiKey => {
            "put the key into the environment variable GATEPACT_API_KEY, or name it with --api-key-id"
        }
        AuthKind::Bearer => {
            "put the token into the environment variable GATEPACT_BEARER_TOKEN, or name a source with \
             --token-command or --oauth-token-url"
        }
        AuthKind::Iam => "name the API's region with --region, and give AWS credentials",
        AuthKind::None => "",
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
