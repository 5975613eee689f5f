//! A stage by its ids: looked up before the run and once more after it.

use std::sync::Arc;

use axum::Router;
use gatepact_openapi::Document;
use gatepact_stage::{ApiKey, ControlFailure, IamKey, Release, Running, Settings, Stage};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{Provider, Said, folder_with_pact, gatepact};

fn document(title: &str) -> Document {
    let integration = json!({ "type": "http_proxy", "httpMethod": "GET", "uri": "http://x/" });
    let document = json!({
        "openapi": "3.0.1", "info": { "title": title, "version": "1" },
        "paths": { "/orders/{id}": { "get": {
            "parameters": [{ "name": "id", "in": "path", "required": true,
                "schema": { "type": "string" } }],
            "responses": { "200": { "description": "an order" } },
            "security": [{ "api_key": [] }],
            "x-amazon-apigateway-integration": integration
        } } },
        "components": { "securitySchemes": {
            "api_key": { "type": "apiKey", "name": "x-api-key", "in": "header" }
        } }
    });
    Document::read(document.to_string().into_bytes()).unwrap()
}

fn stage(backend: &Provider, stage: &str) -> Running {
    let settings = Settings {
        stage: stage.to_owned(),
        region: "eu-west-1".to_owned(),
        api_keys: vec![ApiKey {
            id: "k1".to_owned(),
            name: "test".to_owned(),
            value: "test-key".to_owned(),
        }],
        iam_keys: vec![IamKey::new("AKIDTEST", "test-secret")],
        ..Settings::default()
    };
    Stage::start(Release::new(document("orders-api"), &backend.base_url), settings).unwrap()
}

fn verify(folder: &TempDir, stage: &Running, arguments: &[&str]) -> Said {
    let mut command = gatepact(folder.path());
    command
        .args(["verify", "--dir", "pacts", "--auth", "api-key", "--report", "json"])
        .args(["--rest-api-id", stage.api_id(), "--stage-name", stage.stage_name()])
        .args(["--endpoint-url", &stage.endpoint_url(), "--region", "eu-west-1"])
        .args(arguments)
        .env("GATEPACT_API_KEY", "test-key")
        .env("AWS_ACCESS_KEY_ID", "AKIDTEST")
        .env("AWS_SECRET_ACCESS_KEY", "test-secret");
    Said::of(&mut command)
}

#[test]
fn a_stage_is_found_by_its_id_under_its_real_host() {
    let (folder, backend) = (folder_with_pact(|_| {}), Provider::good());
    let stage = stage(&backend, "prod");
    let report = verify(&folder, &stage, &[]).expect(0, &[]).json();
    let target = &report["target"];
    assert_eq!(target["api_id"], stage.api_id());
    assert_eq!(target["stage"], "prod");
    assert_eq!(target["deployment_id"], stage.deployment_id());
    let url = target["base_url"].as_str().unwrap();
    assert!(url.contains(".execute-api.eu-west-1.amazonaws.com:"), "{url}");
    assert!(url.ends_with("/prod"), "{url}");
    assert_eq!(backend.received().len(), 1);
}

#[test]
fn a_url_of_its_own_outranks_the_derived_one() {
    let (folder, backend) = (folder_with_pact(|_| {}), Provider::good());
    let stage = stage(&backend, "prod");
    let arguments = ["--provider-base-url", &stage.invoke_url()];
    let report = verify(&folder, &stage, &arguments).expect(0, &[]).json();
    assert_eq!(report["target"]["base_url"], stage.invoke_url());
    assert_eq!(report["target"]["deployment_id"], stage.deployment_id());
}

