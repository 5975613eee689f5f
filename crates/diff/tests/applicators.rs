//! Every keyword under which schemas stand is one for the comparison.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use gatepact_diff::{Change, diff};
use gatepact_openapi::Document;
use gatepact_schema::Dialect;
use gatepact_schema::applicator::{Applicator, Assertion, InstancePart, Shape};
use serde_json::{Value, json};

const VERSIONS: [(&str, Dialect); 2] =
    [("3.0.3", Dialect::OpenApi30), ("3.1.0", Dialect::OpenApi31)];

fn known() -> impl Iterator<Item = (&'static str, &'static Applicator)> {
    VERSIONS.into_iter().flat_map(|(version, dialect)| {
        let known = Applicator::all().iter().filter(move |it| it.is_known_in(dialect));
        known.map(move |applicator| (version, applicator))
    })
}

/// An API with one operation that takes the schema.
fn document(version: &str, schema: &Value) -> Document {
    let content = json!({ "application/json": { "schema": schema } });
    let operation = json!({ "requestBody": { "content": content }, "responses": { "204": { "description": "" } } });
    let text = json!({ "openapi": version, "info": { "title": "t", "version": "1" },
                       "paths": { "/a": { "put": operation } } });
    Document::read(text.to_string()).unwrap()
}

fn value_of(applicator: &Applicator, schema: &Value) -> Value {
    match applicator.shape() {
        Shape::One | Shape::OneOrFlag | Shape::OneOrList => schema.clone(),
        Shape::List => json!([schema]),
        Shape::Map | Shape::MapOrNames => json!({ "a": schema }),
    }
}

/// The keyword, with what it needs beside it to demand anything.
fn with(applicator: &Applicator, schema: &Value) -> Value {
    let mut members = serde_json::Map::new();
    match applicator.name() {
        "if" => drop(members.insert("else".into(), json!({ "not": {} }))),
        "then" => drop(members.insert("if".into(), json!({}))),
        "else" => drop(members.insert("if".into(), json!({ "not": {} }))),
        // Nobody sends a property that is not described.
        "dependencies" | "dependentSchemas" => {
            drop(members.insert("properties".into(), json!({ "a": {} })));
        }
        _ => {}
    }
    members.insert(applicator.name().into(), value_of(applicator, schema));
    members.into()
}

fn changes(version: &str, old: &Value, new: &Value) -> Vec<Change> {
    diff(&document(version, old), &document(version, new))
}

#[test]
fn a_default_under_every_keyword_is_compared() {
    for (version, applicator) in known().filter(|(_, it)| it.part() != InstancePart::Nothing) {
        let old = with(applicator, &json!({ "type": "string", "default": "a" }));
        let new = with(applicator, &json!({ "type": "string", "default": "b" }));
        let found = changes(version, &old, &new);
        assert_eq!(found.len(), 1, "{version}, {}: {found:?}", applicator.name());
        assert!(found[0].to_string().contains("default"), "{}", found[0]);
    }
}

#[test]
fn a_demand_of_every_keyword_is_reported() {
    for (version, applicator) in known().filter(|(_, it)| it.assertion() != Assertion::Nothing) {
        // An array of several items exists only with `items` of 3.1 and with others that list some.
        if applicator.name() == "additionalItems" {
            continue;
        }
        let negated = applicator.assertion() == Assertion::Negated;
        let (everything, nothing) = (json!({}), json!({ "not": {} }));
        let (wide, narrow) = if negated { (nothing, everything) } else { (everything, nothing) };
        let (old, new) = (with(applicator, &wide), with(applicator, &narrow));
        let found = changes(version, &old, &new);
        assert!(!found.is_empty(), "{version}, {}", applicator.name());
    }
}

/// The pairs that are compared on their own: those under a condition, too.
#[test]
fn a_property_that_a_condition_describes_is_compared() {
    let size = |length: u32| json!({ "properties": { "size": { "maxLength": length } } });
    for (version, applicator) in known().filter(|(_, it)| {
        it.part() == InstancePart::Whole && it.assertion() == Assertion::Sometimes
    }) {
        // A condition refuses nothing.
        if applicator.name() == "if" {
            continue;
        }
        let (old, new) = (with(applicator, &size(5)), with(applicator, &size(4)));
        let found = changes(version, &old, &new);
        let pointer =
            found.iter().filter_map(|it| it.new.as_deref()).find(|it| it.ends_with("/size"));
        assert!(pointer.is_some(), "{version}, {}: {found:?}", applicator.name());
    }
}
