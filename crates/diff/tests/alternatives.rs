//! Alternatives of `anyOf` and `oneOf`: which is which, what each change is shown by, and what an open one hides.
//!
//! Each row is one change of one alternative. The same rewriting of both documents leaves the answer as it is: that
//! is asked of every row.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use gatepact_diff::{Change, diff};
use gatepact_finding::{Proof, Severity};
use gatepact_openapi::Document;
use serde_json::{Map, Value, json};

/// What is told: severity, id, subject.
type Told = Vec<(Severity, String, String)>;

/// A document whose one operation takes the schema, or answers with it.
fn document(is_request: bool, schema: &Value, components: &Value) -> Document {
    let content = json!({ "application/json": { "schema": schema } });
    let operation = if is_request {
        json!({ "requestBody": { "required": true, "content": content },
                "responses": { "204": { "description": "done" } } })
    } else {
        json!({ "responses": { "200": { "description": "all", "content": content } } })
    };
    let document = json!({
        "openapi": "3.0.3",
        "info": { "title": "post office", "version": "1" },
        "paths": { "/parcels": { "post": operation } },
        "components": { "schemas": components },
    });
    Document::read(document.to_string()).unwrap()
}

fn told(changes: &[Change]) -> Told {
    let of = |change: &Change| {
        let subject = change.finding.subject.as_ref().map_or("", |it| it.name()).to_owned();
        (change.severity(), change.id().to_owned(), subject)
    };
    let mut all: Told = changes.iter().map(of).collect();
    all.sort();
    all
}

/// A pair of documents: components, and the schema in use.
#[derive(Clone)]
struct Side {
    schema: Value,
    components: Value,
}

fn compared(is_request: bool, old: &Side, new: &Side) -> Vec<Change> {
    let [old, new] = [old, new].map(|it| document(is_request, &it.schema, &it.components));
    diff(&old, &new)
}

/// A way to write the same schemas.
type Rewriting = fn(&Side) -> Side;

const REWRITINGS: [(&str, Rewriting); 3] = [
    ("in another order", |side| {
        let mut side = side.clone();
        for keyword in ["anyOf", "oneOf"] {
            if let Some(Value::Array(list)) = side.schema.get_mut(keyword) {
                list.reverse();
            }
        }
        side
    }),
    ("in line", |side| {
        let mut side = side.clone();
        let components = side.components.clone();
        for keyword in ["anyOf", "oneOf"] {
            let Some(Value::Array(list)) = side.schema.get_mut(keyword) else { continue };
            for alternative in list {
                let name = alternative.get("$ref").and_then(Value::as_str);
                if let Some(name) = name.and_then(|it| it.rsplit('/').next()) {
                    *alternative = components[name].clone();
                }
            }
        }
        side
    }),
    ("under a name of its own", |side| {
        let mut side = side.clone();
        side.components.as_object_mut().unwrap().insert("Whole".to_owned(), side.schema.clone());
        side.schema = json!({ "$ref": "#/components/schemas/Whole" });
        side
    }),
];

