//! Laws of the diff, and its answers on the corpora.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]
#![allow(clippy::disallowed_methods, reason = "tests read files; the crate does not")]
#![allow(clippy::print_stderr, reason = "the line that says what was skipped")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use gatepact_diff::{Change, diff};
use gatepact_finding::{Proof, Severity};
use gatepact_openapi::Document;
use gatepact_openapi::canonical::{Form, canonical};
use proptest::prelude::*;
use serde_json::{Value, json};

const BASE: &str = include_str!("../cases/base.json");

fn base() -> Value {
    serde_json::from_str(BASE).unwrap()
}

fn read(value: &Value) -> Document {
    Document::read(value.to_string()).unwrap()
}

fn lines(changes: &[Change]) -> Vec<String> {
    changes.iter().map(ToString::to_string).collect()
}

fn shuffled(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(shuffled).collect(),
        Value::Object(members) => {
            members.iter().rev().map(|(key, value)| (key.clone(), shuffled(value))).collect()
        }
        other => other.clone(),
    }
}

fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    let mut child =
        |token: &str, value| pointers(value, &gatepact_finding::pointer::child(at, token), found);
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, item)| child(&i.to_string(), item));
        }
        Value::Object(members) => members.iter().for_each(|(key, value)| child(key, value)),
        _ => {}
    }
}

/// The base with some of its parts replaced by parts from elsewhere, or by nothing.
fn mutated() -> impl Strategy<Value = Value> {
    let mut places = Vec::new();
    pointers(&base(), "", &mut places);
    let place = prop::sample::select(places[1..].to_vec());
    let odd = prop::sample::select(vec![
        json!(null),
        json!(true),
        json!(-1),
        json!(1.5),
        json!(""),
        json!("string"),
        json!([]),
        json!({}),
        json!({ "$ref": "#/components/schemas/Order" }),
        json!({ "$ref": "#" }),
        json!({ "$ref": "#/components" }),
        json!({ "allOf": [ { "$ref": "#/components/schemas/Order" } ] }),
        json!(["a", 1, null]),
        json!({ "type": "object", "required": [ "x" ], "additionalProperties": { "$ref": "#/components/schemas/Order" } }),
    ]);
    let edit = prop_oneof![
        (place.clone(), odd).prop_map(|(at, value)| (at, Some(value))),
        (place.clone(), place.clone()).prop_map(|(at, from)| (at, base().pointer(&from).cloned())),
        place.prop_map(|at| (at, None)),
    ];
    prop::collection::vec(edit, 1..4).prop_map(|edits| {
        let mut value = base();
        for (at, new) in edits {
            let (parent, token) = at.rsplit_once('/').unwrap();
            let token = token.replace("~1", "/").replace("~0", "~");
            match (value.pointer_mut(parent), new) {
                (Some(Value::Object(members)), Some(new)) => drop(members.insert(token, new)),
                (Some(Value::Object(members)), None) => drop(members.shift_remove(&token)),
                (Some(Value::Array(items)), Some(new)) => items.push(new),
                _ => {}
            }
        }
        value
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, max_global_rejects: 100_000, ..ProptestConfig::default() })]

    #[test]
    fn nothing_changed_and_keys_have_no_order_and_nothing_panics(one in mutated(), other in mutated()) {
        let (Ok(one), Ok(other)) = (Document::read(one.to_string()), Document::read(other.to_string())) else {
            return Err(TestCaseError::reject("no document"));
        };
        prop_assert_eq!(lines(&diff(&one, &one)), Vec::<String>::new());
        let there = lines(&diff(&one, &other));
        let (one, other) = (read(&shuffled(one.value())), read(&shuffled(other.value())));
        prop_assert_eq!(lines(&diff(&one, &other)), there);
    }
}

#[test]
fn a_change_in_a_component_is_one_change_with_all_operations_that_reach_it() {
    let mut new = base();
    new["components"]["schemas"]["Address"]["properties"]["street"]["type"] = json!("integer");
    let changes = diff(&read(&base()), &read(&new));
    insta::assert_snapshot!(lines(&changes).join("\n"));
}

#[test]
fn recursion_ends() {
    let document = |leaf: &str| {
        let mut value = base();
        value["components"]["schemas"]["Order"] = json!({
            "type": "object", "allOf": [ { "$ref": "#/components/schemas/Order" } ],
            "properties": {
                "parent": { "$ref": "#/components/schemas/Order" },
                "inner": { "allOf": [ { "$ref": "#/components/schemas/Order" } ], "properties": { "leaf": { "type": leaf } } },
                "loop": { "$ref": "#/components/schemas/A" } } });
        value["components"]["schemas"]["A"] = json!({ "$ref": "#/components/schemas/B" });
        value["components"]["schemas"]["B"] = json!({ "$ref": "#/components/schemas/A" });
        read(&value)
    };
    let ids: Vec<_> =
        diff(&document("string"), &document("integer")).iter().map(Change::id).collect();
    assert_eq!(ids, ["response.type.changed"]);
}

