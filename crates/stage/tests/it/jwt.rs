//! JWT authorizers: which tokens a stage takes.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;

use gatepact_stage::{AccessRules, KeySet, Running, Settings};
use ring::signature::ECDSA_P256_SHA256_FIXED_SIGNING;
use serde_json::{Value, json};

use crate::support::*;
use crate::tokens::*;

const ISSUER: &str = "https://issuer.example/";

/// A REST API with a JWT authorizer.
fn rest_api() -> Value {
    api(&json!({ "type": "jwt", "identitySource": "method.request.header.Authorization",
        "jwtConfiguration": {
            "defaultAlgorithms": ["RS256", "ES256"],
            "issuers": [
                { "issuer": ISSUER, "audiences": ["orders", "carts"] },
                { "issuer": "https://other.example", "audiences": ["other"], "additionalClaims": [
                    { "claimName": "tenant", "format": "SINGLE_STRING", "required": true,
                        "expectedValues": ["acme"] },
                    { "claimName": "level", "format": "SINGLE_STRING", "expectedValues": ["gold"] } ] },
            ] } }))
}

/// An HTTP API with one.
fn http_api() -> Value {
    let mut value = api(&json!({ "type": "jwt", "identitySource": "$request.querystring.token",
        "jwtConfiguration": { "issuer": ISSUER, "audience": ["orders"] } }));
    value["x-amazon-apigateway-importexport-version"] = json!("1.0");
    value
}

fn api(authorizer: &Value) -> Value {
    let open = json!({ "type": "http_proxy", "httpMethod": "ANY", "uri": "http://127.0.0.1:1/" });
    let method = |scopes: Value| {
        json!({ "responses": {}, "security": [{ "jwt": scopes }],
        "x-amazon-apigateway-integration": open })
    };
    json!({
        "openapi": "3.0.1", "info": { "title": "orders", "version": "1" },
        "paths": {
            "/any": { "get": method(json!([])) },
            "/orders": { "get": method(json!(["orders/read", "orders/write"])) },
        },
        "components": { "securitySchemes": { "jwt": { "type": "apiKey", "name": "Authorization",
            "in": "header", "x-amazon-apigateway-authorizer": authorizer } } },
    })
}

fn with_keys(keys: KeySet) -> Settings {
    let key_sets = BTreeMap::from([
        (ISSUER.to_owned(), keys),
        ("https://other.example".to_owned(), KeySet::Value(key_set())),
    ]);
    Settings { key_sets, ..settings() }
}

async fn rest_stage() -> Running {
    stage_of(&rest_api(), with_keys(KeySet::Value(key_set()))).await
}

async fn status(stage: &Running, path: &str, token: &str) -> u16 {
    let url = format!("{}{path}", stage.invoke_url());
    send(client().get(url).header("authorization", token)).await.status
}

#[tokio::test]
async fn a_token_is_taken_with_and_without_bearer() {
    let stage = rest_stage().await;
    let token = RSA.sign("RS256", &claims(&json!({})));
    assert_eq!(status(&stage, "/any", &token).await, 201);
    assert_eq!(status(&stage, "/any", &format!("Bearer {token}")).await, 201);
    for wrong in
        [format!("Basic {token}"), format!("bearer{token}"), "good".to_owned(), String::new()]
    {
        assert_eq!(status(&stage, "/any", &wrong).await, 401, "{wrong}");
    }
    let refused = get(&stage, "/any").await;
    assert_eq!(refused.header("x-amzn-errortype"), Some("UnauthorizedException"));
}

#[tokio::test]
async fn a_signature_is_made_by_the_key_that_it_names() {
    let stage = rest_stage().await;
    let valid = claims(&json!({}));
    assert_eq!(status(&stage, "/any", &P256.sign("ES256", &valid)).await, 201);
    assert_eq!(status(&stage, "/any", &STRANGER.sign("ES256", &valid)).await, 401);
    let token = RSA.sign("RS256", &valid);
    let forged = claims(&json!({ "sub": "root" })).to_string();
    let parts: Vec<&str> = token.split('.').collect();
    let encoded = base64::Engine::encode(&base64::prelude::BASE64_URL_SAFE_NO_PAD, forged);
    assert_eq!(status(&stage, "/any", &format!("{}.{encoded}.{}", parts[0], parts[2])).await, 401);
    for header in [
        json!({ "alg": "RS256" }),
        json!({ "alg": "RS256", "kid": "p256" }),
        json!({ "alg": "RS256", "kid": "another" }),
        json!({ "alg": "none", "kid": "rsa" }),
        json!({ "alg": "HS256", "kid": "rsa" }),
        json!({ "alg": "RS256", "kid": "rsa", "crit": ["b64"] }),
    ] {
        assert_eq!(status(&stage, "/any", &RSA.sign_as(&header, &valid)).await, 401, "{header}");
    }
}

