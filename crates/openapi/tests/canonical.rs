//! The canonical forms: what goes, what stays, and the laws.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use gatepact_openapi::Document;
use gatepact_openapi::canonical::{Form, canonical, canonical_value};
use proptest::prelude::*;
use serde_json::{Value, json};

fn export() -> Value {
    json!({
        "openapi": "3.0.1",
        "info": { "title": "orders", "version": "2023-11-01T19:44:06Z" },
        "servers": [ { "url": "https://abc.execute-api.eu-west-1.amazonaws.com/{basePath}",
                       "variables": { "basePath": { "default": "/prod" } },
                       "x-amazon-apigateway-endpoint-configuration": { "disableExecuteApiEndpoint": true } } ],
        "paths": {
            "/orders": {
                "get": {
                    "operationId": "list",
                    "parameters": [ { "name": "b", "in": "query" , "schema": { "type": "string" } },
                                    { "name": "a", "in": "query" , "schema": { "type": "string" } } ],
                    "security": [ { "key": [] }, { "sigv4": [] } ],
                    "responses": { "200": { "description": "arn:aws:iam::111122223333:role/x",
                        "headers": { "x-request-id": { "schema": { "type": "string" } } },
                        "content": { "application/json": { "schema": { "$ref": "#/components/schemas/MODEL1a2b3c" } } } } },
                    "x-amazon-apigateway-integration": { "credentials": "arn:aws:iam::111122223333:role/x" }
                },
                "x-amazon-apigateway-any-method": { "operationId": "rest", "responses": {} }
            }
        },
        "components": {
            "schemas": { "MODEL1a2b3c": { "type": "object", "required": [ "z", "a" ],
                "properties": { "x-note": { "type": "string", "enum": [ "111122223333" ] } },
                "example": { "x-note": "111122223333", "required": [ "b", "a" ] } } },
            "securitySchemes": { "key": { "type": "apiKey", "name": "x-api-key", "in": "header" },
                                 "sigv4": { "type": "apiKey", "name": "Authorization", "in": "header",
                                            "x-amazon-apigateway-authtype": "awsSigv4" } },
            "x-amazon-apigateway-integrations": { "unusedIntegration_x7": { "uri": "arn:aws:x" } }
        },
        "x-amazon-apigateway-documentation": { "version": "1", "createdDate": "2023-11-01T19:44:06Z",
            "documentationParts": [ { "location": { "type": "METHOD" } }, { "location": { "type": "API" } } ] }
    })
}

fn text(value: &Value, form: Form) -> String {
    canonical(&Document::read(value.to_string()).unwrap(), form)
}

#[test]
fn public_form() {
    insta::assert_snapshot!(text(&export(), Form::Public));
}

#[test]
fn full_form() {
    insta::assert_snapshot!(text(&export(), Form::Full));
}

#[test]
fn two_exports_of_one_contract_are_the_same_bytes() {
    let mut later = export();
    later["info"]["version"] = json!("2025-06-20 17:22:45UTC");
    later["servers"][0]["url"] =
        json!("https://zzz.execute-api.us-east-1.amazonaws.com/{basePath}");
    later["servers"][0]["variables"]["basePath"]["default"] = json!("prod");
    later["x-amazon-apigateway-documentation"]["createdDate"] = json!("2025-01-01T00:00:00Z");
    later["paths"]["/orders"]["get"]["parameters"].as_array_mut().unwrap().reverse();
    let renamed = later.to_string().replace("MODEL1a2b3c", "MODELffffff");
    later = serde_json::from_str(&renamed).unwrap();
    for form in [Form::Public, Form::Full] {
        assert_eq!(text(&later, form), text(&export(), form), "{form:?}");
    }
}

#[test]
fn a_server_of_an_emulator_has_the_base_path_though_no_url() {
    let mut emulated = export();
    emulated["servers"][0].as_object_mut().unwrap().remove("url");
    for form in [Form::Public, Form::Full] {
        assert_eq!(text(&emulated, form), text(&export(), form));
    }
}

#[test]
fn what_is_contract_stays() {
    let changes: [fn(&mut Value); 5] = [
        |it| it["servers"][0]["variables"]["basePath"]["default"] = json!("v2"),
        |it| it["info"]["version"] = json!("1.4.0"),
        |it| it["paths"]["/orders"]["get"]["security"] = json!([]),
        |it| it["components"]["schemas"]["MODEL1a2b3c"]["required"] = json!(["a"]),
        |it| it["paths"]["/orders"]["get"]["operationId"] = json!("other"),
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let mut other = export();
        change(&mut other);
        for form in [Form::Public, Form::Full] {
            assert_ne!(text(&other, form), text(&export(), form), "change {number}, {form:?}");
        }
    }
    let mut other = export();
    other["paths"]["/orders"]["get"]["x-amazon-apigateway-integration"]["credentials"] =
        json!("arn:aws:iam::111122223333:role/y");
    assert_ne!(text(&other, Form::Full), text(&export(), Form::Full));
    assert_eq!(text(&other, Form::Public), text(&export(), Form::Public));
}

