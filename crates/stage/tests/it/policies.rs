//! Resource policies: whom they let in, alone and beside an authorization.

use std::collections::BTreeMap;

use gatepact_stage::{IamKey, KeySet, Running, Settings, SourceHeaders};
use serde_json::{Value, json};

use crate::signatures::Signing;
use crate::support::*;
use crate::tokens::{RSA, claims, key_set};

const URI: &str = "arn:aws:lambda:us-east-1:123456789012:function:door";

fn api(statements: &Value) -> Value {
    let mut value = rest();
    value["x-amazon-apigateway-policy"] =
        json!({ "Version": "2012-10-17", "Statement": statements });
    let schemes = &mut value["components"]["securitySchemes"];
    schemes["authorizer"]["x-amazon-apigateway-authorizer"]["authorizerUri"] = json!(URI);
    schemes["pool"]["x-amazon-apigateway-authorizer"] = json!({ "type": "jwt",
        "jwtConfiguration": { "issuers": [
            { "issuer": "https://issuer.example/", "audiences": ["orders"] }] } });
    value
}

fn statement(effect: &str, more: &Value) -> Value {
    let mut statement = json!({ "Effect": effect, "Principal": "*", "Action": "execute-api:Invoke",
        "Resource": "execute-api:/*" });
    for (name, value) in more.as_object().unwrap() {
        statement[name.as_str()] = value.clone();
    }
    statement
}

async fn stage(statements: Value) -> Running {
    let source_headers = SourceHeaders {
        address: Some("x-test-address".to_owned()),
        vpc: Some("x-test-vpc".to_owned()),
        vpc_endpoint: Some("x-test-vpce".to_owned()),
    };
    // The function lets everyone in whose token is `allow`, and says nothing of other callers.
    let door = serve(|body| {
        let event: Value = serde_json::from_str(body).unwrap();
        let (word, arn) = (&event["authorizationToken"], &event["methodArn"]);
        let statement = json!({ "Effect": if word == "deny" { "Deny" } else { "Allow" },
            "Action": "execute-api:Invoke",
            "Resource": if word == "silent" { json!("none") } else { arn.clone() } });
        let document = json!({ "Version": "2012-10-17", "Statement": [statement] });
        (200, json!({ "principalId": "a", "policyDocument": document }).to_string())
    })
    .await;
    let key = |id: &str, principal: &str| IamKey {
        principal: Some(principal.to_owned()),
        ..IamKey::new(id, SECRET_KEY)
    };
    let mut iam_keys = settings().iam_keys;
    iam_keys.extend([
        key("AKIDANN", "arn:aws:iam::123456789012:user/ann"),
        key("AKIDOTHER", "arn:aws:iam::111122223333:user/bob"),
        IamKey { may_invoke: false, ..key("AKIDSILENT", "arn:aws:iam::123456789012:user/ann") },
        key("AKIDROLE", "arn:aws:sts::111122223333:assumed-role/ci/run-1"),
    ]);
    let settings = Settings {
        source_headers,
        iam_keys,
        functions: BTreeMap::from([("door".to_owned(), door)]),
        key_sets: BTreeMap::from([(
            "https://issuer.example/".to_owned(),
            KeySet::Value(key_set()),
        )]),
        ..settings()
    };
    stage_of(&api(&statements), settings).await
}

async fn from(stage: &Running, path: &str, headers: &[(&str, &str)]) -> Answered {
    let url = format!("{}{path}", stage.invoke_url());
    let request = client().get(url);
    let with = |request: reqwest::RequestBuilder, (name, value): &(&str, &str)| {
        request.header(*name, *value)
    };
    send(headers.iter().fold(request, with)).await
}

