//! One mismatch that Pact's matching found, as a finding.

use gatepact_report::{Direction, Evidence, Finding, Secrets, names_a_secret};
use pact_matching::Mismatch;
use pact_models::path_exp::{DocPath, PathToken};

use super::Subject;
use super::quote::{excerpt, hidden_if, holds_secret, masked, sentence};
use crate::Rule;
use crate::delivery::{why_media_type, why_no_header};
use crate::exchange::Answer;

pub(super) fn finding(
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
            expected: Some(expected.to_string()),
            actual: Some(actual.to_string()),
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
                help: why_no_header(key, answer),
                ..Raw::at(below(&format!("headers/{}", escaped(key))))
            }
        }
        Mismatch::BodyTypeMismatch { expected, actual, .. } => Raw {
            rule: Rule::ResponseBody,
            at: "$".to_owned(),
            message: format!("the body is {actual}, promised was {expected}"),
            answer: (!answer.body.is_empty()).then(|| masked(&answer.body)),
            help: why_media_type(answer),
            ..Raw::at(subject.interaction.response_body_pointer())
        },
        Mismatch::BodyMismatch { path, expected, actual, mismatch } => {
            // Two names of the matcher for the whole body.
            let path = if path == "/" { "$" } else { path };
            let pointer =
                format!("{}{}", subject.interaction.response_body_pointer(), pointer_of(path));
            let secret = names_a_secret(path);
            let quoted = |bytes: &Option<bytes::Bytes>| {
                bytes.as_ref().map(|bytes| hidden_if(secret, &masked(bytes)))
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
    help: Option<String>,
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
            help: None,
        }
    }

    fn into_finding(self, subject: Subject<'_>, secrets: &Secrets) -> Finding {
        let clean = |text: Option<String>| text.map(|text| excerpt(&text, secrets));
        let message = excerpt(&self.message, secrets);
        let mut finding = subject.finding_at(self.rule, message, &self.pointer);
        finding.direction = Some(Direction::Response);
        finding.help = clean(self.help);
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
}
