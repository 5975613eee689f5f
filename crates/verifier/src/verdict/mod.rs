//! Is the answer the one that was promised? Matching is Pact's own; the sentences are ours.

mod mismatch;
mod quote;

use gatepact_contract::{Interaction, Pact};
use gatepact_report::{Evidence, Finding, PactPlace, Secrets};
use pact_models::bodies::OptionalBody;
use pact_models::v4::http_parts::HttpResponse;
use pact_models::v4::synch_http::SynchronousHttp;

use crate::Rule;
use crate::exchange::{Answer, ExchangeError};
use crate::matcher::mismatches;
use mismatch::finding;
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
    /// A finding about this interaction; `below` is a pointer from the interaction downwards.
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

    fn finding_at(&self, rule: Rule, message: String, pointer: &str) -> Finding {
        let mut finding = Finding::new(rule.id(), rule.severity(), message);
        finding.operation = self.interaction.operation();
        finding.pact = Some(PactPlace {
            file: self.pact.source.clone(),
            line: self.pact.line_of(pointer),
            consumer: Some(self.pact.consumer.clone()),
            provider: Some(self.pact.provider.clone()),
            interaction: Some(self.interaction.description.clone()),
            pointer: Some(pointer.to_owned()),
        });
        finding.interaction = Some(self.position);
        finding
    }
}

/// Judges an answer: no findings, no breach.
pub(crate) async fn judge(
    subject: Subject<'_>,
    promised: &SynchronousHttp,
    answer: &Answer,
    secrets: &Secrets,
) -> Vec<Finding> {
    let actual = response(answer);
    match mismatches(promised.response.clone(), actual).await {
        Ok(mismatches) => {
            let mut findings: Vec<Finding> = mismatches
                .iter()
                .map(|mismatch| finding(subject, mismatch, answer, secrets))
                .collect();
            // Matching goes through hash maps; a report must not depend on their order.
            findings.sort_by(|a, b| rank(a).cmp(&rank(b)));
            findings.dedup();
            findings
        }
        Err(error) => {
            let message = format!("the promise cannot be judged: {error}");
            vec![subject.finding(Rule::InteractionFaulty, excerpt(&message, secrets))]
        }
    }
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

/// Status first, then headers, then the body, each by place and text.
fn rank(finding: &Finding) -> (usize, &str, &str) {
    let order = [Rule::ResponseStatus, Rule::ResponseHeader, Rule::ResponseBody];
    let part = order.iter().position(|rule| rule.id() == finding.id).unwrap_or(order.len());
    let at = finding.evidence.as_ref().map_or("", |evidence| evidence.at.as_str());
    (part, at, &finding.message)
}
