//! The table of applicators and the lowering say the same, in every dialect; so does the independent translation.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]
#![allow(clippy::disallowed_methods, reason = "tests read files; the crate does not")]

use std::collections::BTreeSet;
use std::path::Path;

use gatepact_schema::applicator::{Applicator, Assertion, Shape, subschemas};
use gatepact_schema::{Answer, Budget, Dialect, Place, Reading, Reason, Universe};
use serde_json::{Map, Value, json};

/// Whether every value of `a` is one of `b`, and how the dialect reads them to the letter.
fn ask(dialect: Dialect, a: &Value, b: &Value) -> Answer {
    let mut universe = Universe::new();
    let (from, to) = (universe.add(a, dialect), universe.add(b, dialect));
    let (a, b) = (Place { side: from, pointer: "" }, Place { side: to, pointer: "" });
    let answer = universe.contains(a, b, Reading::literal(), Budget::default());
    assert_eq!(universe.unverified(), 0, "{dialect:?}: {answer:?}");
    answer
}

/// A schema that no value belongs to, in all dialects.
fn never() -> Value {
    json!({ "not": {} })
}

/// Values that tell whether a schema of one keyword was read: an array without items lacks what `contains` wants, whatever
/// that is.
fn most() -> Value {
    json!({ "minItems": 1 })
}

fn broken() -> Value {
    json!({ "$ref": "#/nowhere" })
}

/// Every shape that a keyword's value may have, around a schema.
fn shapes(schema: &Value) -> Vec<Value> {
    vec![schema.clone(), json!([schema]), json!({ "a": schema })]
}

/// The keyword with its value, and what it needs beside it to say anything.
fn with(name: &str, value: Value) -> Value {
    let mut schema = Map::new();
    match name {
        "if" => drop(schema.insert("else".into(), never())),
        "then" => drop(schema.insert("if".into(), json!({}))),
        "else" => drop(schema.insert("if".into(), never())),
        "additionalItems" => drop(schema.insert("items".into(), json!([{}]))),
        _ => {}
    }
    schema.insert(name.into(), value);
    schema.into()
}

/// The value of an applicator that holds the schema.
fn value_of(applicator: &Applicator, dialect: Dialect, schema: Value) -> Vec<Value> {
    match applicator.shape_in(dialect) {
        Shape::One | Shape::OneOrFlag => vec![schema],
        Shape::OneOrList => vec![schema.clone(), json!([schema])],
        Shape::List => vec![json!([schema])],
        Shape::Map | Shape::MapOrNames => vec![json!({ "a": schema })],
    }
}

fn asserting() -> impl Iterator<Item = (&'static Applicator, Dialect)> {
    let asserting = Applicator::all().iter().filter(|it| it.assertion() != Assertion::Nothing);
    asserting.flat_map(|applicator| Dialect::ALL.map(|dialect| (applicator, dialect)))
}

#[test]
fn the_lowering_reaches_the_schemas_of_every_applicator() {
    for (applicator, dialect) in asserting().filter(|(it, dialect)| it.is_known_in(*dialect)) {
        for value in value_of(applicator, dialect, broken()) {
            let schema = with(applicator.name(), value);
            let answer = ask(dialect, &most(), &schema);
            assert_eq!(answer, Answer::Undecided(Reason::Reference), "{dialect:?}: {schema}");
            let below = subschemas(&schema, dialect).filter(|it| it.schema == &broken());
            assert_eq!(below.count(), 1, "{dialect:?}: {schema}");
        }
    }
}

#[test]
fn the_lowering_and_the_translation_agree_on_every_applicator() {
    for (applicator, dialect) in asserting() {
        let negated = applicator.assertion() == Assertion::Negated;
        let nested = if negated { json!({}) } else { never() };
        for value in value_of(applicator, dialect, nested) {
            let mut schema = with(applicator.name(), value);
            if applicator.is_known_in(dialect) {
                let answer = ask(dialect, &most(), &schema);
                assert!(matches!(answer, Answer::Witness(_)), "{dialect:?}: {schema}: {answer:?}");
            } else if applicator.name() != "additionalItems" {
                schema["type"] = "string".into();
                let answer = ask(dialect, &schema, &json!({ "type": "object" }));
                assert!(matches!(answer, Answer::Witness(_)), "{dialect:?}: {schema}: {answer:?}");
            }
        }
    }
}

