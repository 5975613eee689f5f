//! A function behind a REST API, behind an HTTP API and behind nothing, on MiniStack: one pact, kept
//! three times.

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
