//! Is the answer the one that was promised? Matching is Pact's own; the sentences are ours.

mod body_path;
mod cookies;
mod hidden;
mod known;
mod mismatch;
mod pattern;
mod quote;

use std::collections::HashSet;

use gatepact_contract::{Interaction, Pact};
use gatepact_finding::{Evidence, Finding, PactPlace, Pointer};
use gatepact_report::{Secrets, names_a_secret};
use pact_matching::Mismatch;
use pact_models::bodies::OptionalBody;
use pact_models::matchingrules::{Category, MatchingRules};
use pact_models::v4::http_parts::HttpResponse;
use pact_models::v4::synch_http::SynchronousHttp;

use crate::Rule;
use crate::answer::Answer;
use crate::decoding::decoded;
use crate::exchange::ExchangeError;
use crate::matcher::mismatches;
pub(crate) use known::Known;
use mismatch::{Found, MismatchedPart, finding};
use quote::sentence;
pub(crate) use quote::{excerpt, masked, received};

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
            answer: Some(received(text, secrets)),
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
    let actual = response(answer, is_encoded(&promised.response));
    match mismatches(promised.response.clone(), actual).await {
        Ok(mismatches) => {
            let refused = refused_headers(promised, &mismatches).await;
            let (doubted, mismatches): (Vec<_>, Vec<_>) = mismatches
                .into_iter()
                .partition(|it| header(it).is_some_and(|it| refused.contains(it)));
            let unjudged = mismatches.is_empty() && !doubted.is_empty();
            let known = Known::of(promised);
            let parts = Found { promised: &promised.response, answer, known: &known, secrets };
            let mut found: Vec<(MismatchedPart, Finding)> = mismatches
                .iter()
                .map(|it| (MismatchedPart::of(it), finding(subject, it, parts)))
                .collect();
            // Matching goes through hash maps; a report must not depend on their order.
            found.sort_by_cached_key(|(part, finding)| {
                (*part, at(finding), finding.message.clone())
            });
            let in_status = found.iter().any(|(part, _)| *part == MismatchedPart::Status);
            let mut findings: Vec<Finding> = found.into_iter().map(|(_, it)| it).collect();
            findings.dedup();
            findings.extend(doubted.first().map(|it| doubt(subject, it, secrets)));
            Mismatches { findings, in_status, unjudged }
        }
        Err(error) => {
            let message = format!("the promise cannot be judged: {error}");
            let finding = subject.finding(Rule::InteractionFaulty, excerpt(&message, secrets));
            Mismatches { findings: vec![finding], in_status: false, unjudged: true }
        }
    }
}

fn header(mismatch: &Mismatch) -> Option<&str> {
    match mismatch {
        Mismatch::HeaderMismatch { key, .. } => Some(key),
        _ => None,
    }
}

/// The headers whose rules refuse the pact's own example: no answer can tell what they mean. Pact
/// asks a pattern of each value of a list, so one for the whole line is such a rule.
async fn refused_headers(promised: &SynchronousHttp, found: &[Mismatch]) -> HashSet<String> {
    let response = &promised.response;
    let ruled = response.matching_rules.rules_for_category(Category::HEADER).is_some();
    if !ruled || !found.iter().any(|it| header(it).is_some()) {
        return HashSet::new();
    }
    let example = HttpResponse { matching_rules: MatchingRules::default(), ..response.clone() };
    let refused = mismatches(response.clone(), example).await.unwrap_or_default();
    refused.iter().filter_map(header).map(str::to_owned).collect()
}

fn doubt(subject: Subject<'_>, mismatch: &Mismatch, secrets: &Secrets) -> Finding {
    let key = header(mismatch).unwrap_or_default();
    let says = match mismatch {
        Mismatch::HeaderMismatch { mismatch, .. } if !names_a_secret(key) => sentence(mismatch),
        _ => "its values are secret".to_owned(),
    };
    let message = format!(
        "the rule of the header {key} refuses its own example, so it tells nothing of an answer ({says})"
    );
    let at = subject.interaction.pointer.child("response").child("matchingRules").child("header");
    subject
        .finding_at(Rule::InteractionFaulty, excerpt(&message, secrets), &at.child(key))
        .with_help("a pattern is asked of each value of a list: let it match one value")
}

/// Where in the message.
fn at(finding: &Finding) -> String {
    finding.evidence.as_ref().map_or_else(String::new, |evidence| evidence.at.clone())
}

/// Whether a pact recorded the bytes of an encoded body: then these are compared.
fn is_encoded(promised: &HttpResponse) -> bool {
    let headers = promised.headers.iter().flatten();
    let encodings = headers.filter(|(name, _)| name.eq_ignore_ascii_case("content-encoding"));
    let encodings: Vec<String> = encodings.flat_map(|(_, values)| values).cloned().collect();
    let body = promised.body.value().unwrap_or_default();
    matches!(decoded(&body, &encodings), Ok(Some(_)) | Err(_))
}

fn response(answer: &Answer, as_received: bool) -> HttpResponse {
    let head = HttpResponse {
        status: answer.status,
        headers: (!answer.headers.is_empty()).then(|| answer.headers.clone()),
        ..HttpResponse::default()
    };
    let encoded = answer.encoded.as_ref().filter(|_| as_received);
    let bytes = encoded.unwrap_or(&answer.body);
    let body = if bytes.is_empty() {
        OptionalBody::Empty
    } else {
        OptionalBody::Present(bytes.clone(), head.content_type(), None)
    };
    HttpResponse { body, ..head }
}
