//! Requests that pass, and what the gateway makes of them on the way.

use gatepact_stage::{AnsweredBy, Release, ResponseType, Settings};
use serde_json::json;

use crate::support::*;

#[tokio::test]
async fn a_request_reaches_the_backend_without_the_stage() {
    let stage = stage().await;
    let url = format!("{}/orders/4%202?a=1&b=%20", stage.invoke_url());
    let answered = send(client().get(url).header("x-mine", "1")).await;
    assert_eq!(answered.status, 201);
    let seen = answered.json();
    assert_eq!(seen["target"], "/orders/4%202?a=1&b=%20");
    assert_eq!(seen["headers"]["x-mine"], "1");
    assert_eq!(seen["headers"]["x-amzn-apigateway-api-id"], "a1b2c3d4e5");
    assert!(seen["headers"]["x-amzn-trace-id"].as_str().unwrap().starts_with("Root=1-"));
    assert!(answered.header("x-amzn-requestid").is_some_and(|id| id.len() == 36));
    assert!(answered.header("x-amz-apigw-id").is_some_and(|id| id.len() == 16));
    assert_eq!(answered.header("x-amzn-errortype"), None);
    let requests = stage.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].operation.as_deref(), Some("GET /orders/{id}"));
    assert_eq!(requests[0].answered_by, AnsweredBy::Backend);
    assert_eq!(requests[0].target, "/prod/orders/4%202?a=1&b=%20");
}

#[tokio::test]
async fn any_and_greedy_paths_take_what_is_left() {
    let stage = stage().await;
    let url = format!("{}/files/a/b.txt", stage.invoke_url());
    let answered = send(client().put(url).body("text")).await;
    let seen = answered.json();
    assert_eq!(
        (&seen["method"], &seen["target"], &seen["body"]),
        (&json!("PUT"), &json!("/files/a/b.txt"), &json!("text"))
    );
    assert_eq!(stage.requests()[0].operation.as_deref(), Some("ANY /files/{proxy+}"));
}

#[tokio::test]
async fn headers_of_the_backend_are_renamed_and_a_content_type_is_never_missing() {
    let stage = stage().await;
    let answered = get(&stage, "/secret").await;
    assert_eq!(answered.status, 401);
    assert_eq!(answered.header("x-amzn-remapped-www-authenticate"), Some("Basic"));
    assert_eq!(answered.header("www-authenticate"), None);
    assert_eq!(answered.header("x-amzn-remapped-server"), Some("backend/1"));
    assert_eq!(answered.header("server"), None);
    assert_eq!(answered.header("x-amzn-remapped-content-length"), Some("0"));
    assert!(answered.header("x-amzn-remapped-date").is_some());
    assert_eq!(answered.header("content-type"), Some("application/json"));
    assert_eq!(answered.header("x-own"), Some("yes"));
    assert_eq!(answered.header("x-amzn-errortype"), None, "the backend's 401, not the gateway's");
}

#[tokio::test]
async fn an_api_is_found_by_its_host_and_by_no_other() {
    let stage = stage().await;
    let with_host = async |host: &str| {
        let url = format!("{}/orders", stage.invoke_url());
        send(client().get(url).header("host", host)).await.status
    };
    assert_eq!(with_host("a1b2c3d4e5.execute-api.us-east-1.amazonaws.com").await, 201);
    assert_eq!(with_host("a1b2c3d4e5.execute-api.us-east-1.amazonaws.com:443").await, 201);
    assert_eq!(with_host("a1b2c3d4e5-vpce-01.execute-api.us-east-1.amazonaws.com").await, 201);
    assert_eq!(with_host("orders.example.com").await, 201);
    assert_eq!(with_host("zzzzzzzzzz.execute-api.us-east-1.amazonaws.com").await, 403);
    assert_eq!(with_host("a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com").await, 403);
}

