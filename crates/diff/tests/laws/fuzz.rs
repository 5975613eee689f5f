//! Documents that nobody would publish: whatever is read is compared, in bounded time and without a word too much.
#![allow(
    clippy::disallowed_types,
    reason = "a test of the time that comparisons take; the crate has no clock"
)]

use std::time::{Duration, Instant};

use gatepact_diff::{Options, compare};
use gatepact_finding::Severity;
use gatepact_openapi::Document;
use serde_json::{Map, Value, json};

use crate::random::Random;
use crate::schemas::Dialect;
use crate::shrink::{self, pointers};
use crate::{cases, documents};

const HEADS: [(&str, &str); 3] = [("openapi", "3.0.3"), ("openapi", "3.1.0"), ("swagger", "2.0")];
const NAMES: [&str; 3] = ["a", "b", "c"];
const TEXTS: [&str; 14] = [
    "a",
    "b",
    "",
    "query",
    "path",
    "header",
    "date",
    "^a+$",
    "([a",
    "string",
    "object",
    "deepObject",
    "2",
    "null",
];
const TYPES: [&str; 7] = ["string", "integer", "number", "boolean", "array", "object", "null"];
const REFERENCES: [&str; 12] = [
    "#",
    "#/components/schemas/a",
    "#/components/schemas/b",
    "#/components/schemas/b/properties/a",
    "#/components/schemas/a/items",
    "#/components/parameters/a",
    "#/components/responses/a",
    "#/components/headers/a",
    "#/definitions/a",
    "#/paths/~1a",
    "#/nowhere",
    "#a",
];

/// Keys by what they usually hold.
const SCHEMAS: [&str; 8] =
    ["schema", "items", "not", "additionalProperties", "if", "then", "contains", "propertyNames"];
const MAPS: [&str; 7] =
    ["properties", "patternProperties", "headers", "content", "encoding", "mapping", "$defs"];
const LISTS: [&str; 5] = ["allOf", "anyOf", "oneOf", "prefixItems", "parameters"];
const COUNTS: [&str; 10] = [
    "minimum",
    "maximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "exclusiveMinimum",
];
const FLAGS: [&str; 7] = [
    "nullable",
    "readOnly",
    "writeOnly",
    "uniqueItems",
    "explode",
    "deprecated",
    "unevaluatedProperties",
];
const WORDS: [&str; 8] =
    ["pattern", "format", "name", "in", "style", "const", "default", "propertyName"];
const NUMBERS: [f64; 8] = [0.0, 1.0, -1.0, 2.0, 0.5, 1e300, -1e-300, 9_007_199_254_740_993.0];

/// Any value at all.
fn any(random: &mut Random, depth: usize) -> Value {
    match random.below(if depth == 0 { 5 } else { 10 }) {
        0 => (*random.pick(&TEXTS)).into(),
        1 => random.once_in(2).into(),
        2 => (*random.pick(&NUMBERS)).into(),
        3 => json!({ "$ref": random.pick(&REFERENCES) }),
        4 => Value::Null,
        5 => (0..random.below(4)).map(|_| any(random, depth - 1)).collect(),
        _ => object(random, depth - 1),
    }
}

/// An object of words that mean something, most of them with values that fit.
fn object(random: &mut Random, depth: usize) -> Value {
    let mut members = Map::new();
    for _ in 0..random.below(5) {
        let (key, value) = member(random, depth);
        let value = if random.once_in(25) { any(random, depth) } else { value };
        members.insert(key.to_owned(), value);
    }
    members.into()
}

fn member(random: &mut Random, depth: usize) -> (&'static str, Value) {
    let below = depth.saturating_sub(1);
    match random.below(if depth == 0 { 7 } else { 11 }) {
        0 | 1 => ("type", (*random.pick(&TYPES)).into()),
        2 => (*random.pick(&COUNTS), (*random.pick(&NUMBERS)).into()),
        3 => (*random.pick(&FLAGS), random.once_in(2).into()),
        4 => (*random.pick(&WORDS), (*random.pick(&TEXTS)).into()),
        5 => ("required", (0..random.below(3)).map(|_| json!(random.pick(&NAMES))).collect()),
        6 => ("enum", (0..random.below(4)).map(|_| any(random, below.min(1))).collect()),
        7 => (*random.pick(&SCHEMAS), object(random, below)),
        8 | 9 => (*random.pick(&MAPS), named(random, below)),
        _ => (*random.pick(&LISTS), (0..random.below(3)).map(|_| object(random, below)).collect()),
    }
}

/// Parts by name, references among them.
fn named(random: &mut Random, depth: usize) -> Value {
    let mut members = Map::new();
    for name in NAMES {
        let value = match random.below(6) {
            0 => json!({ "$ref": random.pick(&REFERENCES) }),
            1..4 => object(random, depth),
            _ => continue,
        };
        members.insert(name.to_owned(), value);
    }
    members.into()
}

