//! What impact says on paper is what `gatepact verify` says when a provider behaves as the new document says.
//!
//! Each story is an operation in two documents, an interaction, and what the new service answers in the provider state of
//! the interaction: what it sends only now, or what the pact pins where the old document had left that open. All stories
//! are one pair of documents, one pact and one provider on loopback.

use axum::Router;
use axum::body::Bytes;
use axum::http::{Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use tempfile::TempDir;

use crate::harness::{Provider, Said, gatepact};

/// A member `x` of the response in both documents, and the interactions that read it.
struct Read {
    name: &'static str,
    /// The schema in the old and in the new document; null where the member is not declared.
    schemas: [Value; 2],
    /// Whether the member is required in the old and in the new document.
    required: [bool; 2],
    /// What the pact shows.
    example: Value,
    /// The matching rules below `$.x` (`""` is the member itself), and what the new service answers.
    readers: Vec<(Value, Value)>,
}

/// The member is left out.
fn absent() -> Value {
    json!({ "absent": true })
}

fn by(matcher: &str) -> Value {
    json!({ "": [{ "match": matcher }] })
}

fn like(pattern: &str) -> Value {
    json!({ "": [{ "match": "regex", "regex": pattern }] })
}

fn literally() -> Value {
    json!({})
}

fn stories_of_responses() -> Vec<Read> {
    let read = |name, [old, new]: [Value; 2], example, readers| Read {
        name,
        schemas: [old, new],
        required: [true, true],
        example,
        readers,
    };
    let text = || json!({ "type": "string" });
    let card = || {
        json!({ "type": "object", "required": ["kind", "url"], "properties": {
            "kind": { "enum": ["card"] }, "url": { "type": "string" } } })
    };
    let note = || {
        json!({ "type": "object", "required": ["kind", "text"], "properties": {
            "kind": { "enum": ["note"] }, "text": { "type": "string" } } })
    };
    vec![
        read(
            "an enum value is new",
            [json!({ "enum": ["a", "b"] }), json!({ "enum": ["a", "b", "c"] })],
            json!("a"),
            vec![
                (literally(), json!("a")),
                (by("type"), json!("c")),
                (like("a|b"), json!("c")),
                (like("[a-z]"), json!("c")),
            ],
        ),
        read(
            "the only value of an enum has another beside it",
            [json!({ "enum": ["a"] }), json!({ "enum": ["a", "b"] })],
            json!("a"),
            vec![(literally(), json!("b")), (by("type"), json!("b"))],
        ),
        read(
            "a text may be null",
            [text(), json!({ "type": ["string", "null"] })],
            json!("t"),
            vec![(literally(), json!("t")), (by("type"), Value::Null), (like(".*"), Value::Null)],
        ),
        read(
            "a null is gone",
            [json!({ "type": ["string", "null"] }), text()],
            Value::Null,
            vec![(literally(), json!("t")), (by("null"), json!("t"))],
        ),
        read(
            "integers became numbers",
            [json!({ "type": "integer" }), json!({ "type": "number" })],
            json!(12),
            vec![
                (literally(), json!(12)),
                (by("type"), json!(1.5)),
                (by("integer"), json!(1.5)),
                (by("number"), json!(1.5)),
            ],
        ),
        read(
            "a pattern is wider",
            [
                json!({ "type": "string", "pattern": "^[A-Z]{3}$" }),
                json!({ "type": "string", "pattern": "^[A-Z]{3,4}$" }),
            ],
            json!("ABC"),
            vec![
                (literally(), json!("ABC")),
                (by("type"), json!("ABCD")),
                (like("[A-Z]{3}"), json!("ABCD")),
                (like("[A-Z]+"), json!("ABCD")),
                (like("A[A-Z]{2}"), json!("ABC")),
            ],
        ),
        read(
            "a text may be empty",
            [json!({ "type": "string", "minLength": 1 }), text()],
            json!("hi"),
            vec![
                (literally(), json!("hi")),
                (by("type"), json!("")),
                (by("notEmpty"), json!("")),
                (like(".*"), json!("")),
            ],
        ),
        read(
            "a number may be larger",
            [
                json!({ "type": "integer", "minimum": 0, "maximum": 9 }),
                json!({ "type": "integer", "minimum": 0, "maximum": 99 }),
            ],
            json!(5),
            vec![(literally(), json!(5)), (by("type"), json!(15)), (by("integer"), json!(15))],
        ),
        Read {
            name: "a member became optional",
            schemas: [text(), text()],
            required: [true, false],
            example: json!("t"),
            readers: vec![(literally(), absent()), (by("type"), absent()), (like(".*"), absent())],
        },
        Read {
            name: "a member is gone",
            schemas: [text(), Value::Null],
            required: [true, false],
            example: json!("t"),
            readers: vec![(literally(), absent()), (by("type"), absent())],
        },
        Read {
            name: "an optional member is gone",
            schemas: [text(), Value::Null],
            required: [false, false],
            example: json!("t"),
            readers: vec![(literally(), absent()), (by("type"), absent())],
        },
        read(
            "texts became numbers",
            [text(), json!({ "type": "integer" })],
            json!("7"),
            vec![(literally(), json!(7)), (by("type"), json!(7))],
        ),
        read(
            "truth values became texts",
            [json!({ "type": "boolean" }), json!({ "enum": ["true", "false"] })],
            json!(true),
            vec![
                (literally(), json!("true")),
                (by("type"), json!("true")),
                (by("boolean"), json!("true")),
            ],
        ),
        read(
            "elements may be null",
            [
                json!({ "type": "array", "items": { "type": "string" } }),
                json!({ "type": "array", "items": { "type": ["string", "null"] } }),
            ],
            json!(["a"]),
            vec![
                (literally(), json!(["a"])),
                (json!({ "": [{ "match": "type", "min": 1 }] }), json!([null])),
                (json!({ "[*]": [{ "match": "type" }] }), json!([null])),
            ],
        ),
        read(
            "a list may have one element at most",
            [
                json!({ "type": "array", "items": { "type": "string" } }),
                json!({ "type": "array", "maxItems": 1, "items": { "type": "string" } }),
            ],
            json!(["a", "b"]),
            vec![
                (literally(), json!(["a"])),
                (json!({ "": [{ "match": "type", "min": 1 }] }), json!(["a"])),
                (json!({ "": [{ "match": "type", "min": 2 }] }), json!(["a"])),
            ],
        ),
        read(
            "an alternative is new",
            [card(), json!({ "oneOf": [card(), note()] })],
            json!({ "kind": "card", "url": "/a" }),
            vec![
                (by("type"), json!({ "kind": "note", "text": "t" })),
                (json!({ ".url": [{ "match": "type" }] }), json!({ "kind": "note", "text": "t" })),
            ],
        ),
        read(
            "one of three alternatives is new",
            [
                json!({ "oneOf": [card(), note()] }),
                json!({ "oneOf": [card(), note(), { "type": "object", "required": ["kind"],
                    "properties": { "kind": { "enum": ["poll"] } } }] }),
            ],
            json!({ "kind": "card", "url": "/a" }),
            vec![(
                json!({ ".url": [{ "match": "type" }] }),
                json!({ "kind": "card", "url": "/a" }),
            )],
        ),
        read(
            "values of a map became numbers",
            [
                json!({ "type": "object", "additionalProperties": { "type": "integer" } }),
                json!({ "type": "object", "additionalProperties": { "type": "number" } }),
            ],
            json!({ "k": 4 }),
            vec![
                (
                    json!({ "": [{ "match": "eachValue", "value": "4",
                        "rules": [{ "match": "integer" }] }] }),
                    json!({ "k": 1.5 }),
                ),
                (
                    json!({ "": [{ "match": "eachValue", "value": "4",
                        "rules": [{ "match": "type" }] }] }),
                    json!({ "k": 1.5 }),
                ),
            ],
        ),
    ]
}

/// What a request has in a story: method, headers, query and body.
#[derive(Clone)]
struct Sent {
    method: &'static str,
    headers: Value,
    query: Value,
    body: Value,
}

/// An operation in both documents, and requests with whether the new service takes them.
struct Asked {
    name: &'static str,
    /// The operations below the path.
    operations: [Value; 2],
    requests: Vec<(Sent, bool)>,
}

fn sent(method: &'static str) -> Sent {
    Sent { method, headers: json!({}), query: json!({}), body: Value::Null }
}

fn with_query(name: &str, value: &str) -> Sent {
    Sent { query: json!({ name: [value] }), ..sent("GET") }
}

fn with_header(name: &str, value: &str) -> Sent {
    Sent { headers: json!({ name: [value] }), ..sent("GET") }
}

fn with_body(body: &Value) -> Sent {
    Sent {
        headers: json!({ "Content-Type": ["application/json"] }),
        body: json!({ "content": body, "contentType": "application/json", "encoded": false }),
        ..sent("POST")
    }
}

fn with_form(body: &str) -> Sent {
    let kind = "application/x-www-form-urlencoded";
    Sent {
        headers: json!({ "Content-Type": [kind] }),
        body: json!({ "content": body, "contentType": kind, "encoded": false }),
        ..sent("POST")
    }
}

fn getting(parameters: &Value) -> Value {
    json!({ "get": { "parameters": parameters, "responses": { "200": { "description": "" } } } })
}

fn posting(kind: &str, schema: &Value) -> Value {
    json!({ "post": { "requestBody": { "required": true, "content": { kind: { "schema": schema } } },
        "responses": { "200": { "description": "" } } } })
}

fn stories_of_requests() -> Vec<Asked> {
    let query = |required: bool, schema: Value| {
        getting(&json!([{ "name": "q", "in": "query", "required": required, "schema": schema }]))
    };
    let object = |required: Value, properties: Value| json!({ "type": "object", "required": required, "properties": properties });
    let text = || json!({ "type": "string" });
    let json_of = |schema| posting("application/json", &schema);
    vec![
        Asked {
            name: "a query parameter is required",
            operations: [query(false, text()), query(true, text())],
            requests: vec![(sent("GET"), false), (with_query("q", "1"), true)],
        },
        Asked {
            name: "a value of a query parameter is gone",
            operations: [
                query(false, json!({ "enum": ["a", "b"] })),
                query(false, json!({ "enum": ["a"] })),
            ],
            requests: vec![
                (with_query("q", "b"), false),
                (with_query("q", "a"), true),
                (sent("GET"), true),
            ],
        },
        Asked {
            name: "a query parameter is smaller",
            operations: [
                query(false, json!({ "type": "integer", "maximum": 100 })),
                query(false, json!({ "type": "integer", "maximum": 10 })),
            ],
            requests: vec![(with_query("q", "50"), false), (with_query("q", "5"), true)],
        },
        Asked {
            name: "a header is required",
            operations: [
                getting(&json!([])),
                getting(&json!([{ "name": "X-Trace", "in": "header", "required": true,
                    "schema": { "type": "string" } }])),
            ],
            requests: vec![(sent("GET"), false), (with_header("x-trace", "t"), true)],
        },
        Asked {
            name: "a cookie is required",
            operations: [
                getting(&json!([])),
                getting(&json!([{ "name": "session", "in": "cookie", "required": true,
                    "schema": { "type": "string" } }])),
            ],
            requests: vec![
                (with_header("Cookie", "my_session=1"), false),
                (with_header("Cookie", "a=b; session=1"), true),
            ],
        },
        Asked {
            name: "a member of a body is required",
            operations: [
                json_of(object(json!(["a"]), json!({ "a": text(), "b": text() }))),
                json_of(object(json!(["a", "b"]), json!({ "a": text(), "b": text() }))),
            ],
            requests: vec![
                (with_body(&json!({ "a": "1" })), false),
                (with_body(&json!({ "a": "1", "b": "2" })), true),
            ],
        },
        Asked {
            name: "a member of a body has a pattern",
            operations: [
                json_of(object(json!([]), json!({ "a": text() }))),
                json_of(object(json!([]), json!({ "a": { "type": "string", "pattern": "^M" } }))),
            ],
            requests: vec![
                (with_body(&json!({ "a": "x" })), false),
                (with_body(&json!({ "a": "M1" })), true),
            ],
        },
        Asked {
            name: "a body is closed",
            operations: [
                json_of(object(json!([]), json!({ "a": text() }))),
                json_of(json!({ "type": "object", "additionalProperties": false,
                    "properties": { "a": { "type": "string" } } })),
            ],
            requests: vec![
                (with_body(&json!({ "a": "1", "z": 1 })), false),
                (with_body(&json!({ "a": "1" })), true),
            ],
        },
        Asked {
            name: "a field of a form is required",
            operations: [
                posting(
                    "application/x-www-form-urlencoded",
                    &object(json!([]), json!({ "age": { "type": "integer" } })),
                ),
                posting(
                    "application/x-www-form-urlencoded",
                    &object(json!(["age"]), json!({ "age": { "type": "integer" } })),
                ),
            ],
            requests: vec![(with_form("name=Ann"), false), (with_form("name=Ann&age=31"), true)],
        },
        Asked {
            name: "forms are gone",
            operations: [
                posting("application/x-www-form-urlencoded", &json!({ "type": "object" })),
                json_of(json!({ "type": "object" })),
            ],
            requests: vec![(with_form("name=Ann"), false)],
        },
        Asked {
            name: "a method is gone",
            operations: [
                json!({ "get": { "responses": { "200": { "description": "" } } },
                    "delete": { "responses": { "200": { "description": "" } } } }),
                getting(&json!([])),
            ],
            requests: vec![(sent("DELETE"), false), (sent("GET"), true)],
        },
    ]
}

/// Everything that the stories need.
#[derive(Default)]
struct Stories {
    paths: [Map<String, Value>; 2],
    interactions: Vec<Value>,
    /// What the new service answers, in the order of the interactions.
    answers: Vec<(StatusCode, Value)>,
}

impl Stories {
    fn add(
        &mut self,
        (name, operations): (&str, [Value; 2]),
        sent: &Sent,
        (expected, rules): (Value, Value),
        answer: (StatusCode, Value),
    ) {
        let position = self.interactions.len();
        let path = format!("/stories/{position}");
        for (paths, operation) in self.paths.iter_mut().zip(operations) {
            paths.insert(path.clone(), operation);
        }
        let mut request = json!({
            "method": sent.method, "path": path, "headers": sent.headers, "query": sent.query,
        });
        if !sent.body.is_null() {
            request["body"] = sent.body.clone();
        }
        let mut response = json!({ "status": 200 });
        if !expected.is_null() {
            response["headers"] = json!({ "Content-Type": ["application/json"] });
            response["body"] = json!({
                "content": expected, "contentType": "application/json", "encoded": false,
            });
            response["matchingRules"] = json!({ "body": rules });
        }
        self.interactions.push(json!({
            "type": "Synchronous/HTTP", "description": format!("{position}: {name}"),
            "request": request, "response": response,
        }));
        self.answers.push(answer);
    }

    fn all() -> Self {
        let mut stories = Self::default();
        for story in stories_of_responses() {
            for (rules, answer) in &story.readers {
                let operations = [0, 1].map(|side| {
                    let mut schema = json!({ "type": "object", "required": ["id"],
                        "properties": { "id": { "type": "string" } } });
                    if !story.schemas[side].is_null() {
                        schema["properties"]["x"] = story.schemas[side].clone();
                    }
                    if story.required[side] {
                        schema["required"] = json!(["id", "x"]);
                    }
                    json!({ "get": { "responses": { "200": { "description": "",
                        "content": { "application/json": { "schema": schema } } } } } })
                });
                let rules = rules.as_object().unwrap().iter().map(|(below, matchers)| {
                    let rule = json!({ "matchers": matchers, "combine": "AND" });
                    (format!("$.x{below}"), rule)
                });
                let rules = Value::Object(rules.collect());
                let mut body = json!({ "id": "1" });
                if *answer != absent() {
                    body["x"] = answer.clone();
                }
                let named = (story.name, operations);
                let expected = (json!({ "x": story.example }), rules);
                stories.add(named, &sent("GET"), expected, (StatusCode::OK, body));
            }
        }
        for story in stories_of_requests() {
            for (request, is_taken) in &story.requests {
                let status = if *is_taken { StatusCode::OK } else { StatusCode::BAD_REQUEST };
                let named = (story.name, story.operations.clone());
                stories.add(named, request, (Value::Null, Value::Null), (status, Value::Null));
            }
        }
        stories
    }
}

/// The new service.
fn service(answers: Vec<(StatusCode, Value)>) -> Router {
    Router::new().fallback(move |_: Method, uri: Uri, _: Bytes| {
        let position = uri.path().rsplit('/').next().and_then(|it| it.parse::<usize>().ok());
        let answer = position.and_then(|it| answers.get(it)).cloned();
        async move {
            let (status, body) = answer.unwrap_or((StatusCode::NOT_FOUND, Value::Null));
            let response: Response = match body {
                Value::Null => status.into_response(),
                body => {
                    let kind = [(header::CONTENT_TYPE, "application/json")];
                    (status, kind, body.to_string()).into_response()
                }
            };
            response
        }
    })
}

#[test]
fn impact_says_what_verify_says_of_the_new_service() {
    let Stories { paths, interactions, answers } = Stories::all();
    assert!(interactions.len() >= 60, "{} stories", interactions.len());
    let folder = TempDir::new().unwrap();
    let cwd = folder.path();
    for (name, paths) in ["old.json", "new.json"].into_iter().zip(paths) {
        let document = json!({
            "openapi": "3.1.0", "info": { "title": "stories", "version": "1" }, "paths": paths,
        });
        std::fs::write(cwd.join(name), document.to_string()).unwrap();
    }
    let pact = json!({
        "consumer": { "name": "reader" }, "provider": { "name": "stories" },
        "interactions": interactions, "metadata": { "pactSpecification": { "version": "4.0" } },
    });
    std::fs::create_dir(cwd.join("pacts")).unwrap();
    std::fs::write(cwd.join("pacts/reader-stories.json"), pact.to_string()).unwrap();

    let provider = Provider::serving(service(answers), |_, _| {});
    let arguments = ["--dir", "pacts", "--report", "json"];
    let verified = Said::of(
        gatepact(cwd).args(["verify", "--provider-base-url", &provider.base_url]).args(arguments),
    );
    let said = Said::of(gatepact(cwd).args(["diff", "old.json", "new.json"]).args(arguments));
    let (verified, compared) = (verified.json(), said.json());
    let impact = &compared["impact"];
    assert_eq!(impact["already_broken"], json!([]));
    assert_eq!(impact["unmatched"], json!([]));
    let texts = |list: &Value, key: &str, wanted: &dyn Fn(&Value) -> bool| -> BTreeSet<String> {
        let entries = list.as_array().unwrap().iter().filter(|it| wanted(it));
        entries.map(|it| it[key].as_str().unwrap().to_owned()).collect()
    };
    let refused =
        texts(&verified["interactions"], "description", &|it| it["outcome"] == json!("broken"));
    let kept =
        texts(&verified["interactions"], "description", &|it| it["outcome"] == json!("kept"));
    assert_eq!(refused.len() + kept.len(), interactions_of(&pact));
    let broken = texts(&impact["broken"], "interaction", &|_| true);
    assert_eq!(broken, refused);
    assert!(refused.len() >= 25 && kept.len() >= 25, "{} and {}", refused.len(), kept.len());
}

fn interactions_of(pact: &Value) -> usize {
    pact["interactions"].as_array().unwrap().len()
}
