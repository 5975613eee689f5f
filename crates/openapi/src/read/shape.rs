//! Whether a value has the shape of an API document: a cheap walk along the [grammar](super::grammar) that stops at
//! the first part of another shape.
//!
//! It refuses what would be misread, not what is merely incomplete: a response without a description says all that is
//! asked of it here.
//!
//! A typed model (`openapiv3`) was measured against it on api.github.com's document (13 MB, 600,000 values): building
//! the model took 175 to 270 ms, three times as long as the value and the places together (42 and 18 ms), took as much
//! memory again, and knew OpenAPI 3.0 only. This walk takes about 10 ms.

use serde_json::{Map, Value};

use super::dialect::Specification;
use super::grammar::Kind;
use super::kind_of;
use gatepact_finding::pointer;

/// A part of another shape.
#[derive(Debug)]
pub(super) struct Misfit {
    pub(super) pointer: String,
    pub(super) reason: String,
}

/// The first part of another shape, in the order of the document.
pub(super) fn check(value: &Value, kind: Kind, specification: Specification) -> Result<(), Misfit> {
    part(value, kind, specification).map_err(|Found { tokens, reason }| {
        let pointer =
            tokens.iter().rev().fold(String::new(), |at, token| pointer::child(&at, token));
        Misfit { pointer, reason }
    })
}

/// What was found, and the tokens that lead there, the last one first: nothing is written down on the way to a part
/// that fits.
struct Found {
    tokens: Vec<String>,
    reason: String,
}

impl Found {
    fn new(reason: String) -> Self {
        Self { tokens: Vec::new(), reason }
    }

    fn below(mut self, token: impl Into<String>) -> Self {
        self.tokens.push(token.into());
        self
    }
}

fn part(value: &Value, kind: Kind, specification: Specification) -> Result<(), Found> {
    let wanted = match (kind, value) {
        // A key without a value, in YAML: nothing is said.
        (kind, Value::Null) if kind.may_be_empty() => return Ok(()),
        (Kind::Any, _) => return Ok(()),
        (Kind::Text | Kind::Mapping, Value::String(_)) => return Ok(()),
        (Kind::Flag | Kind::SchemaOrFlag, Value::Bool(_)) => return Ok(()),
        (Kind::Number, Value::Number(_)) => return Ok(()),
        (Kind::Schema, Value::Bool(_)) if specification == Specification::OpenApi31 => {
            return Ok(());
        }
        (Kind::ListOf(kind), Value::Array(items)) => return list(items, *kind, specification),
        (Kind::Type, value) => return type_of_schema(value, specification),
        (Kind::Text | Kind::Mapping, _) => "text",
        (Kind::Flag, _) => "`true` or `false`",
        (Kind::Number, _) => "a number",
        (Kind::ListOf(_), _) => "an array",
        (_, Value::Object(members)) => return object(members, kind, specification),
        (Kind::Schema | Kind::SchemaOrFlag, _) => "a schema",
        _ => "an object",
    };
    let found = kind_of(value);
    Err(Found::new(format!("{found}, where {wanted} belongs")))
}

fn list(items: &[Value], kind: Kind, specification: Specification) -> Result<(), Found> {
    for (index, item) in items.iter().enumerate() {
        part(item, kind, specification).map_err(|found| found.below(index.to_string()))?;
    }
    Ok(())
}

fn object(
    members: &Map<String, Value>,
    kind: Kind,
    specification: Specification,
) -> Result<(), Found> {
    if kind.is_referable()
        && let Some(reference) = members.get("$ref")
    {
        part(reference, Kind::Text, specification).map_err(|found| found.below("$ref"))?;
        if !kind.counts_beside_reference(specification) {
            return Ok(());
        }
    }
    for (key, value) in members {
        part(value, kind.member(key, specification), specification)
            .map_err(|found| found.below(key))?;
    }
    for key in kind.required(specification) {
        if !members.contains_key(*key) {
            return Err(Found::new(format!("`{key}` is missing")));
        }
    }
    location(members, kind)
}

/// A parameter that travels nowhere known would be overlooked by everybody.
fn location(members: &Map<String, Value>, kind: Kind) -> Result<(), Found> {
    let location = members.get("in").and_then(Value::as_str);
    match (kind, location) {
        (Kind::Parameter, Some("path" | "query" | "header" | "cookie")) => Ok(()),
        (Kind::Parameter, _) => {
            Err(Found::new("not a place where a parameter travels".to_owned()).below("in"))
        }
        _ => Ok(()),
    }
}

/// A list of types is JSON Schema's own; OpenAPI 3.0 has none, but the models of API Gateway are JSON Schema and stand in
/// its exports as they are.
fn type_of_schema(value: &Value, specification: Specification) -> Result<(), Found> {
    match value {
        Value::String(_) => Ok(()),
        Value::Array(items) => list(items, Kind::Mapping, specification),
        _ => Err(Found::new(format!("{}, where text belongs", kind_of(value)))),
    }
}
