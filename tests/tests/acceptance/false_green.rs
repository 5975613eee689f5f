//! No green run that verified nothing: each way to it is red, and says why.

use serde_json::json;
use tempfile::TempDir;

use crate::harness::{Provider, Said, folder_with_pact};

/// Exit code 3 with that text, and a report that says so to scripts as well.
fn verifies_nothing(folder: &TempDir, arguments: &[&str], text: &str) {
    let provider = Provider::good();
    let verify = |format: &str| {
        let mut command = provider.verify(folder.path());
        command.args(["--report", format]).args(arguments);
        Said::of(&mut command)
    };
    verify("text").expect(3, &[text, "UNKNOWN: nothing was verified"]);
    let report = verify("json").expect(3, &[]).json();
    assert_eq!(report["outcome"], "unknown");
    assert_eq!(
        report["findings"].as_array().unwrap().last().unwrap()["id"],
        "run.nothing-verified"
    );
    for format in ["junit", "markdown", "github"] {
        verify(format).expect(3, &[]);
    }
}

#[test]
fn an_empty_folder() {
    let folder = TempDir::new().unwrap();
    std::fs::create_dir(folder.path().join("pacts")).unwrap();
    verifies_nothing(&folder, &["--dir", "pacts"], "no pact to verify in the folder pacts");
}

#[test]
fn a_filter_that_nothing_passes() {
    let folder = folder_with_pact(|_| {});
    let arguments = ["--dir", "pacts", "--filter-description", "no such thing"];
    verifies_nothing(&folder, &arguments, "none of the 1 interaction passes the filters");
}

#[test]
fn a_provider_of_another_name() {
    let folder = folder_with_pact(|_| {});
    let arguments = ["--dir", "pacts", "--provider-name", "billing"];
    verifies_nothing(&folder, &arguments, "no pact of the provider \"billing\"");
}

#[test]
fn a_pact_without_interactions() {
    let folder = folder_with_pact(|pact| pact["interactions"] = json!([]));
    verifies_nothing(&folder, &["--dir", "pacts"], "hold no interactions");
}

#[test]
fn everything_skipped_by_read_only() {
    let folder = folder_with_pact(|pact| {
        pact["interactions"][0]["request"]["method"] = json!("DELETE");
    });
    let arguments = ["--dir", "pacts", "--read-only"];
    verifies_nothing(&folder, &arguments, "nothing of the 1 interaction was verified");
}

#[test]
fn nothing_but_messages() {
    let folder = folder_with_pact(|pact| {
        pact["interactions"] = json!([{
            "type": "Asynchronous/Messages", "description": "an event",
            "contents": { "content": {}, "contentType": "application/json", "encoded": false }
        }]);
    });
    verifies_nothing(&folder, &["--dir", "pacts"], "nothing of the 1 interaction was verified");
}

#[test]
fn only_pending_promises_that_are_not_kept() {
    let folder = folder_with_pact(|pact| {
        pact["interactions"][0]["pending"] = json!(true);
        pact["interactions"][0]["response"]["status"] = json!(200);
    });
    let provider = Provider::good();
    let said =
        Said::of(provider.verify(folder.path()).args(["--dir", "pacts", "--report", "json"]));
    let report = said.expect(3, &[]).json();
    assert_eq!(report["summary"]["kept"], 0);
    Said::of(provider.verify(folder.path()).args(["--dir", "pacts"]))
        .expect(3, &["pending", "UNKNOWN"]);
}

#[test]
fn an_unreadable_file_beside_a_good_one() {
    let folder = folder_with_pact(|_| {});
    std::fs::write(folder.path().join("pacts/torn.json"), "{\"consumer\":").unwrap();
    let provider = Provider::good();
    Said::of(provider.verify(folder.path()).args(["--dir", "pacts"]))
        .expect(2, &["pacts/torn.json is not valid JSON", "1 kept of 1", "UNKNOWN"]);
}
