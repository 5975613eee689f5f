//! Whom a change breaks, where a rule of Pact decides it.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use gatepact_compat::{Matching, impact};
use gatepact_contract::Pact;
use gatepact_diff::diff;
use gatepact_openapi::Document;
use serde_json::{Value, json};

fn document(operation: &Value) -> Document {
    let document = json!({ "openapi": "3.0.3", "info": { "title": "t", "version": "1" },
        "paths": { "/a": { "get": operation } } });
    Document::read(document.to_string()).unwrap()
}

fn answers(status: &str, schema: &Value) -> Value {
    json!({ "responses": { status: { "description": "", "content": { "application/json": {
        "schema": schema } } } } })
}

/// The lists of broken interactions and of those that were broken before, by description.
fn broken(old: &Value, new: &Value, interactions: &[Value]) -> [Vec<String>; 2] {
    let pact = json!({ "consumer": { "name": "c" }, "provider": { "name": "p" },
        "interactions": interactions, "metadata": { "pactSpecification": { "version": "4.0" } } });
    let pact = Pact::read("c.json", pact.to_string().into_bytes()).unwrap();
    let (old, new) = (document(old), document(new));
    let changes = diff(&old, &new);
    let sides = [(&old).into(), (&new).into()];
    let found = impact(&changes, sides, &[pact], &Matching::run).impact;
    [found.broken, found.already_broken]
        .map(|list| list.into_iter().map(|it| it.interaction).collect())
}

fn interaction(name: &str, status: u16, body: Option<&Value>, rules: &Value) -> Value {
    let mut response = json!({ "status": status, "matchingRules": rules });
    if let Some(body) = body {
        response["headers"] = json!({ "content-type": ["application/json"] });
        response["body"] =
            json!({ "content": body, "contentType": "application/json", "encoded": false });
    }
    json!({ "type": "Synchronous/HTTP", "description": name,
        "request": { "method": "GET", "path": "/a" }, "response": response })
}

#[test]
fn rules_for_the_status_tell_interactions_apart() {
    let of = |name: &str, status: Value| {
        let rule = json!({ "match": "statusCode", "status": status });
        interaction(name, 200, None, &json!({ "status": { "matchers": [rule] } }))
    };
    let all = [
        of("any success", json!("success")),
        of("one of two", json!([200, 201])),
        of("an error", json!("serverError")),
        interaction("exactly", 200, None, &json!({})),
    ];
    let operation = |status: &str| json!({ "responses": { status: { "description": "" } } });
    let expected = [vec!["one of two", "exactly"], vec!["an error"]];
    assert_eq!(broken(&operation("200"), &operation("202"), &all), expected);
    let mut reversed = all;
    reversed.reverse();
    let expected = [vec!["exactly", "one of two"], vec!["an error"]];
    assert_eq!(broken(&operation("200"), &operation("202"), &reversed), expected);
}

#[test]
fn rules_for_a_whole_object_may_refuse_new_members() {
    let object = |more: Value| {
        let mut schema = json!({ "type": "object", "properties": { "a": { "type": "string" } },
            "required": ["a"], "additionalProperties": false });
        schema["properties"].as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        answers("200", &schema)
    };
    let rule = |path: &str, name: &str| json!({ path: { "matchers": [{ "match": name }] } });
    let body = json!({ "a": "x" });
    let of = |name: &str, rules: &[Value]| {
        let rules = rules.iter().filter_map(Value::as_object).flatten();
        let rules: serde_json::Map<_, _> = rules.map(|(k, v)| (k.clone(), v.clone())).collect();
        interaction(name, 200, Some(&body), &json!({ "body": rules }))
    };
    let all = [
        of("equal", &[rule("$", "equality")]),
        of("values of one type", &[rule("$", "values"), rule("$.*", "type")]),
        of("this one", &[rule("$.a", "type")]),
        of("as shown", &[]),
    ];
    let (none, number) = (object(json!({})), object(json!({ "b": { "type": "integer" } })));
    let text = object(json!({ "b": { "type": "string" } }));
    assert_eq!(broken(&none, &number, &all), [vec!["equal", "values of one type"], vec![]]);
    assert_eq!(broken(&none, &text, &all), [vec!["equal"], vec![]]);
    assert_eq!(broken(&text, &number, &all), [vec!["values of one type"], vec![]]);
}

#[test]
fn a_parameter_that_is_sent_twice_is_a_list() {
    let operation = |schema: Value| {
        json!({ "parameters": [{ "name": "t", "in": "query", "schema": schema }],
            "responses": { "200": { "description": "" } } })
    };
    let (list, one) = (
        operation(json!({ "type": "array", "items": { "type": "integer" } })),
        operation(json!({ "type": "integer" })),
    );
    let of = |name: &str, values: &[&str]| {
        let mut interaction = interaction(name, 200, None, &json!({}));
        interaction["request"]["query"] = json!({ "t": values });
        interaction
    };
    let all = [of("two", &["1", "2"]), of("one", &["1"])];
    assert_eq!(broken(&list, &one, &all), [vec!["two"], vec![]]);
    assert_eq!(broken(&one, &list, &all), [Vec::<String>::new(), vec!["two".to_owned()]]);
}
