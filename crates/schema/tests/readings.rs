//! What a reading changes, and what an equal schema is.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use gatepact_schema::{Answer, Budget, Dialect, Place, Reading, Reason, Universe, World};
use serde_json::{Value, json};

fn ask_in(dialect: Dialect, a: &Value, b: &Value, reading: Reading) -> Answer {
    let mut universe = Universe::new();
    let a = json!({ "components": { "schemas": a } });
    let b = json!({ "components": { "schemas": b } });
    let from = universe.add(&a, dialect);
    let to = universe.add(&b, dialect);
    let pointer = "/components/schemas/it";
    let places = (Place { side: from, pointer }, Place { side: to, pointer });
    let answer = universe.contains(places.0, places.1, reading, Budget::default());
    assert_eq!(universe.unverified(), 0);
    answer
}

fn ask(a: &Value, b: &Value, reading: Reading) -> Answer {
    ask_in(Dialect::OpenApi30, &json!({ "it": a }), &json!({ "it": b }), reading)
}

fn object(properties: &Value, required: &[&str]) -> Value {
    json!({ "type": "object", "properties": properties, "required": required })
}

#[test]
fn a_new_optional_property_is_no_finding_in_a_closed_world() {
    let old = object(&json!({ "id": { "type": "integer" } }), &["id"]);
    let new =
        object(&json!({ "id": { "type": "integer" }, "note": { "type": "string" } }), &["id"]);
    assert_eq!(ask(&old, &new, Reading::request()), Answer::Contained);
    let open = Reading { world: World::Open, ..Reading::request() };
    assert_eq!(ask(&old, &new, open), Answer::Witness(json!({ "id": 0, "note": null })));
    let free = json!({ "type": "object" });
    assert!(matches!(ask(&free, &new, Reading::request()), Answer::Witness(_)), "it declares none");
    let explicit = json!({ "type": "object", "properties": { "id": { "type": "integer" } },
        "required": ["id"], "additionalProperties": true });
    assert!(matches!(ask(&explicit, &new, Reading::request()), Answer::Witness(_)));
}

#[test]
fn the_whole_composition_declares() {
    let old = json!({ "allOf": [
        object(&json!({ "a": { "type": "integer" } }), &["a"]),
        object(&json!({ "b": { "type": "integer" } }), &["b"]),
    ] });
    let new = object(
        &json!({ "a": { "type": "integer" }, "b": { "type": "integer" }, "c": { "type": "null" } }),
        &["a", "b"],
    );
    assert_eq!(ask(&old, &new, Reading::request()), Answer::Contained);
    let narrower = object(&json!({ "b": { "type": "integer", "minimum": 0 } }), &[]);
    assert_eq!(
        ask(&old, &narrower, Reading::request()),
        Answer::Witness(json!({ "a": 0, "b": -1 }))
    );
    let either = json!({ "anyOf": [
        object(&json!({ "a": { "type": "integer" } }), &["a"]),
        object(&json!({ "b": { "type": "integer" } }), &["b"]),
    ] });
    let not_both = json!({ "not": { "required": ["a", "b"] } });
    assert_eq!(
        ask(&either, &not_both, Reading::request()),
        Answer::Witness(json!({ "a": 0, "b": 0 }))
    );
}

#[test]
fn a_read_only_property_is_not_required_wherever_it_is_described() {
    let id = json!({ "id": { "readOnly": true } });
    let described = object(&id, &["id"]);
    let a = json!({ "type": "object" });
    for b in [
        json!({ "allOf": [described] }),
        json!({ "if": { "required": ["a"] }, "then": described, "else": described }),
        json!({ "if": { "properties": id }, "then": { "required": ["id"] } }),
        json!({ "dependentSchemas": { "a": described } }),
        json!({ "dependencies": { "a": described } }),
    ] {
        let ask =
            |reading| ask_in(Dialect::OpenApi31, &json!({ "it": a }), &json!({ "it": b }), reading);
        assert_eq!(ask(Reading::request()), Answer::Contained, "{b}");
        assert!(matches!(ask(Reading::response()), Answer::Witness(_)), "{b}");
    }
    // What is refused describes nothing.
    let b = json!({ "not": { "properties": id }, "required": ["id"] });
    let b = json!({ "it": b });
    let answer = ask_in(Dialect::OpenApi31, &json!({ "it": a }), &b, Reading::request());
    assert!(matches!(answer, Answer::Witness(_)), "{answer:?}");
}

