//! Is the answer the one that was promised? Matching is Pact's own; the sentences are ours.

use gatepact_contract::{Interaction, Pact};
use gatepact_report::{Direction, Evidence, Finding, PactPlace, REDACTED, Secrets, names_a_secret};
use pact_matching::{Mismatch, match_response};
use pact_models::bodies::OptionalBody;
use pact_models::path_exp::{DocPath, PathToken};
use pact_models::v4::http_parts::HttpResponse;
use pact_models::v4::pact::V4Pact;
use pact_models::v4::synch_http::SynchronousHttp;
use pact_models::{interaction::Interaction as _, pact::Pact as _};
use serde_json::Value;

use crate::Rule;
use crate::exchange::{Answer, ExchangeError};

/// The longest text that a finding quotes, in characters.
const EXCERPT: usize = 400;

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
    // The matcher asks these two only for plugins' configuration, and we have no plugins. An empty
    // pact instead of the real one spares a deep copy of the whole pact per interaction.
    let pact = V4Pact::default().boxed();
    let interaction = promised.boxed();
    match match_response(promised.response.clone(), actual, &pact, &interaction).await {
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

fn finding(
    subject: Subject<'_>,
    mismatch: &Mismatch,
    answer: &Answer,
    secrets: &Secrets,
) -> Finding {
    let below = |part: &str| format!("{}/response/{part}", subject.interaction.pointer);
    let raw = match mismatch {
        Mismatch::StatusMismatch { expected, actual, mismatch } => Raw {
            rule: Rule::ResponseStatus,
            at: "status".to_owned(),
            message: status_message(*expected, *actual, mismatch),
            answer: (!answer.body.is_empty()).then(|| masked(&answer.body)),
            ..Raw::at(below("status"))
        },
        Mismatch::HeaderMismatch { key, expected, actual, mismatch } => {
            let secret = names_a_secret(key);
            Raw {
                rule: Rule::ResponseHeader,
                at: key.clone(),
                message: if secret {
                    format!("header {key} differs")
                } else {
                    format!("header {key}: {}", sentence(mismatch))
                },
                expected: Some(hidden_if(secret, expected)),
                actual: Some(hidden_if(secret, actual)),
                ..Raw::at(below(&format!("headers/{}", escaped(key))))
            }
        }
        Mismatch::BodyTypeMismatch { expected, actual, .. } => Raw {
            rule: Rule::ResponseBody,
            at: "$".to_owned(),
            message: format!("the body is {actual}, promised was {expected}"),
            answer: (!answer.body.is_empty()).then(|| masked(&answer.body)),
            ..Raw::at(subject.interaction.response_body_pointer())
        },
        Mismatch::BodyMismatch { path, expected, actual, mismatch } => {
            let pointer =
                format!("{}{}", subject.interaction.response_body_pointer(), pointer_of(path));
            let secret = names_a_secret(path);
            let quoted = |bytes: &Option<bytes::Bytes>| {
                bytes.as_ref().map(|bytes| hidden_if(secret, &masked(bytes)))
            };
            Raw {
                rule: Rule::ResponseBody,
                at: path.clone(),
                message: if secret
                    || holds_secret(expected.as_ref())
                    || holds_secret(actual.as_ref())
                {
                    format!("{path} differs")
                } else {
                    format!("{path}: {}", sentence(mismatch))
                },
                expected: quoted(expected),
                actual: quoted(actual),
                ..Raw::at(pointer)
            }
        }
        // A response has none of these; whatever comes is shown as it is.
        Mismatch::MethodMismatch { mismatch, .. }
        | Mismatch::PathMismatch { mismatch, .. }
        | Mismatch::QueryMismatch { mismatch, .. }
        | Mismatch::MetadataMismatch { mismatch, .. } => Raw {
            rule: Rule::ResponseBody,
            message: sentence(mismatch),
            ..Raw::at(subject.interaction.pointer.clone())
        },
    };
    raw.into_finding(subject, secrets)
}

/// A finding in the making: its texts may still hold secrets and have any length.
struct Raw {
    rule: Rule,
    pointer: String,
    at: String,
    message: String,
    expected: Option<String>,
    actual: Option<String>,
    answer: Option<String>,
}

impl Raw {
    fn at(pointer: String) -> Raw {
        Raw {
            rule: Rule::ResponseBody,
            pointer,
            at: String::new(),
            message: String::new(),
            expected: None,
            actual: None,
            answer: None,
        }
    }

    fn into_finding(self, subject: Subject<'_>, secrets: &Secrets) -> Finding {
        let clean = |text: Option<String>| text.map(|text| excerpt(&text, secrets));
        let message = excerpt(&self.message, secrets);
        let mut finding = subject.finding_at(self.rule, message, &self.pointer);
        finding.direction = Some(Direction::Response);
        finding.evidence = Some(Evidence {
            at: self.at,
            expected: clean(self.expected),
            actual: clean(self.actual),
            answer: clean(self.answer),
        });
        finding
    }
}

/// Redacted first and cut afterwards: the other way round, half a secret would stay.
pub(crate) fn excerpt(text: &str, secrets: &Secrets) -> String {
    let clean = secrets.redact(text);
    match clean.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &clean[..end]),
        None => clean,
    }
}

