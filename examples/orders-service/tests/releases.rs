//! What the two releases mean to the two clients: 1.0.0 keeps both pacts, 2.0.0 breaks one of them.
//!
//! The pacts are replayed here with Pact's own matching and nothing of Gatepact, so that the example
//! proves something about the tool, and not the other way round.

#![allow(clippy::unwrap_used)] // a failed step fails the test

use std::collections::HashMap;
use std::path::Path;

use orders_service::{Config, Release, Running, Service};
use pact_matching::{generate_request, match_response};
use pact_models::bodies::OptionalBody;
use pact_models::generators::GeneratorTestMode;
use pact_models::interaction::Interaction;
use pact_models::pact::{Pact, read_pact};
use pact_models::v4::http_parts::{HttpRequest, HttpResponse};
use reqwest::{Client, Url};
use serde_json::{Map, Value, json};

#[tokio::test]
async fn release_1_keeps_both_pacts() {
    for consumer in ["web-shop", "warehouse"] {
        assert_eq!(mismatches(consumer, Release::V1).await, [""; 0], "{consumer}");
    }
}

#[tokio::test]
async fn release_2_keeps_the_pact_of_the_warehouse() {
    assert_eq!(mismatches("warehouse", Release::V2).await, [""; 0]);
}

#[tokio::test]
async fn release_2_breaks_the_web_shop_by_the_total_alone() {
    let mismatches = mismatches("web-shop", Release::V2).await;
    assert_eq!(mismatches.len(), 3, "{mismatches:#?}");
    for mismatch in mismatches {
        assert!(mismatch.contains(": $.total -> "), "{mismatch}");
    }
}

/// Replays a client's committed pact; gives what differs, with the interaction's description.
async fn mismatches(consumer: &str, release: Release) -> Vec<String> {
    let _already_installed = rustls::crypto::ring::default_provider().install_default();
    pact_matching::matchingrules::configure_core_catalogue();
    let file = format!("../../pacts/{consumer}-orders-api.json");
    let pact: Box<dyn Pact + Send + Sync + std::panic::RefUnwindSafe> =
        read_pact(&Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let service = Service::start(Config { release, provider_states: true }).unwrap();
    let client = Client::new();

    let mut found = Vec::new();
    for interaction in pact.interactions() {
        let values = set_up(&client, &service, &*interaction).await;
        let context = values.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        let http = interaction.as_v4_http().unwrap();
        let request = generate_request(&http.request, &GeneratorTestMode::Provider, &context).await;
        let response = send(&client, &service, &request).await;
        let differences = match_response(http.response, response, &pact, &interaction).await;
        let differences = differences.unwrap().into_iter();
        found.extend(differences.map(|it| format!("{}: {}", http.description, it.description())));
    }
    found
}

async fn set_up(
    client: &Client,
    service: &Running,
    interaction: &(dyn Interaction + Send + Sync + std::panic::RefUnwindSafe),
) -> Map<String, Value> {
    let mut values = Map::new();
    for state in interaction.provider_states() {
        let body = json!({ "action": "setup", "state": state.name, "params": state.params });
        let response = client.post(service.state_change_url()).json(&body).send().await.unwrap();
        let response = response.error_for_status().unwrap();
        values.append(&mut response.json().await.unwrap());
    }
    values
}

async fn send(client: &Client, service: &Running, request: &HttpRequest) -> HttpResponse {
    let mut url = Url::parse(&format!("{}{}", service.base_url(), request.path)).unwrap();
    for (name, values) in request.query.iter().flatten() {
        for value in values.iter().flatten() {
            url.query_pairs_mut().append_pair(name, value);
        }
    }
    let body = request.body.value().unwrap_or_default();
    let sent = client.request(request.method.parse().unwrap(), url).body(body).send();
    let response = sent.await.unwrap();
    let mut headers: HashMap<String, Vec<String>> = HashMap::new();
    for (name, value) in response.headers() {
        headers.entry(name.to_string()).or_default().push(value.to_str().unwrap().to_owned());
    }
    HttpResponse {
        status: response.status().as_u16(),
        headers: Some(headers),
        body: OptionalBody::Present(response.bytes().await.unwrap(), None, None),
        ..HttpResponse::default()
    }
}
