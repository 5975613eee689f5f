//! Whom a change breaks: pacts against two releases.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use gatepact_compat::{Matching, Reached, impact};
use gatepact_contract::Pact;
use gatepact_diff::{Change, diff};
use gatepact_finding::Affected;
use gatepact_openapi::Document;
use serde_json::{Value, json};

fn api() -> Value {
    json!({
        "openapi": "3.0.1", "info": { "title": "orders", "version": "1" },
        "servers": [ { "url": "/prod" } ],
        "paths": {
            "/orders/{id}": { "get": {
                "parameters": [
                    { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } },
                    { "name": "expand", "in": "query", "schema": { "type": "string" } } ],
                "responses": { "200": { "description": "", "content": { "application/json": {
                    "schema": { "$ref": "#/components/schemas/Order" } } } } } } },
            "/orders": { "post": {
                "requestBody": { "required": true, "content": { "application/json": {
                    "schema": { "$ref": "#/components/schemas/Draft" } } } },
                "responses": { "201": { "description": "", "content": { "application/json": {
                    "schema": { "$ref": "#/components/schemas/Order" } } } } } } }
        },
        "components": { "schemas": {
            "Order": { "type": "object", "required": ["id", "total"], "properties": {
                "id": { "type": "string" }, "total": { "type": "number" },
                "lines": { "type": "array", "items": { "type": "object", "properties": {
                    "sku": { "type": "string" }, "quantity": { "type": "integer" } } } } } },
            "Draft": { "type": "object", "required": ["customer"], "properties": {
                "customer": { "type": "string" }, "note": { "type": "string" } } }
        } }
    })
}

/// Two consumers: one reads totals and orders, the other reads lines only.
fn pacts() -> Vec<Pact> {
    let json_type = json!({ "Content-Type": "application/json; charset=utf-8" });
    let shop = json!([
        { "description": "an order", "request": { "method": "get", "path": "/orders/42" },
          "response": { "status": 200, "headers": json_type, "body": { "id": "42", "total": 1.5 } } },
        { "description": "a new order",
          "request": { "method": "POST", "path": "/orders", "headers": json_type, "body": { "customer": "c-1" } },
          "response": { "status": 201, "headers": json_type, "body": { "id": "43" } } },
        { "description": "a page that never was", "request": { "method": "GET", "path": "/pages" },
          "response": { "status": 200 } }
    ]);
    let warehouse = json!([
        { "description": "its lines", "request": { "method": "GET", "path": "/prod/orders/42", "query": "expand=lines" },
          "response": { "status": 200, "headers": json_type, "body": { "lines": [ { "sku": "TEA" } ] } } }
    ]);
    [("web-shop", shop), ("warehouse", warehouse)]
        .into_iter()
        .map(|(consumer, interactions)| pact(consumer, &interactions))
        .collect()
}

fn pact(consumer: &str, interactions: &Value) -> Pact {
    let pact = json!({
        "consumer": { "name": consumer }, "provider": { "name": "orders-api" },
        "interactions": interactions, "metadata": { "pactSpecification": { "version": "2.0.0" } }
    });
    Pact::read(consumer, pact.to_string().into_bytes()).unwrap()
}

/// `id: consumer/interaction, ..` for each change that the edit makes.
fn reached(edit: impl FnOnce(&mut Value)) -> Vec<String> {
    reached_since(&api(), &pacts(), edit)
}

/// The same for another release and other pacts.
fn reached_since(before: &Value, pacts: &[Pact], edit: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut after = before.clone();
    edit(&mut after);
    let read = |value: &Value| Document::read(value.to_string()).unwrap();
    let (old, new) = (read(before), read(&after));
    let changes = diff(&old, &new);
    assert!(!changes.is_empty());
    let reached = replayed(&changes, [&old, &new], pacts);
    let line = |(change, reached): (&Change, &Vec<_>)| {
        let reached: Vec<String> = reached
            .iter()
            .map(|it: &Affected| format!("{}/{}", it.consumer, it.interaction))
            .collect();
        format!("{}: {}", change.id(), reached.join(", "))
    };
    changes.iter().zip(&reached.consumers).map(line).collect()
}

fn replayed(changes: &[Change], [old, new]: [&Document; 2], pacts: &[Pact]) -> Reached {
    impact(changes, [old.into(), new.into()], pacts, &Matching::run)
}

/// The interactions of one of the lists.
fn names(list: &[gatepact_finding::ImpactedInteraction]) -> Vec<&str> {
    list.iter().map(|it| it.interaction.as_str()).collect()
}

