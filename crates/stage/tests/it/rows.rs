//! Every entry of the table of gateway responses: provoked where a local stage can send it, and sent on request.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::time::{Duration, SystemTime};

use gatepact_gateway_responses::{
    Api, GatewayResponse, MessageTemplate, classify, gateway_responses,
};
use gatepact_stage::{Release, ResponseType as T, Running, Settings, Stage, Throttle};
use serde_json::{Value, json};

use crate::signatures::Signing;
use crate::support::*;

/// What no request brings about. A test can still ask a stage for it.
const NOT_PROVOKED: [(T, &str); 3] = [
    (T::RequestTooLarge, "there is no function behind that takes less than the gateway"),
    (
        T::ResourceNotFound,
        "which requests get it instead of MISSING_AUTHENTICATION_TOKEN is not known",
    ),
    (T::WafFiltered, "there is no firewall"),
];

/// What a stage sends that was really brought to send this response.
async fn provoke(response_type: T) -> Option<Answered> {
    let signed = async |signing: Signing<'_>| signing.get(&stage().await, "/signed").await;
    Some(match response_type {
        T::AccessDenied => {
            let stage = stage().await;
            let url = format!("{}/token", stage.invoke_url());
            send(client().get(url).header("authorization", "bad")).await
        }
        T::AuthorizerConfigurationError => asked_function("null").await,
        T::AuthorizerFailure => asked_function(r#"{"errorMessage":"no database"}"#).await,
        T::ResourcePolicyDenied => {
            let mut value = rest();
            value["x-amazon-apigateway-policy"] = json!({ "Statement": [{ "Effect": "Deny",
                "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*" }] });
            get(&stage_of(&value, settings()).await, "/orders").await
        }
        T::ExpiredToken => {
            let over = Signing { access_key: "ASIAOVER", token: Some("old"), ..Signing::default() };
            signed(over).await
        }
        T::IncompleteSignature => {
            let stage = stage().await;
            let url = format!("{}/signed", stage.invoke_url());
            send(client().get(url).header("authorization", "Basic eDp5")).await
        }
        T::InvalidApiKey => get(&stage().await, "/keyed").await,
        T::InvalidSignature => signed(Signing { secret: "other", ..Signing::default() }).await,
        T::MissingAuthenticationToken => get(&stage().await, "/nowhere").await,
        T::SignatureExpired => {
            let at = SystemTime::now() - Duration::from_secs(600);
            signed(Signing { at, ..Signing::default() }).await
        }
        T::Unauthorized => get(&stage().await, "/token").await,
        T::UnknownStage => {
            let stage = stage().await;
            let url = stage.invoke_url().replace("/prod", "/dev/orders");
            send(client().get(url)).await
        }
        T::UnrecognizedClient => {
            signed(Signing { access_key: "AKIAOTHER", ..Signing::default() }).await
        }
        T::BadRequestBody => {
            let stage = stage().await;
            send(client().post(format!("{}/orders", stage.invoke_url())).body("{}")).await
        }
        T::BadRequestParameters => get(&stage().await, "/search").await,
        T::HeadersTooLarge => {
            let stage = stage().await;
            let url = format!("{}/orders", stage.invoke_url());
            send(client().get(url).header("x-long", "x".repeat(10_240))).await
        }
        T::PayloadTooLarge => too_large(&stage().await).await,
        T::QuotaExceeded => {
            let stage = stage_of(&rest(), Settings { quota: Some(1), ..settings() }).await;
            let url = format!("{}/keyed", stage.invoke_url());
            let keyed = || client().get(&url).header("x-api-key", "the-value-of-the-key");
            assert_eq!(send(keyed()).await.status, 201);
            send(keyed()).await
        }
        T::Throttled => throttled(&rest()).await,
        T::UnsupportedMediaType => {
            let stage = stage().await;
            let url = format!("{}/upload", stage.invoke_url());
            send(client().post(url).header("content-type", "text/plain").body("x")).await
        }
        T::ApiConfigurationError => get(&unusable(), "/unusable").await,
        T::IntegrationFailure => get(&in_front_of(&rest(), &closed_port()), "/orders").await,
        T::IntegrationTimeout => get(&stage().await, "/slow").await,
        T::InternalServerError => get(&stage().await, "/huge").await,
        T::MalformedProxyResponse => get(&in_front_of(&rest(), &garbage()), "/orders").await,
        T::HttpApiForbidden => get(&http_stage().await, "/signed").await,
        T::HttpApiInternalServerError => get(&in_front_of(&http(), &garbage()), "/orders").await,
        T::HttpApiNotFound => get(&http_stage().await, "/nowhere").await,
        T::HttpApiRequestTooLarge => too_large(&http_stage().await).await,
        T::HttpApiServiceUnavailable => get(&http_stage().await, "/slow").await,
        T::HttpApiThrottled => throttled(&http()).await,
        T::HttpApiUnauthorized => get(&http_stage().await, "/token").await,
        T::RequestTooLarge | T::ResourceNotFound | T::WafFiltered => return None,
    })
}

/// A request whose authorizer's function answers so.
async fn asked_function(answer: &'static str) -> Answered {
    let url = serve(move |_| (200, answer.to_owned())).await;
    let mut value = rest();
    value["components"]["securitySchemes"]["authorizer"]["x-amazon-apigateway-authorizer"]["authorizerUri"] =
        json!("arn:aws:lambda:us-east-1:123456789012:function:door");
    let functions = BTreeMap::from([("door".to_owned(), url)]);
    let stage = stage_of(&value, Settings { functions, ..settings() }).await;
    send(client().get(format!("{}/token", stage.invoke_url())).header("authorization", "t")).await
}

async fn too_large(stage: &Running) -> Answered {
    let body = vec![b'x'; 10 * 1024 * 1024 + 1];
    send(client().post(format!("{}/orders", stage.invoke_url())).body(body)).await
}

async fn throttled(value: &Value) -> Answered {
    let throttle = Some(Throttle { rate: 0.001, burst: 1 });
    let stage = stage_of(value, Settings { throttle, ..of(value) }).await;
    assert_eq!(get(&stage, "/orders").await.status, 201);
    get(&stage, "/orders").await
}

/// The document is an HTTP API's or not; its stage is called accordingly.
fn of(value: &Value) -> Settings {
    let http = value.get("x-amazon-apigateway-importexport-version").is_some();
    let stage = if http { "$default" } else { "prod" };
    Settings { stage: stage.to_owned(), ..settings() }
}

async fn http_stage() -> Running {
    stage_of(&http(), of(&http())).await
}

fn in_front_of(value: &Value, backend: &str) -> Running {
    Stage::start(Release::new(document(value), backend), of(value)).unwrap()
}

/// Without a backend there is nothing to call in a function's place.
fn unusable() -> Running {
    Stage::start(document(&rest()), settings()).unwrap()
}

fn closed_port() -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

/// A backend that does not speak HTTP.
fn garbage() -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]);
        stream.write_all(b"{\"statusCode\": \"none\"}\r\n\r\n").unwrap();
    });
    format!("http://{address}")
}