fn status_message(expected: u16, actual: u16, mismatch: &str) -> String {
    // With a matching rule for the status (Pact V4) the text says more than the two numbers.
    if mismatch.starts_with(&format!("expected {expected} ")) {
        format!("promised was status {expected}, the answer is {actual}")
    } else {
        format!("status: {}", sentence(mismatch))
    }
}

/// Pact's own sentence, without the terminal colours that it carries inside JSON differences, and
/// in the middle of a line.
fn sentence(mismatch: &str) -> String {
    let mut plain = String::with_capacity(mismatch.len());
    let mut rest = mismatch;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        rest = after.split_once('m').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    let mut letters = plain.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => plain,
    }
}

/// A JSON pointer of the same way as Pact's path expression.
fn pointer_of(path: &str) -> String {
    let Ok(path) = DocPath::new(path) else { return String::new() };
    path.tokens()
        .iter()
        .map_while(|token| match token {
            PathToken::Root => Some(String::new()),
            PathToken::Field(name) => Some(format!("/{}", escaped(name))),
            PathToken::Index(index) => Some(format!("/{index}")),
            PathToken::Star | PathToken::StarIndex => None,
        })
        .collect()
}

fn escaped(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

fn hidden_if(secret: bool, text: &str) -> String {
    if secret { REDACTED.to_owned() } else { text.to_owned() }
}

/// The text of a body or a part of one, with the values of secret properties hidden.
pub(crate) fn masked(bytes: &[u8]) -> String {
    masked_json(bytes).unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned())
}

fn holds_secret(bytes: Option<&bytes::Bytes>) -> bool {
    bytes.is_some_and(|bytes| masked_json(bytes).is_some())
}

/// `None` for what is not JSON or holds nothing to hide.
fn masked_json(bytes: &[u8]) -> Option<String> {
    let mut json: Value = serde_json::from_slice(bytes).ok()?;
    mask(&mut json).then(|| json.to_string())
}

/// Hides the values of secret properties; tells whether there were any.
fn mask(json: &mut Value) -> bool {
    match json {
        Value::Object(members) => {
            // Every member is visited: `any` would stop at the first one that hides something.
            let mut found = false;
            for (name, value) in members {
                if names_a_secret(name) && !value.is_null() {
                    *value = Value::from(REDACTED);
                    found = true;
                } else {
                    found |= mask(value);
                }
            }
            found
        }
        Value::Array(elements) => {
            let mut found = false;
            for element in elements {
                found |= mask(element);
            }
            found
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_follow_paths() {
        assert_eq!(pointer_of("$"), "");
        assert_eq!(pointer_of("$.lines[0].sku"), "/lines/0/sku");
        assert_eq!(pointer_of("$['a/b~c']"), "/a~1b~0c");
        assert_eq!(pointer_of("$.lines[*].sku"), "/lines");
    }

    #[test]
    fn colours_go_and_sentences_start_small() {
        assert_eq!(sentence("Expected \u{1b}[31m1\u{1b}[0m"), "expected 1");
        assert_eq!(sentence(""), "");
    }

    #[test]
    fn a_secret_is_gone_before_the_text_is_cut() {
        let secrets = Secrets::default().and("hunter2-hunter2");
        let text = format!("{}hunter2-hunter2", "x".repeat(EXCERPT - 4));
        let cut = excerpt(&text, &secrets);
        assert!(!cut.contains("hun"), "{cut}");
        assert!(cut.ends_with('…'));
    }

    #[test]
    fn properties_that_name_secrets_are_hidden() {
        let body = br#"{"id": 1, "session": [{"accessToken": "abc"}], "password": null}"#;
        let text = masked(body);
        assert!(!text.contains("abc"), "{text}");
        assert!(text.contains("\"id\":1"), "{text}");
        assert_eq!(masked(b"plain"), "plain");
    }
}
