//! Pact's own rules, asked about responses that were never sent.

use std::cell::Cell;
use std::collections::HashMap;

use gatepact_matching::{Runner, mismatches};
use pact_models::bodies::OptionalBody;
use pact_models::content_types::ContentType;
use pact_models::headers::parse_header;
use pact_models::matchingrules::Category;
use pact_models::v4::http_parts::HttpResponse;
use serde_json::Value;

/// An expected response, and what it is asked about.
pub(crate) struct Judge<'a> {
    pub(crate) expected: &'a HttpResponse,
    run: &'a Runner<'a>,
    asked: Cell<usize>,
}

/// One interaction asks Pact no more often than this.
const MOST_QUESTIONS: usize = 5_000;

impl<'a> Judge<'a> {
    pub(crate) fn new(expected: &'a HttpResponse, run: &'a Runner<'a>) -> Self {
        Self { expected, run, asked: Cell::new(0) }
    }

    /// Whether the interaction takes a response. What the matcher cannot tell is not taken.
    pub(crate) fn takes(&self, actual: HttpResponse) -> bool {
        self.asked.set(self.asked.get() + 1);
        if self.asked.get() > MOST_QUESTIONS {
            return false;
        }
        mismatches(self.expected.clone(), actual, self.run).is_ok_and(|found| found.is_empty())
    }

    /// Whether the interaction takes a status, whatever else it expects.
    pub(crate) fn takes_status(&self, status: u16) -> bool {
        let status_alone = |status| HttpResponse { status, ..HttpResponse::default() };
        let mut expected = status_alone(self.expected.status);
        if let Some(rules) = self.expected.matching_rules.rules_for_category(Category::STATUS) {
            expected.matching_rules.rules.insert(Category::STATUS, rules);
        }
        mismatches(expected, status_alone(status), self.run).is_ok_and(|found| found.is_empty())
    }

    /// The response that the pact shows, as it would be received: lists are split at commas where their grammar says so.
    pub(crate) fn example(&self) -> HttpResponse {
        HttpResponse {
            status: self.expected.status,
            headers: self.expected.headers.as_ref().map(|headers| {
                let parsed = |(name, values): (&String, &Vec<String>)| {
                    let values = values.iter().flat_map(|value| parse_header(name, value));
                    (name.clone(), values.collect())
                };
                headers.iter().map(parsed).collect()
            }),
            body: self.expected.body.clone(),
            ..HttpResponse::default()
        }
    }
}

/// The value of a header, in any case of letters.
pub(crate) fn header<'h>(
    headers: Option<&'h HashMap<String, Vec<String>>>,
    name: &str,
) -> Option<&'h [String]> {
    let found = headers?.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, values)| values.as_slice())
}

/// The same response with another header, or without one.
pub(crate) fn with_header(
    mut response: HttpResponse,
    name: &str,
    value: Option<&str>,
) -> HttpResponse {
    let headers = response.headers.get_or_insert_default();
    let known = headers.keys().find(|known| known.eq_ignore_ascii_case(name)).cloned();
    let key = known.unwrap_or_else(|| name.to_owned());
    match value {
        Some(value) => {
            let values = parse_header(&key, value);
            headers.insert(key, values)
        }
        None => headers.remove(&key),
    };
    response
}

/// The same response with another body of JSON.
pub(crate) fn with_body(mut response: HttpResponse, body: &Value) -> HttpResponse {
    let sent = header(response.headers.as_ref(), "content-type").and_then(<[_]>::first);
    let kind = sent.and_then(|text| ContentType::parse(text.as_str()).ok());
    let kind = kind.or_else(|| response.body.content_type());
    let text = match (body, &kind) {
        (Value::String(text), Some(kind)) if !kind.is_json() => text.clone(),
        _ => body.to_string(),
    };
    response.body = OptionalBody::Present(text.into_bytes().into(), kind, None);
    response
}

/// A value at a place of another one; `None` leaves it out.
pub(crate) fn replaced(whole: &Value, path: &[Step], value: Option<Value>) -> Value {
    let mut result = whole.clone();
    let Some((last, before)) = path.split_last() else { return value.unwrap_or(Value::Null) };
    let mut place = &mut result;
    for step in before {
        let next = match step {
            Step::Member(name) => place.get_mut(name),
            Step::Item(position) => place.get_mut(position),
        };
        let Some(next) = next else { return whole.clone() };
        place = next;
    }
    match (last, place, value) {
        (Step::Member(name), Value::Object(members), Some(value)) => {
            members.insert(name.clone(), value);
        }
        (Step::Member(name), Value::Object(members), None) => {
            members.remove(name);
        }
        (Step::Item(position), Value::Array(items), Some(value)) => {
            match items.get_mut(*position) {
                Some(item) => *item = value,
                None => items.push(value),
            }
        }
        (Step::Item(position), Value::Array(items), None) if *position < items.len() => {
            items.remove(*position);
        }
        _ => {}
    }
    result
}

/// A step into a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Member(String),
    Item(usize),
}

/// `$.lines[0].sku`
pub(crate) fn spelled(path: &[Step]) -> String {
    path.iter().fold("$".to_owned(), |text, step| match step {
        Step::Member(name) => format!("{text}.{name}"),
        Step::Item(position) => format!("{text}[{position}]"),
    })
}
