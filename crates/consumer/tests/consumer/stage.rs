//! What the mock answers, and what a failing test says.

use crate::support::{FILE, answer, create, get, is_recorded, order_42, pact, recorded, request};
use gatepact_consumer::prelude::*;
use reqwest::{Method, StatusCode};

#[tokio::test]
async fn the_response_is_played_under_the_stage_and_recorded_without_it() -> Result<(), Error> {
    let directory = tempfile::tempdir().unwrap();
    let (status, mark, body) = pact(directory.path())
        .stage("v1-prod")
        .interaction("a request for order 42", order_42)
        .test(async |stage| {
            assert!(stage.url().ends_with("/v1-prod"));
            answer(get(&stage, "/orders/42?expand=lines")).await
        })
        .await?;
    assert_eq!((status, mark.as_str()), (StatusCode::OK, ""));
    assert_eq!(body, json!({ "id": "42", "total": 25.0 }));
    let recorded = recorded(directory.path());
    assert!(recorded.contains(r#""path": "/orders/42""#), "{recorded}");
    assert!(!recorded.contains("v1-prod"), "{recorded}");
    Ok(())
}

#[tokio::test]
async fn an_api_may_have_no_stage_in_its_path() -> Result<(), Error> {
    let directory = tempfile::tempdir().unwrap();
    pact(directory.path())
        .stage("")
        .interaction("a request for order 42", order_42)
        .test(async |stage| {
            let (status, ..) = answer(get(&stage, "/orders/42?expand=lines")).await;
            assert_eq!(status, StatusCode::OK);
        })
        .await
}

#[tokio::test]
async fn a_client_that_blocks_the_thread_is_answered() -> Result<(), Error> {
    use std::io::{Read, Write};
    let directory = tempfile::tempdir().unwrap();
    let answer = pact(directory.path())
        .interaction("a request for order 42", order_42)
        .test(async |stage| {
            let host = stage.url().trim_start_matches("http://").trim_end_matches("/prod");
            let mut socket = std::net::TcpStream::connect(host).unwrap();
            let line = "GET /prod/orders/42?expand=lines HTTP/1.1";
            write!(socket, "{line}\r\nhost: {host}\r\nconnection: close\r\n\r\n").unwrap();
            let mut answer = String::new();
            socket.read_to_string(&mut answer).unwrap();
            answer
        })
        .await?;
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    assert!(answer.contains("content-type: application/json"), "{answer}");
    Ok(())
}

#[tokio::test]
async fn a_request_without_the_stage_is_forbidden_and_reported() {
    let directory = tempfile::tempdir().unwrap();
    let error = pact(directory.path())
        .interaction("a request for order 42", order_42)
        .test(async |stage| {
            let root = stage.url().replace("/prod", "/orders/42");
            let response = reqwest_get(&root).await;
            assert_eq!(response.status(), StatusCode::FORBIDDEN);
            assert_eq!(response.headers()["x-amzn-errortype"], "ForbiddenException");
        })
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "web-shop does not keep to its pact with orders-api\n  \
         1. GET /orders/42 is outside the stage: its path does not begin with /prod\n  \
         2. \"a request for order 42\" was never requested: GET /orders/42"
    );
    assert!(!is_recorded(directory.path()));
}

async fn reqwest_get(url: &str) -> reqwest::Response {
    let _already_installed = rustls::crypto::ring::default_provider().install_default();
    reqwest::get(url).await.unwrap()
}

#[tokio::test]
async fn an_unknown_route_is_answered_like_the_gateway_does_and_reported() {
    let directory = tempfile::tempdir().unwrap();
    let error = pact(directory.path())
        .interaction("a request for order 42", order_42)
        .interaction("a new order", create)
        .test(async |stage| {
            answer(get(&stage, "/orders/42?expand=lines")).await;
            answer(request(&stage, Method::POST, "/orders").json(&json!({ "customer": "c" })))
                .await;
            let (status, mark, body) = answer(get(&stage, "/baskets")).await;
            assert_eq!(status, StatusCode::FORBIDDEN);
            assert_eq!(mark, "MissingAuthenticationTokenException");
            assert_eq!(body, json!({ "message": "Missing Authentication Token" }));
        })
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "web-shop does not keep to its pact with orders-api\n  \
         1. GET /prod/baskets is not expected by any interaction; they expect\n     \
            - GET /orders/42\n     \
            - POST /orders"
    );
    assert!(!is_recorded(directory.path()));
}

#[tokio::test]
async fn a_different_request_is_told_what_differs() {
    let directory = tempfile::tempdir().unwrap();
    let (error, told) = {
        let mut told = String::new();
        let error = pact(directory.path())
            .interaction("a request for order 42", order_42)
            .test(async |stage| {
                let (status, _, body) = answer(get(&stage, "/orders/42?expand=all&page=2")).await;
                assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
                told = body["gatepact"].as_str().unwrap().to_owned();
            })
            .await
            .unwrap_err();
        (error, told)
    };
    let text = error.to_string();
    assert!(
        text.contains(
            "1. GET /prod/orders/42?expand=all&page=2 is not the request of \
             \"a request for order 42\""
        ),
        "{text}"
    );
    assert!(text.contains("- Expected query parameter 'expand' with value 'lines'"), "{text}");
    assert!(text.contains("'page'"), "{text}");
    assert!(!text.contains("never requested"), "{text}");
    assert!(text.contains(&told), "the client was told\n{told}\nand the test\n{text}");
}

