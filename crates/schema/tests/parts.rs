//! Questions about a keyword of a schema, and about a schema at the end of a path.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use gatepact_schema::{
    Answer, Budget, Certainty, Dialect, End, Fragment, Place, Reading, Side, Step, Universe,
};
use serde_json::{Value, json};

const ROOT: &str = "";

fn universe<'d>(old: &'d Value, new: &'d Value) -> (Universe<'d>, Side, Side) {
    let mut universe = Universe::new();
    let old = universe.add(old, Dialect::OpenApi30);
    let new = universe.add(new, Dialect::OpenApi30);
    (universe, old, new)
}

fn obeys(old: &Value, new: &Value, keyword: &Value) -> Answer {
    let (mut universe, old, new) = universe(old, new);
    let fragment = Fragment { at: Place { side: new, pointer: ROOT }, schema: keyword };
    let old = Place { side: old, pointer: ROOT };
    universe.obeys(old, fragment, Reading::request(), Budget::default())
}

#[test]
fn each_keyword_is_asked_on_its_own() {
    let old = json!({ "type": "object", "properties": { "a": { "type": "integer" }, "b": {} } });
    let new = json!({
        "type": "object", "required": ["a", "b"],
        "properties": { "a": { "type": "integer", "maximum": 9 }, "b": {} }
    });
    assert_eq!(obeys(&old, &new, &json!({ "type": "object" })), Answer::Contained);
    let Answer::Witness(value) = obeys(&old, &new, &json!({ "required": ["b"] })) else { panic!() };
    assert_eq!(value.get("b"), None);
    let bound = json!({ "properties": { "a": { "maximum": 9 } } });
    let Answer::Witness(value) = obeys(&old, &new, &bound) else { panic!() };
    assert!(value["a"].as_i64().unwrap() > 9, "{value}");
}

#[test]
fn a_keyword_is_read_as_though_it_stood_at_its_place() {
    let old = json!({ "type": "object", "properties": { "id": { "type": "string" } } });
    let new = json!({
        "type": "object", "required": ["id"],
        "properties": { "id": { "type": "string", "readOnly": true } }
    });
    // Nobody sends what is read only, so nobody misses it in a request.
    assert_eq!(obeys(&old, &new, &json!({ "required": ["id"] })), Answer::Contained);
    let new = json!({ "properties": { "x": { "$ref": "#/definitions/T" } }, "definitions": { "T": { "type": "string" } } });
    let old = json!({ "properties": { "x": { "type": "integer" } } });
    let fragment = json!({ "properties": { "x": { "$ref": "#/definitions/T" } } });
    assert!(matches!(obeys(&old, &new, &fragment), Answer::Witness(_)));
}

#[test]
fn a_path_leads_the_witness_to_a_part() {
    let list = |status: Value, total: Value| {
        let order = json!({ "type": "object", "properties": { "status": status, "total": total } });
        json!({ "type": "object", "properties": { "orders": { "type": "array", "items": order } } })
    };
    let old = list(json!({ "enum": ["a", "b", "c"] }), json!({ "type": "number" }));
    let new = list(json!({ "enum": ["a", "b"] }), json!({ "type": "integer" }));
    let (mut universe, old, new) = universe(&old, &new);
    let (old, new) = (Place { side: old, pointer: ROOT }, Place { side: new, pointer: ROOT });
    let item = [Step::Property("orders".into()), Step::Item];
    for (name, keyword) in
        [("status", json!({ "enum": ["a", "b"] })), ("total", json!({ "type": "integer" }))]
    {
        let path = [&item[..], &[Step::Property(name.into())]].concat();
        let fragment = Fragment { at: new, schema: &keyword };
        let asked = (Reading::request(), Budget::default());
        let answer = universe.survives(
            old,
            new,
            (End { path: &path, demand: fragment }, &[], &[]),
            (asked.0, asked.1, Certainty::Confirmed),
        );
        let Answer::Witness(value) = answer else { panic!("{name}: {answer:?}") };
        let order = &value["orders"][0];
        assert_eq!(order.as_object().unwrap().keys().collect::<Vec<_>>(), [name]);
    }
}

#[test]
fn what_another_branch_takes_survives() {
    let old = json!({ "oneOf": [{ "type": "integer" }, { "type": "string" }] });
    let new = json!({ "anyOf": [{ "type": "integer", "maximum": 5 }, { "type": "number" }, { "type": "string" }] });
    let (mut universe, old, new) = universe(&old, &new);
    let (old, new) = (Place { side: old, pointer: ROOT }, Place { side: new, pointer: ROOT });
    let keyword = json!({ "maximum": 5 });
    let fragment = Fragment { at: new, schema: &keyword };
    let asked = (Reading::request(), Budget::default());
    assert_eq!(
        universe.survives(
            old,
            new,
            (End { path: &[], demand: fragment }, &[], &[]),
            (asked.0, asked.1, Certainty::Confirmed)
        ),
        Answer::Contained
    );
}

#[test]
fn schemas_beside_take_values_too() {
    let (old, new) = (json!({ "type": "integer" }), json!({ "type": "string" }));
    let (mut universe, old, new) = universe(&old, &new);
    let (old, new) = (Place { side: old, pointer: ROOT }, Place { side: new, pointer: ROOT });
    let asked = (Reading::request(), Budget::default());
    let beside = [json!({ "type": "integer" })];
    assert_eq!(universe.contains_beside(old, new, &beside, asked), Answer::Contained);
    let beside = [json!({ "type": "integer", "minimum": 0 })];
    let Answer::Witness(value) = universe.contains_beside(old, new, &beside, asked) else {
        panic!()
    };
    assert!(value.as_i64().unwrap() < 0);
}

#[test]
fn a_sample_is_a_small_value() {
    let schema = json!({
        "type": "object", "required": ["id"],
        "properties": { "id": { "type": "integer", "minimum": 7 }, "name": { "type": "string" } }
    });
    let (mut universe, place, _) = universe(&schema, &schema);
    let place = Place { side: place, pointer: ROOT };
    let sample = universe.sample(place, Reading::request(), Budget::default());
    assert_eq!(sample, Some(json!({ "id": 7 })));
}

#[test]
fn a_fragment_may_be_taken() {
    let schema = json!({ "type": "string", "minLength": 1 });
    let (mut universe, place, _) = universe(&schema, &schema);
    let place = Place { side: place, pointer: ROOT };
    let mut takes = |schema: &Value| {
        let fragment = Fragment { at: place, schema };
        universe.takes(fragment, place, Reading::request(), Budget::default())
    };
    assert!(takes(&json!({ "type": "string", "pattern": "^[0-9]+$" })));
    assert!(!takes(&json!({ "type": "string", "pattern": "^[0-9]*$" })));
}

#[test]
fn what_a_producer_requires_of_itself_is_sent() {
    let old = json!({ "type": "object", "properties": { "a": {} }, "required": ["b"] });
    let new = json!({ "type": "object", "properties": { "a": {} }, "required": ["a", "b"] });
    let Answer::Witness(value) = obeys(&old, &new, &json!({ "required": ["a"] })) else { panic!() };
    assert_eq!(value.as_object().unwrap().keys().collect::<Vec<_>>(), ["b"]);
}