#[tokio::test]
async fn a_rest_api_takes_the_algorithms_that_it_lists_and_an_http_api_rsa() {
    let listed = |name: &str| {
        let mut value = rest_api();
        let authorizer =
            &mut value["components"]["securitySchemes"]["jwt"]["x-amazon-apigateway-authorizer"];
        authorizer["jwtConfiguration"]["defaultAlgorithms"] = json!([name]);
        value
    };
    let valid = claims(&json!({}));
    let signed = |name: &str| match name {
        "ES256" => P256.sign(name, &valid),
        "ES384" => P384.sign(name, &valid),
        name => RSA.sign(name, &valid),
    };
    let names = ["RS256", "RS384", "RS512", "ES256", "ES384"];
    for accepted in names {
        let stage = stage_of(&listed(accepted), with_keys(KeySet::Value(key_set()))).await;
        for used in names {
            let expected = if used == accepted { 201 } else { 401 };
            assert_eq!(status(&stage, "/any", &signed(used)).await, expected, "{accepted} {used}");
        }
    }
    let settings = Settings { stage: "$default".to_owned(), ..with_keys(KeySet::Value(key_set())) };
    let stage = stage_of(&http_api(), settings).await;
    for (used, expected) in [("RS256", 201), ("RS384", 201), ("RS512", 201), ("ES256", 401)] {
        let answered = get(&stage, &format!("/any?token={}", signed(used))).await;
        assert_eq!(answered.status, expected, "{used}");
    }
    let refused = get(&stage, "/any").await;
    assert_eq!((refused.status, refused.header("www-authenticate")), (401, Some("Bearer")));
}

#[tokio::test]
async fn claims_belong_to_the_issuer_of_the_token() {
    let stage = rest_stage().await;
    let other = |more: Value| {
        let mut all = json!({ "iss": "https://other.example", "aud": "other", "tenant": "acme" });
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        all
    };
    for (more, expected) in [
        (json!({ "aud": "carts" }), 201),
        (json!({ "aud": ["none", "carts"] }), 201),
        (json!({ "aud": "other" }), 401),
        (json!({ "aud": [] }), 401),
        (json!({ "aud": null, "client_id": "orders" }), 201),
        (json!({ "aud": "none", "client_id": "orders" }), 401),
        (json!({ "aud": null }), 401),
        (json!({ "iss": "https://issuer.example" }), 401),
        (json!({ "iss": "https://ISSUER.example/" }), 401),
        (json!({ "iss": null }), 401),
        (other(json!({})), 201),
        (other(json!({ "aud": "orders" })), 401),
        (other(json!({ "tenant": null })), 401),
        (other(json!({ "tenant": "Acme" })), 401),
        (other(json!({ "tenant": ["acme"] })), 401),
        (other(json!({ "level": "gold" })), 201),
        (other(json!({ "level": "silver" })), 401),
    ] {
        let token = RSA.sign("RS256", &claims(&more));
        assert_eq!(status(&stage, "/any", &token).await, expected, "{more}");
    }
}

#[tokio::test]
async fn a_token_is_valid_for_a_while() {
    let stage = rest_stage().await;
    for (more, expected) in [
        (json!({ "exp": now() - 1 }), 401),
        (json!({ "exp": null }), 401),
        (json!({ "exp": "never" }), 401),
        (json!({ "nbf": now() + 60 }), 401),
        (json!({ "nbf": "then" }), 401),
        (json!({ "iat": now() + 60 }), 401),
        (json!({ "nbf": null, "iat": null }), 201),
        (json!({ "exp": now() as f64 + 60.5 }), 201),
    ] {
        let token = RSA.sign("RS256", &claims(&more));
        assert_eq!(status(&stage, "/any", &token).await, expected, "{more}");
    }
}

