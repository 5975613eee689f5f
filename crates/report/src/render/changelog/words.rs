//! A change in the words of those who call the API.

use std::borrow::Cow;

use crate::render::markup::{code, prose};
use crate::{Direction, Finding};

/// The id without its direction: `property.removed`.
pub(super) fn kind(change: &Finding) -> &str {
    let id = change.id.as_ref();
    id.strip_prefix("request.").or_else(|| id.strip_prefix("response.")).unwrap_or(id)
}

/// What changed, as Markdown.
pub(super) fn of(change: &Finding) -> String {
    let pointer = change.location.as_ref().map_or("", |location| location.pointer.as_str());
    let field = field(pointer);
    let message = sentence(&change.message);
    let subject = quoted(message).map(code);
    let own = match (subject, field.as_deref().map(code)) {
        (Some(subject), _) if kind(change).starts_with("property.") => {
            of_property(change, &subject)
        }
        (Some(value), Some(field)) if kind(change).starts_with("enum.value-") => {
            of_value(change, &field, &value)
        }
        (_, field) if kind(change).starts_with("schema.") => of_schema(change, field.as_deref()),
        _ => of_operation(change).map(str::to_owned),
    };
    own.unwrap_or_else(|| in_general(message, field.as_deref(), pointer))
}

fn of_operation(change: &Finding) -> Option<&'static str> {
    match kind(change) {
        "operation.added" => Some("a new operation"),
        "operation.removed" => Some("the operation is no longer available"),
        _ => None,
    }
}

/// What a property is for a caller depends on who sends it.
fn of_property(change: &Finding, field: &str) -> Option<String> {
    let told = match change.id.as_ref() {
        "request.property.became-required" => format!("the field {field} is now required"),
        "request.property.became-optional" => format!("the field {field} is now optional"),
        "request.property.required-added" => format!("the new field {field} is required"),
        "request.property.optional-added" => format!("the new field {field} is accepted"),
        "request.property.removed" | "request.property.optional-removed" => {
            format!("the field {field} is no longer described")
        }
        "request.property.refused" => format!("the field {field} is no longer accepted"),
        "response.property.became-required" => {
            format!("the field {field} is now always in the answer")
        }
        "response.property.became-optional" => {
            format!("the field {field} may now be missing in the answer")
        }
        "response.property.required-added" | "response.property.optional-added" => {
            format!("the new field {field} in the answer")
        }
        "response.property.removed" | "response.property.optional-removed" => {
            format!("the field {field} is no longer in the answer")
        }
        _ => return None,
    };
    Some(told)
}

fn of_value(change: &Finding, field: &str, value: &str) -> Option<String> {
    let told = match change.id.as_ref() {
        "request.enum.value-added" => format!("the field {field} now takes {value} as well"),
        "request.enum.value-removed" => format!("the field {field} no longer takes {value}"),
        "response.enum.value-added" => format!("the field {field} may now be {value}"),
        "response.enum.value-removed" => format!("the field {field} is never {value} any more"),
        _ => return None,
    };
    Some(told)
}

/// Keywords of schemas are nothing that a caller sees.
fn of_schema(change: &Finding, field: Option<&str>) -> Option<String> {
    let direction = change.direction?;
    let subject = match (field, direction) {
        (Some(field), _) => format!("the field {field}"),
        (None, Direction::Request) => "the request".to_owned(),
        (None, Direction::Response) => "the answer".to_owned(),
    };
    let told = match change.id.as_ref() {
        "request.schema.narrowed" => "no longer takes all values that it took",
        "request.schema.widened" => "takes values that it did not take before",
        "response.schema.narrowed" => "no longer holds all values that it might hold",
        "response.schema.widened" => "may hold values that it could not hold before",
        _ => return None,
    };
    Some(format!("{subject} {told}"))
}

/// The message itself, behind the part that it is about.
fn in_general(message: &str, field: Option<&str>, pointer: &str) -> String {
    let told = prose(&now_in_front(&message.replace("the property `", "the field `")));
    match field {
        Some(field) if !told.contains(&code(field)) => {
            let field = code(field);
            match (told.strip_prefix("the value "), told.strip_prefix("the type ")) {
                (Some(rest), _) => format!("the field {field} {rest}"),
                (None, Some(rest)) => format!("the type of the field {field} {rest}"),
                (None, None) => format!("the field {field}: {told}"),
            }
        }
        Some(_) => told,
        None => match part(pointer) {
            Some(part) => format!("{part}: {told}"),
            None => told,
        },
    }
}

/// The message without the name of the schema in front of it: `Order.size: ..`.
fn sentence(message: &str) -> &str {
    match message.split_once(": ") {
        Some((name, sentence)) if !name.contains([' ', '`']) => sentence,
        Some(_) | None => message,
    }
}

fn quoted(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once('`')?;
    Some(rest.split_once('`')?.0)
}

/// `is required now` as `is now required`.
fn now_in_front(sentence: &str) -> Cow<'_, str> {
    let Some(front) = sentence.strip_suffix(" now") else { return Cow::Borrowed(sentence) };
    let names_end = front.rfind('`').map_or(0, |at| at + 1);
    let verb = [" is ", " may "]
        .into_iter()
        .filter_map(|verb| front[names_end..].find(verb).map(|at| names_end + at + verb.len()));
    match verb.min() {
        Some(at) => Cow::Owned(format!("{}now {}", &front[..at], &front[at..])),
        None => Cow::Borrowed(sentence),
    }
}

/// The property that a pointer leads to or through, the nearest one.
fn field(pointer: &str) -> Option<String> {
    let mut tokens = pointer.split('/').collect::<Vec<_>>().into_iter().rev().peekable();
    while let Some(name) = tokens.next() {
        if tokens.peek() == Some(&"properties") {
            return Some(name.replace("~1", "/").replace("~0", "~"));
        }
    }
    None
}

/// The part of an exchange that a pointer leads into.
fn part(pointer: &str) -> Option<&'static str> {
    if !pointer.starts_with("/paths/") {
        None
    } else if pointer.contains("/parameters/") && pointer.contains("/schema") {
        Some("a parameter")
    } else if pointer.contains("/requestBody/") && pointer.contains("/schema") {
        Some("the body of the request")
    } else if pointer.contains("/responses/") && pointer.contains("/schema") {
        Some("the body of the answer")
    } else {
        None
    }
}
