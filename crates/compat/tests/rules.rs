//! Whom a change breaks, where a rule of Pact decides it.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use gatepact_compat::{Matching, impact};
use gatepact_contract::Pact;
use gatepact_diff::diff;
use gatepact_openapi::Document;
use serde_json::{Value, json};

fn document(operation: &Value) -> Document {
    let document = json!({ "openapi": "3.1.0", "info": { "title": "t", "version": "1" },
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

/// An interaction that sends or expects this, by name.
fn plain(name: &str, body: &Value) -> Value {
    interaction(name, 200, Some(body), &json!({}))
}

#[test]
fn narrower_answers_break_those_whom_none_satisfies() {
    let list = |more: Value| {
        let mut schema = json!({ "type": "array", "items": { "type": "string" } });
        schema.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        answers("200", &schema)
    };
    let all = [plain("one", &json!(["a"])), plain("two", &json!(["a", "b"]))];
    let at_least_two = list(json!({ "minItems": 2 }));
    assert_eq!(broken(&list(json!({})), &at_least_two, &all), [vec!["one"], vec![]]);
    let none = [plain("none", &json!([]))];
    let (empty, any) = (list(json!({ "maxItems": 0 })), list(json!({})));
    assert_eq!(broken(&empty, &any, &none), [vec!["none"], vec![]]);
    let map = |more: Value| {
        let mut schema = json!({ "type": "object", "additionalProperties": { "type": "string" } });
        schema.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        answers("200", &schema)
    };
    let all = [plain("k", &json!({ "k": "v" })), plain("z", &json!({ "z1": "v" }))];
    let of_z = map(json!({ "propertyNames": { "pattern": "^z" } }));
    assert_eq!(broken(&map(json!({})), &of_z, &all), [vec!["k"], vec![]]);
}

#[test]
fn a_member_may_be_missing_that_another_one_required() {
    let object = |more: Value| {
        let mut schema = json!({ "type": "object", "properties": { "a": { "type": "string" },
            "b": { "type": "string" } } });
        schema.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        answers("200", &schema)
    };
    let both = object(json!({ "dependentRequired": { "a": ["b"] } }));
    let all =
        [plain("both", &json!({ "a": "1", "b": "2" })), plain("b alone", &json!({ "b": "2" }))];
    assert_eq!(broken(&both, &object(json!({})), &all), [vec!["both"], vec![]]);
}

#[test]
fn requests_are_read_in_the_forms_of_their_parameters() {
    let exploded = |maximum: u32| {
        json!({ "parameters": [{ "name": "filter", "in": "query", "schema": { "type": "object",
            "properties": { "x": { "type": "integer", "maximum": maximum } } } }],
            "responses": { "200": { "description": "" } } })
    };
    let of = |name: &str, query: Value| {
        let mut interaction = interaction(name, 200, None, &json!({}));
        interaction["request"]["query"] = query;
        interaction
    };
    let all = [of("four", json!({ "x": ["4"] })), of("three", json!({ "x": ["3"], "y": ["9"] }))];
    assert_eq!(broken(&exploded(9), &exploded(3), &all), [vec!["four"], vec![]]);
}

#[test]
fn a_body_in_two_alternatives_is_in_no_single_one() {
    let needs = |name: &str| json!({ "type": "object", "required": [name] });
    let operation = |alternatives: &[&str]| {
        let one_of: Vec<Value> = alternatives.iter().map(|it| needs(it)).collect();
        json!({ "requestBody": { "required": true, "content": { "application/json": {
            "schema": { "oneOf": one_of } } } }, "responses": { "200": { "description": "" } } })
    };
    let of = |name: &str, body: Value| {
        let mut interaction = interaction(name, 200, None, &json!({}));
        interaction["request"]["body"] =
            json!({ "content": body, "contentType": "application/json", "encoded": false });
        interaction
    };
    let all = [of("a and c", json!({ "a": 1, "c": 1 })), of("a", json!({ "a": 1 }))];
    let (two, three) = (operation(&["a", "b"]), operation(&["a", "b", "c"]));
    assert_eq!(broken(&two, &three, &all), [vec!["a and c"], vec![]]);
    // What was in two before as well is read as the author must have meant it.
    let three_more = operation(&["a", "b", "c", "d"]);
    assert_eq!(broken(&three, &three_more, &all), [Vec::<String>::new(), vec![]]);
}

#[test]
fn each_server_has_a_base_path() {
    let operation = json!({ "responses": { "200": { "description": "" } } });
    let document = |servers: &[&str]| {
        let servers: Vec<Value> = servers.iter().map(|url| json!({ "url": url })).collect();
        Document::read(
            json!({ "openapi": "3.0.3", "info": { "title": "t", "version": "1" },
            "servers": servers, "paths": { "/a": { "get": operation } } })
            .to_string(),
        )
        .unwrap()
    };
    let (old, new) = (document(&["/v1", "/v2"]), document(&["/v1"]));
    let mut interactions = ["/v1/a", "/v2/a"].map(|path| {
        let mut interaction = interaction(path, 200, None, &json!({}));
        interaction["request"]["path"] = json!(path);
        interaction
    });
    interactions.reverse();
    let pact = json!({ "consumer": { "name": "c" }, "provider": { "name": "p" },
        "interactions": interactions, "metadata": { "pactSpecification": { "version": "4.0" } } });
    let pact = Pact::read("c.json", pact.to_string().into_bytes()).unwrap();
    let changes = diff(&old, &new);
    let found = impact(&changes, [(&old).into(), (&new).into()], &[pact], &Matching::run).impact;
    let names: Vec<&str> = found.broken.iter().map(|it| it.interaction.as_str()).collect();
    assert_eq!((names, found.unmatched.len()), (vec!["/v2/a"], 0));
}
