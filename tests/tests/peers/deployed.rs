//! The example's API, imported, deployed and verified on LocalStack.

use orders_service::Release;

use crate::aws::Aws;
use crate::harness::Said;
use crate::orders::{document, on_aws, service};
use crate::rest_api::RestApi;

#[test]
fn promises_are_kept_on_a_deployed_stage_and_the_next_release_breaks_one() {
    let aws = Aws::localstack();
    let first = service(Release::V1);
    let api = RestApi::import(&aws, &document(Release::V1));
    api.deploy(&first.address().to_string());
    let mut command = on_aws("verify");
    command
        .args(["--dir", "pacts", "--provider-base-url", &api.url_by_path()])
        .args(["--state-change-url", &first.state_change_url(), "--state-change-teardown"])
        .env("GATEPACT_API_KEY", api.key());
    Said::of(&mut command).expect(0, &["12 kept of 12"]);
}