#[test]
fn a_malformed_value_of_an_applicator_is_told() {
    for (applicator, dialect) in asserting().filter(|(it, dialect)| it.is_known_in(*dialect)) {
        let mut values = vec![json!(5)];
        values.extend(value_of(applicator, dialect, json!(5)));
        for value in values {
            let schema = with(applicator.name(), value);
            let answer = ask(dialect, &most(), &schema);
            assert_eq!(answer, Answer::Undecided(Reason::Malformed), "{dialect:?}: {schema}");
        }
    }
}

/// The texts of the lowering's sources: each keyword that it reads is one of them.
fn texts_of_the_lowering() -> BTreeSet<String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = vec![source.join("lower.rs")];
    let entries = std::fs::read_dir(source.join("lower")).unwrap();
    files.extend(entries.map(|entry| entry.unwrap().path()));
    let mut texts = BTreeSet::new();
    for file in files {
        let code = std::fs::read_to_string(file).unwrap();
        texts.extend(code.split('"').skip(1).step_by(2).map(str::to_owned));
    }
    texts
}

#[test]
fn the_lowering_reads_no_applicator_that_the_table_lacks() {
    let mut names = texts_of_the_lowering();
    assert!(names.contains("allOf") && names.contains("minLength"));
    names.extend(Applicator::all().iter().map(|it| it.name().to_owned()));
    for (name, dialect) in names.iter().flat_map(|name| Dialect::ALL.map(|dialect| (name, dialect)))
    {
        if Applicator::of_dialect(name, dialect)
            .is_some_and(|it| it.assertion() != Assertion::Nothing)
        {
            continue;
        }
        for value in shapes(&broken()) {
            let mut schema = with(name, value);
            // From 2020-12 on `items` is one schema.
            if name == "additionalItems" {
                schema["items"] = json!({});
            }
            let answer = ask(dialect, &most(), &schema);
            let is_reached = answer == Answer::Undecided(Reason::Reference);
            assert!(!is_reached, "{dialect:?}: the table has no `{name}`");
        }
    }
}

/// A document with a schema under each applicator, and a property that refers to that schema by its name.
fn named(dialect: Dialect, applicator: &Applicator, value: Value) -> Value {
    let holder = with(applicator.name(), value);
    let reference = json!({ "$ref": "https://example.com/named" });
    let schemas = json!({ "holder": holder, "it": { "properties": { "p": reference } } });
    if dialect == Dialect::OpenApi31 {
        json!({ "components": { "schemas": schemas } })
    } else {
        json!({ "definitions": schemas })
    }
}

#[test]
fn a_name_under_every_applicator_is_found() {
    for (applicator, dialect) in
        Applicator::all().iter().flat_map(|it| Dialect::ALL.map(|d| (it, d)))
    {
        // The other two have no names.
        let has_names = !matches!(dialect, Dialect::Swagger20 | Dialect::OpenApi30);
        if !has_names || !applicator.is_known_in(dialect) {
            continue;
        }
        let id = if dialect == Dialect::Draft4 { "id" } else { "$id" };
        let target = json!({ id: "https://example.com/named", "type": "null" });
        for value in value_of(applicator, dialect, target) {
            let document = named(dialect, applicator, value);
            let mut universe = Universe::new();
            let side = universe.add(&document, dialect);
            let definitions = document.get("definitions").is_some();
            let pointer = if definitions { "/definitions/it" } else { "/components/schemas/it" };
            let any = json!({ "type": "object", "properties": { "p": { "type": "null" } } });
            let from = universe.add(&any, dialect);
            let places = (Place { side: from, pointer: "" }, Place { side, pointer });
            let answer =
                universe.contains(places.0, places.1, Reading::literal(), Budget::default());
            assert_eq!(answer, Answer::Contained, "{dialect:?}: {document}");
        }
    }
}

#[test]
fn a_name_in_what_is_no_schema_is_not_found() {
    for key in ["schema", "default", "x-schemas"] {
        let target = json!({ "$id": "https://example.com/named", "type": "null" });
        let schema = json!({ "$ref": "https://example.com/named", key: target });
        let answer = ask(Dialect::Draft202012, &json!({ "type": "null" }), &schema);
        assert_eq!(answer, Answer::Undecided(Reason::Reference), "{key}");
    }
}
