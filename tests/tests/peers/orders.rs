//! The example: its documents, its service, its commands.

use std::process::Command;

use orders_service::{Config, Release, Running, Service};
use serde_json::Value;

use crate::harness::{gatepact, root};
use crate::rest_api::{RestApi, STAGE};

/// Credentials of nobody, which the stand-ins take.
pub(crate) const ACCESS_KEY_ID: &str = "AKIDTEST";
pub(crate) const SECRET_ACCESS_KEY: &str = "test-secret";

/// The API of a release, as it is given to ImportRestApi.
pub(crate) fn document(release: Release) -> Value {
    serde_json::from_str(release.api()).unwrap()
}

/// The service behind the gateway, as it behaves in a release.
pub(crate) fn service(release: Release) -> Running {
    Service::start(Config { release, provider_states: true }).unwrap()
}

/// A command on the API's stage, with credentials for the control plane and for signatures.
pub(crate) fn on_stage(api: &RestApi<'_>, command: &str) -> Command {
    let mut gatepact = on_aws(command);
    gatepact
        .args(["--rest-api-id", &api.id, "--stage-name", STAGE])
        .args(["--endpoint-url", &api.aws.endpoint_url]);
    gatepact
}

/// A command with credentials.
pub(crate) fn on_aws(command: &str) -> Command {
    let mut gatepact = gatepact(&root());
    gatepact
        .arg(command)
        .env("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID)
        .env("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY)
        .env("AWS_REGION", "us-east-1");
    gatepact
}

/// `verify` against the API's stage by its ids, with the states of the service behind it.
pub(crate) fn verify(api: &RestApi<'_>, behind: &Running) -> Command {
    let mut verify = on_stage(api, "verify");
    verify.args(["--state-change-url", &behind.state_change_url(), "--state-change-teardown"]);
    verify
}