#[tokio::test]
async fn one_of_the_scopes_is_enough_and_none_of_them_is_403() {
    let stage = rest_stage().await;
    for (more, expected) in [
        (json!({ "scope": "orders/read" }), 201),
        (json!({ "scope": "openid orders/write" }), 201),
        (json!({ "scp": ["orders/read"] }), 201),
        (json!({ "scp": "orders/read email" }), 201),
        (json!({ "scope": "orders/rea" }), 403),
        (json!({ "scope": "" }), 403),
        (json!({}), 403),
    ] {
        let token = RSA.sign("RS256", &claims(&more));
        assert_eq!(status(&stage, "/orders", &token).await, expected, "{more}");
        assert_eq!(status(&stage, "/any", &token).await, 201, "{more}");
    }
}

#[tokio::test]
async fn keys_are_fetched_remembered_and_fetched_again_for_a_key_that_is_new() {
    let served = Arc::new(Mutex::new((key_set(), 0)));
    let shared = Arc::clone(&served);
    let url = serve(move |_| {
        let mut served = shared.lock().unwrap();
        served.1 += 1;
        (200, served.0.to_string())
    })
    .await;
    let fetched = || served.lock().unwrap().1;
    let stage = stage_of(&rest_api(), with_keys(KeySet::Url(format!("{url}/jwks.json")))).await;
    let valid = claims(&json!({}));
    for _ in 0..3 {
        assert_eq!(status(&stage, "/any", &P256.sign("ES256", &valid)).await, 201);
    }
    assert_eq!(fetched(), 1);
    let new = Signer::ec("new", &ECDSA_P256_SHA256_FIXED_SIGNING, "P-256");
    assert_eq!(status(&stage, "/any", &new.sign("ES256", &valid)).await, 401);
    assert_eq!(fetched(), 2);
    served.lock().unwrap().0 = json!({ "keys": [new.jwk()] });
    assert_eq!(status(&stage, "/any", &new.sign("ES256", &valid)).await, 201);
    assert_eq!(fetched(), 3);
    served.lock().unwrap().0 = json!("no set of keys");
    assert_eq!(status(&stage, "/any", &new.sign("ES256", &valid)).await, 201);
    let failed = send(
        client()
            .get(format!("{}/any", stage.invoke_url()))
            .header("authorization", P256.sign("ES256", &valid)),
    )
    .await;
    assert_eq!(failed.header("x-amzn-errortype"), Some("AuthorizerFailureException"));
    assert_eq!(failed.status, 500);
}

#[tokio::test]
async fn without_keys_the_tokens_of_the_settings_are_taken() {
    let stage = stage_of(&rest_api(), settings()).await;
    assert_eq!(status(&stage, "/orders", "Bearer good").await, 201);
    assert_eq!(status(&stage, "/orders", "bad").await, 401);
}

#[tokio::test]
async fn keys_and_functions_are_on_this_machine() {
    let document = document(&rest_api());
    for url in ["https://127.0.0.1/keys", "http://issuer.example/keys", "keys.json"] {
        let keys = with_keys(KeySet::Url(url.to_owned()));
        let refused = gatepact_stage::Stage::start(document.clone(), keys).err().unwrap();
        assert!(refused.to_string().contains(url), "{refused}");
        let functions = BTreeMap::from([("door".to_owned(), url.to_owned())]);
        let functions = Settings { functions, ..settings() };
        let refused = gatepact_stage::Stage::start(document.clone(), functions).err().unwrap();
        assert!(refused.to_string().contains("the function door"), "{refused}");
    }
}

#[tokio::test]
async fn a_rule_can_be_replaced_by_a_faulty_one() {
    let access_rules = AccessRules {
        scope: |given, listed| listed.iter().all(|it| given.contains(it)),
        ..AccessRules::default()
    };
    let settings = Settings { access_rules, ..with_keys(KeySet::Value(key_set())) };
    let stage = stage_of(&rest_api(), settings).await;
    let token = RSA.sign("RS256", &claims(&json!({ "scope": "orders/read" })));
    assert_eq!(status(&stage, "/orders", &token).await, 403);
}