#[test]
fn read_only_properties_are_not_required_and_not_sent_in_a_request() {
    let old = object(&json!({ "name": { "type": "string" } }), &["name"]);
    let new = object(
        &json!({ "name": { "type": "string" }, "id": { "type": "integer", "readOnly": true } }),
        &["name", "id"],
    );
    assert_eq!(ask(&old, &new, Reading::request()), Answer::Contained);
    assert_eq!(ask(&old, &new, Reading::response()), Answer::Witness(json!({ "name": "text" })));
    let retyped = object(
        &json!({ "name": { "type": "string" }, "id": { "type": "string", "readOnly": true } }),
        &["name", "id"],
    );
    assert_eq!(ask(&new, &retyped, Reading::request()), Answer::Contained);
    assert!(matches!(ask(&new, &retyped, Reading::response()), Answer::Witness(_)));
    let apart = json!({ "allOf": [
        { "required": ["name", "id"] },
        object(&json!({ "name": { "type": "string" }, "id": { "type": "integer", "readOnly": true } }), &[]),
    ] });
    assert_eq!(ask(&old, &apart, Reading::request()), Answer::Contained);
    let secret =
        object(&json!({ "password": { "type": "string", "writeOnly": true } }), &["password"]);
    assert!(matches!(
        ask(&json!({ "type": "object" }), &secret, Reading::request()),
        Answer::Witness(_)
    ));
    let answer =
        ask(&json!({ "type": "object", "maxProperties": 0 }), &secret, Reading::response());
    assert_eq!(answer, Answer::Contained);
}

#[test]
fn openapi_says_null_width_and_exclusion_in_its_own_way() {
    let nullable = json!({ "type": "string", "nullable": true });
    let plain = json!({ "type": "string" });
    assert_eq!(ask(&nullable, &plain, Reading::response()), Answer::Witness(json!(null)));
    assert_eq!(ask(&plain, &nullable, Reading::response()), Answer::Contained);
    let listed = json!({ "type": "string", "nullable": true, "enum": ["a"] });
    assert_eq!(
        ask(&listed, &plain, Reading::response()),
        Answer::Contained,
        "the enum lists no null"
    );
    let narrow = json!({ "type": "integer", "format": "int32" });
    let wide = json!({ "type": "integer", "format": "int64" });
    assert_eq!(ask(&narrow, &wide, Reading::response()), Answer::Contained);
    assert!(matches!(ask(&wide, &narrow, Reading::response()), Answer::Witness(_)));
    let above = json!({ "type": "integer", "minimum": 5, "exclusiveMinimum": true });
    let from = json!({ "type": "integer", "minimum": 5 });
    assert_eq!(ask(&from, &above, Reading::response()), Answer::Witness(json!(5)));
    let date = json!({ "type": "string", "format": "date" });
    assert_eq!(
        ask(&date, &json!({ "type": "string", "format": "uuid" }), Reading::response()),
        Answer::Witness(json!("2024-01-31"))
    );
    assert_eq!(
        ask(&date, &json!({ "type": "string", "maxLength": 10 }), Reading::response()),
        Answer::Contained
    );
}

#[test]
fn a_discriminator_is_a_tag() {
    let schemas = |kinds: [&str; 2]| {
        json!({
            "it": { "oneOf": [{ "$ref": "#/components/schemas/Cat" }, { "$ref": "#/components/schemas/Dog" }],
                "discriminator": { "propertyName": "kind", "mapping": {
                    kinds[0]: "#/components/schemas/Cat", kinds[1]: "#/components/schemas/Dog" } } },
            "Cat": { "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" }, "lives": { "type": "integer" } } },
            "Dog": { "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" }, "bark": { "type": "string" } } },
        })
    };
    let (old, new) = (schemas(["cat", "dog"]), schemas(["cat", "hound"]));
    let reading = Reading::response();
    assert_eq!(ask_in(Dialect::OpenApi30, &old, &old, reading), Answer::Contained);
    assert_eq!(
        ask_in(Dialect::OpenApi30, &new, &old, reading),
        Answer::Witness(json!({ "kind": "hound" }))
    );
}

