//! Lambda authorizers: what a function is asked, and what its answer does.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use gatepact_stage::{Running, Settings};
use serde_json::{Value, json};

use crate::support::*;

const URI: &str = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:door/invocations";

/// A stage with an authorizer, and the events that its function gets.
struct Asked {
    stage: Running,
    events: Arc<Mutex<Vec<Value>>>,
}

impl Asked {
    /// The function answers each event with a status and a text.
    async fn of(
        value: &Value,
        answer: impl Fn(&Value) -> (u16, String) + Send + Sync + 'static,
    ) -> Self {
        let events = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&events);
        let url = serve(move |body| {
            let event = serde_json::from_str(body).unwrap();
            let answered = answer(&event);
            seen.lock().unwrap().push(event);
            answered
        })
        .await;
        let functions = BTreeMap::from([("door".to_owned(), url)]);
        let http = value.get("x-amazon-apigateway-importexport-version").is_some();
        let name = if http { "$default" } else { "prod" };
        let settings = Settings { functions, stage: name.to_owned(), ..settings() };
        Self { stage: stage_of(value, settings).await, events }
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answered {
        let url = format!("{}{path}", self.stage.invoke_url());
        let request = headers
            .iter()
            .fold(client().get(url), |request, (name, value)| request.header(*name, *value));
        send(request).await
    }

    fn event(&self) -> Value {
        self.events.lock().unwrap().last().unwrap().clone()
    }

    fn asked(&self) -> usize {
        self.events.lock().unwrap().len()
    }
}

fn api(authorizer: &Value) -> Value {
    let proxy = json!({ "type": "http_proxy", "httpMethod": "ANY", "uri": "http://127.0.0.1:1/" });
    let method = |security: Value| json!({ "responses": {}, "security": security, "x-amazon-apigateway-integration": proxy });
    json!({
        "openapi": "3.0.1", "info": { "title": "orders", "version": "1" },
        "paths": {
            "/orders/{id}": { "get": method(json!([{ "door": [] }])) },
            "/keyed": { "get": method(json!([{ "door": [] }, { "api_key": [] }])) },
        },
        "components": { "securitySchemes": {
            "door": { "type": "apiKey", "name": "Authorization", "in": "header",
                "x-amazon-apigateway-authtype": "custom", "x-amazon-apigateway-authorizer": authorizer },
            "api_key": { "type": "apiKey", "name": "x-api-key", "in": "header" } } },
    })
}

fn token() -> Value {
    json!({ "type": "token", "authorizerUri": URI,
        "identitySource": "method.request.header.Authorization",
        "identityValidationExpression": "^[a-z-]+$" })
}

fn request() -> Value {
    json!({ "type": "request", "authorizerUri": URI,
        "identitySource": "method.request.header.X-Tenant, method.request.querystring.token" })
}

fn policy(effect: &str, resource: &str) -> Value {
    json!({ "principalId": "ann", "policyDocument": { "Version": "2012-10-17", "Statement": [
        { "Effect": effect, "Action": "execute-api:Invoke", "Resource": resource } ] } })
}

#[tokio::test]
async fn a_token_function_decides() {
    let answer = |event: &Value| {
        let arn = event["methodArn"].as_str().unwrap();
        let word = event["authorizationToken"].as_str().unwrap();
        match word {
            "allow" => (200, policy("Allow", arn).to_string()),
            "allow-all" => {
                (200, policy("Allow", "arn:aws:execute-api:*:*:*/prod/GET/*").to_string())
            }
            "elsewhere" => (200, policy("Allow", &arn.replace("GET", "POST")).to_string()),
            "deny" => (200, policy("Deny", arn).to_string()),
            "unauthorized" => (200, json!({ "errorMessage": "Unauthorized" }).to_string()),
            "throws" => (200, json!({ "errorMessage": "no database" }).to_string()),
            "fails" => (502, String::new()),
            "misshapen" => (200, json!({ "policyDocument": {} }).to_string()),
            _ => (200, "null".to_owned()),
        }
    };
    let asked = Asked::of(&api(&token()), answer).await;
    for (word, status, error_type) in [
        ("allow", 201, None),
        ("allow-all", 201, None),
        ("elsewhere", 403, Some("AccessDeniedException")),
        ("deny", 403, Some("AccessDeniedException")),
        ("unauthorized", 401, Some("UnauthorizedException")),
        ("throws", 500, Some("AuthorizerFailureException")),
        ("fails", 500, Some("AuthorizerFailureException")),
        ("misshapen", 500, Some("AuthorizerConfigurationException")),
        ("nothing", 500, Some("AuthorizerConfigurationException")),
    ] {
        let answered = asked.get("/orders/7", &[("authorization", word)]).await;
        assert_eq!(answered.status, status, "{word}");
        assert_eq!(answered.header("x-amzn-errortype"), error_type, "{word}");
        let arn = "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod/GET/orders/7";
        let event = json!({ "type": "TOKEN", "authorizationToken": word, "methodArn": arn });
        assert_eq!(asked.event(), event);
    }
    let before = asked.asked();
    for headers in [&[][..], &[("authorization", "")], &[("authorization", "UPPER")]] {
        assert_eq!(asked.get("/orders/7", headers).await.status, 401);
    }
    assert_eq!(asked.asked(), before, "the function is not asked");
}