#[tokio::test]
async fn a_mock_answers_by_itself() {
    let stage = stage().await;
    let answered = get(&stage, "/ping-me").await;
    assert_eq!((answered.status, answered.body.as_str()), (202, r#"{"pong":true}"#));
    assert_eq!(answered.header("x-mock"), Some("yes"));
    assert_eq!(stage.requests()[0].answered_by, AnsweredBy::Mock);
}

#[tokio::test]
async fn an_integration_s_own_uri_is_filled() {
    let backend = backend().await;
    let value = json!({
        "openapi": "3.0.1", "info": { "title": "t", "version": "1" },
        "paths": {
            "/pets/{petId}": { "get": { "responses": {}, "x-amazon-apigateway-integration": {
                "type": "http", "httpMethod": "POST",
                "uri": "http://${stageVariables.host}/v1/animals/{id}",
                "requestParameters": { "integration.request.path.id": "method.request.path.petId" } } } },
            "/all/{proxy+}": { "x-amazon-apigateway-any-method": { "responses": {},
                "x-amazon-apigateway-integration": {
                    "type": "http_proxy", "httpMethod": "ANY",
                    "uri": "http://${stageVariables.host}/v1/{proxy}" } } },
        },
    });
    let mut settings = Settings::default();
    settings.variables.insert("host".to_owned(), backend.replace("http://", ""));
    let stage = gatepact_stage::Stage::start(document(&value), settings).unwrap();
    let seen = get(&stage, "/pets/a%2Fb?x=1").await.json();
    assert_eq!((&seen["method"], &seen["target"]), (&json!("POST"), &json!("/v1/animals/a/b?x=1")));
    let seen = get(&stage, "/all/one/two%20three").await.json();
    assert_eq!(seen["target"], "/v1/one/two%20three");
}

#[tokio::test]
async fn parameters_are_required_and_their_types_never_looked_at() {
    let stage = stage().await;
    let missing = get(&stage, "/search").await;
    assert_eq!(missing.body, r#"{"message":"Missing required request parameters: [q, x-tenant]"}"#);
    let url = format!("{}/search?q=abc", stage.invoke_url());
    assert_eq!(send(client().get(url).header("X-Tenant", "t")).await.status, 201);
}

#[tokio::test]
async fn bodies_are_held_against_their_model_unless_another_content_type_passes() {
    let stage = stage().await;
    let post = async |body: &'static str, content_type: &str| {
        let url = format!("{}/orders", stage.invoke_url());
        send(client().post(url).header("content-type", content_type).body(body)).await.status
    };
    assert_eq!(post(r#"{"item":"a","count":1}"#, "application/json; charset=utf-8").await, 201);
    assert_eq!(post(r#"{"item":"a","count":0}"#, "application/json").await, 400);
    assert_eq!(post(r#"{"item":1}"#, "application/json").await, 400);
    assert_eq!(post("", "application/json").await, 400, "no item in nothing");
    assert_eq!(post("{", "application/json").await, 400);
    assert_eq!(post("{", "text/plain").await, 201, "no model, no validation");
    assert_eq!(post("{", "application/problem+json").await, 201, "the very type, not its suffix");
}

#[tokio::test]
async fn what_is_validated_is_read_through_references_and_overriding() {
    let mut value = rest();
    let orders = &mut value["paths"]["/orders"];
    orders["parameters"] = json!([
        { "name": "X-Tenant", "in": "header", "required": true },
        { "$ref": "#/components/parameters/one" },
    ]);
    orders["post"]["parameters"] = json!([{ "name": "x-tenant", "in": "header" }]);
    let content = json!({ "Application/JSON; charset=utf-8": {
        "schema": { "$ref": "#/components/schemas/NewOrder" } } });
    orders["post"]["requestBody"] = json!({ "$ref": "#/components/requestBodies/one" });
    value["components"]["requestBodies"] = json!({
        "one": { "$ref": "#/components/requestBodies/two" }, "two": { "content": content } });
    value["components"]["parameters"] = json!({
        "one": { "$ref": "#/components/parameters/two" },
        "two": { "name": "dry", "in": "query", "required": true } });
    let stage = stage().await;
    stage.deploy(Release::new(document(&value), &backend().await)).unwrap();
    let post = async |query: &str, body: &'static str| {
        let url = format!("{}/orders{query}", stage.invoke_url());
        send(client().post(url).header("content-type", "application/json").body(body)).await
    };
    let missing = post("", r#"{"item":"a"}"#).await;
    assert_eq!(missing.body, r#"{"message":"Missing required request parameters: [dry]"}"#);
    assert_eq!(post("?dry=1", r#"{"item":1}"#).await.status, 400);
    assert_eq!(post("?dry=1", r#"{"item":"a"}"#).await.status, 201);
}

#[tokio::test]
async fn a_signature_and_a_key_side_by_side_are_both_asked_for() {
    let stage = stage().await;
    let url = format!("{}/both", stage.invoke_url());
    let keyed = send(client().get(url).header("x-api-key", "the-value-of-the-key")).await;
    assert_eq!(keyed.header("x-amzn-errortype"), Some("MissingAuthenticationTokenException"));
    let url = format!("{}/keyed", stage.invoke_url());
    let keyed = send(client().get(url).header("x-api-key", "the-value-of-the-key")).await;
    assert_eq!(keyed.status, 201);
}

#[tokio::test]
async fn a_release_changes_what_the_stage_serves_only_when_it_is_deployed() {
    let stage = stage().await;
    let first = stage.deployment_id();
    assert_eq!(get(&stage, "/new").await.status, 403);
    let mut value = rest();
    value["paths"]["/new"] = value["paths"]["/orders/{id}"].clone();
    let second = stage.deploy(Release::new(document(&value), &backend().await)).unwrap();
    assert_ne!(first, second);
    assert_eq!(stage.deployment_id(), second);
    assert_eq!(get(&stage, "/new").await.status, 201);
    value["paths"]["/orders"]["post"]["requestBody"]["content"]["application/json"]["schema"] =
        json!({ "$ref": "#/components/schemas/Absent" });
    let refused = stage.deploy(Release::new(document(&value), "http://127.0.0.1:9")).unwrap_err();
    assert!(refused.to_string().contains("POST /orders"), "{refused}");
    assert_eq!(stage.deployment_id(), second);
}

#[tokio::test]
async fn weather_is_made_for_one_operation_or_for_all() {
    let stage = stage().await;
    stage.play(gatepact_stage::Play::from(ResponseType::Throttled).times(2).on("GET /orders"));
    assert_eq!(get(&stage, "/orders/1").await.status, 201);
    assert_eq!(get(&stage, "/orders").await.status, 429);
    stage.play(ResponseType::WafFiltered);
    let blocked = get(&stage, "/orders/1").await;
    assert_eq!(blocked.header("x-amzn-errortype"), Some("WafFilteredException"));
    assert_eq!(get(&stage, "/orders").await.status, 429);
    assert_eq!(get(&stage, "/orders").await.status, 201);
}
