//! Every keyword under which schemas stand is one for the reader and for the canonical form.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use gatepact_openapi::Document;
use gatepact_openapi::canonical::{Form, canonical_value};
use gatepact_schema::Dialect;
use gatepact_schema::applicator::{Applicator, Shape};
use serde_json::{Value, json};

const VERSIONS: [(&str, Dialect); 2] =
    [("3.0.3", Dialect::OpenApi30), ("3.1.0", Dialect::OpenApi31)];

/// A document with a schema under a keyword of the only model.
fn document(version: &str, applicator: &Applicator, schema: Value) -> Value {
    let value = match applicator.shape() {
        Shape::One | Shape::OneOrFlag | Shape::OneOrList => schema,
        Shape::List => json!([schema]),
        Shape::Map | Shape::MapOrNames => json!({ "x-name": schema }),
    };
    let model = json!({ applicator.name(): value });
    json!({ "openapi": version, "info": { "title": "t", "version": "1" }, "paths": {},
            "components": { "schemas": { "Model": model } } })
}

fn known() -> impl Iterator<Item = (&'static str, &'static Applicator)> {
    VERSIONS.into_iter().flat_map(|(version, dialect)| {
        let known = Applicator::all().iter().filter(move |it| it.is_known_in(dialect));
        known.map(move |applicator| (version, applicator))
    })
}

#[test]
fn a_reference_under_every_keyword_is_followed() {
    // The reader knows no list of names among schemas.
    for (version, applicator) in known().filter(|(_, it)| it.shape() != Shape::MapOrNames) {
        let reference = json!({ "$ref": "#/components/schemas/Nowhere" });
        let document = document(version, applicator, reference);
        let document = Document::read(document.to_string()).unwrap();
        let dangling = document.dangling_references();
        assert_eq!(dangling.len(), 1, "{version}, {}", applicator.name());
    }
}

#[test]
fn a_schema_under_every_keyword_is_canonical() {
    let schema = json!({ "required": ["b", "a"], "enum": ["111122223333"], "x-note": 1,
                         "properties": { "x-a": {} } });
    for (version, applicator) in known() {
        let document = document(version, applicator, schema.clone());
        let expected = json!({ "required": ["a", "b"], "enum": ["111122223333"],
                               "properties": { "x-a": {} } });
        let expected = self::document(version, applicator, expected);
        let public = canonical_value(&document, Form::Public);
        assert_eq!(public, expected, "{version}, {}", applicator.name());
    }
}
