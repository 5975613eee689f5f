//! Lambda's own endpoint, as far as an invocation needs it, with functions that behave and others
//! that do not.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path as UrlPath, State};
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http_body_util::BodyExt as _;
use orders_service::{Config, Release};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};
use tower::ServiceExt as _;

use crate::harness::{Provider, gatepact};

/// What a runtime says of a function that threw.
pub(crate) const CRASH: &str = r#"{"errorType":"TypeError","errorMessage":"order.lines is not iterable",
    "trace":["TypeError: order.lines is not iterable","    at total (/var/task/total.js:7:21)"]}"#;

const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/');

#[derive(Clone)]
struct Account {
    service: Router,
    calls: Arc<AtomicUsize>,
}

/// The endpoint on loopback. It keeps the events that it was sent.
pub(crate) fn start() -> Provider {
    let service = orders_service::router(Config { release: Release::V1, provider_states: true });
    let account = Account { service, calls: Arc::default() };
    let router = Router::new()
        .route("/2015-03-31/functions/{name}/invocations", post(invoke))
        .with_state(account);
    Provider::serving(router, |_, _| {})
}

/// `verify` against a function behind that endpoint.
pub(crate) fn verify(lambda: &Provider, function: &str, cwd: &Path) -> Command {
    let mut command = gatepact(cwd);
    command
        .args(["verify", "--lambda", function, "--endpoint-url", &lambda.base_url])
        .env("AWS_ACCESS_KEY_ID", "AKIDTEST")
        .env("AWS_SECRET_ACCESS_KEY", "test-secret")
        .env("AWS_REGION", "eu-west-1");
    command
}

async fn invoke(
    State(account): State<Account>,
    UrlPath(name): UrlPath<String>,
    payload: Bytes,
) -> Response {
    let event: Value = serde_json::from_slice(&payload).unwrap();
    let first = account.calls.fetch_add(1, Ordering::SeqCst) == 0;
    match name.as_str() {
        "orders" => returned(&answer(&event, ask(account.service, request(&event)).await).await),
        "states" => change_state(account.service, &payload).await,
        "crash" => failed(CRASH),
        "bare" => returned(&json!("hello")),
        "object" => returned(&json!({ "message": "hello" })),
        "echo" => returned(&json!({
            "statusCode": 200, "headers": { "content-type": "application/octet-stream" },
            "body": event["body"], "isBase64Encoded": event["isBase64Encoded"]
        })),
        "cookies" => returned(&json!({
            "statusCode": 200, "cookies": ["session=1; Path=/"], "body": event["cookies"].to_string()
        })),
        "throttled" => throttled(),
        "throttled-once" if first => throttled(),
        "throttled-once" => returned(&json!({ "statusCode": 404 })),
        "denied" => refused(StatusCode::FORBIDDEN, "AccessDeniedException"),
        "slow" => {
            tokio::time::sleep(std::time::Duration::from_secs(60)).await;
            returned(&json!({}))
        }
        _ => refused(StatusCode::NOT_FOUND, "ResourceNotFoundException"),
    }
}

fn returned(answer: &Value) -> Response {
    answer.to_string().into_response()
}

fn failed(payload: &str) -> Response {
    ([("x-amz-function-error", "Unhandled")], payload.to_owned()).into_response()
}

fn throttled() -> Response {
    refused(StatusCode::TOO_MANY_REQUESTS, "TooManyRequestsException")
}

fn refused(status: StatusCode, code: &'static str) -> Response {
    let body = json!({ "message": format!("as {code} says") }).to_string();
    (status, [("x-amzn-errortype", code)], body).into_response()
}

async fn ask(service: Router, request: Request<Body>) -> Response {
    service.oneshot(request).await.unwrap()
}

/// A handler of provider states that throws when the service refuses a state.
async fn change_state(service: Router, payload: &Bytes) -> Response {
    let request = Request::post("/_pact/provider-states")
        .header("content-type", "application/json")
        .body(Body::from(payload.clone()));
    let response = ask(service, request.unwrap()).await;
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    let text = String::from_utf8(body.to_vec()).unwrap();
    if status.is_success() {
        text.into_response()
    } else {
        failed(&json!({ "errorType": "StateError", "errorMessage": text }).to_string())
    }
}

/// The request that an event stands for, as an adapter in a function's runtime reads it.
fn request(event: &Value) -> Request<Body> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let second = event["version"] == "2.0";
    let (method, target) = if second {
        let path = encoded(&text(&event["rawPath"]), PATH);
        let query = text(&event["rawQueryString"]);
        (&event["requestContext"]["http"]["method"], format!("{path}?{query}"))
    } else {
        let query = event["multiValueQueryStringParameters"].as_object().cloned();
        (
            &event["httpMethod"],
            format!("{}?{}", text(&event["path"]), joined(&query.unwrap_or_default())),
        )
    };
    let mut request = Request::builder().method(method.as_str().unwrap()).uri(target);
    for (name, values) in event["multiValueHeaders"].as_object().into_iter().flatten() {
        for value in values.as_array().unwrap() {
            request = request.header(name, text(value));
        }
    }
    for (name, value) in event["headers"].as_object().into_iter().flatten().filter(|_| second) {
        request = request.header(name, text(value));
    }
    let body = match (&event["body"], &event["isBase64Encoded"]) {
        (Value::String(body), Value::Bool(true)) => STANDARD.decode(body).unwrap(),
        (Value::String(body), _) => body.clone().into_bytes(),
        _ => Vec::new(),
    };
    request.body(Body::from(body)).unwrap()
}

fn encoded(text: &str, set: &'static AsciiSet) -> String {
    utf8_percent_encode(text, set).to_string()
}

fn joined(query: &Map<String, Value>) -> String {
    let pairs = query.iter().flat_map(|(name, values)| {
        let values = values.as_array().unwrap().iter();
        values.map(move |value| {
            format!(
                "{}={}",
                encoded(name, NON_ALPHANUMERIC),
                encoded(value.as_str().unwrap(), NON_ALPHANUMERIC)
            )
        })
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// What the adapter returns for the service's response, in the format of the event.
async fn answer(event: &Value, response: Response) -> Value {
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let body = String::from_utf8(body.to_vec()).unwrap();
    let mut headers = Map::new();
    for (name, value) in &parts.headers {
        headers.insert(name.to_string(), json!(value.to_str().unwrap()));
    }
    let mut answer = json!({ "statusCode": parts.status.as_u16(), "body": body });
    if event["version"] == "2.0" {
        answer["headers"] = json!(headers);
    } else {
        let lists = headers.into_iter().map(|(name, value)| (name, json!([value])));
        answer["multiValueHeaders"] = Value::Object(lists.collect());
    }
    answer
}