#[test]
fn equal_recursive_schemas_are_one_whatever_their_names() {
    let tree = |name: &str, leaf: &str| {
        let reference = format!("#/components/schemas/{name}");
        json!({ "components": { "schemas": {
            "it": { "type": "array", "items": { "$ref": reference } },
            name: { "type": "object", "properties": {
                "children": { "type": "array", "items": { "$ref": reference } },
                "next": { "allOf": [{ "$ref": reference }], "description": name },
                "value": { "type": leaf } } } } } })
    };
    let (a, b, c) = (tree("Tree", "string"), tree("Node", "string"), tree("Tree", "integer"));
    let mut universe = Universe::new();
    let sides = [&a, &b, &c].map(|document| universe.add(document, Dialect::OpenApi30));
    let identities = sides.map(|side| {
        universe
            .identity(Place { side, pointer: "/components/schemas/it" }, Reading::response())
            .unwrap()
    });
    assert_eq!(identities[0], identities[1]);
    assert_ne!(identities[0], identities[2]);
    let place = |side| Place { side, pointer: "/components/schemas/it" };
    let answer =
        universe.contains(place(sides[2]), place(sides[0]), Reading::response(), Budget::default());
    assert!(matches!(answer, Answer::Witness(_)), "{answer:?}");
}

#[test]
fn both_sides_keep_their_dialect() {
    let old = json!({ "swagger": "2.0", "definitions": { "A": { "type": "string", "x-nullable": true } } });
    let new = json!({ "openapi": "3.1.0", "components": { "schemas": { "A": { "type": ["string", "null"] } } } });
    let mut universe = Universe::new();
    let from = universe.add(&old, Dialect::of(&old).unwrap());
    let to = universe.add(&new, Dialect::of(&new).unwrap());
    let a = Place { side: from, pointer: "/definitions/A" };
    let b = Place { side: to, pointer: "/components/schemas/A" };
    assert_eq!(universe.contains(a, b, Reading::request(), Budget::default()), Answer::Contained);
    assert_eq!(universe.contains(b, a, Reading::response(), Budget::default()), Answer::Contained);
    let nowhere = Place { side: to, pointer: "/nowhere" };
    let answer = universe.contains(nowhere, a, Reading::request(), Budget::default());
    assert_eq!(answer, Answer::Undecided(Reason::Reference));
}

#[test]
fn one_property_may_violate_several_things() {
    let a = json!({ "type": "object", "maxProperties": 1 });
    let b = json!({ "anyOf": [
        { "additionalProperties": { "type": "string" } },
        { "additionalProperties": { "type": "integer" } },
        { "additionalProperties": { "type": "boolean" }, "maxProperties": 3 },
    ] });
    let mut universe = Universe::new();
    let from = universe.add(&a, Dialect::Draft202012);
    let to = universe.add(&b, Dialect::Draft202012);
    let places = (Place { side: from, pointer: "" }, Place { side: to, pointer: "" });
    let answer = universe.contains(places.0, places.1, Reading::literal(), Budget::default());
    assert!(
        matches!(&answer, Answer::Witness(value) if value.as_object().unwrap().len() == 1),
        "{answer:?}"
    );
}

#[test]
fn exactly_one_of_a_literal_and_its_type_is_the_rest_of_the_type() {
    for (literal, kind, witness) in [
        (json!({}), "object", json!({ "text": null })),
        (json!([]), "array", json!([null])),
        (json!("text"), "string", json!("a")),
        (json!(0), "integer", json!(1)),
    ] {
        let a = json!({ "oneOf": [{ "const": literal }, { "type": kind }] });
        let nothing = json!(false);
        let mut universe = Universe::new();
        let from = universe.add(&a, Dialect::Draft202012);
        let to = universe.add(&nothing, Dialect::Draft202012);
        let places = (Place { side: from, pointer: "" }, Place { side: to, pointer: "" });
        let answer = universe.contains(places.0, places.1, Reading::literal(), Budget::default());
        assert_eq!(answer, Answer::Witness(witness));
    }
}

/// A keyword of another draft says nothing, and a name that is required twice is required once; neither keeps the validator
/// from confirming a witness.
#[test]
fn what_the_language_does_not_know_keeps_no_witness_from_being_confirmed() {
    let beside = json!({ "$recursiveAnchor": true, "items": { "$recursiveRef": "#" } });
    let schemas = |kind: &str| {
        json!({ "beside": beside, "it": { "type": "object", "required": ["id", "id"],
            "properties": { "id": { "type": kind }, "others": { "$ref": "#/components/schemas/beside" } } } })
    };
    let answer =
        ask_in(Dialect::OpenApi31, &schemas("string"), &schemas("integer"), Reading::request());
    assert!(matches!(answer, Answer::Witness(_)), "{answer:?}");
}