fn is_of(expected: &GatewayResponse, answered: &Answered) {
    let name = expected.name;
    assert_eq!(answered.status, expected.status, "{name}: {answered:?}");
    assert_eq!(answered.header("x-amzn-errortype"), expected.error_type, "{name}");
    let rest = expected.api == Api::Rest;
    assert_eq!(answered.header("x-amzn-requestid").is_some(), rest, "{name}");
    assert_eq!(answered.header("x-amz-apigw-id").is_some(), rest, "{name}");
    assert_eq!(answered.header("apigw-requestid").is_some(), expected.api == Api::Http, "{name}");
    for (header, value) in expected.headers {
        assert_eq!(answered.header(header), Some(*value), "{name}");
    }
    match expected.message {
        MessageTemplate::PlainText(text) => assert_eq!(answered.body, text),
        MessageTemplate::Fixed(_) | MessageTemplate::About { .. } | MessageTemplate::Null => {
            let body = answered.json();
            assert!(
                expected.message.matches(body[expected.message_key].as_str()),
                "{name}: {answered:?}"
            );
            assert_eq!(body.as_object().unwrap().len(), 1);
        }
    }
    let header = |name: &str| answered.header(name);
    let found = classify(answered.status, header, answered.body.as_bytes()).unwrap();
    let fits = found.response.into_iter().chain(found.alternatives).any(|fit| fit.name == name);
    assert!(fits, "{name} is classified as {:?}", found.response.map(|fit| fit.name));
}

#[tokio::test]
async fn every_response_is_provoked_or_has_a_reason_why_not() {
    let mut not_provoked = BTreeSet::new();
    let mut provoked = 0;
    for response in gateway_responses() {
        match provoke(response.response_type).await {
            Some(answered) => {
                is_of(response, &answered);
                provoked += 1;
            }
            None => {
                not_provoked.insert(response.response_type);
            }
        }
    }
    let reasons: BTreeSet<T> =
        NOT_PROVOKED.iter().map(|(response_type, _)| *response_type).collect();
    assert_eq!(not_provoked, reasons);
    assert_eq!(provoked + reasons.len(), gateway_responses().count());
}

#[tokio::test]
async fn every_response_is_sent_on_request() {
    let (rest, http) = (stage().await, http_stage().await);
    let mut ids = BTreeSet::new();
    for response in gateway_responses() {
        let stage = if response.api == Api::Http { &http } else { &rest };
        stage.play(response.response_type);
        let answered = get(stage, "/orders").await;
        is_of(response, &answered);
        let id = answered.header("x-amz-apigw-id").or(answered.header("apigw-requestid"));
        ids.extend(id.map(str::to_owned));
    }
    let marked = gateway_responses().filter(|response| response.api != Api::Edge).count();
    assert_eq!(ids.len(), marked, "every id is fresh");
    assert_eq!(get(&rest, "/orders").await.status, 201);
}

/// An HTTP API.
pub(crate) fn http() -> Value {
    let proxy = json!({ "type": "http_proxy", "httpMethod": "ANY", "uri": "http://127.0.0.1:1/",
        "payloadFormatVersion": "1.0" });
    let open = || json!({ "responses": {}, "x-amazon-apigateway-integration": proxy });
    let secured = |name: &str| {
        let mut operation = open();
        operation["security"] = json!([{ name: [] }]);
        operation
    };
    json!({
        "openapi": "3.0.1", "info": { "title": "orders", "version": "1.0" },
        "paths": {
            "/orders": { "get": open(), "post": open() },
            "/orders/{id}": { "get": open() },
            "/files/{proxy+}": { "x-amazon-apigateway-any-method": open() },
            "/slow": { "get": open() },
            "/secret": { "get": open() },
            "/signed": { "get": secured("sigv4") },
            "/token": { "get": secured("jwt") },
        },
        "components": { "securitySchemes": {
            "sigv4": { "type": "apiKey", "name": "Authorization", "in": "header",
                "x-amazon-apigateway-authtype": "awsSigv4" },
            "jwt": { "type": "oauth2", "flows": {}, "x-amazon-apigateway-authorizer": {
                "type": "jwt", "identitySource": "$request.header.Authorization",
                "jwtConfiguration": { "audience": ["a"], "issuer": "https://issuer.example" } } } } },
        "x-amazon-apigateway-importexport-version": "1.0",
    })
}
