//! One mismatch that Pact's matching found, as a finding.

use gatepact_contract::Body;
use gatepact_finding::{Direction, Evidence, Finding, Pointer, Subject as About, Text};
use gatepact_report::{Secrets, names_a_secret};
use pact_matching::Mismatch;
use pact_models::bodies::OptionalBody;
use pact_models::path_exp::{DocPath, PathToken};
use serde_json::Value;

use super::Subject;
use super::quote::{excerpt, hidden_if, holds_secret, masked, sentence};
use crate::Rule;
use crate::answer::Answer;
use crate::delivery::{why_media_type, why_no_header};

/// The part of an answer that differs, in the order of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum MismatchedPart {
    Status,
    Header,
    Body,
}

impl MismatchedPart {
    pub(super) fn of(mismatch: &Mismatch) -> MismatchedPart {
        match mismatch {
            Mismatch::StatusMismatch { .. } => MismatchedPart::Status,
            Mismatch::HeaderMismatch { .. } => MismatchedPart::Header,
            // A response has none of the others; whatever comes is listed last.
            Mismatch::BodyTypeMismatch { .. }
            | Mismatch::BodyMismatch { .. }
            | Mismatch::MethodMismatch { .. }
            | Mismatch::PathMismatch { .. }
            | Mismatch::QueryMismatch { .. }
            | Mismatch::MetadataMismatch { .. } => MismatchedPart::Body,
        }
    }
}

pub(super) fn finding(
    subject: Subject<'_>,
    mismatch: &Mismatch,
    answer: &Answer,
    secrets: &Secrets,
) -> Finding {
    let below = |part: &str| subject.interaction.pointer.child("response").child(part);
    let raw = match mismatch {
        Mismatch::StatusMismatch { expected, actual, mismatch } => Raw {
            rule: Rule::ResponseStatus,
            at: "status".to_owned(),
            message: status_message(*expected, *actual, mismatch),
            expected: Some(expected.to_string()),
            actual: Some(actual.to_string()),
            answer: (!answer.body.is_empty()).then(|| masked(&answer.body)),
            subject: Some(About::Status(expected.to_string())),
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
                help: why_no_header(key, answer),
                subject: Some(About::Header(key.clone())),
                ..Raw::at(below("headers").child(key))
            }
        }
        Mismatch::BodyTypeMismatch { expected, actual, .. } => Raw {
            rule: Rule::ResponseBody,
            at: "$".to_owned(),
            message: format!("the body is {actual}, promised was {expected}"),
            answer: (!answer.body.is_empty()).then(|| masked(&answer.body)),
            help: why_media_type(answer),
            subject: Some(About::Body("$".to_owned())),
            ..Raw::at(subject.interaction.response_body_pointer())
        },
        Mismatch::BodyMismatch { path, expected, actual, mismatch } => {
            // Two names of the matcher for the whole body.
            let path = if path == "/" { "$" } else { path };
            let pointer = pointer_of(path, subject.interaction.response_body_pointer());
            let secret = names_a_secret(path);
            let quoted = |bytes: &Option<bytes::Bytes>, body: Option<&bytes::Bytes>| {
                let bytes = bytes.as_ref()?;
                let list = body.and_then(|body| list_at(path, bytes, body));
                Some(hidden_if(secret, &masked(list.as_deref().unwrap_or(bytes))))
            };
            Raw {
                rule: Rule::ResponseBody,
                at: path.to_owned(),
                message: if secret
                    || holds_secret(expected.as_ref())
                    || holds_secret(actual.as_ref())
                {
                    format!("{path} differs")
                } else {
                    format!("{path}: {}", sentence(mismatch))
                },
                expected: quoted(expected, promised_body(subject)),
                actual: quoted(actual, Some(&answer.body)),
                subject: Some(About::Body(path.to_owned())),
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

fn promised_body(subject: Subject<'_>) -> Option<&bytes::Bytes> {
    match &subject.interaction.body {
        Body::Http(http) => match &http.response.body {
            OptionalBody::Present(bytes, _, _) => Some(bytes),
            OptionalBody::Missing | OptionalBody::Empty | OptionalBody::Null => None,
        },
        Body::Message | Body::Faulty { .. } | Body::Foreign { .. } => None,
    }
}

/// The list at a path, where Pact quotes it as a list of the texts of its elements.
fn list_at(path: &str, quoted: &[u8], body: &[u8]) -> Option<Vec<u8>> {
    let texts: Vec<String> = serde_json::from_slice(quoted).ok()?;
    let body: Value = serde_json::from_slice(body).ok()?;
    let list = body.pointer(&pointer_of(path, Pointer::root()))?.as_array()?;
    let elements: Vec<String> = list.iter().map(Value::to_string).collect();
    (texts == elements).then(|| Value::from(list.clone()).to_string().into_bytes())
}

/// A finding in the making: its texts may still hold secrets and have any length.
struct Raw {
    rule: Rule,
    pointer: Pointer,
    subject: Option<About>,
    at: String,
    message: String,
    expected: Option<String>,
    actual: Option<String>,
    answer: Option<String>,
    help: Option<String>,
}

impl Raw {
    fn at(pointer: Pointer) -> Raw {
        Raw {
            rule: Rule::ResponseBody,
            pointer,
            subject: None,
            at: String::new(),
            message: String::new(),
            expected: None,
            actual: None,
            answer: None,
            help: None,
        }
    }

    fn into_finding(self, subject: Subject<'_>, secrets: &Secrets) -> Finding {
        let clean = |text: Option<String>| text.map(|text| excerpt(&text, secrets));
        let message = excerpt(&self.message, secrets);
        let mut finding = subject.finding_at(self.rule, message, &self.pointer);
        finding.direction = Some(Direction::Response);
        finding.help = clean(self.help).map(Text::from);
        finding.subject = self.subject.map(|it| it.map(|name| excerpt(name, secrets)));
        finding.evidence = Some(Evidence {
            at: self.at,
            expected: clean(self.expected),
            actual: clean(self.actual),
            answer: clean(self.answer),
        });
        finding
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

/// The JSON pointer below `start` of the same way as Pact's path expression.
fn pointer_of(path: &str, start: Pointer) -> Pointer {
    let Ok(path) = DocPath::new(path) else { return start };
    let steps = path.tokens().iter().map_while(|token| match token {
        PathToken::Root => Some(None),
        PathToken::Field(name) => Some(Some(name.clone())),
        PathToken::Index(index) => Some(Some(index.to_string())),
        PathToken::Star | PathToken::StarIndex => None,
    });
    steps.flatten().fold(start, |pointer, token| pointer.child(&token))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_follow_paths() {
        assert_eq!(pointer_of("$", Pointer::root()).as_str(), "");
        assert_eq!(pointer_of("$.lines[0].sku", Pointer::root()).as_str(), "/lines/0/sku");
        assert_eq!(pointer_of("$['a/b~c']", Pointer::root()).as_str(), "/a~1b~0c");
        assert_eq!(pointer_of("$.lines[*].sku", Pointer::root()).as_str(), "/lines");
    }

    #[test]
    fn a_list_is_quoted_as_it_stands_in_the_body() {
        let body = br#"{"l":[{"sku":"a"},"x"]}"#;
        let list = list_at("$.l", br#"["{\"sku\":\"a\"}","\"x\""]"#, body).unwrap();
        assert_eq!(list, br#"[{"sku":"a"},"x"]"#);
        assert_eq!(list_at("$.l", br#"["a","b"]"#, br#"{"l":["a","b"]}"#), None);
    }
}
