//! Is the answer the one that was promised? Matching is Pact's own; the sentences are ours.

mod mismatch;
mod quote;

use gatepact_contract::{Interaction, Pact};
use gatepact_finding::{Evidence, Finding, PactPlace, Pointer};
use gatepact_report::Secrets;
use pact_models::bodies::OptionalBody;
use pact_models::v4::http_parts::HttpResponse;
use pact_models::v4::synch_http::SynchronousHttp;

use crate::Rule;
use crate::answer::Answer;
use crate::exchange::ExchangeError;
use crate::matcher::mismatches;
use mismatch::{MismatchedPart, finding};
pub(crate) use quote::{excerpt, masked};

/// The interaction that an answer is judged for.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub(crate) pact: &'a Pact,
    pub(crate) interaction: &'a Interaction,
    /// Position in the report.
    pub(crate) position: usize,
}

impl Subject<'_> {
    /// A finding about this interaction.
    pub(crate) fn finding(&self, rule: Rule, message: String) -> Finding {
        self.finding_at(rule, message, &self.interaction.pointer)
    }

    /// A finding about an answer that did not come, with what there is to see of it.
    pub(crate) fn finding_without_answer(
        &self,
        rule: Rule,
        error: &ExchangeError,
        secrets: &Secrets,
    ) -> Finding {
        let mut finding = self.finding(rule, excerpt(&error.to_string(), secrets));
        finding.evidence = error.excerpt().map(|text| Evidence {
            at: "function".to_owned(),
            expected: None,
            actual: None,
            answer: Some(excerpt(&masked(text.as_bytes()), secrets)),
        });
        finding
    }

    pub(crate) fn finding_at(&self, rule: Rule, message: String, pointer: &Pointer) -> Finding {
        let mut finding = Finding::new(rule.rule(), message);
        finding.operation = self.interaction.operation();
        finding.pact = Some(PactPlace {
            file: self.pact.source.clone(),
            line: self.pact.line_of(pointer),
            consumer: Some(self.pact.consumer.clone()),
            provider: Some(self.pact.provider.clone()),
            interaction: Some(self.interaction.description.clone()),
            pointer: Some(pointer.clone()),
        });
        finding.interaction = Some(self.position);
        finding
    }
}

/// How an answer differs from the promise.
#[derive(Debug, Default)]
pub(crate) struct Mismatches {
    /// A finding for each difference; none where the answer is as promised.
    pub(crate) findings: Vec<Finding>,
    /// Whether the status is one of them.
    pub(crate) in_status: bool,
    /// Whether the promise could not be judged at all, which is then the finding.
    pub(crate) unjudged: bool,
}

/// Judges an answer.
pub(crate) async fn judge(
    subject: Subject<'_>,
    promised: &SynchronousHttp,
    answer: &Answer,
    secrets: &Secrets,
) -> Mismatches {
    let actual = response(answer);
    match mismatches(promised.response.clone(), actual).await {
        Ok(mismatches) => {
            let mut found: Vec<(MismatchedPart, Finding)> = mismatches
                .iter()
                .map(|it| (MismatchedPart::of(it), finding(subject, it, answer, secrets)))
                .collect();
            // Matching goes through hash maps; a report must not depend on their order.
            found.sort_by_cached_key(|(part, finding)| {
                (*part, at(finding), finding.message.clone())
            });
            let in_status = found.iter().any(|(part, _)| *part == MismatchedPart::Status);
            let mut findings: Vec<Finding> = found.into_iter().map(|(_, it)| it).collect();
            findings.dedup();
            Mismatches { findings, in_status, unjudged: false }
        }
        Err(error) => {
            let message = format!("the promise cannot be judged: {error}");
            let finding = subject.finding(Rule::InteractionFaulty, excerpt(&message, secrets));
            Mismatches { findings: vec![finding], in_status: false, unjudged: true }
        }
    }
}

/// Where in the message.
fn at(finding: &Finding) -> String {
    finding.evidence.as_ref().map_or_else(String::new, |evidence| evidence.at.clone())
}

fn response(answer: &Answer) -> HttpResponse {
    let head = HttpResponse {
        status: answer.status,
        headers: (!answer.headers.is_empty()).then(|| answer.headers.clone()),
        ..HttpResponse::default()
    };
    let body = if answer.body.is_empty() {
        OptionalBody::Empty
    } else {
        OptionalBody::Present(answer.body.clone(), head.content_type(), None)
    };
    HttpResponse { body, ..head }
}
