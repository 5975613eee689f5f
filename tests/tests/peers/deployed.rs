//! The example's API, imported and deployed on LocalStack, verified by its ids: the stage is found
//! through the control plane and called by its own host.

use orders_service::Release;
use serde_json::{Value, json};

use crate::aws::Aws;
use crate::harness::{Said, folder_with_pact};
use crate::orders::{document, service, verify};
use crate::rest_api::RestApi;

#[test]
fn every_promise_is_kept_and_the_next_release_breaks_those_of_one_consumer() {
    let aws = Aws::localstack();
    let (first, second) = (service(Release::V1), service(Release::V2));
    let api = RestApi::import(&aws, &document(Release::V1));
    api.deploy(&first.address().to_string());
    let key = api.key();
    let mut command = verify(&api, &first);
    command.args(["--dir", "pacts", "--report", "json"]).env("GATEPACT_API_KEY", &key);
    let report = Said::of(&mut command).expect(0, &[]).json();
    assert_eq!(report["summary"]["kept"], 12);
    assert_eq!(report["target"]["api_id"], json!(api.id));
    for interaction in report["interactions"].as_array().unwrap() {
        assert_eq!(interaction["answered_by"], "provider", "{interaction:#}");
    }

    api.overwrite(&document(Release::V2));
    let mut command = verify(&api, &first);
    command.args(["--dir", "pacts"]).env("GATEPACT_API_KEY", &key);
    Said::of(&mut command).expect(0, &["12 kept of 12"]);

    api.deploy(&second.address().to_string());
    let mut command = verify(&api, &second);
    command.args(["--dir", "pacts"]).env("GATEPACT_API_KEY", &key);
    let said = Said::of(&mut command)
        .expect(1, &["BROKEN: web-shop breaks", "9 kept, 3 broken of 12", "$.total"]);
    assert!(!said.stdout.contains(&key));
}

/// What `verify` says of a pact of one interaction, which `change` makes.
fn verdict(api: &RestApi<'_>, key: Option<&str>, change: impl FnOnce(&mut Value)) -> Said {
    let folder = folder_with_pact(|pact| change(&mut pact["interactions"][0]));
    let behind = service(Release::V1);
    let mut command = verify(api, &behind);
    command.arg("--dir").arg(folder.path().join("pacts")).args(["--auth", "api-key"]);
    if let Some(key) = key {
        command.env("GATEPACT_API_KEY", key);
    }
    Said::of(&mut command)
}

#[test]
fn what_the_gateway_refuses_is_not_the_services_fault_and_is_told_apart() {
    let aws = Aws::localstack();
    let behind = service(Release::V1);
    let api = RestApi::import(&aws, &document(Release::V1));
    api.deploy(&behind.address().to_string());
    let key = api.key();

    verdict(&api, Some(&key), |interaction| {
        interaction["request"]["path"] = json!("/parcels/7");
    })
    .expect(1, &["API Gateway", "Missing Authentication Token", "route"]);

    verdict(&api, Some(&key), |interaction| {
        interaction["request"] = post(&json!({ "customer": "c-7" }));
        interaction["response"] = json!({ "status": 201 });
    })
    .expect(1, &["API Gateway", "Invalid request body"]);

    // Nobody's key says nothing about the contract.
    verdict(&api, Some("nobody's"), |_| {}).expect(3, &["API Gateway", "Forbidden"]);
}

#[test]
fn a_pact_that_expects_a_refusal_of_the_gateway_gets_it_judged_as_an_answer() {
    let aws = Aws::localstack();
    let behind = service(Release::V1);
    let api = RestApi::import(&aws, &document(Release::V1));
    api.deploy(&behind.address().to_string());
    let key = api.key();

    verdict(&api, Some(&key), |interaction| {
        interaction["request"] = post(&json!({ "customer": "c-7" }));
        interaction["response"] = refusal(400, "Invalid request body");
    })
    .expect(0, &["1 kept of 1"]);

    // No credentials are added where the pact expects 403.
    verdict(&api, Some(&key), |interaction| {
        interaction["response"] = refusal(403, "Forbidden");
    })
    .expect(0, &["1 kept of 1"]);
}

fn post(body: &Value) -> Value {
    json!({
        "method": "POST", "path": "/orders", "headers": { "Content-Type": ["application/json"] },
        "body": { "content": body, "contentType": "application/json", "encoded": false }
    })
}

fn refusal(status: u16, message: &str) -> Value {
    json!({ "status": status, "body": {
        "content": { "message": message }, "contentType": "application/json", "encoded": false
    } })
}
