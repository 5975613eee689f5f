//! Settings of API Gateway: what a document says of them may be said in other words.

use gatepact_diff::diff;
use gatepact_openapi::Document;
use serde_json::{Map, Value, json};

use crate::random::Random;

/// What holds where nothing is said: the setting, and its default.
fn defaults() -> [(&'static str, Value); 4] {
    [
        ("x-amazon-apigateway-api-key-source", json!("HEADER")),
        ("x-amazon-apigateway-endpoint-access-mode", json!("BASIC")),
        ("x-amazon-apigateway-binary-media-types", json!([])),
        ("x-amazon-apigateway-cors", json!({ "allowCredentials": false, "allowHeaders": [] })),
    ]
}

/// Types of gateway responses, and the statuses that they have.
const STATUSES: [(&str, u16); 4] = [
    ("UNAUTHORIZED", 401),
    ("THROTTLED", 429),
    ("RESOURCE_NOT_FOUND", 404),
    ("ACCESS_DENIED", 403),
];

fn settings(random: &mut Random) -> Map<String, Value> {
    let mut some = |names: &[&str]| -> Value {
        let mut names: Vec<_> = names.iter().filter(|_| !random.once_in(3)).collect();
        random.shuffle(&mut names);
        json!(names)
    };
    let media_types = some(&["*/*", "image/png", "font/woff2"]);
    let endpoints = some(&["vpce-1", "vpce-2", "vpce-3"]);
    let cors = json!({ "allowOrigins": some(&["https://a.example", "https://b.example"]),
                       "allowMethods": some(&["GET", "PUT", "POST"]), "maxAge": 600,
                       "allowHeaders": some(&["X-Key", "accept"]) });
    let policy = json!({ "Statement": [
        { "Effect": "Allow", "Action": some(&["one", "two"]) },
        { "Effect": "Deny", "Action": some(&["three", "four"]) } ] });
    let responses: Map<String, Value> = STATUSES
        .iter()
        .filter(|_| !random.once_in(3))
        .map(|(name, status)| ((*name).to_owned(), json!({ "statusCode": status })))
        .collect();
    let all = json!({
        "x-amazon-apigateway-binary-media-types": media_types,
        "x-amazon-apigateway-endpoint-configuration": { "vpcEndpointIds": endpoints },
        "x-amazon-apigateway-cors": cors,
        "x-amazon-apigateway-policy": policy,
        "x-amazon-apigateway-gateway-responses": responses,
    });
    let kept = |_: &(String, Value)| !random.once_in(4);
    all.as_object().unwrap().clone().into_iter().filter(kept).collect()
}

/// The same: lists in another order and with repeated members, numbers as texts, defaults said or left out.
fn respelled(settings: &Map<String, Value>, random: &mut Random) -> Map<String, Value> {
    let mut result = settings.clone();
    result.values_mut().for_each(|value| rewritten(value, random));
    for (name, value) in defaults() {
        if random.once_in(2) {
            result.entry(name).or_insert(value);
        }
    }
    let responses = result.entry("x-amazon-apigateway-gateway-responses").or_insert(json!({}));
    for (name, status) in STATUSES {
        if random.once_in(2) {
            responses[name] = json!({ "statusCode": status.to_string() });
        } else if random.once_in(2) {
            responses.as_object_mut().unwrap().remove(name);
        }
    }
    result
}

fn rewritten(value: &mut Value, random: &mut Random) {
    match value {
        Value::Array(items) => {
            items.iter_mut().for_each(|item| rewritten(item, random));
            if let Some(first) = items.first().filter(|_| random.once_in(3)).cloned() {
                items.push(first);
            }
            random.shuffle(items);
        }
        Value::Object(members) => members.values_mut().for_each(|it| rewritten(it, random)),
        Value::Number(number) if random.once_in(2) => *value = number.to_string().into(),
        _ => {}
    }
}

/// Settings and another spelling of them.
pub(crate) fn law(seed: u64) -> Result<(), String> {
    let mut random = Random::new(seed);
    let old = settings(&mut random);
    let new = respelled(&old, &mut random);
    let read = |settings: &Map<String, Value>| {
        let mut value = json!({ "openapi": "3.0.1", "info": { "title": "a", "version": "1" },
                                "paths": { "/a": { "get": { "responses": {} } } } });
        value.as_object_mut().unwrap().extend(settings.clone());
        Document::read(value.to_string()).unwrap()
    };
    match diff(&read(&old), &read(&new)).first() {
        None => Ok(()),
        Some(change) => Err(format!("{change}\n{old:?}\n{new:?}")),
    }
}
