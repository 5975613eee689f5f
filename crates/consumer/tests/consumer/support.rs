//! A client without opinions, and the interactions that the tests play with it.

use std::fs;
use std::path::Path;

use gatepact_consumer::prelude::*;
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde_json::Value;

pub(crate) const FILE: &str = "web-shop-orders-api.json";

/// A signature of the right form, with values that must never be seen again.
pub(crate) const SIGNATURE: [(&str, &str); 4] = [
    (
        "authorization",
        "AWS4-HMAC-SHA256 Credential=AKIDSECRET/20261123/eu-central-1/execute-api/aws4_request, \
         SignedHeaders=host;x-amz-date, \
         Signature=5ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4",
    ),
    ("x-amz-date", "20261123T101500Z"),
    ("x-amz-security-token", "session-secret"),
    ("x-amz-content-sha256", "content-secret"),
];

pub(crate) fn pact(directory: &Path) -> Pact {
    Pact::between("web-shop", "orders-api").output_dir(directory)
}

pub(crate) fn order_42(i: &mut Interaction) {
    i.given_with_params("an order exists", json!({ "id": "42" }));
    i.request.get().path("/orders/42").query_param("expand", "lines");
    i.response.ok().json_body(json_pattern!({ "id": "42", "total": like!(25.0) }));
}

pub(crate) fn create(i: &mut Interaction) {
    i.request.post().path("/orders").json_body(json_pattern!({ "customer": like!("c-1") }));
    i.response.created().json_body(json_pattern!({ "id": like!("1001") }));
}

pub(crate) fn request(stage: &Stage, method: Method, path: &str) -> RequestBuilder {
    let _already_installed = rustls::crypto::ring::default_provider().install_default();
    Client::new().request(method, format!("{}{path}", stage.url()))
}

pub(crate) fn get(stage: &Stage, path: &str) -> RequestBuilder {
    request(stage, Method::GET, path)
}

/// Status, the gateway's mark and the body of an answer.
pub(crate) async fn answer(request: RequestBuilder) -> (StatusCode, String, Value) {
    let response = request.send().await.unwrap();
    let mark = mark(&response);
    (response.status(), mark, response.json().await.unwrap())
}

fn mark(response: &Response) -> String {
    let mark = response.headers().get("x-amzn-errortype");
    mark.map(|mark| mark.to_str().unwrap().to_owned()).unwrap_or_default()
}

pub(crate) fn recorded(directory: &Path) -> String {
    fs::read_to_string(directory.join(FILE)).unwrap()
}

pub(crate) fn is_recorded(directory: &Path) -> bool {
    directory.join(FILE).exists()
}