fn refer(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// An object with a tag and other required properties.
fn tagged(tag: &str, properties: Value) -> Value {
    let Value::Object(mut all) = properties else { unreachable!("an object of properties") };
    let names: Vec<String> = ["kind".to_owned()].into_iter().chain(all.keys().cloned()).collect();
    all.insert("kind".to_owned(), json!({ "type": "string", "enum": [tag] }));
    json!({ "type": "object", "required": names, "properties": all })
}

fn letter() -> Value {
    tagged("letter", json!({ "weight": { "type": "integer" }, "to": { "type": "string" } }))
}

fn parcel() -> Value {
    tagged("parcel", json!({ "weight": { "type": "string" }, "box": { "type": "string" } }))
}

/// Lists the components as alternatives.
fn side(keyword: &str, components: Value, further: &[Value]) -> Side {
    let named = components.as_object().unwrap().keys().map(|name| refer(name));
    let list: Vec<Value> = named.chain(further.iter().cloned()).collect();
    Side { schema: Map::from_iter([(keyword.to_owned(), Value::Array(list))]).into(), components }
}

fn with(mut schema: Value, pointer: &str, value: Value) -> Value {
    *schema.pointer_mut(pointer).unwrap() = value;
    schema
}

fn without(mut schema: Value, property: &str) -> Value {
    schema["properties"].as_object_mut().unwrap().shift_remove(property);
    schema["required"].as_array_mut().unwrap().retain(|name| name != property);
    schema
}

/// The worst that is told of a request and of a response.
type Worst = [(Severity, &'static str); 2];

/// What happens to the one alternative, and what is told of it.
fn rows() -> Vec<(&'static str, Value, Worst)> {
    use Severity::{Error, Info, Warning};
    vec![
        (
            "another type",
            with(letter(), "/properties/weight/type", json!("boolean")),
            [(Error, "request.type.changed"), (Error, "response.type.changed")],
        ),
        (
            "a required property is gone",
            without(letter(), "to"),
            [(Warning, "request.property.removed"), (Error, "response.property.removed")],
        ),
        (
            "a longer text is refused",
            with(letter(), "/properties/to", json!({ "type": "string", "maxLength": 5 })),
            [(Error, "request.constraint.narrowed"), (Info, "response.constraint.narrowed")],
        ),
        (
            "null",
            with(letter(), "/properties/to", json!({ "type": "string", "nullable": true })),
            [(Info, "request.nullable.added"), (Error, "response.nullable.added")],
        ),
    ]
}

#[test]
fn a_change_of_one_alternative_is_told_once_however_it_is_written() {
    for keyword in ["oneOf", "anyOf"] {
        for (what, changed, expected) in rows() {
            let old = side(keyword, json!({ "Letter": letter(), "Parcel": parcel() }), &[]);
            let new = side(keyword, json!({ "Parcel": parcel(), "Letter": changed }), &[]);
            for (is_request, (severity, id)) in [true, false].into_iter().zip(expected) {
                let name = format!("{keyword}, {what}, request {is_request}");
                let plain = told(&compared(is_request, &old, &new));
                let worst = plain.last().map(|(severity, id, _)| (*severity, id.as_str()));
                assert_eq!(worst, Some((severity, id)), "{name}: {plain:?}");
                assert_eq!(plain.len(), 1, "{name}: {plain:?}");
                for (how, rewrite) in REWRITINGS {
                    let other = told(&compared(is_request, &rewrite(&old), &rewrite(&new)));
                    assert_eq!(other, plain, "{name}, {how}");
                }
            }
        }
    }
}

#[test]
fn an_open_alternative_makes_a_break_risky_and_hides_nothing() {
    let open = json!({ "type": "object", "properties": { "note": { "type": "string" } } });
    for (what, changed, expected) in rows() {
        let components = |letter| json!({ "Letter": letter, "Parcel": parcel() });
        let old = side("anyOf", components(letter()), std::slice::from_ref(&open));
        let new = side("anyOf", components(changed), std::slice::from_ref(&open));
        for (is_request, (severity, _)) in [true, false].into_iter().zip(expected) {
            let changes = compared(is_request, &old, &new);
            let worst = changes.iter().map(Change::severity).max();
            assert_eq!(worst, Some(severity.min(Severity::Warning)), "{what}: {changes:#?}");
        }
    }
}

#[test]
fn what_another_alternative_describes_is_no_loss() {
    let null_letter = with(letter(), "/properties/to/type", json!("string"));
    let nullable = with(letter(), "/properties/to", json!({ "type": "string", "nullable": true }));
    let unaddressed = with(
        letter(),
        "/properties/to",
        json!({ "nullable": true, "type": "string", "enum": [null] }),
    );
    let old = side("anyOf", json!({ "Letter": nullable, "Parcel": parcel() }), &[]);
    let new = side(
        "anyOf",
        json!({ "Letter": null_letter, "Parcel": parcel(), "Bare": unaddressed }),
        &[],
    );
    let changes = compared(true, &old, &new);
    let lost: Vec<_> = changes.iter().filter(|it| it.severity() != Severity::Info).collect();
    assert!(lost.is_empty(), "{lost:#?}");
}

#[test]
fn two_alternatives_that_lose_the_same_are_shown_by_two_messages() {
    let nullable =
        |schema| with(schema, "/properties/weight", json!({ "type": "integer", "nullable": true }));
    let plain = |schema| with(schema, "/properties/weight", json!({ "type": "integer" }));
    let old =
        side("oneOf", json!({ "Letter": nullable(letter()), "Parcel": nullable(parcel()) }), &[]);
    let new = side("oneOf", json!({ "Letter": plain(letter()), "Parcel": plain(parcel()) }), &[]);
    let changes = compared(true, &old, &new);
    let kinds = changes.iter().map(|change| match &change.finding.proof {
        Some(Proof::Witness(witness)) => {
            witness.request.as_ref().unwrap().body.as_ref().unwrap()["kind"].clone()
        }
        proof => panic!("{change}: {proof:?}"),
    });
    let mut kinds: Vec<Value> = kinds.collect();
    kinds.sort_by_key(Value::to_string);
    assert_eq!(kinds, ["letter", "parcel"]);
}

#[test]
fn alternatives_that_overlap_lose_nothing_by_it() {
    let part =
        |name: &str| json!({ "type": "object", "properties": { name: { "type": "string" } } });
    let one = side("oneOf", json!({ "Stamp": part("stamp") }), &[]);
    let two = side("oneOf", json!({ "Label": part("label"), "Stamp": part("stamp") }), &[]);
    for (old, new) in [(&two, &one), (&one, &two)] {
        for is_request in [true, false] {
            let changes = compared(is_request, old, new);
            assert!(changes.iter().all(|it| it.severity() < Severity::Error), "{changes:#?}");
            assert!(!changes.is_empty());
        }
    }
}

#[test]
fn a_use_that_takes_more_names_neither_the_component_nor_its_other_uses() {
    let owner = |owner: Value| {
        json!({ "type": "object", "required": ["id"], "properties": {
            "id": { "type": "string" }, "author": refer("User"), "owner": owner } })
    };
    let user = json!({ "type": "object", "required": ["login"], "properties": { "login": { "type": "string" } } });
    let team = json!({ "type": "object", "required": ["slug"], "properties": { "slug": { "type": "string" } } });
    let components = json!({ "User": user, "Team": team });
    let side = |use_of: Value| Side { schema: owner(use_of), components: components.clone() };
    let old = side(refer("User"));
    for (what, new, id) in [
        (
            "alternatives",
            json!({ "oneOf": [refer("User"), refer("Team")] }),
            "response.alternative.added",
        ),
        ("another component", refer("Team"), "response.schema.replaced"),
    ] {
        let changes = compared(false, &old, &side(new));
        let [change] = changes.as_slice() else { panic!("{what}: {changes:#?}") };
        assert_eq!((change.id(), change.severity()), (id, Severity::Error), "{what}");
        let at = change.new.as_ref().unwrap();
        assert!(at.contains("/properties/owner"), "{what}: {at:?}");
    }
}

#[test]
fn children_of_a_discriminator_are_compared_although_no_list_names_them() {
    let parent = json!({ "type": "object", "required": ["kind"],
        "discriminator": { "propertyName": "kind" }, "properties": { "kind": { "type": "string" } } });
    let child = |kind: &str| {
        json!({ "allOf": [refer("Item"),
            { "type": "object", "properties": { "weight": { "type": kind } } }] })
    };
    let side = |components: Value| Side {
        schema: json!({ "type": "object", "properties": { "items": { "type": "array", "items": refer("Item") } } }),
        components,
    };
    let old =
        side(json!({ "Item": parent, "Letter": child("integer"), "Parcel": child("integer") }));
    for (what, new, id) in [
        (
            "a type",
            json!({ "Item": parent, "Letter": child("string"), "Parcel": child("integer") }),
            "type.changed",
        ),
        ("one less", json!({ "Item": parent, "Letter": child("integer") }), "alternative.removed"),
        (
            "one more",
            json!({ "Item": parent, "Letter": child("integer"), "Parcel": child("integer"),
            "Roll": child("integer") }),
            "alternative.added",
        ),
    ] {
        for (is_request, direction) in [(true, "request"), (false, "response")] {
            let changes = compared(is_request, &old, &side(new.clone()));
            let ids: Vec<_> = changes.iter().map(Change::id).collect();
            assert_eq!(ids, [format!("{direction}.{id}")], "{what}");
            assert!(changes[0].severity() < Severity::Error, "{what}: no validator sees it");
        }
    }
    assert_eq!(compared(true, &old, &old), []);
}

#[test]
fn one_alternative_beside_null_is_left_of_several() {
    let absent = json!({ "type": "string", "nullable": true, "enum": [null] });
    let both = json!({ "Letter": letter(), "Parcel": parcel() });
    for keyword in ["oneOf", "anyOf"] {
        let old = side(keyword, both.clone(), std::slice::from_ref(&absent));
        let list = json!([refer("Letter"), absent]);
        let schema = Map::from_iter([(keyword.to_owned(), list)]).into();
        let new = Side { schema, components: both.clone() };
        for (is_request, id) in [(true, "request"), (false, "response")] {
            for (old, new, what) in [(&old, &new, "removed"), (&new, &old, "added")] {
                let changes = compared(is_request, old, new);
                let ids: Vec<_> = changes.iter().map(Change::id).collect();
                assert_eq!(ids, [format!("{id}.alternative.{what}")], "{keyword}");
            }
        }
    }
}

#[test]
fn another_keyword_beside_another_alternative_is_told_where_it_costs_something() {
    let postcard = tagged("postcard", json!({ "to": { "type": "string" } }));
    let old = side("oneOf", json!({ "Letter": letter(), "Parcel": parcel() }), &[]);
    let new = side("anyOf", json!({ "Letter": letter(), "Parcel": parcel() }), &[postcard]);
    for (is_request, id) in [(true, "request"), (false, "response")] {
        let ids: Vec<String> =
            compared(is_request, &old, &new).iter().map(|it| it.id().to_owned()).collect();
        assert_eq!(ids, [format!("{id}.alternative.added")]);
    }
}

#[test]
fn what_is_left_of_a_list_is_the_same_alternative_changed() {
    let old = side("oneOf", json!({ "Letter": letter(), "Parcel": parcel() }), &[]);
    let schema = with(letter(), "/properties/weight/type", json!("boolean"));
    let new = Side { schema, components: json!({}) };
    let changes = compared(true, &old, &new);
    let ids: Vec<_> = changes.iter().map(Change::id).collect();
    assert_eq!(ids, ["request.alternative.removed", "request.type.changed"]);
}