#[test]
fn a_property_reaches_those_who_name_it() {
    let order = "/components/schemas/Order/properties";
    let lines =
        reached(|api| api.pointer_mut(order).unwrap()["total"] = json!({ "type": "string" }));
    assert_eq!(lines, ["response.type.changed: web-shop/an order"]);

    let lines = reached(|api| {
        api.pointer_mut(&format!("{order}/lines/items/properties")).unwrap()["sku"] =
            json!({ "type": "integer" });
    });
    assert_eq!(lines, ["response.type.changed: warehouse/its lines"]);

    let lines = reached(|api| {
        api.pointer_mut(&format!("{order}/lines/items/properties")).unwrap()["quantity"] =
            json!({ "type": "string" });
    });
    assert_eq!(lines, ["response.type.changed: "]);
}

/// Only OpenAPI 3.1 has conditions.
#[test]
fn a_property_under_a_condition_reaches_those_who_name_it() {
    let read = |kind: &str| {
        let mut api = api();
        api["openapi"] = json!("3.1.0");
        let order = &mut api["components"]["schemas"]["Order"];
        order["properties"]["total"] = json!({});
        order["if"] = json!({ "required": ["id"] });
        order["then"] = json!({ "properties": { "total": { "type": kind } } });
        Document::read(api.to_string()).unwrap()
    };
    let (old, new, pacts) = (read("number"), read("string"), pacts());
    let changes = diff(&old, &new);
    let reached = replayed(&changes, [&old, &new], &pacts);
    let interactions = reached.consumers.iter().flatten().map(|it| it.interaction.as_str());
    assert!(interactions.clone().any(|it| it == "an order"), "{changes:#?}");
}

/// Going back to what was recorded heals: the old document could not keep the interaction.
#[test]
fn what_was_broken_before_is_not_broken_by_the_change() {
    let total = "/components/schemas/Order/properties/total";
    let mut before = api();
    *before.pointer_mut(total).unwrap() = json!({ "type": "string" });
    let read = |value: &Value| Document::read(value.to_string()).unwrap();
    let (old, new, pacts) = (read(&before), read(&api()), pacts());
    let changes = diff(&old, &new);
    assert_eq!(changes[0].id(), "response.type.changed");
    let reached = replayed(&changes, [&old, &new], &pacts);
    assert!(reached.consumers[0].is_empty());
    assert_eq!(names(&reached.impact.already_broken), ["an order"]);
    assert_eq!(names(&reached.impact.unmatched), ["a page that never was"]);
}

#[test]
fn a_new_demand_reaches_those_who_do_not_meet_it() {
    let lines = reached(|api| {
        let draft = api.pointer_mut("/components/schemas/Draft").unwrap();
        draft["properties"]["currency"] = json!({ "type": "string" });
        draft["required"] = json!(["customer", "currency"]);
    });
    assert_eq!(lines, ["request.property.required-added: web-shop/a new order"]);

    let lines = reached(|api| {
        api.pointer_mut("/components/schemas/Draft").unwrap()["required"] =
            json!(["customer", "note"]);
    });
    assert_eq!(lines, ["request.property.became-required: web-shop/a new order"]);

    let lines = reached(|api| {
        api.pointer_mut("/paths/~1orders~1{id}/get/parameters/1").unwrap()["required"] =
            json!(true);
    });
    assert_eq!(lines, ["request.parameter.became-required: web-shop/an order"]);
}

#[test]
fn an_operation_reaches_all_its_callers_and_nobody_else() {
    let lines = reached(|api| {
        api["paths"].as_object_mut().unwrap().remove("/orders");
    });
    assert_eq!(lines, ["operation.removed: web-shop/a new order"]);

    let lines = reached(|api| {
        api.pointer_mut("/paths/~1orders~1{id}/get").unwrap()["security"] = json!([{ "key": [] }]);
    });
    assert_eq!(lines, ["request.security.added: web-shop/an order, warehouse/its lines"]);
}

#[test]
fn a_base_path_breaks_those_who_hold_it() {
    let lines = reached(|api| api["servers"][0]["url"] = json!("/v2"));
    assert_eq!(lines, ["endpoint.base-path-changed: warehouse/its lines"]);
}

