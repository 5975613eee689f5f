//! Amazon Cognito user pool authorizers.

use std::collections::BTreeMap;

use gatepact_stage::{KeySet, Running, Settings};
use serde_json::{Value, json};

use crate::support::*;
use crate::tokens::*;

const POOL: &str = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_Ab1Cd2Ef3";
const SECOND: &str = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Zz9";
const ISSUER: &str = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab1Cd2Ef3";
const SECOND_ISSUER: &str = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Zz9";

async fn stage(pools: &[&str], pattern: Option<&str>) -> Running {
    let mut authorizer = json!({ "type": "cognito_user_pools", "providerARNs": pools });
    if let Some(pattern) = pattern {
        authorizer["identityValidationExpression"] = json!(pattern);
    }
    let proxy = json!({ "type": "http_proxy", "httpMethod": "ANY", "uri": "http://127.0.0.1:1/" });
    let method = |scopes: Value| {
        json!({ "responses": {}, "security": [{ "pool": scopes }],
            "x-amazon-apigateway-integration": proxy })
    };
    let value = json!({
        "openapi": "3.0.1", "info": { "title": "orders", "version": "1" },
        "paths": {
            "/any": { "get": method(json!([])) },
            "/scoped": { "get": method(json!(["orders/read", "orders/write"])) },
        },
        "components": { "securitySchemes": { "pool": { "type": "apiKey", "in": "header",
            "name": "X-Token", "x-amazon-apigateway-authtype": "cognito_user_pools",
            "x-amazon-apigateway-authorizer": authorizer } } },
    });
    let keys = |issuer: &str| (issuer.to_owned(), KeySet::Value(key_set()));
    let key_sets = BTreeMap::from([keys(ISSUER), keys(SECOND_ISSUER)]);
    stage_of(&value, Settings { key_sets, ..settings() }).await
}

async fn status(stage: &Running, path: &str, claims: &Value) -> u16 {
    let url = format!("{}{path}", stage.invoke_url());
    send(client().get(url).header("x-token", RSA.sign("RS256", claims))).await.status
}

fn identity(more: &Value) -> Value {
    with(json!({ "iss": ISSUER, "token_use": "id", "aud": "client-1" }), more)
}

fn access(more: &Value) -> Value {
    let access = json!({ "iss": ISSUER, "token_use": "access", "aud": null, "client_id": "client-1",
        "scope": "orders/read" });
    with(access, more)
}

fn with(mut all: Value, more: &Value) -> Value {
    all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    claims(&all)
}

#[tokio::test]
async fn without_scopes_an_identity_token_with_scopes_an_access_token() {
    let stage = stage(&[POOL], None).await;
    assert_eq!(status(&stage, "/any", &identity(&json!({}))).await, 201);
    assert_eq!(status(&stage, "/any", &access(&json!({}))).await, 401);
    assert_eq!(status(&stage, "/scoped", &access(&json!({}))).await, 201);
    assert_eq!(
        status(&stage, "/scoped", &access(&json!({ "scope": "a orders/write" }))).await,
        201
    );
    assert_eq!(status(&stage, "/scoped", &access(&json!({ "scope": "a" }))).await, 401);
    let identity_with_scope = identity(&json!({ "scope": "orders/read" }));
    assert_eq!(status(&stage, "/scoped", &identity_with_scope).await, 401);
    assert_eq!(status(&stage, "/any", &identity(&json!({ "exp": now() - 1 }))).await, 401);
    assert_eq!(get(&stage, "/any").await.status, 401);
}

#[tokio::test]
async fn a_token_is_of_one_of_the_pools() {
    let of_second = identity(&json!({ "iss": SECOND_ISSUER }));
    for (pools, expected) in [(&[POOL][..], 401), (&[POOL, SECOND], 201), (&[SECOND], 201)] {
        assert_eq!(status(&stage(pools, None).await, "/any", &of_second).await, expected);
    }
    let of_first = identity(&json!({}));
    assert_eq!(status(&stage(&[SECOND], None).await, "/any", &of_first).await, 401);
}

#[tokio::test]
async fn the_audience_fits_the_expression() {
    for (pattern, expected) in [("^client-[0-9]$", 201), ("^client$", 401), ("(", 500)] {
        let stage = stage(&[POOL], Some(pattern)).await;
        assert_eq!(status(&stage, "/any", &identity(&json!({}))).await, expected, "{pattern}");
    }
}
