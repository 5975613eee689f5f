//! What is different with an HTTP API.

use gatepact_stage::{Settings, Stage};

use crate::rows::http;
use crate::support::*;

async fn stage_called(name: &str) -> gatepact_stage::Running {
    stage_of(&http(), Settings { stage: name.to_owned(), ..settings() }).await
}

#[tokio::test]
async fn the_default_stage_has_no_prefix() {
    let stage = stage_called("$default").await;
    assert!(!stage.invoke_url().contains("default"));
    let answered = get(&stage, "/orders/1").await;
    assert_eq!((answered.status, answered.json()["target"].as_str().unwrap()), (201, "/orders/1"));
    assert!(answered.header("apigw-requestid").is_some());
    assert_eq!(answered.header("x-amzn-requestid"), None);
    let named = stage_called("dev").await;
    assert!(named.invoke_url().ends_with("/dev"));
    assert_eq!(get(&named, "/orders/1").await.status, 201);
}

#[tokio::test]
async fn headers_keep_their_names() {
    let answered = get(&stage_called("$default").await, "/secret").await;
    assert_eq!((answered.status, answered.header("www-authenticate")), (401, Some("Basic")));
    assert_eq!(answered.header("x-amzn-remapped-www-authenticate"), None);
}

#[tokio::test]
async fn a_token_that_is_accepted_passes() {
    let stage = stage_called("$default").await;
    let with = async |token: &str| {
        let url = format!("{}/token", stage.invoke_url());
        send(client().get(url).header("authorization", token)).await.status
    };
    assert_eq!(with("Bearer good").await, 201);
    assert_eq!(with("Bearer bad").await, 401);
}

#[test]
fn a_stage_s_name_is_checked() {
    for name in ["", "a/b", "$other", "a b"] {
        let settings = Settings { stage: name.to_owned(), ..settings() };
        assert!(Stage::start(document(&http()), settings).is_err(), "{name}");
    }
}
