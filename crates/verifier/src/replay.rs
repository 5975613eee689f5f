//! One interaction, from its provider states to its verdict.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::time::Instant;

use futures::FutureExt as _;
use gatepact_contract::{AuthKind, Body};
use gatepact_finding::{Finding, Pointer};
use gatepact_report::{InteractionResult, Verdict};
use pact_models::v4::synch_http::SynchronousHttp;
use serde_json::Value;

use crate::counts::Counts;
use crate::judgement::Judgement;
use crate::request::{method, sendable};
use crate::retry::only_reads;
use crate::run::{Judged, Run};
use crate::states::{Action, Bounds};
use crate::verdict::{Subject, excerpt};
use crate::{Event, Rule};

impl Run<'_> {
    /// `None` when the run was cancelled before there was a verdict.
    pub(crate) async fn one(&self, subject: Subject<'_>) -> Option<Judged> {
        if self.cancel.is_cancelled() {
            return None;
        }
        let started = Instant::now();
        let judgement = match &subject.interaction.body {
            _ if self.stopped.get() => {
                Counts::add(&self.counts.left_out);
                Judgement::skipped()
            }
            Body::Http(http) if self.spares(http) => {
                Counts::add(&self.counts.spared);
                Judgement::skipped()
            }
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
            Body::Faulty { reason, at } => {
                let message = format!("the interaction makes no sense: {reason}");
                self.unreplayed(subject, Rule::InteractionFaulty, &message, at)
            }
            Body::Foreign { reason, at } => {
                let message = format!("the interaction cannot be judged: {reason}");
                self.unreplayed(subject, Rule::InteractionNotUnderstood, &message, at)
            }
        };
        let failed = matches!(judgement.verdict, Verdict::Broken | Verdict::Unknown);
        if failed && self.options.course.exit_on_first_error && !subject.interaction.pending {
            self.stopped.set(true);
        }
        Some(result(subject, judgement, started))
    }

    fn unreplayed(
        &self,
        subject: Subject<'_>,
        rule: Rule,
        message: &str,
        at: &Pointer,
    ) -> Judgement {
        let message = excerpt(message, &self.options.secrets);
        Judgement::of(Verdict::Unknown, subject.finding_at(rule, message, at))
    }

    /// Whether the interaction is left out because it writes.
    fn spares(&self, http: &SynchronousHttp) -> bool {
        self.options.course.read_only && !method(http).is_some_and(|method| only_reads(&method))
    }

    async fn replay(&self, subject: Subject<'_>, http: &SynchronousHttp) -> Option<Judgement> {
        // Before any state is set up for what will not be sent.
        if let Err(error) = sendable(&http.request, &subject.interaction.recorded, self.options) {
            return Some(self.not_ready(subject, &error));
        }
        let kinds = self.options.auth.kinds(subject.pact, subject.interaction);
        let sent = self.options.target.sent(&kinds);
        if let Some(kind) = sent.iter().find(|kind| !self.options.credentials.has(**kind)) {
            let message = format!("it needs a credential of the kind `{kind}`, and there is none");
            let finding = subject.finding(Rule::CredentialsMissing, message);
            return Some(Judgement::of(Verdict::Unknown, finding.with_help(how_to_supply(*kind))));
        }
        let mut attempts = 0;
        let mut teardowns = Vec::new();
        let mut repetition = None;
        loop {
            let (judgement, torn_down) = self.attempt(subject, http, &kinds).await;
            drop(repetition.take());
            teardowns.extend(torn_down);
            let mut judgement = judgement?;
            attempts += judgement.attempts;
            let pause = judgement
                .again
                .zip(method(http))
                .and_then(|(again, method)| again.pause(&method, attempts, fastrand::f64()));
            repetition = pause.and_then(|pause| self.repetition(pause));
            let Some((pause, _)) = pause.zip(repetition.as_ref()) else {
                judgement.attempts = attempts;
                // The first teardown that failed says it all.
                judgement.findings.extend(teardowns.into_iter().next());
                return Some(judgement);
            };
            let operation = subject.interaction.operation().unwrap_or_default();
            let operation = self.options.secrets.redact(&operation);
            (self.on_event)(Event::Repeating { operation, pause });
            tokio::select! {
                () = self.cancel.cancelled() => return None,
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// States set up, asked, torn down. No judgement when the run was cancelled on the way.
    async fn attempt(
        &self,
        subject: Subject<'_>,
        http: &SynchronousHttp,
        kinds: &[AuthKind],
    ) -> (Option<Judgement>, Option<Finding>) {
        let (set_up, values) = self.set_up(subject).await;
        let judgement = match values {
            Ok(values) => {
                // Whatever happens, what was set up is torn down, and the others are judged.
                let asked = AssertUnwindSafe(self.ask_and_probe(subject, http, kinds, &values));
                tokio::select! {
                    biased;
                    () = self.cancel.cancelled() => None,
                    judgement = asked.catch_unwind() => {
                        Some(judgement.unwrap_or_else(|_| given_up(subject)))
                    }
                }
            }
            Err(finding) => Some(Judgement::of(Verdict::Unknown, finding)),
        };
        // Teardown follows whatever was set up, also after a failure or an interruption.
        (judgement, self.tear_down(subject, set_up).await)
    }

    async fn ask_and_probe(
        &self,
        subject: Subject<'_>,
        http: &SynchronousHttp,
        kinds: &[AuthKind],
        values: &HashMap<String, Value>,
    ) -> Judgement {
        let mut judgement = self.ask(subject, http, kinds, values).await;
        if self.deserves_probes(http, kinds, &judgement) {
            let probed = self.probes_of(subject, http, kinds, values).await;
            if probed.is_open {
                judgement.verdict = Verdict::Broken;
            }
            judgement.findings.extend(probed.findings);
        }
        judgement
    }

    /// Sets the states up in their order; tells how many stand and what they returned. One whose
    /// set-up failed was never there, so there is nothing of it to tear down.
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
                    return (index, Err(subject.finding(Rule::StateFailed, message)));
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
        Bounds { timeout: self.options.course.request_timeout, cancel: self.cancel }
    }
}

/// Of an interaction at which something panicked that nothing nearer caught.
fn given_up(subject: Subject<'_>) -> Judgement {
    let message = "replaying it ended in a panic, which is a fault of gatepact".to_owned();
    let finding = subject.finding(Rule::InteractionFaulty, message);
    Judgement::of(Verdict::Unknown, finding.with_help("report it with the pact"))
}

fn result(subject: Subject<'_>, judgement: Judgement, started: Instant) -> Judged {
    let Subject { pact, interaction, .. } = subject;
    let Judgement { verdict, findings, attempts, answered_by, gateway, curl, again: _ } = judgement;
    let result = InteractionResult {
        consumer: pact.consumer.clone(),
        provider: pact.provider.clone(),
        description: interaction.description.clone(),
        states: interaction.states.iter().map(|state| state.name.clone()).collect(),
        operation: interaction.operation(),
        file: pact.source.clone(),
        line: interaction.line,
        outcome: verdict,
        pending: interaction.pending,
        millis: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        attempts,
        answered_by,
        gateway,
        curl,
    };
    (result, findings)
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
