//! Documents at the edge of what is read: circles, chains, depth. Each comparison ends and keeps no change to itself.

use gatepact_diff::{Options, compare};
use gatepact_openapi::Document;
use serde_json::{Map, Value, json};

fn read(document: &Value) -> Option<Document> {
    Document::read(document.to_string()).ok()
}

/// The ids of the changes between two documents that are read; none of a document and itself.
fn told(old: &Value, new: &Value) -> Vec<String> {
    let (old, new) = (read(old).unwrap(), read(new).unwrap());
    for document in [&old, &new] {
        assert_eq!(compare(document, document, Options::default()).changes, []);
    }
    let comparison = compare(&old, &new, Options::default());
    assert_eq!(comparison.stats.unverified, 0);
    comparison.changes.iter().map(|it| it.id().to_owned()).collect()
}

/// Two parts of a kind that are references to each other, and an operation that begins with one of them.
fn circle(section: &str, leaf: &str) -> Value {
    let to = |name: &str| json!({ "$ref": format!("#/components/{section}/{name}") });
    let content = json!({ "application/json": { "schema": { "type": leaf } } });
    let mut operation =
        json!({ "responses": { "200": { "description": "", "content": content } } });
    match section {
        "parameters" => operation["parameters"] = json!([to("A")]),
        "requestBodies" => operation["requestBody"] = to("A"),
        "responses" => operation["responses"]["404"] = to("A"),
        "headers" => operation["responses"]["200"]["headers"] = json!({ "X-A": to("A") }),
        "callbacks" => operation["callbacks"] = json!({ "done": to("A") }),
        "schemas" => {
            operation["requestBody"] =
                json!({ "content": { "application/json": { "schema": to("A") } } });
        }
        other => panic!("{other} is no section"),
    }
    json!({ "openapi": "3.0.3", "info": { "title": "t", "version": "1" },
        "paths": { "/orders": { "post": operation } },
        "components": { section: { "A": to("B"), "B": to("A") } } })
}

#[test]
fn circles_of_references_hide_no_change_beside_them() {
    for section in ["parameters", "requestBodies", "responses", "headers", "callbacks", "schemas"] {
        let (old, new) = (circle(section, "string"), circle(section, "integer"));
        // Who cannot say what a part is may refuse the document.
        if read(&old).is_none() {
            assert!(read(&new).is_none(), "{section}");
            continue;
        }
        let ids = told(&old, &new);
        assert!(ids.contains(&"response.type.changed".to_owned()), "{section}: {ids:?}");
    }
}

/// What was a part is a circle now: that is a change, whatever a circle means.
#[test]
fn a_part_that_becomes_a_circle_is_told() {
    let parts = [
        ("parameters", json!({ "name": "a", "in": "query", "schema": { "type": "string" } })),
        (
            "requestBodies",
            json!({ "content": { "application/json": { "schema": { "type": "string" } } } }),
        ),
        (
            "responses",
            json!({ "description": "", "content": { "application/json": { "schema": { "type": "string" } } } }),
        ),
        // A header of which nothing is said is text.
        ("headers", json!({ "schema": { "type": "integer" } })),
        ("schemas", json!({ "type": "string" })),
    ];
    for (section, part) in parts {
        let new = circle(section, "string");
        let mut old = new.clone();
        old["components"][section]["B"] = part;
        if read(&new).is_some() {
            assert_ne!(told(&old, &new), Vec::<String>::new(), "{section}");
            assert_ne!(told(&new, &old), Vec::<String>::new(), "{section}");
        }
    }
}

#[test]
fn a_circle_of_path_items_ends() {
    let document = |leaf: &str| {
        let content = json!({ "application/json": { "schema": { "type": leaf } } });
        json!({ "openapi": "3.1.0", "info": { "title": "t", "version": "1" }, "paths": {
            "/a": { "$ref": "#/paths/~1b" }, "/b": { "$ref": "#/paths/~1a" },
            "/c": { "get": { "responses": { "200": { "description": "", "content": content } } } } } })
    };
    if read(&document("string")).is_some() {
        let ids = told(&document("string"), &document("integer"));
        assert_eq!(ids, ["response.type.changed"]);
    }
}

fn with_schemas(schemas: &Map<String, Value>, first: &str) -> Value {
    let to = json!({ "$ref": format!("#/components/schemas/{first}") });
    let content = json!({ "content": { "application/json": { "schema": to } } });
    json!({ "openapi": "3.0.3", "info": { "title": "t", "version": "1" },
        "paths": { "/orders": { "post": { "requestBody": content,
            "responses": { "200": { "description": "", "content": content["content"] } } } } },
        "components": { "schemas": schemas } })
}

/// The leaf of a chain is found, be it told of by a message or left open.
#[test]
fn a_chain_of_thousands_of_components_ends() {
    const LENGTH: usize = 5_000;
    let chain = |leaf: &str| {
        let mut schemas: Map<String, Value> = (0..LENGTH)
            .map(|at| {
                let next = json!({ "$ref": format!("#/components/schemas/C{}", at + 1) });
                (format!("C{at}"), json!({ "type": "object", "properties": { "next": next } }))
            })
            .collect();
        schemas.insert(format!("C{LENGTH}"), json!({ "type": leaf }));
        with_schemas(&schemas, "C0")
    };
    let ids = told(&chain("string"), &chain("integer"));
    for direction in ["request", "response"] {
        assert!(ids.iter().any(|id| id.starts_with(direction)), "{direction}: {ids:?}");
    }
}

/// As deep as documents are read, by properties, items, and compositions.
#[test]
fn a_leaf_at_the_greatest_depth_is_told() {
    type Wrap = fn(Value) -> Value;
    let wraps: [(&str, Wrap); 4] = [
        ("properties", |it| json!({ "type": "object", "properties": { "p": it } })),
        ("items", |it| json!({ "type": "array", "items": it })),
        ("allOf", |it| json!({ "allOf": [it] })),
        ("anyOf", |it| json!({ "anyOf": [it, { "type": "boolean" }] })),
    ];
    for (name, wrap) in wraps {
        let nested = |leaf: &str, depth: usize| {
            let schema = (0..depth).fold(json!({ "type": leaf }), |it, _| wrap(it));
            with_schemas(&std::iter::once(("A".to_owned(), schema)).collect(), "A")
        };
        let depths: Vec<usize> = (1..200).collect();
        let deepest = depths.partition_point(|depth| read(&nested("string", *depth)).is_some());
        assert!(0 < deepest && deepest < depths.len(), "{name} is read at any depth");
        for depth in [deepest / 2, deepest] {
            let ids = told(&nested("string", depth), &nested("integer", depth));
            for direction in ["request", "response"] {
                let is_of = |id: &String| id.starts_with(direction);
                assert!(ids.iter().any(is_of), "{name}, {depth} deep, {direction}: {ids:?}");
            }
        }
    }
}
