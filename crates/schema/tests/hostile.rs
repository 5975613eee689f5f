//! Schemas that mean harm: no panic, no endless work, an answer each time.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use gatepact_schema::{Answer, Budget, Dialect, Place, Reading, Reason, Universe};
use serde_json::{Value, json};

const DIALECT: Dialect = Dialect::Draft202012;

/// The answer, and the steps it took.
fn ask(a: &Value, b: &Value) -> (Answer, u64) {
    let mut universe = Universe::new();
    let from = universe.add(a, DIALECT);
    let to = universe.add(b, DIALECT);
    let answer = universe.contains(
        Place { side: from, pointer: "" },
        Place { side: to, pointer: "" },
        Reading::literal(),
        Budget::default(),
    );
    assert_eq!(universe.unverified(), 0);
    (answer, universe.steps())
}

fn undecided(a: &Value, b: &Value) -> Reason {
    match ask(a, b).0 {
        Answer::Undecided(reason) => reason,
        answer => panic!("{answer:?}"),
    }
}

#[test]
fn circles_are_seen() {
    let circle = json!({ "$ref": "#/$defs/a", "$defs": { "a": { "$ref": "#/$defs/b" },
        "b": { "anyOf": [{ "$ref": "#/$defs/a" }, { "type": "string" }] } } });
    assert_eq!(undecided(&circle, &json!({ "type": "string" })), Reason::Endless);
    assert_eq!(undecided(&json!({ "not": { "$ref": "#" } }), &json!(false)), Reason::Endless);
    assert_eq!(undecided(&json!({ "$ref": "#" }), &json!({ "type": "null" })), Reason::Endless);
    assert_eq!(undecided(&json!({ "$ref": "#/nowhere" }), &json!(false)), Reason::Reference);
}

#[test]
fn a_schema_that_needs_itself_has_no_value() {
    let list = json!({ "type": "object", "required": ["next"], "properties": { "next": { "$ref": "#" } } });
    assert_eq!(ask(&list, &json!(false)).0, Answer::Contained);
    let optional = json!({ "type": "object", "properties": { "next": { "$ref": "#" } } });
    let flat = json!({ "type": "object", "properties": { "next": { "maxProperties": 0 } } });
    assert_eq!(ask(&flat, &optional).0, Answer::Witness(json!({ "next": null })));
}

#[test]
fn a_hundred_thousand_alternatives_are_bounded() {
    let branches: Vec<Value> =
        (0..100_000).map(|n| json!({ "type": "object", "required": [format!("p{n}")] })).collect();
    let many = json!({ "oneOf": branches });
    let (_, steps) = ask(&many, &json!({ "type": "string" }));
    assert!(steps <= 20_001);
    let (_, steps) = ask(&json!({ "type": "object" }), &many);
    assert!(steps <= 20_001);
    let values = json!({ "enum": (0..100_000).collect::<Vec<u32>>() });
    let (_, steps) = ask(&values, &json!({ "minimum": 0 }));
    assert!(steps <= 20_001);
}

#[test]
fn fifty_thousand_levels_are_refused() {
    let mut deep = json!({ "type": "string" });
    for _ in 0..50_000 {
        deep = Value::Object(std::iter::once(("items".to_owned(), deep)).collect());
    }
    // Comparing or dropping such a value is what overflows a stack, not reading it.
    let deep = std::mem::ManuallyDrop::new(deep);
    assert_eq!(undecided(&deep, &json!(false)), Reason::Nesting);
}

#[test]
fn a_long_chain_of_references_is_refused() {
    let mut definitions = serde_json::Map::new();
    for n in 0..50_000 {
        let next = json!({ "allOf": [{ "$ref": format!("#/$defs/d{}", n + 1) }] });
        definitions.insert(format!("d{n}"), next);
    }
    definitions.insert("d50000".into(), json!(true));
    let chain =
        json!({ "anyOf": [{ "type": "string" }, { "$ref": "#/$defs/d0" }], "$defs": definitions });
    assert_eq!(undecided(&chain, &json!({ "type": "null" })), Reason::Nesting);
}

#[test]
fn immense_counts_are_not_built() {
    for (a, b) in [
        (
            json!({ "type": "array", "minItems": 1_000_000_000 }),
            json!({ "type": "array", "maxItems": 5 }),
        ),
        (json!({ "type": "object", "minProperties": 1_000_000_000 }), json!(false)),
        (json!({ "type": "string", "minLength": 1_000_000_000 }), json!(false)),
        (
            json!({ "type": "array", "contains": { "const": 1 }, "minContains": 1_000_000 }),
            json!(false),
        ),
    ] {
        assert_eq!(undecided(&a, &b), Reason::Size);
    }
    let none = json!({ "type": "array", "minItems": 1_000_000_000, "items": false });
    assert_eq!(ask(&none, &json!(false)).0, Answer::Contained);
}

