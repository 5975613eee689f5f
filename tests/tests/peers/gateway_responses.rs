//! The table of `gatepact-gateway-responses` against two gateways that others wrote: each
//! gateway response is classified as the gateway's, with the right cause.

use gatepact_gateway_responses::{ResponseType, classify};
use reqwest::Method;
use serde_json::{Value, json};

use crate::aws::{Answer, Aws};
use crate::function::Function;
use crate::function_api;
use crate::rest_api::{RestApi, STAGE};

/// The types that an answer fits, the likeliest first; none if the function sent it.
fn classified(answer: &Answer) -> Vec<ResponseType> {
    classify(answer.status, |name| answer.header(name), answer.text.as_bytes())
        .map(|found| {
            let all = found.response.into_iter().chain(found.alternatives);
            all.map(|response| response.response_type).collect()
        })
        .unwrap_or_default()
}

/// An API whose every method is refused for a reason of its own. The backend is a port at which
/// nobody listens: what gets so far shows that the gateway let it pass.
fn refusing() -> Value {
    let backend = |method: &str| json!({ "type": "http_proxy", "httpMethod": method, "uri": "http://127.0.0.1:1/" });
    json!({
        "openapi": "3.0.1", "info": { "title": "refusing", "version": "1" },
        "x-amazon-apigateway-request-validators": {
            "parameters": { "validateRequestBody": false, "validateRequestParameters": true },
            "body": { "validateRequestBody": true, "validateRequestParameters": false }
        },
        "paths": {
            "/open": { "get": {
                "responses": {}, "x-amazon-apigateway-integration": backend("GET")
            } },
            "/key": { "get": {
                "security": [{ "api_key": [] }], "responses": {},
                "x-amazon-apigateway-integration": backend("GET")
            } },
            "/query": { "get": {
                "parameters": [{
                    "name": "q", "in": "query", "required": true, "schema": { "type": "string" }
                }],
                "responses": {}, "x-amazon-apigateway-request-validator": "parameters",
                "x-amazon-apigateway-integration": backend("GET")
            } },
            "/body": { "post": {
                "requestBody": { "required": true, "content": { "application/json": {
                    "schema": { "$ref": "#/components/schemas/Named" }
                } } },
                "responses": {}, "x-amazon-apigateway-request-validator": "body",
                "x-amazon-apigateway-integration": backend("POST")
            } },
            "/media": { "post": {
                "responses": { "200": { "description": "never" } },
                "x-amazon-apigateway-integration": {
                    "type": "mock", "passthroughBehavior": "never",
                    "requestTemplates": { "application/json": "{\"statusCode\": 200}" },
                    "responses": { "default": { "statusCode": "200" } }
                }
            } }
        },
        "components": {
            "schemas": { "Named": { "type": "object", "required": ["name"] } },
            "securitySchemes": {
                "api_key": { "type": "apiKey", "name": "x-api-key", "in": "header" }
            }
        }
    })
}

#[test]
fn localstacks_refusals_are_the_gateways() {
    let aws = Aws::localstack();
    let api = RestApi::import(&aws, &refusing());
    api.deploy("127.0.0.1:1");
    let ask = |method, path: &str, headers: &[(&str, &str)], body: &str| {
        let url = format!("{}{path}", api.url_by_path());
        classified(&aws.send(method, &url, headers, body.to_owned()))
    };
    let json = [("content-type", "application/json")];
    let text = [("content-type", "text/plain")];
    let key = [("x-api-key", "nobody's")];
    let forbidden =
        [ResponseType::InvalidApiKey, ResponseType::UnknownStage, ResponseType::WafFiltered];
    for (seen, expected) in [
        (ask(Method::GET, "/nowhere", &[], ""), &[ResponseType::MissingAuthenticationToken][..]),
        (ask(Method::PUT, "/open", &[], ""), &[ResponseType::MissingAuthenticationToken]),
        (ask(Method::GET, "/key", &[], ""), &forbidden),
        (ask(Method::GET, "/key", &key, ""), &forbidden),
        (ask(Method::GET, "/query", &[], ""), &[ResponseType::BadRequestParameters]),
        (ask(Method::POST, "/body", &json, "{}"), &[ResponseType::BadRequestBody]),
        (ask(Method::POST, "/media", &text, "?"), &[ResponseType::UnsupportedMediaType]),
        // AWS documents 504 here; LocalStack says what its authors recorded.
        (ask(Method::GET, "/open", &[], ""), &[ResponseType::ApiConfigurationError]),
        (ask(Method::GET, "/query?q=1", &[], ""), &[ResponseType::ApiConfigurationError]),
    ] {
        assert_eq!(seen, expected);
    }
}

#[test]
fn ministacks_refusals_are_the_gateways_and_the_functions_answers_are_not() {
    let aws = Aws::ministack();
    let function = Function::create(&aws, "stock-answers");
    let rest = function_api::rest(&aws, &function);
    let http = function_api::http(&aws, &function);
    let base = format!("{}/_aws/execute-api", aws.endpoint_url);
    let key = rest.key();
    let get = |path: &str| {
        let headers = [("x-api-key", key.as_str())];
        classified(&aws.send(Method::GET, &format!("{base}/{path}"), &headers, String::new()))
    };
    let rest = &rest.id;
    assert_eq!(get(&format!("{rest}/{STAGE}/stock")), []);
    assert_eq!(get(&format!("{rest}/{STAGE}/stock/MUG-99")), [], "the function's own 404");
    assert_eq!(get(&format!("{rest}/{STAGE}/nowhere")), [ResponseType::MissingAuthenticationToken]);
    assert!(get(&format!("{rest}/nowhere/stock")).contains(&ResponseType::UnknownStage));
    assert_eq!(get(&format!("{http}/{STAGE}/stock/MUG-99")), [], "the function's own 404");
    assert_eq!(get(&format!("{http}/{STAGE}/nowhere")), [ResponseType::HttpApiNotFound]);
}