#[test]
fn a_proxy_is_never_asked_for_a_stage_on_this_machine() {
    let (folder, backend) = (folder_with_pact(|_| {}), Provider::good());
    let stage = stage(&backend, "prod");
    let mut command = gatepact(folder.path());
    command
        .args(["verify", "--dir", "pacts", "--auth", "api-key"])
        .args(["--rest-api-id", stage.api_id(), "--stage-name", "prod"])
        .args(["--endpoint-url", &stage.endpoint_url(), "--region", "eu-west-1"])
        .env("GATEPACT_API_KEY", "test-key")
        .env("AWS_ACCESS_KEY_ID", "AKIDTEST")
        .env("AWS_SECRET_ACCESS_KEY", "test-secret")
        .env("http_proxy", "http://127.0.0.1:1");
    Said::of(&mut command).expect(0, &["1 kept of 1"]);
}

#[test]
fn another_deployment_than_the_expected_one_is_refused_before_anything_is_sent() {
    let (folder, backend) = (folder_with_pact(|_| {}), Provider::good());
    let stage = stage(&backend, "prod");
    let report =
        verify(&folder, &stage, &["--expect-deployment-id", "other"]).expect(3, &[]).json();
    assert_eq!(report["findings"][0]["id"], "target.deployment-unexpected");
    assert_eq!(report["target"]["deployment_id"], stage.deployment_id());
    assert!(backend.all_received().is_empty());
    let expected = stage.deployment_id();
    verify(&folder, &stage, &["--expect-deployment-id", &expected]).expect(0, &[]);
}

#[test]
fn a_deployment_under_the_run_makes_everything_unknown_even_what_is_broken() {
    for status in [404, 200] {
        let folder = folder_with_pact(|pact| {
            pact["interactions"][0]["providerStates"] = json!([{ "name": "anything" }]);
            pact["interactions"][0]["response"]["status"] = json!(status);
        });
        let backend = Provider::good();
        let stage = Arc::new(stage(&backend, "prod"));
        let (deployed, backend_url) = (stage.clone(), backend.base_url.clone());
        // Somebody deploys while the provider state is being set up.
        let handler = Router::new().fallback(move || async move {
            deployed.deploy(Release::new(document("orders-api"), &backend_url)).unwrap();
        });
        let handler = Provider::serving(handler, |_, _| {});
        let report =
            verify(&folder, &stage, &["--state-change-url", &handler.base_url]).expect(3, &[]);
        let report = report.json();
        assert_eq!(report["outcome"], "unknown");
        let ids: Vec<&Value> =
            report["findings"].as_array().unwrap().iter().map(|finding| &finding["id"]).collect();
        assert_eq!(ids.last().unwrap(), &&json!("target.deployment-changed"));
    }
}

#[test]
fn a_stage_that_cannot_be_looked_up_is_unknown_and_nothing_is_sent() {
    let (folder, backend) = (folder_with_pact(|_| {}), Provider::good());
    let stage = stage(&backend, "prod");
    stage.play_control(ControlFailure::AccessDenied, 1);
    let report = verify(&folder, &stage, &[]).expect(3, &[]).json();
    let finding = &report["findings"][0];
    assert_eq!(finding["id"], "target.unavailable");
    assert!(finding["message"].as_str().unwrap().contains("apigateway:GET"), "{finding}");
    assert!(backend.all_received().is_empty());
    // A busy control plane is waited for.
    stage.play_control(ControlFailure::Throttled, 1);
    verify(&folder, &stage, &[]).expect(0, &["asking again in"]);
}

#[test]
fn half_a_name_is_a_usage_error() {
    let folder = folder_with_pact(|_| {});
    for (arguments, text) in [
        (&["--rest-api-id", "a1"][..], "--stage-name"),
        (&["--stage-name", "prod"], "--rest-api-id or --api-id"),
        (&["--provider-base-url", "http://h", "--expect-deployment-id", "d"], "which deployment"),
        (&[], "--rest-api-id ID --stage-name NAME"),
    ] {
        let mut command = gatepact(folder.path());
        command.args(["verify", "--dir", "pacts"]).args(arguments);
        Said::of(&mut command).expect(2, &[text]);
    }
}