#[test]
fn patterns_that_explode_are_bounded() {
    let wild = json!({ "type": "string", "pattern": "^(a|b)*a(a|b){40}$", "minLength": 3 });
    let other = json!({ "type": "string", "pattern": "^(a|b)*b(a|b){39}$" });
    ask(&wild, &other);
    let nested = json!({ "type": "string", "pattern": "^((a{1,100}){1,100}){1,100}$" });
    ask(&nested, &json!({ "type": "string", "maxLength": 3 }));
    let greedy = json!({ "type": "string", "pattern": "^(([a-z])+.)+[A-Z]([a-z])+$" });
    ask(&greedy, &json!({ "type": "string", "pattern": "^[a-z]+$" }));
}

/// Two patterns that nobody can read are not the same pattern.
#[test]
fn what_is_not_understood_equals_itself_only() {
    let text = |pattern: &str| json!({ "type": "string", "pattern": pattern });
    let (twice, dashed) = ("^([a-z])\\1$", "^([a-z])-\\1$");
    assert_eq!(undecided(&text(twice), &text(dashed)), Reason::Pattern);
    assert_eq!(ask(&text(twice), &text(twice)).0, Answer::Contained);
    let object = |pattern: &str, kind: &str| {
        json!({ "type": "object", "properties": { "a": { "type": kind } },
                "patternProperties": { pattern: { "type": "string" } } })
    };
    assert_eq!(undecided(&object(twice, "string"), &object(dashed, "string")), Reason::Pattern);
    assert_eq!(undecided(&object(twice, "string"), &object(twice, "integer")), Reason::Pattern);
    assert_eq!(ask(&object(twice, "string"), &object(twice, "string")).0, Answer::Contained);
}

#[test]
fn any_number_is_read() {
    for number in ["1e308", "-1e308", "5e-324", "18446744073709551615", "0.1e-300"] {
        let number: Value = serde_json::from_str(number).unwrap();
        ask(&json!({ "type": "number", "minimum": number }), &json!({ "multipleOf": 7 }));
        ask(&json!({ "type": "number", "multipleOf": number }), &json!({ "maximum": 3 }));
    }
}

#[test]
fn time_is_the_callers() {
    let wide: Vec<Value> = (0..200)
        .map(|n| json!({ "properties": { format!("p{n}"): { "minimum": n } }, "required": [format!("p{n}")] }))
        .collect();
    let (a, b) = (json!({ "type": "object", "anyOf": wide.clone() }), json!({ "oneOf": wide }));
    let mut universe = Universe::new();
    let from = universe.add(&a, DIALECT);
    let to = universe.add(&b, DIALECT);
    let out_of_time = || true;
    let budget = Budget { out_of_time: &out_of_time, ..Budget::default() };
    let answer = universe.contains(
        Place { side: from, pointer: "" },
        Place { side: to, pointer: "" },
        Reading::literal(),
        budget,
    );
    assert_eq!(answer, Answer::Undecided(Reason::Time));
}

#[test]
fn what_is_not_looked_at_is_equal_to_nothing_else() {
    let chain = |leaf: &str| {
        let mut definitions = serde_json::Map::new();
        for i in 0..400 {
            let next = json!({ "$ref": format!("#/definitions/C{}", i + 1) });
            definitions.insert(format!("C{i}"), json!({ "properties": { "p": next } }));
        }
        definitions.insert("C400".to_owned(), json!({ "type": leaf }));
        json!({ "$ref": "#/definitions/C0", "definitions": definitions })
    };
    let (old, new) = (chain("string"), chain("integer"));
    let mut universe = Universe::new();
    let old = universe.add(&old, Dialect::Draft7);
    let new = universe.add(&new, Dialect::Draft7);
    let (old, new) = (Place { side: old, pointer: "" }, Place { side: new, pointer: "" });
    let reading = Reading::request();
    assert_ne!(universe.identity(old, reading), universe.identity(new, reading));
    let answer = universe.contains(old, new, reading, Budget::default());
    assert!(matches!(answer, Answer::Undecided(_)), "{answer:?}");
    assert_eq!(universe.contains(old, old, reading, Budget::default()), Answer::Contained);
}
