//! Whatever a document or a request holds, the stage goes on.

use std::io::{Read, Write};
use std::net::TcpStream;

use gatepact_stage::{Release, Settings, Stage};
use serde_json::{Value, json};

use crate::support::*;

#[tokio::test]
async fn strange_requests_are_answered_and_the_stage_lives_on() {
    let stage = stage().await;
    let address = stage.invoke_url().replace("http://", "").replace("/prod", "");
    let requests = [
        "GET /prod/orders?%zz&&=&a=%ff HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /prod/orders/%ff%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /prod/signed?X-Amz-Algorithm=x&X-Amz-Date=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /prod/signed HTTP/1.1\r\nHost: x\r\nX-Amz-Date: 1\r\nConnection: close\r\n\
         Authorization: AWS4-HMAC-SHA256 Credential=////,Signature=\u{e4},SignedHeaders=;\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "FROB /prod/orders HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET http://elsewhere/prod/orders HTTP/1.1\r\nHost: \u{e4}.execute-api.\r\nConnection: close\r\n\r\n",
        "POST /prod/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nConnection: close\r\n\r\n[[[",
        "nonsense\r\n\r\n",
    ];
    for request in requests {
        let answer = tokio::task::spawn_blocking({
            let address = address.clone();
            move || {
                let mut stream = TcpStream::connect(address).unwrap();
                stream.write_all(request.as_bytes()).unwrap();
                let mut answer = Vec::new();
                stream.read_to_end(&mut answer).unwrap();
                String::from_utf8_lossy(&answer).into_owned()
            }
        });
        let answer = answer.await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 "), "{request}: {answer}");
        assert_eq!(get(&stage, "/orders").await.status, 201, "after {request}");
    }
    let many = (0..200).fold(client().get(format!("{}/ping-me", stage.invoke_url())), |it, n| {
        it.header(format!("x-{n}"), "1")
    });
    assert_eq!(send(many).await.status, 202);
}

#[tokio::test]
async fn strange_documents_are_deployed_exported_and_called() {
    let strange = json!([null, 1, "x", [], {}, [[]], { "a": { "$ref": "#/nowhere" } }, true]);
    let places = [
        "/x-amazon-apigateway-gateway-responses",
        "/x-amazon-apigateway-request-validators",
        "/x-amazon-apigateway-request-validator",
        "/paths/~1orders/get/x-amazon-apigateway-integration",
        "/paths/~1orders/get/x-amazon-apigateway-auth",
        "/paths/~1orders/get/x-amazon-apigateway-request-validator",
        "/components/securitySchemes/api_key/x-amazon-apigateway-authorizer",
        "/components/securitySchemes/api_key/x-amazon-apigateway-authtype",
        "/paths/~1ping-me/get/x-amazon-apigateway-integration/responses",
        "/paths/~1ping-me/get/x-amazon-apigateway-integration/requestTemplates",
    ];
    let stage = stage().await;
    let backend = backend().await;
    let mut deployed = 0;
    for place in places {
        for value in strange.as_array().unwrap() {
            let mut document = rest();
            set(&mut document, place, value.clone());
            let Ok(read) = gatepact_openapi::Document::read(document.to_string()) else { continue };
            stage.deploy(Release::new(read.clone(), &backend)).unwrap();
            for path in ["/orders", "/ping-me", "/keyed", "/nowhere"] {
                assert!(get(&stage, path).await.status >= 200);
            }
            for query in ["", "?extensions=apigateway"] {
                let path = "/restapis/a1b2c3d4e5/stages/prod/exports/oas30";
                let url = format!("{}{path}{query}", stage.endpoint_url());
                let headers = crate::signatures::control_headers(&url);
                let request = headers.iter().fold(client().get(&url), |it, (k, v)| it.header(k, v));
                let exported = send(request).await;
                assert_eq!(exported.status, 200, "{}", exported.body);
                gatepact_openapi::Document::read(&exported.body).unwrap();
            }
            drop(Stage::start(read, Settings::default()).unwrap());
            deployed += 1;
        }
    }
    assert!(deployed > 40, "{deployed}");
}

fn set(document: &mut Value, place: &str, value: Value) {
    let (parent, key) = place.rsplit_once('/').unwrap();
    document.pointer_mut(parent).unwrap()[key] = value;
}

#[test]
fn secrets_are_not_shown() {
    let shown = format!("{:?}", settings());
    for secret in ["the-value-of-the-key", SECRET_KEY, ACCESS_KEY, "good"] {
        assert!(!shown.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_reaches_nobody() {
    let stage = stage().await;
    let address = stage.invoke_url().replace("http://", "").replace("/prod", "");
    let answer = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        let head = "POST /prod/orders HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n\
                    Content-Length: 100\r\n\r\nten bytes.";
        stream.write_all(head.as_bytes()).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        answer
    });
    assert_eq!(String::from_utf8(answer.await.unwrap()).unwrap(), "");
    assert!(stage.requests().is_empty());
}

#[tokio::test]
async fn a_slow_integration_holds_nobody_up() {
    let settings =
        Settings { integration_timeout: std::time::Duration::from_secs(30), ..settings() };
    let stage = stage_of(&rest(), settings).await;
    let slow = tokio::spawn(send(client().get(format!("{}/slow", stage.invoke_url()))));
    for _ in 0..20 {
        assert_eq!(get(&stage, "/orders").await.status, 201);
    }
    assert!(!slow.is_finished());
    slow.abort();
}
