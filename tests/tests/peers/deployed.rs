//! The example's API, imported, deployed and verified on LocalStack.

use orders_service::{Config, Release, Running, Service};
use serde_json::Value;

use crate::aws::Aws;
use crate::harness::{Said, gatepact, root};
use crate::rest_api::RestApi;

/// The example's document of a release.
fn document(release: Release) -> Value {
    let path = root().join(format!("tests/tests/peers/orders-api/{release}.json"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn service(release: Release) -> Running {
    Service::start(Config { release, provider_states: true }).unwrap()
}

#[test]
fn promises_are_kept_on_a_deployed_stage_and_the_next_release_breaks_one() {
    let aws = Aws::localstack();
    let first = service(Release::V1);
    let api = RestApi::import(&aws, &document(Release::V1));
    api.deploy(&first.address().to_string());
    let key = api.key();
    let mut command = gatepact(&root());
    command
        .args(["verify", "--dir", "pacts", "--provider-base-url", &api.url_by_path()])
        .args(["--state-change-url", &first.state_change_url(), "--state-change-teardown"])
        .env("GATEPACT_API_KEY", &key)
        .env("AWS_ACCESS_KEY_ID", "AKIDTEST")
        .env("AWS_SECRET_ACCESS_KEY", "test-secret")
        .env("AWS_REGION", "us-east-1");
    Said::of(&mut command).expect(0, &["12 kept of 12"]);
}