/// The list of kinds breaks the one operation. The other takes any kind by its second alternative, and breaks for
/// another reason, which must not hide behind the first.
#[test]
fn a_break_is_not_explained_by_one_that_another_alternative_takes() {
    let document = |kinds: Value, keyword: &str| {
        let item = json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "enum": kinds } } });
        let other = json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" } } });
        let body = |schema: Value| {
            json!({
                "requestBody": { "required": true, "content": { "application/json": { "schema": schema } } },
                "responses": {},
            })
        };
        let item_reference = json!({ "$ref": "#/components/schemas/Item" });
        read(&json!({
            "openapi": "3.0.1", "info": { "title": "t", "version": "1" },
            "paths": {
                "/items": { "post": body(item_reference.clone()) },
                "/others": { "post": body(json!({ keyword: [item_reference, other] })) },
            },
            "components": { "schemas": { "Item": item } },
        }))
    };
    let changes = diff(&document(json!(["a", "b"]), "anyOf"), &document(json!(["a"]), "oneOf"));
    let told: Vec<_> = changes.iter().map(|it| (it.id(), it.finding.proof.is_some())).collect();
    let id = |id: &'static str| (id, true);
    assert_eq!(told, [id("request.enum.value-removed"), id("request.schema.narrowed")]);
    assert_eq!(changes[1].finding.operations, ["POST /others"]);
}

#[test]
fn long_chains_of_components_overflow_nothing_and_cost_no_square() {
    let document = |leaf: &str, (link, length): (fn(Value) -> Value, usize)| {
        let mut value = base();
        let schemas = value["components"]["schemas"].as_object_mut().unwrap();
        for i in 0..length {
            let next = json!({ "$ref": format!("#/components/schemas/C{}", i + 1) });
            schemas.insert(format!("C{i}"), link(next));
        }
        schemas.insert(format!("C{length}"), json!({ "properties": { "q": { "type": leaf } } }));
        schemas.insert(
            "Card".to_owned(),
            json!({ "required": ["days"], "properties": {
                // No invoice has such days, so that an order can be paid with this card.
                "days": { "type": "string" }, "c": { "$ref": "#/components/schemas/C0" } } }),
        );
        read(&value)
    };
    // A composition of so many parents is deeper than what is read as sets of values: it is told without a proof.
    type Link = fn(Value) -> Value;
    let links: [(Link, usize, &str); 3] = [
        (|next| json!({ "properties": { "p": next } }), 1_000, "type.changed"),
        (|next| json!({ "allOf": [ next ] }), 1_000, "type.changed"),
        (
            |next| json!({ "allOf": [ next.clone() ], "properties": { "p": next } }),
            30,
            "type.changed",
        ),
    ];
    for (link, length, told) in links {
        let changes =
            diff(&document("string", (link, length)), &document("integer", (link, length)));
        let mut ids: Vec<_> = changes.iter().map(Change::id).collect();
        ids.dedup();
        assert_eq!(ids, [format!("request.{told}"), format!("response.{told}")], "{length}");
        let is_open = |it: &Change| matches!(it.finding.proof, Some(Proof::Unproved(_)));
        assert_eq!(changes.iter().all(is_open), length == 1_000, "{changes:?}");
    }
}

fn corpus(folder: &str) -> Option<PathBuf> {
    let root = std::env::var_os("GATEPACT_CORPORA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora"),
        PathBuf::from,
    );
    let path = root.join(folder);
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("skipped: corpora/{folder} not present");
    None
}

/// Probes of our own: what API Gateway exports change and other tools overlook.
#[test]
fn the_probes_of_api_gateway() {
    let Some(folder) = corpus("diff/apigw-probes") else { return };
    let (mut judged, mut wrong) = (0, BTreeMap::new());
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = |name: &str| std::fs::read_to_string(path.join(name)).unwrap();
        let expected: Value = serde_json::from_str(&text("expected.json")).unwrap();
        let read = |name: &str| {
            let read = Document::read(text(name));
            read.unwrap_or_else(|error| panic!("{} {name}: {error}", path.display()))
        };
        let (old, new) = (read("base.json"), read("revision.json"));
        judged += 1;
        let full = |document: &Document| Document::read(canonical(document, Form::Full)).unwrap();
        for (form, changes) in [("raw", diff(&old, &new)), ("full", diff(&full(&old), &full(&new)))]
        {
            let verdict = match changes.iter().map(Change::severity).max() {
                None => "none",
                Some(Severity::Info) => "safe",
                Some(Severity::Warning) => "risky",
                Some(Severity::Error) => "breaking",
            };
            if !expected["accept"].as_array().unwrap().contains(&json!(verdict)) {
                let name = format!("{} ({form})", path.file_name().unwrap().to_string_lossy());
                wrong.insert(name, (verdict, lines(&changes)));
            }
        }
    }
    assert!(judged >= 26, "{judged} judged");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// An export compared with itself, in each form, has no changes; its canonical forms differ from it in nothing that is
/// contract.
#[test]
fn exports_do_not_differ_from_themselves() {
    let Some(folder) = corpus("exports") else { return };
    let mut compared = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            continue;
        }
        let text = std::fs::read_to_string(path).unwrap();
        let Ok(value) = serde_json::from_str::<Value>(&text) else { continue };
        let Ok(document) = Document::read(value.get("body").unwrap_or(&value).to_string()) else {
            continue;
        };
        compared += 1;
        assert!(diff(&document, &document).is_empty());
        for form in [Form::Public, Form::Full] {
            let once = canonical(&document, form);
            let again = Document::read(&once).unwrap();
            assert_eq!(canonical(&again, form), once);
            assert!(diff(&again, &again).is_empty());
        }
    }
    assert!(compared >= 10, "{compared} compared");
}
