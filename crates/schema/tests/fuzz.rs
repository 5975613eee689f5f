//! The fuzz target's property on a stable compiler: seeded, bounded, on every run the same.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounds of samples")]

mod random;

use gatepact_schema::{Answer, Budget, Dialect, Formats, Place, Reading, Universe};
use random::Random;
use serde_json::{Map, Value, json};

/// Keywords, and words that are none.
const KEYS: [&str; 52] = [
    "type",
    "enum",
    "const",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "items",
    "prefixItems",
    "additionalItems",
    "minItems",
    "maxItems",
    "uniqueItems",
    "contains",
    "minContains",
    "maxContains",
    "properties",
    "required",
    "additionalProperties",
    "patternProperties",
    "propertyNames",
    "minProperties",
    "maxProperties",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "$ref",
    "$id",
    "id",
    "$anchor",
    "$dynamicRef",
    "$dynamicAnchor",
    "$recursiveRef",
    "$recursiveAnchor",
    "$defs",
    "definitions",
    "unevaluatedProperties",
    "unevaluatedItems",
    "nullable",
    "discriminator",
];

const TEXTS: [&str; 28] = [
    "string",
    "integer",
    "number",
    "object",
    "array",
    "null",
    "boolean",
    "a",
    "b",
    "",
    "#",
    "#/$defs/a",
    "#/properties/a",
    "#a",
    "http://x/y",
    "x",
    "^a",
    "(a|b)*c",
    "[",
    "date",
    "uuid",
    "int32",
    "uri",
    "a+$",
    "(?=a)b",
    "\\p{L}",
    "#/definitions/b",
    "propertyName",
];

fn value(random: &mut Random, depth: usize) -> Value {
    match random.below(if depth > 4 { 6 } else { 12 }) {
        0 => json!(null),
        1 => json!(random.below(2) == 0),
        2 => json!(random.below(7) as i64 - 2),
        3 => json!(random.below(40) as f64 / 8.0),
        4 | 5 => json!(TEXTS[random.below(TEXTS.len())]),
        6 => (0..random.below(4)).map(|_| value(random, depth + 1)).collect(),
        _ => schema(random, depth),
    }
}

/// An object of keywords with values that fit more often than not.
fn schema(random: &mut Random, depth: usize) -> Value {
    let mut members = Map::new();
    for _ in 0..random.below(5) {
        let key = KEYS[random.below(KEYS.len())];
        let inner = match key {
            _ if depth > 4 || random.below(8) == 0 => value(random, depth + 1),
            "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => {
                ["a", "b"]
                    .into_iter()
                    .take(random.below(3))
                    .map(|name| (name.to_owned(), schema(random, depth + 1)))
                    .collect::<Map<String, Value>>()
                    .into()
            }
            "allOf" | "anyOf" | "oneOf" | "prefixItems" => {
                (0..1 + random.below(3)).map(|_| schema(random, depth + 1)).collect()
            }
            "items"
            | "not"
            | "if"
            | "then"
            | "else"
            | "contains"
            | "additionalProperties"
            | "propertyNames"
            | "unevaluatedProperties"
            | "unevaluatedItems" => schema(random, depth + 1),
            "required" => json!(["a"]),
            "enum" => (0..random.below(4)).map(|_| value(random, depth + 2)).collect(),
            "type" => json!(TEXTS[random.below(7)]),
            "$ref" | "$dynamicRef" | "$recursiveRef" | "pattern" | "format" => {
                json!(TEXTS[random.below(TEXTS.len())])
            }
            _ => json!(random.below(5)),
        };
        members.insert(key.to_owned(), inner);
    }
    members.into()
}

#[test]
fn any_two_documents_get_an_answer() {
    let mut random = Random(0xFEED_5EED);
    let mut counts = [0_usize; 3];
    let mut unverified = Vec::new();
    for round in 0..12_000 {
        let (a, b) = (value(&mut random, 0), value(&mut random, 0));
        let dialect = Dialect::ALL[round % Dialect::ALL.len()];
        let reading = match random.below(4) {
            0 => Reading::literal(),
            1 => Reading::request(),
            2 => Reading::response(),
            _ => Reading { formats: Formats::Asserted, ..Reading::literal() },
        };
        let mut universe = Universe::new();
        let (from, to) = (universe.add(&a, dialect), universe.add(&b, dialect));
        let places = (Place { side: from, pointer: "" }, Place { side: to, pointer: "" });
        let answer = universe.contains(places.0, places.1, reading, Budget::default());
        assert!(universe.steps() <= Budget::default().steps + 64);
        if universe.unverified() > 0 {
            unverified.push(format!(
                "{dialect:?} {reading:?}
{a}
{b}"
            ));
        }
        match answer {
            Answer::Contained => counts[0] += 1,
            Answer::Witness(value) => {
                counts[1] += 1;
                assert_eq!(universe.accepts(places.0, reading, &value), Ok(true), "{a}: {value}");
                assert_eq!(universe.accepts(places.1, reading, &value), Ok(false), "{b}: {value}");
            }
            Answer::Undecided(_) => counts[2] += 1,
        }
    }
    assert!(unverified.is_empty(), "{} unverified\n{}", unverified.len(), unverified.join("\n"));
    assert!(counts.iter().all(|count| *count > 100), "{counts:?}");
}
