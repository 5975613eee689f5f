//! Does the stage refuse what lacks a credential?

use axum::extract::Request;
use gatepact_gateway_responses::ResponseType;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{Provider, Said, folder_with_pact};
use crate::script::{Reply, answering};

fn declaring(kinds: &[&str], method: &str) -> TempDir {
    folder_with_pact(|pact| {
        let interaction = &mut pact["interactions"][0];
        interaction["comments"] = json!({ "references": { "gatepact": { "auth": kinds } } });
        interaction["request"]["method"] = json!(method);
        interaction["response"]["status"] = json!(200);
    })
}

fn verified(folder: &TempDir, provider: &Provider, arguments: &[&str]) -> (i32, Value) {
    let mut command = provider.verify(folder.path());
    command.args(["--dir", "pacts", "--report", "json", "--retry-budget", "0"]).args(arguments);
    let said = Said::of(&mut command);
    (said.code, said.json())
}

/// A method that asks for a key and a signature.
fn guarded(request: &Request) -> Reply {
    let has = |name: &str| request.headers().contains_key(name);
    match (has("authorization"), has("x-api-key")) {
        (false, _) => ResponseType::MissingAuthenticationToken.into(),
        (true, false) => ResponseType::InvalidApiKey.into(),
        (true, true) => Reply::of_the_function(200),
    }
}

#[test]
fn closed_doors_are_kept_and_every_kind_is_tried() {
    let folder = declaring(&["iam", "api-key"], "GET");
    let provider = answering(guarded);
    let (code, report) = verified(&folder, &provider, &["--probe-auth"]);
    assert_eq!(code, 0, "{report:#}");
    assert_eq!(report["findings"], json!([]));
    assert_eq!(report["interactions"][0]["attempts"], 1, "probes are no attempts");
    let sent: Vec<(bool, bool)> = provider
        .received()
        .iter()
        .map(|r| (r.header("authorization").is_some(), r.header("x-api-key").is_some()))
        .collect();
    assert_eq!(sent, [(true, true), (false, true), (true, false)]);
}

#[test]
fn an_open_door_breaks_the_interaction() {
    let folder = declaring(&["api-key"], "GET");
    let provider = answering(|_| Reply::of_the_function(200));
    let (code, report) = verified(&folder, &provider, &["--probe-auth"]);
    assert_eq!(code, 1);
    let finding = &report["findings"][0];
    assert_eq!(finding["id"], "probe.open-door");
    assert!(finding["message"].as_str().unwrap().contains("no api-key"), "{finding}");
    assert_eq!(report["interactions"][0]["outcome"], "broken");
    // Without the question nobody is told.
    let (code, _) = verified(&folder, &provider, &[]);
    assert_eq!(code, 0);
}

#[test]
fn a_missing_route_is_no_refusal() {
    let folder = declaring(&["api-key"], "GET");
    let provider = answering(|request: &Request| match request.headers().get("x-api-key") {
        Some(_) => Reply::of_the_function(200),
        None => ResponseType::MissingAuthenticationToken.into(),
    });
    let (code, report) = verified(&folder, &provider, &["--probe-auth"]);
    assert_eq!(code, 3);
    assert_eq!(report["findings"][0]["id"], "probe.undecided");
    assert_eq!(report["interactions"][0]["outcome"], "kept", "the verdict stands");
}

#[test]
fn what_writes_is_probed_only_if_that_is_wanted() {
    let folder = declaring(&["api-key"], "POST");
    let provider = answering(|request: &Request| match request.headers().get("x-api-key") {
        Some(_) => Reply::of_the_function(200),
        None => ResponseType::InvalidApiKey.into(),
    });
    let (code, report) = verified(&folder, &provider, &["--probe-auth"]);
    assert_eq!(code, 0);
    assert_eq!(report["findings"][0]["id"], "probe.skipped");
    assert_eq!(provider.received().len(), 1);
    let (code, report) = verified(&folder, &provider, &["--probe-auth", "--probe-unsafe"]);
    assert_eq!((code, &report["findings"]), (0, &json!([])));
    assert_eq!(provider.received().len(), 3);
}

#[test]
fn a_broken_interaction_is_not_probed() {
    let folder = declaring(&["api-key"], "GET");
    let provider = answering(|_| Reply::of_the_function(404));
    let (code, report) = verified(&folder, &provider, &["--probe-auth"]);
    assert_eq!(code, 1);
    assert_eq!(provider.received().len(), 1);
    assert_eq!(
        report["findings"][1]["id"], "probe.skipped",
        "nothing was probed, and that is said"
    );
}
