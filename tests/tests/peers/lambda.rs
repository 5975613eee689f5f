//! A function behind a REST API, behind an HTTP API and behind nothing, on MiniStack: one pact, kept
//! three times.

use serde_json::{Value, json};

use crate::aws::Aws;
use crate::function::Function;
use crate::function_api;
use crate::harness::{Said, folder_with_pact, gatepact, root};
use crate::orders::on_aws;
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

#[test]
fn a_function_behind_nothing_keeps_its_promises_in_both_payload_formats() {
    let aws = Aws::ministack();
    let function = Function::create(&aws, "stock-alone");
    for format in ["1.0", "2.0"] {
        let mut verify = on_aws("verify");
        verify
            .args(["--file", PACT, "--lambda", &function.name, "--payload-format", format])
            .args(["--endpoint-url", &aws.endpoint_url]);
        Said::of(&mut verify).expect(0, &["5 kept of 5", &function.name]);
    }
}

#[test]
fn a_function_that_answers_otherwise_is_found_out_without_a_gateway() {
    let aws = Aws::ministack();
    let function = Function::create(&aws, "stock-broken");
    let folder = folder_with_pact(|pact| {
        pact["interactions"][0]["request"]["path"] = json!("/stock/CUP-02");
        pact["interactions"][0]["response"] = json!({ "status": 404 });
    });
    let mut verify = on_aws("verify");
    verify
        .args(["--lambda", &function.name, "--endpoint-url", &aws.endpoint_url])
        .arg("--dir")
        .arg(folder.path().join("pacts"));
    Said::of(&mut verify).expect(1, &["promised was status 404, the answer is 200"]);

    let mut verify = on_aws("verify");
    verify
        .args(["--file", PACT, "--lambda", "nobodys-function"])
        .args(["--endpoint-url", &aws.endpoint_url]);
    Said::of(&mut verify).expect(3, &["nobodys-function"]);
}
