//! One mismatch that Pact's matching found, as a finding.

use std::collections::HashMap;

use bytes::Bytes;
use gatepact_finding::{Direction, Evidence, Finding, Pointer, Subject as About, Text};
use gatepact_report::{REDACTED, Secrets, path_names_a_secret};
use pact_matching::Mismatch;

use pact_models::v4::http_parts::HttpResponse;

use super::body_path::{as_sent, pointer_of};
use super::hidden::{Kind, content, reason, value};
use super::pattern::Pattern;
use super::quote::{excerpt, masked, received, sentence};
use super::{Known, Subject, cookies};
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

/// What a mismatch was found in, and what may be shown of it.
#[derive(Clone, Copy)]
pub(super) struct Found<'a> {
    pub(super) promised: &'a HttpResponse,
    pub(super) answer: &'a Answer,
    pub(super) known: &'a Known,
    pub(super) secrets: &'a Secrets,
}

pub(super) fn finding(subject: Subject<'_>, mismatch: &Mismatch, found: Found<'_>) -> Finding {
    let answer = found.answer;
    let pattern = Pattern::of(&found.promised.matching_rules, mismatch);
    let as_written = |text: &str| match &pattern {
        Some(pattern) => pattern.as_written(text),
        None => text.to_owned(),
    };
    let pattern_help = |actual: &str| Some(pattern.as_ref()?.help(actual)?.to_string());
    let below = |part: &str| subject.interaction.pointer.child("response").child(part);
    let raw = match mismatch {
        Mismatch::StatusMismatch { expected, actual, mismatch } => Raw {
            rule: Rule::ResponseStatus,
            at: "status".to_owned(),
            message: status_message(*expected, *actual, mismatch),
            expected: Some(expected.to_string()),
            actual: Some(actual.to_string()),
            answer: found.body(),
            subject: Some(About::Status(expected.to_string())),
            ..Raw::at(below("status"))
        },
        Mismatch::HeaderMismatch { key, expected, actual, mismatch } => Raw {
            rule: Rule::ResponseHeader,
            at: key.clone(),
            help: why_no_header(key, answer).or_else(|| pattern_help(actual)),
            subject: Some(About::Header(key.clone())),
            ..found.header(
                key,
                [expected, actual],
                &as_written(mismatch),
                below("headers").child(key),
            )
        },
        Mismatch::BodyTypeMismatch { expected, actual, .. } => Raw {
            rule: Rule::ResponseBody,
            at: "$".to_owned(),
            message: format!("the body is {actual}, promised was {expected}"),
            answer: found.body(),
            help: why_media_type(answer),
            subject: Some(About::Body("$".to_owned())),
            ..Raw::at(subject.interaction.response_body_pointer())
        },
        Mismatch::BodyMismatch { path, expected, actual, mismatch } => {
            // Two names of the matcher for the whole body.
            let path = if path == "/" { "$" } else { path };
            let pointer = pointer_of(path, subject.interaction.response_body_pointer());
            Raw {
                rule: Rule::ResponseBody,
                at: path.to_owned(),
                subject: Some(About::Body(path.to_owned())),
                help: actual.as_ref().and_then(|it| pattern_help(&String::from_utf8_lossy(it))),
                ..found.member(path, [expected, actual], &as_written(mismatch), pointer)
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
    raw.into_finding(subject, found)
}

impl Found<'_> {
    /// The body of the answer, where there is one.
    fn body(self) -> Option<String> {
        let body = &self.answer.body;
        (!body.is_empty()).then(|| String::from_utf8_lossy(body).into_owned())
    }

    fn header(
        self,
        name: &str,
        [promised, received]: [&str; 2],
        mismatch: &str,
        pointer: Pointer,
    ) -> Raw {
        if name.eq_ignore_ascii_case("set-cookie") {
            let of = |headers: &HashMap<String, Vec<String>>| {
                let own = headers.iter().filter(|(it, _)| it.eq_ignore_ascii_case(name));
                own.flat_map(|(_, values)| values).cloned().collect::<Vec<_>>()
            };
            let promised = self.promised.headers.as_ref().map(of).unwrap_or_default();
            let received = of(&self.answer.headers);
            return Raw {
                message: format!("header {name}: {}", cookies::difference(&promised, &received)),
                expected: Some(cookies::shown(&promised)),
                actual: Some(cookies::shown(&received)),
                ..Raw::at(pointer)
            };
        }
        let secret = self.secrets.hides_header(name);
        let hidden = |text: &str| if secret { REDACTED.to_owned() } else { text.to_owned() };
        Raw {
            message: match (secret, received.is_empty()) {
                (true, true) => format!("header {name} is missing"),
                (true, false) => format!("header {name} differs"),
                (false, _) => format!("header {name}: {}", self.told(mismatch, received)),
            },
            expected: Some(hidden(promised)),
            actual: Some(hidden(received)),
            ..Raw::at(pointer)
        }
    }

    fn member(
        self,
        path: &str,
        [promised, received]: [&Option<Bytes>; 2],
        mismatch: &str,
        pointer: Pointer,
    ) -> Raw {
        if !path_names_a_secret(path) {
            let promised_body = self.promised.body.value().unwrap_or_default();
            let text = |bytes: &Option<Bytes>, body: &[u8]| {
                let bytes = bytes.as_ref().map(|bytes| as_sent(bytes, body, path));
                bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            };
            let received_text = received.as_deref().map(String::from_utf8_lossy);
            let told = self.told(mismatch, received_text.as_deref().unwrap_or_default());
            return Raw {
                message: format!("{path}: {told}"),
                expected: text(promised, &promised_body),
                actual: text(received, &self.answer.body),
                ..Raw::at(pointer)
            };
        }
        let text = |bytes: &Option<Bytes>| {
            bytes.as_deref().map(String::from_utf8_lossy).unwrap_or_default().into_owned()
        };
        let kind = |text: &str| Kind::of(text, mismatch);
        let texts = [promised, received].map(text);
        let [promised_as, received_as] = texts.each_ref().map(|text| (text.as_str(), kind(text)));
        let shown = |bytes: &Option<Bytes>, (text, kind): (&str, Kind)| {
            bytes.as_ref().map(|_| value(text, kind))
        };
        Raw {
            message: match reason(promised_as, received_as, &sentence(mismatch)) {
                Some(reason) => format!("{path}: {reason}"),
                None => format!("{path} differs"),
            },
            expected: shown(promised, promised_as),
            actual: shown(received, received_as),
            ..Raw::at(pointer)
        }
    }

    /// Pact's sentence. The value that was received may be a secret that the pact knows as well, by chance: within the
    /// sentence it is hidden all the same.
    fn told(self, mismatch: &str, received: &str) -> String {
        let told = sentence(mismatch);
        let received = content(received);
        let clean = self.secrets.strict().redact(&received);
        if clean == received { told } else { told.replace(received.as_ref(), &clean) }
    }
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

    fn into_finding(self, subject: Subject<'_>, found: Found<'_>) -> Finding {
        let Found { promised: _, answer: _, known, secrets } = found;
        let clean = |text: Option<String>| text.map(|text| received(&text, secrets));
        // What comes from the pact is never rewritten.
        let beside = known.beside(secrets);
        let expected = self.expected.map(|text| match known.has(&text) {
            true => received(&text, &Secrets::default()),
            false => received(&text, &beside),
        });
        let message = masked(excerpt(&self.message, &beside).as_bytes());
        let mut finding = subject.finding_at(self.rule, message, &self.pointer);
        finding.direction = Some(Direction::Response);
        finding.help = self.help.map(|text| excerpt(&text, &beside)).map(Text::from);
        finding.subject = self.subject.map(|it| it.map(|name| excerpt(name, &beside)));
        finding.evidence = Some(Evidence {
            at: beside.redact(&self.at),
            expected,
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