#[tokio::test]
async fn a_different_body_is_told_by_its_path() {
    let directory = tempfile::tempdir().unwrap();
    let error = pact(directory.path())
        .interaction("a new order", create)
        .test(async |stage| {
            let body = json!({ "customer": 7 });
            answer(request(&stage, Method::POST, "/orders").json(&body)).await;
        })
        .await
        .unwrap_err();
    let text = error.to_string();
    assert!(text.contains("$.customer -> Expected 7 (Integer) to be the same type"), "{text}");
}

#[tokio::test]
async fn an_interaction_that_was_not_requested_is_reported() {
    let directory = tempfile::tempdir().unwrap();
    let error = pact(directory.path())
        .interaction("a request for order 42", order_42)
        .interaction("a new order", create)
        .test(async |stage| answer(get(&stage, "/orders/42?expand=lines")).await)
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "web-shop does not keep to its pact with orders-api\n  \
         1. \"a new order\" was never requested: POST /orders"
    );
    assert!(!is_recorded(directory.path()));
}

#[tokio::test]
async fn the_error_is_readable_where_a_test_prints_it() {
    let directory = tempfile::tempdir().unwrap();
    let error = pact(directory.path())
        .interaction("a request for order 42", order_42)
        .test(async |_| ())
        .await
        .unwrap_err();
    assert_eq!(format!("{error:?}"), error.to_string());
}

#[tokio::test]
async fn a_client_that_panics_over_a_refusal_is_told_the_refusal() {
    let directory = tempfile::tempdir().unwrap();
    let error = pact(directory.path())
        .interaction("a request for order 42", order_42)
        .interaction("a new order", create)
        .test(async |stage| {
            let (status, ..) = answer(get(&stage, "/orders/43")).await;
            assert_eq!(status, StatusCode::OK, "this panic is part of the test");
        })
        .await
        .unwrap_err();
    let text = error.to_string();
    assert!(text.contains("1. GET /prod/orders/43 is not expected"), "{text}");
    assert!(!text.contains("never requested"), "{text}");
}

#[tokio::test]
async fn a_client_that_panics_by_itself_fails_its_test_and_records_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().to_owned();
    let panicked = tokio::spawn(async move {
        pact(&path)
            .interaction("a request for order 42", order_42)
            .test(async |stage| {
                answer(get(&stage, "/orders/42?expand=lines")).await;
                panic!("this panic is part of the test");
            })
            .await
    });
    assert!(panicked.await.unwrap_err().is_panic());
    assert!(!directory.path().join(FILE).exists());
}

#[tokio::test]
async fn the_same_request_may_come_in_one_state_after_the_other() -> Result<(), Error> {
    let directory = tempfile::tempdir().unwrap();
    let get_order = |status: u16| {
        move |i: &mut Interaction| {
            i.given(if status == 200 { "order 42 exists" } else { "no orders exist" });
            i.request.path("/orders/42");
            i.response.status(status);
        }
    };
    let statuses = pact(directory.path())
        .interaction("order 42", get_order(200))
        .interaction("order 42", get_order(404))
        .test(async |stage| {
            let mut statuses = Vec::new();
            for _ in 0..2 {
                statuses.push(get(&stage, "/orders/42").send().await.unwrap().status().as_u16());
            }
            statuses
        })
        .await?;
    assert_eq!(statuses, [200, 404]);
    Ok(())
}

#[tokio::test]
async fn a_body_beyond_the_gateways_limit_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let error = pact(directory.path())
        .interaction("a new order", create)
        .test(async |stage| {
            let body = vec![b' '; 10 * 1024 * 1024 + 1];
            // The answer may be lost: the connection is closed while the client still writes.
            let _answer = request(&stage, Method::POST, "/orders").body(body).send().await;
        })
        .await
        .unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("1. POST /prod/orders came with a body that cannot be read: length limit"),
        "{text}"
    );
}

#[tokio::test]
async fn a_pact_that_cannot_be_meant_is_refused_before_anything_runs() {
    let directory = tempfile::tempdir().unwrap();
    let never = async |_: Stage| unreachable!("the client of a faulty pact is not run");
    let nothing = pact(directory.path()).test(never).await.unwrap_err();
    assert_eq!(nothing.to_string(), "the pact has no interaction, add one with `interaction`");

    let twice = pact(directory.path()).interaction("a new order", create);
    let twice = twice.interaction("a new order", create).test(never).await.unwrap_err();
    assert_eq!(
        twice.to_string(),
        "two interactions are called \"a new order\" in the same states, rename one"
    );

    let list = pact(directory.path()).interaction("a new order", |i| {
        i.given_with_params("a customer exists", json!(["c-1"]));
    });
    let list = list.test(never).await.unwrap_err();
    assert_eq!(
        list.to_string(),
        "interaction \"a new order\": the parameters of \"a customer exists\" are not a JSON object"
    );

    let astray = Pact::between("../web-shop", "orders-api").interaction("a new order", create);
    let astray = astray.test(never).await.unwrap_err();
    assert_eq!(astray.to_string(), "`../web-shop` cannot be part of a file name, use another name");
}