#[tokio::test]
async fn a_request_function_is_asked_with_all_its_sources() {
    let asked = Asked::of(&api(&request()), |event| {
        let trusted = event["headers"]["x-tenant"] == "acme";
        let effect = if trusted { "Allow" } else { "Deny" };
        (200, policy(effect, "*").to_string())
    })
    .await;
    let tenant = [("x-tenant", "acme")];
    assert_eq!(asked.get("/orders/a%20b?token=t&x=1&x=2", &tenant).await.status, 201);
    let event = asked.event();
    assert_eq!(event["type"], "REQUEST");
    assert_eq!(event["path"], "/orders/a%20b");
    assert_eq!(event["resource"], "/orders/{id}");
    assert_eq!(event["pathParameters"], json!({ "id": "a b" }));
    assert_eq!(event["queryStringParameters"], json!({ "token": "t", "x": "2" }));
    assert_eq!(event["multiValueQueryStringParameters"]["x"], json!(["1", "2"]));
    assert_eq!(event["requestContext"]["identity"]["sourceIp"], "127.0.0.1");
    assert_eq!(event["identitySource"], "acme,t");
    assert_eq!(asked.get("/orders/1?token=t", &[("x-tenant", "other")]).await.status, 403);
    let before = asked.asked();
    for (path, headers) in [
        ("/orders/1", &tenant[..]),
        ("/orders/1?token=", &tenant),
        ("/orders/1?Token=t", &tenant),
        ("/orders/1?token=t", &[]),
        ("/orders/1?token=t", &[("x-tenant", "")]),
    ] {
        assert_eq!(asked.get(path, headers).await.status, 401, "{path}");
    }
    assert_eq!(asked.asked(), before, "the function is not asked");
}

#[tokio::test]
async fn the_key_is_in_the_header_or_in_the_answer() {
    let answer = |event: &Value| {
        let mut answer = policy("Allow", "*");
        answer["usageIdentifierKey"] = event["authorizationToken"].clone();
        (200, answer.to_string())
    };
    let mut value = api(&json!({ "type": "token", "authorizerUri": URI }));
    let key = ("x-api-key", "the-value-of-the-key");
    let in_header = Asked::of(&value, answer).await;
    assert_eq!(in_header.get("/keyed", &[("authorization", "t"), key]).await.status, 201);
    let without = in_header.get("/keyed", &[("authorization", key.1)]).await;
    assert_eq!(without.header("x-amzn-errortype"), Some("ForbiddenException"));
    value["x-amazon-apigateway-api-key-source"] = json!("AUTHORIZER");
    let in_answer = Asked::of(&value, answer).await;
    assert_eq!(in_answer.get("/keyed", &[("authorization", key.1)]).await.status, 201);
    assert_eq!(in_answer.get("/keyed", &[("authorization", "t"), key]).await.status, 403);
}

#[tokio::test]
async fn an_http_api_is_answered_in_its_own_forms() {
    let authorizer = |version: &str, simple: bool| {
        let mut value = api(&json!({ "type": "request", "authorizerUri": URI,
            "identitySource": "$request.header.Authorization, $context.routeKey",
            "authorizerPayloadFormatVersion": version, "enableSimpleResponses": simple }));
        value["x-amazon-apigateway-importexport-version"] = json!("1.0");
        value
    };
    let simple = |_: &Value| (200, json!({ "isAuthorized": true }).to_string());
    let refusing = |_: &Value| (200, json!({ "isAuthorized": false }).to_string());
    let allowing = |event: &Value| {
        let arn = event["routeArn"].as_str().or(event["methodArn"].as_str()).unwrap();
        (200, policy("Allow", arn).to_string())
    };
    let header = [("authorization", "t")];
    let asked = Asked::of(&authorizer("2.0", true), simple).await;
    assert_eq!(asked.get("/orders/7?a=1&a=2", &header).await.status, 201);
    let event = asked.event();
    assert_eq!(event["version"], "2.0");
    assert_eq!(
        event["routeArn"],
        "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/$default/GET/orders/7"
    );
    assert_eq!(event["identitySource"], json!(["t", "GET /orders/{id}"]));
    assert_eq!(event["queryStringParameters"], json!({ "a": "1,2" }));
    let refused = asked.get("/orders/7", &[]).await;
    assert_eq!(refused.json(), json!({ "message": "Unauthorized" }));
    let asked = Asked::of(&authorizer("2.0", true), refusing).await;
    assert_eq!(asked.get("/orders/7", &header).await.status, 403);
    assert_eq!(asked.get("/keyed", &header).await.status, 403);
    let asked = Asked::of(&authorizer("2.0", true), allowing).await;
    assert_eq!(asked.get("/orders/7", &header).await.status, 500);
    for version in ["1.0", "2.0"] {
        let asked = Asked::of(&authorizer(version, false), allowing).await;
        assert_eq!(asked.get("/orders/7", &header).await.status, 201, "{version}");
        // An HTTP API knows no API keys.
        assert_eq!(asked.get("/keyed", &header).await.status, 201, "{version}");
        let asked = Asked::of(&authorizer(version, false), simple).await;
        assert_eq!(asked.get("/orders/7", &header).await.status, 500, "{version}");
    }
}

#[tokio::test]
async fn a_function_that_nothing_answers_for_has_the_tokens_of_the_settings() {
    let stage = stage_of(&api(&token()), settings()).await;
    let get = async |token: &str| {
        let url = format!("{}/orders/7", stage.invoke_url());
        send(client().get(url).header("authorization", token)).await.status
    };
    assert_eq!(get("good").await, 201);
    assert_eq!(get("bad").await, 403);
    assert_eq!(get("GOOD").await, 401, "the expression is looked at first");
}
