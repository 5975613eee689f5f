//! Pacts of any size, and the answers that keep them.

use std::path::Path;

use serde_json::{Value, json};

/// What the provider answers for an order.
pub(crate) fn order(number: &str) -> Value {
    json!({
        "id": number, "status": "open", "placedAt": "2026-01-31T12:00:00Z",
        "customer": { "name": "Ada Lovelace", "vip": true },
        "lines": [{ "sku": "AB-1000", "count": 2 }, { "sku": "XY-7", "count": 1 }],
        "total": 99.5
    })
}

/// A V4 pact of so many reads, each with the rules that a consumer's test would record.
pub(crate) fn write_pact(path: &Path, interactions: usize) {
    let interactions: Vec<Value> = (0..interactions).map(interaction).collect();
    let pact = json!({
        "consumer": { "name": "web-shop" }, "provider": { "name": "orders-api" },
        "interactions": interactions,
        "metadata": { "pactSpecification": { "version": "4.0" } }
    });
    std::fs::write(path, serde_json::to_string_pretty(&pact).unwrap()).unwrap();
}

fn interaction(number: usize) -> Value {
    let matches = |rule: Value| json!({ "combine": "AND", "matchers": [rule] });
    let like = || matches(json!({ "match": "type" }));
    json!({
        "type": "Synchronous/HTTP", "description": format!("a request for order {number}"),
        "request": {
            "method": "GET", "path": format!("/orders/{number}"),
            "headers": { "Accept": ["application/json"] }
        },
        "response": {
            "status": 200, "headers": { "Content-Type": ["application/json"] },
            "body": { "contentType": "application/json", "content": {
                "id": number.to_string(), "status": "open", "placedAt": "2025-12-24T08:30:00Z",
                "customer": { "name": "Grace Hopper", "vip": false },
                "lines": [{ "sku": "CD-2", "count": 1 }], "total": 12.5
            } },
            "matchingRules": { "body": {
                "$.status": matches(json!({ "match": "regex", "regex": "^(open|shipped)$" })),
                "$.placedAt": like(), "$.customer": like(), "$.total": like(),
                "$.lines": matches(json!({ "match": "type", "min": 1 })),
                "$.lines[*].sku": matches(json!({ "match": "regex", "regex": "^[A-Z]+-\\d+$" })),
                "$.lines[*].count": matches(json!({ "match": "integer" }))
            } }
        }
    })
}