#[test]
fn a_parameter_that_is_ignored_now_touches_and_breaks_nothing() {
    let mut after = api();
    after
        .pointer_mut("/paths/~1orders~1{id}/get/parameters")
        .unwrap()
        .as_array_mut()
        .unwrap()
        .pop();
    let read = |value: &Value| Document::read(value.to_string()).unwrap();
    let (old, new, pacts) = (read(&api()), read(&after), pacts());
    let reached = replayed(&diff(&old, &new), [&old, &new], &pacts);
    assert!(reached.impact.broken.is_empty());
    assert_eq!(names(&reached.impact.touched), ["an order", "its lines"]);
}

/// `GET /orders/42` of a shop, with this answer.
fn order_with(headers: &Value) -> Vec<Pact> {
    let interaction = json!({ "description": "an order",
        "request": { "method": "GET", "path": "/orders/42" },
        "response": { "status": 200, "headers": headers, "body": { "id": "42", "total": 1.5 } } });
    vec![pact("web-shop", &json!([interaction]))]
}

const RESPONSES: &str = "/paths/~1orders~1{id}/get/responses";

fn set_total(api: &mut Value) {
    api["components"]["schemas"]["Order"]["properties"]["total"] = json!({ "type": "string" });
}

#[test]
fn a_range_of_statuses_counts_in_any_case() {
    for range in ["2xx", "2Xx", "2XX"] {
        let mut before = api();
        let responses = before.pointer_mut(RESPONSES).unwrap();
        *responses = json!({ range: responses["200"].clone(), "default": {} });
        let lines = reached_since(&before, &pacts(), set_total);
        assert_eq!(lines, ["response.type.changed: web-shop/an order"], "{range}");
    }
}

#[test]
fn a_header_behind_a_reference_reaches_those_who_read_it() {
    let mut before = api();
    before.pointer_mut(RESPONSES).unwrap()["200"]["headers"] =
        json!({ "X-Next": { "$ref": "#/components/headers/next" } });
    before["components"]["headers"] = json!({ "next": { "schema": { "type": "integer" } } });
    let edit = |api: &mut Value| {
        api["components"]["headers"]["next"]["schema"] = json!({ "type": "boolean" });
    };
    let read = reached_since(&before, &order_with(&json!({ "x-next": "1" })), edit);
    let ignored = reached_since(&before, &order_with(&json!({})), edit);
    for (read, ignored) in read.iter().zip(&ignored) {
        assert!(read.ends_with(": web-shop/an order"), "{read}");
        assert!(ignored.ends_with(": "), "{ignored}");
    }
}

#[test]
fn a_body_is_described_by_the_most_specific_media_type() {
    let mut before = api();
    let content = format!("{RESPONSES}/200/content");
    before.pointer_mut(&content).unwrap()["*/*"] = json!({ "schema": { "type": "object", "properties": {
            "id": { "type": "string" }, "total": { "type": "number" } } } });
    let range = |api: &mut Value| {
        api.pointer_mut(&content).unwrap()["*/*"]["schema"]["properties"]["total"] =
            json!({ "type": "string" });
    };
    let sent = |name: &str| order_with(&json!({ "Content-Type": name }));
    for (name, by_json, by_range) in [
        ("application/json; charset=utf-8", "web-shop/an order", ""),
        // A reader of the suffix reads it as JSON.
        ("application/vnd.order+json", "web-shop/an order", ""),
        ("text/plain", "", "web-shop/an order"),
    ] {
        let lines = reached_since(&before, &sent(name), set_total);
        assert_eq!(lines, [format!("response.type.changed: {by_json}")], "{name}");
        let lines = reached_since(&before, &sent(name), range);
        assert_eq!(lines, [format!("response.type.changed: {by_range}")], "{name}");
    }
}

/// OpenAPI 3.1: what stands beside a reference holds as well.
#[test]
fn a_property_beside_a_reference_reaches_those_who_name_it() {
    let mut before = api();
    before["openapi"] = json!("3.1.0");
    let schemas = &mut before["components"]["schemas"];
    schemas["Order"]["properties"].as_object_mut().unwrap().remove("total");
    schemas["Order"]["required"] = json!(["id"]);
    schemas["Total"] = json!({ "$ref": "#/components/schemas/Order", "type": "object",
        "properties": { "total": { "type": "number" } } });
    before.pointer_mut(RESPONSES).unwrap()["200"]["content"]["application/json"]["schema"] =
        json!({ "$ref": "#/components/schemas/Total" });
    let lines = reached_since(&before, &pacts(), |api| {
        api["components"]["schemas"]["Total"]["properties"]["total"] = json!({ "type": "string" });
    });
    assert_eq!(lines, ["response.type.changed: web-shop/an order"]);
}
