//! Documents as large as they get: the time is that of the documents, not of the ways through them.

use gatepact_diff::diff;
use gatepact_finding::Severity;
use gatepact_openapi::Document;
use serde_json::{Map, Value, json};

fn document(paths: &Map<String, Value>, schemas: &Value) -> Document {
    let value = json!({ "openapi": "3.0.3", "info": { "title": "t", "version": "1" },
        "paths": paths, "components": { "schemas": schemas } });
    Document::read(value.to_string()).unwrap()
}

fn operations(count: usize, schema: &Value) -> Map<String, Value> {
    let answer = json!({ "responses": { "200": { "content": { "application/json": { "schema": schema } } } } });
    (0..count).map(|at| (format!("/p{at}"), json!({ "get": answer }))).collect()
}

#[test]
fn ten_thousand_operations_share_one_change() {
    const COUNT: usize = 10_000;
    let order = json!({ "$ref": "#/components/schemas/Order" });
    let release = |kind: &str| {
        let schemas =
            json!({ "Order": { "type": "object", "properties": { "id": { "type": kind } } } });
        document(&operations(COUNT, &order), &schemas)
    };
    let changes = diff(&release("string"), &release("integer"));
    let ids: Vec<_> = changes.iter().map(gatepact_diff::Change::id).collect();
    assert_eq!(ids, ["response.type.changed"]);
    assert_eq!(changes[0].finding.operations.len(), COUNT);
    assert_eq!(changes[0].severity(), Severity::Error);
}

#[test]
fn many_branches_and_immense_lists_end() {
    let release = |last: usize| {
        let branch = |at: usize| {
            json!({ "type": "object", "required": ["kind"],
            "properties": { "kind": { "enum": [format!("k{at}")] } } })
        };
        let values: Vec<String> = (0..20_000 + last).map(|at| format!("v{at}")).collect();
        let schemas = json!({ "Any": { "anyOf": (0..300 + last).map(branch).collect::<Vec<_>>() },
            "Word": { "type": "string", "enum": values } });
        let both = json!({ "type": "object", "properties": {
            "any": { "$ref": "#/components/schemas/Any" }, "word": { "$ref": "#/components/schemas/Word" } } });
        document(&operations(1, &both), &schemas)
    };
    let changes = diff(&release(0), &release(1));
    let ids: Vec<_> = changes.iter().map(gatepact_diff::Change::id).collect();
    assert_eq!(ids, ["response.alternative.added", "response.enum.value-added"]);
    assert!(changes.iter().all(|it| it.finding.proof.is_some()));
}
