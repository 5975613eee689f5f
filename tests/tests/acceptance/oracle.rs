//! The same verdicts as Pact's own verifier, over a socket, for each interaction of the example
//! pacts, on the good service and on mutated ones.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderValue, StatusCode};
use pact_verifier::callback_executors::HttpRequestProviderStateExecutor;
use pact_verifier::{
    FilterInfo, NullRequestFilterExecutor, ProviderInfo, ProviderTransport, VerificationOptions,
    verify_pact_internal,
};
use serde_json::{Value, json};

use crate::harness::{Mutation, Provider, Said, root};

const PACTS: [&str; 2] = ["pacts/web-shop-orders-api.json", "pacts/warehouse-orders-api.json"];

/// What can go wrong with a release. Each breaks something, except those named `harmless`.
const MUTATIONS: [(&str, Mutation); 20] = [
    ("good", |_, _| {}),
    ("status", |parts, _| {
        parts.status = match parts.status {
            StatusCode::OK => StatusCode::ACCEPTED,
            StatusCode::CREATED => StatusCode::OK,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
    }),
    ("missing header", |parts, _| {
        parts.headers.remove("location");
        parts.headers.remove("content-type");
    }),
    ("other header value", |parts, _| {
        if parts.headers.contains_key("location") {
            parts.headers.insert("location", HeaderValue::from_static("elsewhere"));
        }
    }),
    ("harmless extra header", |parts, _| {
        parts.headers.insert("x-new", HeaderValue::from_static("1"));
    }),
    ("missing field", |_, body| remove(body, "total")),
    ("missing nested field", |_, body| each_line(body, |line| remove(line, "sku"))),
    ("missing error code", |_, body| remove(body, "code")),
    ("number as string", |_, body| change(body, "total", &json!("12.50"))),
    ("string as number", |_, body| change(body, "id", &json!(42))),
    ("other enum value", |_, body| change(body, "status", &json!("cancelled by nobody"))),
    ("harmless extra field", |_, body| {
        if body.is_object() {
            body["extra"] = json!({ "a": 1 });
        }
    }),
    ("wrong media type", |parts, _| {
        parts.headers.insert("content-type", HeaderValue::from_static("text/html"));
    }),
    ("media type with a parameter", |parts, _| {
        let value = HeaderValue::from_static("application/json; charset=utf-8");
        parts.headers.insert("content-type", value);
    }),
    ("empty array", |_, body| {
        change(body, "items", &json!([]));
        change(body, "lines", &json!([]));
    }),
    ("null field", |_, body| change(body, "customer", &json!(null))),
    ("null array", |_, body| change(body, "lines", &json!(null))),
    ("null body", |_, body| *body = Value::Null),
    ("array instead of object", |_, body| *body = json!([body.clone()])),
    ("plain text", |_, body| *body = json!("a text")),
];

fn remove(body: &mut Value, name: &str) {
    everywhere(body, &|members| {
        members.remove(name);
    });
}

fn change(body: &mut Value, name: &str, value: &Value) {
    everywhere(body, &|members| {
        if members.contains_key(name) {
            members.insert(name.to_owned(), value.clone());
        }
    });
}

/// The body itself and the orders in a list.
fn everywhere(body: &mut Value, act: &dyn Fn(&mut serde_json::Map<String, Value>)) {
    let Some(members) = body.as_object_mut() else { return };
    for item in members.get_mut("items").and_then(Value::as_array_mut).into_iter().flatten() {
        everywhere(item, act);
    }
    act(members);
}

fn each_line(body: &mut Value, act: fn(&mut Value)) {
    everywhere(body, &|members| {
        let lines = members.get_mut("lines").and_then(Value::as_array_mut);
        lines.into_iter().flatten().for_each(act);
    });
}

/// Whether each interaction is kept, by consumer, description and states.
type Verdicts = BTreeMap<String, bool>;

fn key(consumer: &str, description: &str, states: &[String]) -> String {
    format!("{consumer}: {description} given {}", states.join(", "))
}

fn ours(provider: &Provider) -> Verdicts {
    let mut command = provider.verify(&root());
    command.args(["--dir", "pacts", "--report", "json"]);
    let report = Said::of(&mut command).json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    report["interactions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|interaction| {
            let states: Vec<String> =
                interaction["states"].as_array().unwrap().iter().map(text).collect();
            let kept = match interaction["outcome"].as_str().unwrap() {
                "kept" => true,
                "broken" => false,
                other => panic!("{other}: {report:#}"),
            };
            let consumer = text(&interaction["consumer"]);
            (key(&consumer, &text(&interaction["description"]), &states), kept)
        })
        .collect()
}

#[tokio::main(flavor = "current_thread")]
async fn theirs(provider: &Provider) -> Verdicts {
    let url: reqwest::Url = provider.base_url.parse().unwrap();
    let info = ProviderInfo {
        name: "orders-api".to_owned(),
        host: url.host_str().unwrap().to_owned(),
        transports: vec![ProviderTransport {
            transport: "http".to_owned(),
            port: url.port(),
            path: None,
            scheme: Some("http".to_owned()),
        }],
        ..ProviderInfo::default()
    };
    let options: VerificationOptions<NullRequestFilterExecutor> = VerificationOptions {
        coloured_output: false,
        follow_redirects: false,
        ..VerificationOptions::default()
    };
    let states = Arc::new(HttpRequestProviderStateExecutor {
        state_change_url: Some(provider.state_change_url()),
        state_change_teardown: true,
        state_change_body: true,
        retries: 0,
    });
    let mut verdicts = Verdicts::new();
    for pact in PACTS {
        let pact = pact_models::pact::read_pact(&root().join(Path::new(pact))).unwrap();
        let all = FilterInfo::None;
        let zero = Duration::ZERO;
        let result =
            verify_pact_internal(&info, &all, pact, &options, &states, false, zero).await.unwrap();
        for result in result.results {
            let description = &result.interaction_description;
            let key = key(&result.consumer, description, &result.provider_states);
            verdicts.insert(key, result.result.is_ok());
        }
    }
    verdicts
}

#[test]
fn every_verdict_is_the_one_of_pacts_own_verifier() {
    // Fails only where one was installed before, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut broken: HashMap<&str, usize> = HashMap::new();
    for (name, mutation) in MUTATIONS {
        let provider = Provider::mutated(mutation);
        let ours = ours(&provider);
        let theirs = theirs(&provider);
        assert_eq!(ours.len(), 12, "both pacts are verified whole");
        assert_eq!(ours, theirs, "on the release with: {name}");
        broken.insert(name, ours.values().filter(|kept| !**kept).count());
    }
    // A mutation that changes no verdict would compare nothing.
    assert_eq!(broken["good"], 0, "{broken:?}");
    let effective = broken.values().filter(|count| **count > 0).count();
    assert!(effective >= 12, "{effective} mutations break something: {broken:?}");
}
