//! Credentials: demanded like the gateway does, recorded as kinds, never as values.

use crate::support::{SIGNATURE, answer, get, is_recorded, pact, recorded};
use gatepact_consumer::prelude::*;
use serde_json::Value;

fn locked(kinds: &[Auth]) -> impl Fn(&mut Interaction) {
    move |i| {
        i.auth(kinds.iter().copied());
        i.request.get().path("/orders");
        i.response.ok().json_body(json_pattern!({ "items": [] }));
    }
}

/// What a client with these headers is answered, and what its test says.
async fn refusal(kinds: &[Auth], headers: &[(&str, &str)]) -> (u16, String, Value, String) {
    let directory = tempfile::tempdir().unwrap();
    let mut answered = None;
    let error = pact(directory.path())
        .interaction("a list of orders", locked(kinds))
        .test(async |stage| {
            let request = headers.iter().fold(get(&stage, "/orders"), |request, (name, value)| {
                request.header(*name, *value)
            });
            answered = Some(answer(request).await);
        })
        .await
        .unwrap_err();
    assert!(!is_recorded(directory.path()));
    let (status, mark, body) = answered.unwrap();
    (status.as_u16(), mark, body, error.to_string())
}

#[tokio::test]
async fn a_missing_api_key_is_forbidden() {
    for headers in [&[][..], &[("x-api-key", "")][..]] {
        let (status, mark, body, error) = refusal(&[Auth::ApiKey], headers).await;
        assert_eq!((status, mark.as_str()), (403, "ForbiddenException"));
        assert_eq!(body, json!({ "message": "Forbidden" }));
        assert_eq!(
            error,
            "web-shop does not keep to its pact with orders-api\n  \
             1. GET /prod/orders lacks the credentials of \"a list of orders\", so the gateway \
             answered 403: it has no `x-api-key` header"
        );
    }
}

#[tokio::test]
async fn a_missing_token_is_unauthorized() {
    for headers in
        [&[][..], &[("authorization", "Basic abc")][..], &[("authorization", "Bearer ")][..]]
    {
        let (status, mark, body, error) = refusal(&[Auth::Bearer], headers).await;
        assert_eq!((status, mark.as_str()), (401, "UnauthorizedException"));
        assert_eq!(body, json!({ "message": "Unauthorized" }));
        assert!(error.contains("it has no `Authorization: Bearer ..` header"), "{error}");
        assert!(!error.contains("abc"), "{error}");
    }
}

#[tokio::test]
async fn an_unsigned_call_misses_its_token() {
    let (status, mark, body, error) = refusal(&[Auth::Iam], &[]).await;
    assert_eq!((status, mark.as_str()), (403, "MissingAuthenticationTokenException"));
    assert_eq!(body, json!({ "message": "Missing Authentication Token" }));
    assert!(error.contains("it is not signed"), "{error}");
}

#[tokio::test]
async fn a_malformed_signature_is_incomplete() {
    let headers = [("authorization", "AWS4-HMAC-SHA256 Credential=hunter2")];
    let (status, mark, body, error) = refusal(&[Auth::Iam], &headers).await;
    assert_eq!((status, mark.as_str()), (403, "IncompleteSignatureException"));
    assert!(error.contains("the signature has no `SignedHeaders`"), "{error}");
    assert!(!error.contains("hunter2") && !body.to_string().contains("hunter2"), "{error}");
}

#[tokio::test]
async fn of_several_kinds_each_is_required() {
    let kinds = [Auth::ApiKey, Auth::Iam];
    let (_, mark, ..) = refusal(&kinds, &[("x-api-key", "key")]).await;
    assert_eq!(mark, "MissingAuthenticationTokenException");
    let (_, mark, ..) = refusal(&kinds, &SIGNATURE).await;
    assert_eq!(mark, "ForbiddenException");
}

#[tokio::test]
async fn kinds_are_recorded_and_values_are_not() -> Result<(), Error> {
    let directory = tempfile::tempdir().unwrap();
    pact(directory.path())
        .interaction("a list of orders", locked(&[Auth::ApiKey, Auth::Iam]))
        .test(async |stage| {
            let request = SIGNATURE
                .iter()
                .fold(get(&stage, "/orders"), |request, (name, value)| {
                    request.header(*name, *value)
                })
                .header("x-api-key", "key-secret")
                .header("cookie", "session=cookie-secret");
            assert_eq!(answer(request).await.0, 200);
        })
        .await?;
    let text = recorded(directory.path());
    let pact: Value = serde_json::from_str(&text).unwrap();
    let comments = &pact["interactions"][0]["comments"];
    assert_eq!(*comments, json!({ "references": { "gatepact": { "auth": ["iam", "api-key"] } } }));
    for word in ["secret", "AKID", "5ec4e7", "authorization", "x-api-key", "x-amz", "cookie"] {
        assert!(!text.to_lowercase().contains(&word.to_lowercase()), "`{word}` in {text}");
    }
    Ok(())
}

