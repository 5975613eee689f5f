//! A backend, a document and a client.

use std::net::Ipv4Addr;
use std::sync::LazyLock;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Response, StatusCode, Uri};
use gatepact_openapi::Document;
use gatepact_stage::{ApiKey, IamKey, Release, Running, Settings, Stage, Token};
use serde_json::{Value, json};

/// A backend that says what it got; some of its paths misbehave.
pub(crate) async fn backend() -> String {
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(echo)).await });
    format!("http://{address}")
}

/// A server that answers each body with a status and a text.
pub(crate) async fn serve(
    answer: impl Fn(&str) -> (u16, String) + Send + Sync + 'static,
) -> String {
    let answer = std::sync::Arc::new(answer);
    let answered = async move |body: String| {
        let (status, text) = answer(&body);
        Response::builder().status(status).body(Body::from(text)).unwrap()
    };
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().fallback(answered);
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

async fn echo(method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let response = Response::builder().header("server", "backend/1").header("x-own", "yes");
    match uri.path() {
        "/slow" => tokio::time::sleep(Duration::from_secs(20)).await,
        "/huge" => return Response::new(Body::from(vec![b'x'; 10 * 1024 * 1024 + 1])),
        "/secret" => {
            let response = response.header("www-authenticate", "Basic").status(401);
            return response.body(Body::empty()).unwrap();
        }
        _ => {}
    }
    let headers: serde_json::Map<String, Value> = headers
        .iter()
        .map(|(name, value)| (name.to_string(), json!(value.to_str().unwrap())))
        .collect();
    let said = json!({
        "method": method.as_str(),
        "target": uri.to_string(),
        "headers": headers,
        "body": String::from_utf8_lossy(&body),
    });
    response.status(StatusCode::CREATED).body(Body::from(said.to_string())).unwrap()
}

pub(crate) const ACCESS_KEY: &str = "AKIDEXAMPLE";
pub(crate) const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

pub(crate) fn settings() -> Settings {
    Settings {
        api_keys: vec![ApiKey {
            id: "key1".to_owned(),
            name: "web-shop".to_owned(),
            value: "the-value-of-the-key".to_owned(),
        }],
        iam_keys: vec![
            IamKey::new(ACCESS_KEY, SECRET_KEY),
            IamKey {
                session_token: Some("token".to_owned()),
                ..IamKey::new("ASIATEMPORARY", SECRET_KEY)
            },
            IamKey {
                session_token: Some("old".to_owned()),
                expired: true,
                ..IamKey::new("ASIAOVER", SECRET_KEY)
            },
        ],
        tokens: vec![Token("good".to_owned())],
        integration_timeout: Duration::from_secs(2),
        ..Settings::default()
    }
}

/// A REST API with one method of each kind.
pub(crate) fn rest() -> Value {
    let proxy =
        || json!({ "type": "http_proxy", "httpMethod": "ANY", "uri": "http://127.0.0.1:1/" });
    let open = || json!({ "responses": {}, "x-amazon-apigateway-integration": proxy() });
    let with = |key: &str, value: Value| {
        let mut operation = open();
        operation[key] = value;
        operation
    };
    let secured =
        |names: &[&str]| with("security", names.iter().map(|name| json!({ *name: [] })).collect());
    let mut search = with(
        "parameters",
        json!([
            { "name": "q", "in": "query", "required": true, "schema": { "type": "integer" } },
            { "name": "x-tenant", "in": "header", "required": true, "schema": { "type": "string" } },
            { "name": "page", "in": "query", "schema": { "type": "integer" } },
        ]),
    );
    search["x-amazon-apigateway-request-validator"] = json!("all");
    let mut create = with(
        "requestBody",
        json!({ "content": { "application/json": { "schema": { "$ref": "#/components/schemas/NewOrder" } } } }),
    );
    create["x-amazon-apigateway-request-validator"] = json!("all");
    let mut never = open();
    never["x-amazon-apigateway-integration"]["passthroughBehavior"] = json!("never");
    json!({
        "openapi": "3.0.1",
        "info": { "title": "orders", "version": "1.0.0" },
        "paths": {
            "/orders": { "get": open(), "post": create },
            "/orders/{id}": { "get": open() },
            "/search": { "get": search },
            "/files/{proxy+}": { "x-amazon-apigateway-any-method": open() },
            "/slow": { "get": open() },
            "/huge": { "get": open() },
            "/secret": { "get": open() },
            "/upload": { "post": never },
            "/signed": { "get": secured(&["sigv4"]), "post": secured(&["sigv4"]) },
            "/keyed": { "get": secured(&["api_key"]) },
            "/both": { "get": secured(&["sigv4", "api_key"]) },
            "/token": { "get": secured(&["authorizer"]) },
            "/pool": { "get": secured(&["pool"]) },
            "/unusable": { "get": { "responses": {}, "x-amazon-apigateway-integration": {
                "type": "aws_proxy", "httpMethod": "POST", "uri": "arn:aws:apigateway:x" } } },
            "/ping-me": { "get": { "responses": {}, "x-amazon-apigateway-integration": {
                "type": "mock",
                "requestTemplates": { "application/json": "{\"statusCode\": 202}" },
                "responses": { "default": {
                    "statusCode": "202",
                    "responseParameters": { "method.response.header.x-mock": "'yes'" },
                    "responseTemplates": { "application/json": "{\"pong\":true}" } } } } } },
        },
        "x-amazon-apigateway-request-validators": {
            "all": { "validateRequestBody": true, "validateRequestParameters": true } },
        "components": {
            "schemas": { "NewOrder": {
                "type": "object", "required": ["item"],
                "properties": { "item": { "type": "string" }, "count": { "type": "integer", "minimum": 1 } } } },
            "securitySchemes": {
                "api_key": { "type": "apiKey", "name": "x-api-key", "in": "header" },
                "sigv4": { "type": "apiKey", "name": "Authorization", "in": "header",
                    "x-amazon-apigateway-authtype": "awsSigv4" },
                "authorizer": { "type": "apiKey", "name": "Authorization", "in": "header",
                    "x-amazon-apigateway-authtype": "custom",
                    "x-amazon-apigateway-authorizer": { "type": "token" } },
                "pool": { "type": "apiKey", "name": "Authorization", "in": "header",
                    "x-amazon-apigateway-authtype": "cognito_user_pools",
                    "x-amazon-apigateway-authorizer": { "type": "cognito_user_pools" } } } },
    })
}

pub(crate) fn document(value: &Value) -> Document {
    Document::read(value.to_string()).unwrap()
}

/// A running REST API in front of the backend.
pub(crate) async fn stage() -> Running {
    stage_of(&rest(), settings()).await
}

pub(crate) async fn stage_of(value: &Value, settings: Settings) -> Running {
    let release = Release::new(document(value), &backend().await);
    Stage::start(release, settings).unwrap()
}

/// One client for all; it keeps no connection, so each test has its own.
pub(crate) fn client() -> reqwest::Client {
    static CLIENT: LazyLock<reqwest::Client> = LazyLock::new(|| {
        rustls::crypto::ring::default_provider().install_default().unwrap();
        reqwest::Client::builder().pool_max_idle_per_host(0).build().unwrap()
    });
    CLIENT.clone()
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answered {
    pub(crate) async fn of(response: reqwest::Response) -> Self {
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.text().await.unwrap(),
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

pub(crate) async fn send(request: reqwest::RequestBuilder) -> Answered {
    Answered::of(request.send().await.unwrap()).await
}

pub(crate) async fn get(stage: &Running, path: &str) -> Answered {
    send(client().get(format!("{}{path}", stage.invoke_url()))).await
}