#[test]
fn made_up_models_are_named_by_content_even_when_they_name_each_other() {
    let document = |a: &str, b: &str, c: &str| {
        let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
        json!({ "components": { "schemas": {
            a: { "items": reference(b) },
            b: { "items": reference(a) },
            c: { "properties": { "c": reference(c), "a": reference(a) } },
            "MODELS": { "items": reference(b) }
        } } })
    };
    let one = canonical_value(&document("MODELa1", "MODELb1", "MODELc1"), Form::Full);
    let other = canonical_value(&document("MODELc2", "MODELa2", "MODELb2"), Form::Full);
    assert_eq!(one, other);
    assert_eq!(
        one["components"]["schemas"].as_object().unwrap().len(),
        3,
        "two of the models are equal"
    );
    assert_eq!(canonical_value(&one, Form::Full), one);
}

/// Any JSON, with the words of exports among the keys.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e300..1e300f64).prop_map(Value::from),
        "[a-z/]{0,4}".prop_map(Value::from),
        "(arn:aws:x| |[0-9]{11,13}|-|é){0,4}".prop_map(Value::from),
        "#/components/schemas/MODEL[ab]".prop_map(Value::from),
        Just(Value::from("2023-11-01T19:44:06Z")),
    ];
    let key = prop::sample::select(vec![
        "info",
        "version",
        "servers",
        "url",
        "variables",
        "paths",
        "/a",
        "get",
        "x-amazon-apigateway-any-method",
        "components",
        "schemas",
        "MODELa",
        "MODELb",
        "$ref",
        "required",
        "parameters",
        "x-y",
        "example",
        "properties",
        "x-amazon-apigateway-documentation",
        "createdDate",
        "documentationParts",
        "security",
        "enum",
    ]);
    leaf.prop_recursive(6, 60, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner), 0..6).prop_map(|members| members
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect()),
        ]
    })
}

/// The same value, with the members of every object the other way round.
fn shuffled(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(shuffled).collect(),
        Value::Object(members) => {
            members.iter().rev().map(|(key, value)| (key.clone(), shuffled(value))).collect()
        }
        other => other.clone(),
    }
}

proptest! {
    #[test]
    fn canonical_is_idempotent_and_blind_to_the_order_of_keys(value in any_json()) {
        for form in [Form::Public, Form::Full] {
            let once = canonical_value(&value, form);
            let twice = canonical_value(&serde_json::from_str(&once.to_string()).unwrap(), form);
            prop_assert_eq!(twice.to_string(), once.to_string());
            prop_assert_eq!(canonical_value(&shuffled(&value), form).to_string(), once.to_string());
        }
    }
}

#[test]
fn the_laws_hold_for_an_export_as_text() {
    for form in [Form::Public, Form::Full] {
        let once = text(&export(), form);
        assert_eq!(canonical(&Document::read(&once).unwrap(), form), once);
        assert_eq!(text(&shuffled(&export()), form), once);
    }
}

#[test]
fn the_keywords_of_3_1_hold_schemas() {
    let text = "openapi: 3.1.0
info: {title: a, version: '1'}
webhooks: {x-paid: {post: {x-note: 1, responses: {}}}}
components:
  pathItems: {x-item: {x-note: 1, get: {responses: {}}}}
  schemas:
    A:
      $defs: {x-inner: {x-note: 1, required: [b, a]}}
      patternProperties: {x-.*: {type: string}}
      prefixItems: [{x-note: 1, const: '111122223333'}]
";
    let document = Document::read(text).unwrap();
    let public = Document::read(canonical(&document, Form::Public)).unwrap();
    assert_eq!(public.at("/webhooks/x-paid"), Some(&json!({ "post": { "responses": {} } })));
    assert_eq!(
        public.at("/components/pathItems"),
        Some(&json!({ "x-item": { "get": { "responses": {} } } }))
    );
    assert_eq!(
        public.at("/components/schemas/A"),
        Some(&json!({
            "$defs": { "x-inner": { "required": ["a", "b"] } },
            "patternProperties": { "x-.*": { "type": "string" } },
            "prefixItems": [{ "const": "111122223333" }],
        }))
    );
}
