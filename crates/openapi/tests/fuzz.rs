//! The properties of the fuzz targets on a stable compiler: seeded, bounded, on every run the same. Documents are made of
//! the words of all three specifications, so that most of them get past the first check.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

mod random;

use gatepact_finding::pointer;
use gatepact_openapi::{Document, ReadError};
use random::Random;
use serde_json::{Map, Value, json};

const HEADS: [(&str, &str); 3] = [("swagger", "2.0"), ("openapi", "3.0.3"), ("openapi", "3.1.0")];

const OBJECTS: [&str; 30] = [
    "paths",
    "/a",
    "/b/{id}",
    "get",
    "post",
    "x-amazon-apigateway-any-method",
    "responses",
    "200",
    "default",
    "schema",
    "content",
    "application/json",
    "headers",
    "x-total",
    "requestBody",
    "components",
    "schemas",
    "requestBodies",
    "definitions",
    "properties",
    "securityDefinitions",
    "additionalProperties",
    "items",
    "not",
    "discriminator",
    "mapping",
    "examples",
    "callbacks",
    "x-note",
    "a",
];

const LISTS: [&str; 9] =
    ["parameters", "allOf", "oneOf", "consumes", "produces", "schemes", "security", "type", "enum"];

const SCALARS: [&str; 16] = [
    "type",
    "name",
    "in",
    "required",
    "flow",
    "collectionFormat",
    "x-nullable",
    "format",
    "discriminator",
    "host",
    "basePath",
    "propertyName",
    "description",
    "minimum",
    "nullable",
    "title",
];

const TEXTS: [&str; 22] = [
    "body",
    "formData",
    "query",
    "path",
    "array",
    "object",
    "string",
    "file",
    "oauth2",
    "basic",
    "implicit",
    "accessCode",
    "csv",
    "multi",
    "pipes",
    "application/json",
    "a",
    "",
    "b",
    "null",
    "multipart/form-data",
    "/v1",
];

const REFERENCES: [&str; 16] = [
    "#",
    "#/paths/~1a",
    "#/paths/~1b~1%7Bid%7D",
    "#/parameters/a",
    "#/responses/a",
    "#/definitions/a",
    "#/components/schemas/a",
    "#/components/requestBodies/a",
    "#/x-note",
    "#/paths/~1a/get/parameters/0",
    "#/paths/~1a/get/responses/200/schema",
    "other.json",
    "other.json#/a",
    "x/third.yaml#/paths/~1a",
    "#a",
    "",
];

fn value(random: &mut Random, depth: usize) -> Value {
    match random.below(if depth > 6 { 4 } else { 9 }) {
        0 => json!(random.of(&TEXTS)),
        1 => json!(random.one_in(2)),
        2 => json!(random.below(9)),
        3 => json!({ "$ref": random.of(&REFERENCES) }),
        4 => (0..random.below(3)).map(|_| value(random, depth + 1)).collect(),
        _ => Value::Object(object(random, depth)),
    }
}

/// An object of words with values that fit more often than not.
fn object(random: &mut Random, depth: usize) -> Map<String, Value> {
    let mut members = Map::new();
    for _ in 0..random.below(4) {
        let (key, value) = match random.below(6) {
            0 => (random.of(&OBJECTS), value(random, depth + 1)),
            1 | 2 => (random.of(&OBJECTS), Value::Object(object(random, depth + 1))),
            3 => (
                random.of(&LISTS),
                (0..random.below(3)).map(|_| value(random, depth + 1)).collect(),
            ),
            4 => (random.of(&SCALARS), json!(random.of(&TEXTS))),
            _ => ("$ref", json!(random.of(&REFERENCES))),
        };
        members.insert(key.to_owned(), value);
    }
    members
}

/// A parameter that is one, now and then.
fn parameter(random: &mut Random) -> Value {
    match random.below(3) {
        0 => json!({ "$ref": random.of(&REFERENCES) }),
        _ => {
            let mut members = object(random, 5);
            members.insert("name".to_owned(), json!(random.of(&TEXTS)));
            members.insert("in".to_owned(), json!(random.of(&TEXTS[..4])));
            Value::Object(members)
        }
    }
}

fn document(random: &mut Random) -> Value {
    let (key, version) = HEADS[random.below(HEADS.len())];
    let mut root = object(random, 2);
    root.insert(key.to_owned(), json!(version));
    root.insert("info".to_owned(), json!({ "title": "a", "version": "1" }));
    let mut paths = Map::new();
    for path in ["/a", "/b/{id}"].into_iter().take(random.below(3)) {
        let mut operation = object(random, 4);
        let list: Vec<Value> = (0..random.below(3)).map(|_| parameter(random)).collect();
        operation.insert("parameters".to_owned(), Value::Array(list));
        let item = match random.below(4) {
            0 => json!({ "$ref": random.of(&REFERENCES) }),
            _ => json!({ random.of(&["get", "post"]): operation }),
        };
        paths.insert(path.to_owned(), item);
    }
    root.insert("paths".to_owned(), Value::Object(paths));
    let shared = json!({ "a": parameter(random) });
    root.insert("parameters".to_owned(), shared);
    Value::Object(root)
}

fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    let mut below = |token: &str, value| pointers(value, &pointer::child(at, token), found);
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, it)| below(&index.to_string(), it));
        }
        Value::Object(members) => members.iter().for_each(|(key, it)| below(key, it)),
        _ => {}
    }
}

#[test]
fn any_document_is_read_or_refused_and_what_is_read_is_read_again_as_the_same() {
    let mut random = Random(0x5EED_0F00_D15E_A5E5);
    let (mut read, mut odd, mut bundled) = (0, 0, 0);
    for _ in 0..6_000 {
        let text = document(&mut random).to_string();
        let others = [value(&mut random, 1).to_string(), document(&mut random).to_string()];
        let load = |path: &str| match path {
            "other.json" => Ok(others[0].clone()),
            "x/third.yaml" => Ok(others[1].clone()),
            _ => Err("no such file"),
        };
        match Document::read_with(&text, "api.json", load) {
            Err(ReadError::Syntax { .. }) => panic!("{text}"),
            Err(_) => {}
            Ok(document) => {
                read += 1;
                odd += usize::from(!document.faults().is_empty());
                bundled += usize::from(document.at("/x-gatepact-files").is_some());
                let mut all = Vec::new();
                pointers(document.value(), "", &mut all);
                for at in all {
                    let place = document.place(&at);
                    assert!(place.file.is_some() || place.position.line == 1, "{text} {at}");
                }
                let again = Document::read(document.value().to_string())
                    .unwrap_or_else(|error| panic!("{error}\n{text}\n{}", document.value()));
                assert_eq!(again.operations(), document.operations(), "{text}");
            }
        }
    }
    assert!(read > 5_000 && odd > 1_500 && bundled > 150, "{read} {odd} {bundled}");
}

/// Words of YAML and lines that go together; every key is another one unless chance repeats it.
const YAML: [&str; 40] = [
    "x-a: &a {b: 1, c: [2]}\n",
    "x-b: &b\n  c: 3\n  d: {e: 4}\n",
    "x-c:\n  <<: *a\n  c: own\n",
    "x-d:\n  d: own\n  <<: [*b, *a]\n",
    "x-e: !GetAtt f.Arn\n",
    "x-f: !Join ['', [a, !Ref g]]\n",
    "x-g: &g !Sub |\n  a\n  b\n",
    "x-h:\n- *g\n- {<<: *b}\n",
    "x-i: {\n}\n",
    "x-j: 'one\ntwo'\n",
    "x-",
    "components",
    "schemas",
    ":",
    ": ",
    "\n",
    "\r\n",
    "\n  ",
    "\n    ",
    "- ",
    "? ",
    "<<",
    "<<: ",
    "{",
    "}",
    "[",
    "]",
    ", ",
    "*a",
    "*b",
    "&a ",
    "!Ref ",
    "!!str ",
    "'",
    "\"",
    "|\n",
    "#",
    "\t",
    "~",
    "---\n",
];

#[test]
fn any_yaml_is_read_or_refused_and_what_is_read_has_a_line_for_each_part() {
    const HEAD: &str = "openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths: {}\n";
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let (mut read, mut refused, mut merged) = (0, 0, 0);
    for _ in 0..8_000 {
        // The lines first, so that most of them are read as they are.
        let mut text = HEAD.to_owned();
        let lines: Vec<&str> = YAML[..10].iter().filter(|_| random.one_in(2)).copied().collect();
        text.extend(lines);
        for _ in 0..random.below(4) {
            text.push_str(random.of(&YAML));
        }
        let Ok(document) = Document::read(&text) else {
            refused += 1;
            continue;
        };
        read += 1;
        merged += usize::from(text.contains("<<: *") || text.contains("<<: ["));
        let lines = text.split(['\n', '\r']).count();
        let mut all = Vec::new();
        pointers(document.value(), "", &mut all);
        for at in all {
            let line = usize::try_from(document.position(&at).line).unwrap();
            assert!((1..=lines).contains(&line), "{text}\n{at}: {line}");
        }
        let again = Document::read(document.value().to_string()).unwrap();
        assert_eq!(again.value().to_string(), document.value().to_string(), "{text}");
    }
    assert!(read > 1_000 && refused > 1_000 && merged > 500, "{read} {refused} {merged}");
}
