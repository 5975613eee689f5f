//! The API over HTTP, as a client sees it.

#![allow(clippy::unwrap_used)] // a failed request fails the test

use orders_service::{Config, Release, Running, Service};
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};

struct Api {
    client: Client,
    service: Running,
}

impl Api {
    fn start(config: Config) -> Self {
        let _already_installed = rustls::crypto::ring::default_provider().install_default();
        Self { client: Client::new(), service: Service::start(config).unwrap() }
    }

    async fn get(&self, path: &str) -> Response {
        self.client.get(self.url(path)).send().await.unwrap()
    }

    async fn post(&self, path: &str, body: &Value) -> Response {
        self.client.post(self.url(path)).json(body).send().await.unwrap()
    }

    async fn state(&self, action: &str, state: &str, params: Value) -> Response {
        let body = json!({ "action": action, "state": state, "params": params });
        self.post("/_pact/provider-states", &body).await
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.service.base_url())
    }
}

fn with_states() -> Config {
    Config { provider_states: true, ..Config::default() }
}

fn two_teas() -> Value {
    json!({ "customer": "c-1", "lines": [{ "sku": "TEA-250", "quantity": 2 }] })
}

async fn json_of(response: Response, status: StatusCode) -> Value {
    assert_eq!(response.status(), status);
    response.json().await.unwrap()
}

#[tokio::test]
async fn an_order_is_created_then_read_at_its_location() {
    let api = Api::start(Config::default());
    let created = api.post("/orders", &two_teas()).await;
    let location = created.headers()["location"].to_str().unwrap().to_owned();
    let created = json_of(created, StatusCode::CREATED).await;
    assert_eq!(created["total"], json!(25.0));
    assert_eq!(created["lines"], json!([{ "sku": "TEA-250", "quantity": 2, "unitPrice": 12.5 }]));
    assert_eq!(json_of(api.get(&location).await, StatusCode::OK).await, created);
}

#[tokio::test]
async fn release_2_adds_the_name_and_writes_the_total_as_text() {
    let api = Api::start(Config { release: Release::V2, ..Config::default() });
    let created = json_of(api.post("/orders", &two_teas()).await, StatusCode::CREATED).await;
    assert_eq!(created["total"], json!("25.00"));
    assert_eq!(created["lines"][0]["name"], json!("Assam, 250 g"));
}

#[tokio::test]
async fn a_bad_order_names_its_field() {
    let api = Api::start(Config::default());
    let body = json!({ "customer": "c-1", "lines": [{ "sku": "TEA-250", "quantity": 0 }] });
    let error = json_of(api.post("/orders", &body).await, StatusCode::BAD_REQUEST).await;
    assert_eq!(error["code"], "invalid_order");
    assert_eq!(error["field"], "lines[0].quantity");
}

#[tokio::test]
async fn a_body_that_is_not_json_is_refused() {
    let api = Api::start(Config::default());
    let response = api.client.post(api.url("/orders")).body("{").send().await.unwrap();
    assert_eq!(json_of(response, StatusCode::BAD_REQUEST).await["code"], "malformed_json");
}

#[tokio::test]
async fn pages_lead_from_one_to_the_next() {
    let api = Api::start(Config::default());
    for _ in 0..3 {
        api.post("/orders", &two_teas()).await;
    }
    let first = json_of(api.get("/orders?status=open&limit=2").await, StatusCode::OK).await;
    assert_eq!(first["items"].as_array().unwrap().len(), 2);
    let next = format!("/orders?status=open&limit=2&cursor={}", first["next"].as_str().unwrap());
    let last = json_of(api.get(&next).await, StatusCode::OK).await;
    assert_eq!(last["items"].as_array().unwrap().len(), 1);
    assert!(last.get("next").is_none());
}

#[tokio::test]
async fn a_bad_parameter_is_named() {
    let api = Api::start(Config::default());
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=many", "limit"),
        ("status=lost", "status"),
        ("cursor=7", "cursor"),
    ] {
        let response = api.get(&format!("/orders?{query}")).await;
        assert_eq!(json_of(response, StatusCode::BAD_REQUEST).await["field"], field, "{query}");
    }
}

#[tokio::test]
async fn an_open_order_is_cancelled_and_a_shipped_one_is_not() {
    let api = Api::start(with_states());
    api.state("setup", "an order exists", json!({ "id": "41" })).await;
    api.state("setup", "a shipped order exists", json!({ "id": "42" })).await;
    let cancelled = api.post("/orders/41/cancel", &json!({})).await;
    assert_eq!(json_of(cancelled, StatusCode::OK).await["status"], "cancelled");
    let conflict = api.post("/orders/42/cancel", &json!({})).await;
    assert_eq!(json_of(conflict, StatusCode::CONFLICT).await["code"], "already_shipped");
    let unknown = api.post("/orders/43/cancel", &json!({})).await;
    assert_eq!(json_of(unknown, StatusCode::NOT_FOUND).await["code"], "order_not_found");
}

#[tokio::test]
async fn provider_states_do_not_exist_unless_asked_for() {
    let api = Api::start(Config::default());
    let response = api.state("setup", "an order exists", json!({})).await;
    assert_eq!(json_of(response, StatusCode::NOT_FOUND).await["code"], "no_such_route");
}

#[tokio::test]
async fn a_state_is_made_and_removed() {
    let api = Api::start(with_states());
    let values = api.state("setup", "an order exists", json!({ "id": "42" })).await;
    assert_eq!(json_of(values, StatusCode::OK).await, json!({ "id": "42" }));
    assert_eq!(api.get("/orders/42").await.status(), StatusCode::OK);
    api.state("teardown", "an order exists", json!({ "id": "42" })).await;
    assert_eq!(api.get("/orders/42").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn open_orders_come_with_a_cursor_behind_the_first() {
    let api = Api::start(with_states());
    let values = api.state("setup", "open orders exist", json!({ "count": 3 })).await;
    let values = json_of(values, StatusCode::OK).await;
    let rest = format!("/orders?status=open&cursor={}", values["cursor"].as_str().unwrap());
    let rest = json_of(api.get(&rest).await, StatusCode::OK).await;
    assert_eq!(rest["items"].as_array().unwrap().len(), 2);
    api.state("teardown", "open orders exist", json!({ "count": 3 })).await;
    let left = json_of(api.get("/orders").await, StatusCode::OK).await;
    assert_eq!(left, json!({ "items": [] }));
}

#[tokio::test]
async fn an_unknown_state_is_named_with_the_known_ones() {
    let api = Api::start(with_states());
    let response = api.state("setup", "the moon is full", json!({})).await;
    let error = json_of(response, StatusCode::NOT_FOUND).await;
    assert_eq!(
        error["message"],
        "unknown provider state `the moon is full`, known are: an order exists, \
         a shipped order exists, open orders exist, no orders exist"
    );
}

#[tokio::test]
async fn the_state_without_a_name_changes_nothing() {
    let api = Api::start(with_states());
    let values = api.state("setup", "", json!({})).await;
    assert_eq!(json_of(values, StatusCode::OK).await, json!({}));
}

#[tokio::test]
async fn dropping_the_service_frees_its_port() {
    let service = Service::start(Config::default()).unwrap();
    let address = service.address();
    drop(service);
    assert!(std::net::TcpListener::bind(address).is_ok());
}
