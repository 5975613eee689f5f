//! A function behind a REST API, behind an HTTP API and behind nothing, on MiniStack: one pact, kept
//! three times.

use serde_json::{Value, json};

use crate::aws::Aws;
use crate::function::Function;
use crate::function_api;
use crate::harness::{Said, gatepact, root};
use crate::rest_api::STAGE;

const PACT: &str = "tests/tests/peers/pacts/shelf-stock-api.json";

#[test]
fn a_function_behind_a_rest_api_keeps_its_promises() {
    let aws = Aws::ministack();
    let api = function_api::rest(&aws, &Function::create(&aws, "stock-rest"));
    let key = api.key();
    let mut verify = gatepact(&root());
    verify
        .args(["verify", "--file", PACT, "--provider-base-url", &api.url_by_path()])
        .args(["--auth", "api-key"])
        .env("GATEPACT_API_KEY", key);
    Said::of(&mut verify).expect(0, &["5 kept of 5"]);
}

#[test]
fn a_function_behind_an_http_api_keeps_its_promises() {
    let aws = Aws::ministack();
    let api = function_api::http(&aws, &Function::create(&aws, "stock-http"));
    let url = format!("{}/_aws/execute-api/{api}/{STAGE}", aws.endpoint_url);
    let mut verify = gatepact(&root());
    verify.args(["verify", "--file", PACT, "--provider-base-url", &url]);
    Said::of(&mut verify).expect(0, &["5 kept of 5"]);
}

/// `verify` of the pact behind a REST API whose usage plan lets few calls pass.
fn throttled(name: &str, limits: &Value, retry_budget: &str) -> Said {
    let aws = Aws::ministack();
    let api = function_api::rest(&aws, &Function::create(&aws, name));
    let key = api.key_with(limits);
    let mut verify = gatepact(&root());
    verify
        .args(["verify", "--file", PACT, "--provider-base-url", &api.url_by_path()])
        .args(["--auth", "api-key", "--retry-budget", retry_budget, "--report", "json"])
        .env("GATEPACT_API_KEY", key);
    Said::of(&mut verify)
}

#[test]
fn a_throttle_that_passes_is_waited_out() {
    let limits = json!({ "throttle": { "rateLimit": 1.0, "burstLimit": 1 } });
    let report = throttled("stock-throttled", &limits, "60s").expect(0, &[]).json();
    assert_eq!(report["summary"]["kept"], 5);
    let attempts: Vec<u64> = report["interactions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|interaction| interaction["attempts"].as_u64().unwrap())
        .collect();
    assert!(attempts.iter().any(|attempts| *attempts > 1), "{attempts:?}");
}

#[test]
fn a_throttle_that_stays_is_weather_and_breaks_no_promise() {
    let limits = json!({ "throttle": { "rateLimit": 0.001, "burstLimit": 1 } });
    let report = throttled("stock-blocked", &limits, "2s").expect(3, &[]).json();
    assert_eq!(report["outcome"], "unknown");
    assert_eq!(report["summary"]["broken"], 0, "{report:#}");
    let findings = report["findings"].to_string();
    assert!(findings.contains("Too Many Requests"), "{report:#}");
}