#[tokio::test]
async fn a_public_method_is_recorded_as_such_and_an_undeclared_one_is_not() -> Result<(), Error> {
    let directory = tempfile::tempdir().unwrap();
    pact(directory.path())
        .interaction("a list of orders", locked(&[Auth::None]))
        .interaction("health", |i| {
            i.request.path("/health");
        })
        .test(async |stage| {
            answer(get(&stage, "/orders")).await;
            get(&stage, "/health").send().await.unwrap();
        })
        .await?;
    let pact: Value = serde_json::from_str(&recorded(directory.path())).unwrap();
    let [orders, health] = &pact["interactions"].as_array().unwrap()[..] else { panic!("{pact}") };
    assert_eq!(orders["comments"]["references"]["gatepact"]["auth"], json!(["none"]));
    assert!(health.get("comments").is_none(), "{health}");
    Ok(())
}

#[tokio::test]
async fn the_pacts_kinds_hold_except_where_a_refusal_is_expected() -> Result<(), Error> {
    let directory = tempfile::tempdir().unwrap();
    pact(directory.path())
        .auth([Auth::ApiKey])
        .interaction("a call without a key", |i| {
            i.request.path("/orders");
            i.response.forbidden().header("x-amzn-errortype", "ForbiddenException");
        })
        .interaction("order 42", |i| {
            i.request.path("/orders/42");
        })
        .test(async |stage| {
            assert_eq!(get(&stage, "/orders").send().await.unwrap().status(), 403);
            let with_key = get(&stage, "/orders/42").header("x-api-key", "key");
            assert_eq!(with_key.send().await.unwrap().status(), 200);
        })
        .await?;
    let pact: Value = serde_json::from_str(&recorded(directory.path())).unwrap();
    assert!(pact["interactions"][0].get("comments").is_none(), "{pact}");
    let kinds = &pact["interactions"][1]["comments"]["references"]["gatepact"]["auth"];
    assert_eq!(*kinds, json!(["api-key"]));
    Ok(())
}

#[tokio::test]
async fn credentials_in_an_interaction_are_refused_with_the_way_out() {
    let directory = tempfile::tempdir().unwrap();
    let never = async |_: Stage| unreachable!("the client of a faulty pact is not run");
    let cases = [
        ("X-Api-Key", "header `x-api-key` must not be recorded, declare `auth([Auth::ApiKey])`"),
        (
            "Authorization",
            "header `authorization` must not be recorded, declare `auth([Auth::Bearer])`",
        ),
        ("x-amz-date", "header `x-amz-date` must not be recorded, declare `auth([Auth::Iam])`"),
        ("x-amz-security-token", "declare `auth([Auth::Iam])`"),
        ("x-amz-content-sha256", "declare `auth([Auth::Iam])`"),
        ("Cookie", "header `cookie` must not be recorded, leave it out"),
        ("Proxy-Authorization", "leave it out"),
    ];
    for (header, expected) in cases {
        let error = pact(directory.path())
            .interaction("a list of orders", |i| {
                i.request.path("/orders").header(header, "secret");
            })
            .test(never)
            .await
            .unwrap_err()
            .to_string();
        assert!(error.starts_with("interaction \"a list of orders\": header"), "{error}");
        assert!(error.contains(expected) && !error.contains("secret"), "{error}");
    }

    let presigned = pact(directory.path())
        .interaction("a list of orders", |i| {
            i.request.path("/orders").query_param("X-Amz-Signature", "5ec4e7");
        })
        .test(never)
        .await
        .unwrap_err()
        .to_string();
    assert!(presigned.contains("query parameter `X-Amz-Signature` must not be"), "{presigned}");
}

#[tokio::test]
async fn kinds_that_exclude_each_other_are_refused() {
    let directory = tempfile::tempdir().unwrap();
    for kinds in [[Auth::None, Auth::ApiKey], [Auth::Bearer, Auth::Iam]] {
        let error = pact(directory.path())
            .interaction("a list of orders", locked(&kinds))
            .test(async |_| ())
            .await
            .unwrap_err()
            .to_string();
        assert!(error.contains("no request can have all of these credentials"), "{error}");
    }
}

#[tokio::test]
async fn a_presigned_url_is_never_quoted() {
    let directory = tempfile::tempdir().unwrap();
    let error = pact(directory.path())
        .interaction("a list of orders", locked(&[Auth::None]))
        .test(async |stage| {
            let path = "/orders?page=2&X-Amz-Credential=AKIDSECRET&X-Amz-Signature=5ec4e7";
            let (_, _, body) = answer(get(&stage, path)).await;
            assert!(!body.to_string().contains("5ec4e7"), "{body}");
        })
        .await
        .unwrap_err()
        .to_string();
    assert!(error.contains("'page'"), "{error}");
    assert!(!error.contains("5ec4e7") && !error.contains("AKIDSECRET"), "{error}");
}