#[tokio::test]
async fn without_an_authorization_a_policy_has_to_allow() {
    let range = json!({ "Condition": { "IpAddress": { "aws:SourceIp": ["198.51.100.0/24", "203.0.113.9"] } } });
    let stage = stage(json!([statement("Allow", &range)])).await;
    for (address, expected) in
        [("198.51.100.7", 201), ("203.0.113.9", 201), ("203.0.113.10", 403), ("", 403)]
    {
        let answered = from(&stage, "/orders", &[("x-test-address", address)]).await;
        assert_eq!(answered.status, expected, "{address}");
    }
    let refused = from(&stage, "/orders", &[]).await;
    assert_eq!(refused.header("x-amzn-errortype"), Some("AccessDeniedException"));
    assert_eq!(
        refused.json()["Message"],
        "User: anonymous is not authorized to perform: execute-api:Invoke on resource: \
         arn:aws:execute-api:us-east-1:********9012:a1b2c3d4e5/prod/GET/orders"
    );
    assert_eq!(from(&stage, "/keyed", &[("x-test-address", "198.51.100.7")]).await.status, 403);
}

#[tokio::test]
async fn what_is_denied_is_denied() {
    let denied = json!({ "Condition": { "NotIpAddress": { "aws:SourceIp": "198.51.100.0/24" } } });
    let path = json!({ "Resource": ["execute-api:/prod/GET/orders/*"] });
    let stage = stage(json!([
        statement("Allow", &json!({})),
        statement("Deny", &denied),
        statement("Deny", &path),
    ]))
    .await;
    let inside = ("x-test-address", "198.51.100.7");
    assert_eq!(from(&stage, "/orders", &[inside]).await.status, 201);
    let refused = from(&stage, "/orders/7", &[inside]).await;
    assert!(refused.body.contains("with an explicit deny"), "{}", refused.body);
    assert_eq!(from(&stage, "/orders", &[]).await.status, 403);
    assert_eq!(from(&stage, "/token", &[("authorization", "allow")]).await.status, 403);
    assert_eq!(from(&stage, "/token", &[("authorization", "allow"), inside]).await.status, 201);
}

#[tokio::test]
async fn networks_are_told_apart() {
    let only =
        json!({ "Condition": { "StringNotEquals": { "aws:SourceVpce": ["vpce-1", "vpce-2"] } } });
    let network = json!({ "Condition": { "StringLike": { "aws:SourceVpc": "vpc-a*" },
        "IpAddress": { "aws:VpcSourceIp": "10.0.0.0/8" } } });
    let endpoint = stage(json!([statement("Allow", &json!({})), statement("Deny", &only)])).await;
    assert_eq!(from(&endpoint, "/orders", &[("x-test-vpce", "vpce-2")]).await.status, 201);
    assert_eq!(from(&endpoint, "/orders", &[("x-test-vpce", "vpce-3")]).await.status, 403);
    assert_eq!(from(&endpoint, "/orders", &[]).await.status, 403, "no endpoint is another one");
    let network = stage(json!([statement("Allow", &network)])).await;
    let inside = [("x-test-vpc", "vpc-abc"), ("x-test-address", "10.1.2.3")];
    assert_eq!(from(&network, "/orders", &inside).await.status, 201);
    assert_eq!(from(&network, "/orders", &inside[..1]).await.status, 403);
    assert_eq!(from(&network, "/orders", &inside[1..]).await.status, 403);
}

#[tokio::test]
async fn identities_of_other_accounts_have_to_be_allowed() {
    let call = async |statements: Value, access_key: &'static str| {
        let stage = stage(statements).await;
        Signing { access_key, ..Signing::default() }.get(&stage, "/signed").await.status
    };
    let to = |principal: &str| {
        json!([statement("Allow", &json!({ "Principal": { "AWS": principal } }))])
    };
    let ann = "arn:aws:iam::123456789012:user/ann";
    let role = "arn:aws:iam::111122223333:role/ci";
    for (statements, own, other, session) in [
        (to(ann), 201, 403, 403),
        (to(role), 201, 403, 201),
        (to("111122223333"), 201, 201, 201),
        (json!([statement("Deny", &json!({ "Principal": { "AWS": ann } }))]), 403, 403, 403),
        (
            json!([
                statement("Allow", &json!({})),
                statement(
                    "Deny",
                    &json!({ "Principal": { "AWS": "arn:aws:iam::123456789012:root" } })
                ),
            ]),
            403,
            201,
            201,
        ),
    ] {
        let got = [
            call(statements.clone(), "AKIDANN").await,
            call(statements.clone(), "AKIDOTHER").await,
            call(statements.clone(), "AKIDROLE").await,
        ];
        assert_eq!(got, [own, other, session], "{statements}");
    }
}