fn parameter(random: &mut Random) -> Value {
    let mut parameter = object(random, 3);
    parameter["name"] = (*random.pick(&NAMES)).into();
    parameter["in"] = (*random.pick(&["query", "path", "header"])).into();
    parameter["required"] = (parameter["in"] == "path" || random.once_in(2)).into();
    if random.once_in(6) { json!({ "$ref": random.pick(&REFERENCES) }) } else { parameter }
}

/// A tree with the right names at its top.
fn tree(random: &mut Random) -> Value {
    let (key, version) = *random.pick(&HEADS);
    let mut paths = Map::new();
    for path in ["/a", "/{a}"] {
        let content = |random: &mut Random| json!({ "a/json": { "schema": object(random, 5) } });
        let mut operation = json!({ "responses": { "200": { "description": "" } } });
        if key == "openapi" {
            operation["responses"]["200"]["content"] = content(random);
            operation["requestBody"] = json!({ "content": content(random) });
        } else {
            operation["responses"]["200"]["schema"] = object(random, 5);
        }
        if random.once_in(2) {
            operation["parameters"] = json!([parameter(random)]);
        }
        let operation = if random.once_in(6) { object(random, 5) } else { operation };
        paths.insert(path.to_owned(), json!({ *random.pick(&["get", "post"]): operation }));
    }
    let mut root =
        json!({ key: version, "info": { "title": "a", "version": "1" }, "paths": paths });
    if key == "openapi" {
        root["components"] = json!({ "schemas": named(random, 5), "parameters": { "a": parameter(random) },
            "responses": named(random, 4), "headers": named(random, 3) });
    } else {
        root["definitions"] = named(random, 5);
    }
    root
}

fn published(random: &mut Random) -> Value {
    let dialect = *random.pick(&[Dialect::OpenApi30, Dialect::OpenApi31]);
    documents::document(random, dialect)
}

/// A part of the one document where another part of the other one stood, half the time one of the same name.
fn grafted(document: &Value, other: &Value, random: &mut Random) -> Value {
    let mut result = document.clone();
    for _ in 0..1 + random.below(2) {
        let at = random.pick::<String>(&pointers(&result)).clone();
        let name = at.rsplit('/').next().map(|name| format!("/{name}"));
        let mut parts = pointers(other);
        if let Some(name) = name.filter(|_| random.once_in(2)) {
            parts.retain(|part| part.ends_with(&name));
        }
        if !parts.is_empty()
            && let Some(place) = result.pointer_mut(&at)
        {
            *place = other.pointer(random.pick::<String>(&parts)).unwrap().clone();
        }
    }
    result
}

fn pair(random: &mut Random) -> (Value, Value) {
    let (old, other) = match random.below(4) {
        0 => (tree(random), tree(random)),
        1 => (tree(random), published(random)),
        _ => (published(random), tree(random)),
    };
    let new = match random.below(5) {
        0 => other,
        1 => tree(random),
        2 => {
            let another = published(random);
            grafted(&old, &another, random)
        }
        _ => grafted(&old, &other, random),
    };
    (old, new)
}

/// What no pair of documents may do; `false` where one of them is not read.
fn holds(old: &Value, new: &Value) -> Result<bool, String> {
    let read = |value: &Value| Document::read(value.to_string());
    let (Ok(old), Ok(new)) = (read(old), read(new)) else { return Ok(false) };
    for document in [&old, &new] {
        if let Some(change) = compare(document, document, Options::default()).changes.first() {
            return Err(format!("{change}: a change of nothing"));
        }
    }
    let comparison = compare(&old, &new, Options::default());
    if comparison.stats.unverified > 0 {
        return Err(format!("a witness that is refused: {:?}", comparison.stats));
    }
    match comparison.changes.iter().find(|it| is_bare(it)) {
        Some(change) => Err(format!("{change}: nothing stands behind it")),
        None => Ok(true),
    }
}

fn is_bare(change: &gatepact_diff::Change) -> bool {
    change.severity() == Severity::Error && change.finding.proof.is_none()
}

#[test]
fn whatever_is_read_is_compared() {
    /// For one pair, without optimisation and on a busy machine; none was seen to take a tenth of it.
    const LONGEST: Duration = Duration::from_secs(5);
    let seeds = cases(2_000);
    let (all, mut read) = (seeds.end - seeds.start, 0);
    for seed in seeds {
        let (old, new) = pair(&mut Random::new(seed));
        let began = Instant::now();
        let result = std::panic::catch_unwind(|| holds(&old, &new));
        let spent = began.elapsed();
        match result {
            Ok(Ok(was_read)) => read += u64::from(was_read),
            Ok(Err(_)) => shrink::hold(&|old, new| holds(old, new).map(drop), &old, &new, seed),
            Err(_) => panic!("seed {seed}: a panic\nold: {old}\nnew: {new}"),
        }
        assert!(spent < LONGEST, "seed {seed}: {spent:?}\nold: {old}\nnew: {new}");
    }
    // Else the law would hold of nothing.
    assert!(read * 3 >= all, "{read} of {all} pairs were read");
}
