//! Parameters that are no body, and headers: what says their type becomes a schema.

use serde_json::{Map, Value, json};

use super::{At, Grown, Lowering};
use crate::read::grammar::Kind;
use crate::reference;
use gatepact_finding::pointer;

/// The words of a parameter that speak about its value.
const WORDS: [&str; 17] = [
    "type",
    "format",
    "items",
    "default",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "enum",
    "multipleOf",
    "x-nullable",
];

/// Which of the three forms of a parameter this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Body,
    Field,
    Other,
}

pub(super) fn form_of(parameter: &Value) -> Form {
    match parameter.get("in").and_then(Value::as_str) {
        Some("body") => Form::Body,
        Some("formData") => Form::Field,
        _ => Form::Other,
    }
}

/// A parameter taken apart.
pub(super) struct Split {
    /// What speaks about the parameter itself.
    pub(super) rest: Map<String, Value>,
    pub(super) schema: Map<String, Value>,
    /// `collectionFormat` of a list; `csv` unless another one is named.
    pub(super) collection: Option<String>,
}

impl<'s> Lowering<'s> {
    /// `parameters` of the root: into `components`, bodies apart. Fields of forms are written into each form.
    pub(super) fn shared_parameters(
        &mut self,
        components: &mut Map<String, Value>,
    ) -> Result<(), Grown> {
        let parameters = match self.source.get("parameters") {
            Some(Value::Object(parameters)) => parameters,
            Some(other) => {
                self.subtree("/components/parameters", "/parameters")?;
                components.insert("parameters".to_owned(), other.clone());
                return Ok(());
            }
            None => return Ok(()),
        };
        self.subtree("/components/parameters", "/parameters")?;
        for (name, parameter) in parameters {
            let from = pointer::child("/parameters", name);
            let section = match form_of(self.resolve(parameter, &from).0) {
                Form::Body => "requestBodies",
                Form::Other => "parameters",
                Form::Field => continue,
            };
            let at = At { to: pointer::child(&format!("/components/{section}"), name), from };
            self.subtree(&at.to, &at.from)?;
            let lowered = self.shared_parameter(parameter, &at)?;
            let section = components.entry(section).or_insert_with(|| json!({}));
            if let Value::Object(section) = section {
                section.insert(name.clone(), lowered);
            }
        }
        Ok(())
    }

    /// A parameter that others refer to, under its own pointer: a body becomes a request body there, a field stays.
    pub(super) fn shared_parameter(&mut self, value: &'s Value, at: &At) -> Result<Value, Grown> {
        if reference::target(value).is_some() {
            return Ok(value.clone());
        }
        match form_of(value) {
            Form::Body => {
                let consumes = self.media.consumes.clone();
                self.body(value, at, &consumes)
            }
            Form::Field => Ok(value.clone()),
            Form::Other => self.parameter(value, at),
        }
    }

    /// A parameter outside of `parameters`, and what became of it.
    pub(super) fn parameter_elsewhere(
        &mut self,
        value: &'s Value,
        at: &At,
    ) -> Result<(Value, Kind), Grown> {
        let kind = match form_of(self.resolve(value, &at.from).0) {
            Form::Body => Kind::RequestBody,
            Form::Field => Kind::Any,
            Form::Other => Kind::Parameter,
        };
        Ok((self.shared_parameter(value, at)?, kind))
    }

    /// A parameter in the path, the query or a header.
    pub(super) fn parameter(&mut self, value: &'s Value, at: &At) -> Result<Value, Grown> {
        let Value::Object(members) = value else { return Ok(value.clone()) };
        if reference::target(value).is_some() {
            return Ok(value.clone());
        }
        let Split { mut rest, schema, collection } = self.split(members, at, "schema")?;
        let in_query = rest.get("in").is_some_and(|location| location == "query");
        if let Some(collection) = collection {
            for (key, value) in style(&collection, in_query) {
                rest.insert(key.to_owned(), value);
                self.made(
                    &pointer::child(&at.to, key),
                    &pointer::child(&at.from, "collectionFormat"),
                )?;
            }
        }
        put_schema(&mut rest, schema);
        Ok(Value::Object(rest))
    }

    pub(super) fn header(&mut self, value: &'s Value, at: &At) -> Result<Value, Grown> {
        self.parameter(value, at)
    }

    /// Takes a parameter apart; its schema stands below it under `below`.
    pub(super) fn split(
        &mut self,
        members: &'s Map<String, Value>,
        at: &At,
        below: &str,
    ) -> Result<Split, Grown> {
        let inside = self.walk(at.inside(below))?;
        let (mut rest, mut schema) = (Map::new(), Map::new());
        for (key, value) in members {
            match key.as_str() {
                word if WORDS.contains(&word) => {
                    self.keyword(&mut schema, (word, value), &inside)?;
                }
                "collectionFormat" => {}
                _ => {
                    rest.insert(key.clone(), value.clone());
                }
            }
        }
        if !schema.is_empty() {
            // References to the parameter still lead to the parameter; only `items` may have some of its own.
            self.copy(&inside.to, &inside.from)?;
            if schema.contains_key("items") {
                let items = inside.child("items");
                self.subtree(&items.to, &items.from)?;
            }
        }
        let named = members.get("collectionFormat").and_then(Value::as_str);
        let is_list = members.get("type").is_some_and(|name| name == "array");
        let collection = is_list.then(|| named.unwrap_or("csv").to_owned());
        Ok(Split { rest, schema, collection })
    }
}

/// An author who wrote `schema` where Swagger wants `type` means that one.
fn put_schema(rest: &mut Map<String, Value>, schema: Map<String, Value>) {
    if !schema.is_empty() {
        rest.insert("schema".to_owned(), Value::Object(schema));
    }
}

/// How a list is written: what OpenAPI 3.0 says about it.
pub(super) fn style(collection: &str, in_query: bool) -> Vec<(&'static str, Value)> {
    match (collection, in_query) {
        ("csv", true) => vec![("style", json!("form")), ("explode", json!(false))],
        ("multi", true) => vec![("style", json!("form")), ("explode", json!(true))],
        ("ssv", true) => vec![("style", json!("spaceDelimited")), ("explode", json!(false))],
        ("pipes", true) => vec![("style", json!("pipeDelimited")), ("explode", json!(false))],
        // In a path or a header, commas are the rule of both.
        ("csv", false) => Vec::new(),
        (other, _) => vec![("x-collectionFormat", json!(other))],
    }
}