#[tokio::test]
async fn an_identity_is_allowed_by_its_own_policy_or_by_that_of_the_api() {
    let other = json!({ "Principal": { "AWS": "arn:aws:iam::123456789012:user/other" } });
    for (statements, own, silent) in [
        (json!([statement("Allow", &json!({}))]), 201, 201),
        (json!([statement("Allow", &other)]), 201, 403),
        (json!([statement("Deny", &json!({}))]), 403, 403),
    ] {
        let stage = stage(statements).await;
        let got = async |access_key: &'static str| {
            Signing { access_key, ..Signing::default() }.get(&stage, "/signed").await.status
        };
        assert_eq!([got("AKIDANN").await, got("AKIDSILENT").await], [own, silent]);
    }
}

#[tokio::test]
async fn a_policy_may_be_written_as_a_text() {
    let mut value = api(&json!([statement("Deny", &json!({}))]));
    value["x-amazon-apigateway-policy"] = value["x-amazon-apigateway-policy"].to_string().into();
    let stage = stage_of(&value, settings()).await;
    let refused = get(&stage, "/orders").await;
    assert!(refused.body.contains("with an explicit deny"), "{}", refused.body);
}

#[tokio::test]
async fn a_function_or_the_policy_allows_and_a_token_needs_both() {
    let silent = json!([statement("Allow", &json!({ "Resource": "execute-api:/dev/*" }))]);
    let allowing = json!([statement("Allow", &json!({}))]);
    let token = RSA.sign("RS256", &claims(&json!({})));
    for (statements, allowed, unsaid, denied, with_token) in
        [(silent, 201, 403, 403, 403), (allowing, 201, 201, 403, 201)]
    {
        let stage = stage(statements).await;
        let of = async |word: &str| from(&stage, "/token", &[("authorization", word)]).await.status;
        assert_eq!(
            [of("allow").await, of("silent").await, of("deny").await],
            [allowed, unsaid, denied]
        );
        let answered = from(&stage, "/pool", &[("authorization", &token)]).await;
        assert_eq!(answered.status, with_token);
    }
}

#[tokio::test]
async fn what_a_request_does_not_have_fits_negated_conditions_only() {
    let when = |condition: Value| json!([statement("Allow", &json!({ "Condition": condition }))]);
    for (condition, expected) in [
        (json!({ "StringEquals": { "aws:PrincipalOrgID": "o-1" } }), 403),
        (json!({ "StringNotEquals": { "aws:PrincipalOrgID": "o-1" } }), 201),
        (json!({ "StringEqualsIfExists": { "aws:PrincipalOrgID": "o-1" } }), 201),
        (json!({ "Null": { "aws:SourceVpce": "true" } }), 201),
        (json!({ "Null": { "aws:SourceVpce": false } }), 403),
        (json!({ "Bool": { "aws:SecureTransport": true } }), 201),
        (json!({ "StringLike": { "aws:UserAgent": "curl/*" } }), 403),
        (json!({ "SomethingElse": { "aws:SourceIp": "127.0.0.1" } }), 403),
        (json!({ "ForAnyValue:IpAddress": { "AWS:sourceip": "127.0.0.0/8" } }), 201),
    ] {
        let stage = stage(when(condition.clone())).await;
        assert_eq!(from(&stage, "/orders", &[]).await.status, expected, "{condition}");
    }
}
