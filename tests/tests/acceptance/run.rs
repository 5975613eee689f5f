//! How far a run goes, what it leaves out, and what it remembers.

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{Provider, Said, folder_with_pact};

/// Three interactions in this order: broken, written, kept.
fn three() -> TempDir {
    folder_with_pact(|pact| {
        let kept = pact["interactions"][0].clone();
        let mut broken = kept.clone();
        broken["description"] = json!("a broken one");
        broken["response"]["status"] = json!(200);
        let mut written = kept.clone();
        written["description"] = json!("a written one");
        written["request"] = json!({ "method": "DELETE", "path": "/orders/unknown" });
        written["response"]["status"] = json!(405);
        pact["interactions"] = json!([broken, written, kept]);
    })
}

fn verified(folder: &TempDir, provider: &Provider, arguments: &[&str]) -> (i32, Value) {
    let mut command = provider.verify(folder.path());
    command.args(["--dir", "pacts", "--report", "json"]).args(arguments);
    let said = Said::of(&mut command);
    (said.code, said.json())
}

fn outcomes(report: &Value) -> Vec<&str> {
    let interactions = report["interactions"].as_array().unwrap();
    interactions.iter().map(|interaction| interaction["outcome"].as_str().unwrap()).collect()
}

#[test]
fn read_only_leaves_out_what_writes_and_counts_it() {
    let (folder, provider) = (three(), Provider::good());
    let (code, report) = verified(&folder, &provider, &["--read-only"]);
    assert_eq!(code, 1);
    assert_eq!(outcomes(&report), ["broken", "skipped", "kept"]);
    assert_eq!(report["summary"]["skipped"], 1);
    assert!(provider.received().iter().all(|received| received.method == "GET"));
    let remarks: Vec<&Value> =
        report["findings"].as_array().unwrap().iter().map(|finding| &finding["id"]).collect();
    assert!(remarks.contains(&&json!("run.read-only")), "{remarks:?}");
}

#[test]
fn the_first_error_ends_the_run_if_that_is_wanted() {
    let (folder, provider) = (three(), Provider::good());
    let (code, report) =
        verified(&folder, &provider, &["--exit-on-first-error", "--concurrency", "1"]);
    assert_eq!(code, 1);
    assert_eq!(outcomes(&report), ["broken", "skipped", "skipped"]);
    assert_eq!(provider.received().len(), 1);
    assert_eq!(report["findings"][1]["id"], "run.stopped-early");
}

#[test]
fn only_what_failed_the_last_time_is_verified_again_if_that_is_wanted() {
    let (folder, provider) = (three(), Provider::good());
    // Nothing is known to have failed: everything is verified.
    let (_, report) = verified(&folder, &provider, &["--last-failed"]);
    assert_eq!(report["summary"]["interactions"], 3);
    let (code, report) = verified(&folder, &provider, &["--last-failed"]);
    assert_eq!(code, 1);
    assert_eq!(report["summary"]["interactions"], 1);
    assert_eq!(report["interactions"][0]["description"], "a broken one");
    // What was not asked for this time is not forgotten.
    let (code, _) = verified(&folder, &provider, &["--filter-description", "unknown"]);
    assert_eq!(code, 0);
    let ok = Provider::mutated(|parts, _| parts.status = axum::http::StatusCode::OK);
    let (code, report) = verified(&folder, &ok, &["--last-failed"]);
    assert_eq!((code, &report["summary"]["interactions"]), (0, &json!(1)));
    // Now nothing is left of it.
    let (_, report) = verified(&folder, &provider, &["--last-failed"]);
    assert_eq!(report["summary"]["interactions"], 3);
}

#[test]
fn a_run_without_failures_leaves_no_trace() {
    let folder = folder_with_pact(|_| {});
    let provider = Provider::good();
    let (code, _) = verified(&folder, &provider, &[]);
    assert_eq!(code, 0);
    assert!(!folder.path().join(".gatepact").exists());
}

#[test]
fn a_memory_that_cannot_be_read_is_named() {
    let folder = three();
    std::fs::create_dir(folder.path().join(".gatepact")).unwrap();
    std::fs::write(folder.path().join(".gatepact/last-failed.json"), "{").unwrap();
    let provider = Provider::good();
    let mut command = provider.verify(folder.path());
    Said::of(command.args(["--dir", "pacts", "--last-failed"]))
        .expect(2, &["last-failed.json cannot be used", "delete it"]);
    assert!(provider.all_received().is_empty());
}

#[test]
fn a_recorded_stage_is_stripped_from_the_paths() {
    let folder = folder_with_pact(|pact| {
        pact["interactions"][0]["request"]["path"] = json!("/dev/orders/unknown");
    });
    let provider = Provider::good();
    let (code, _) = verified(&folder, &provider, &["--strip-path-prefix", "/dev"]);
    assert_eq!(code, 0);
    assert_eq!(provider.received()[0].target, "/orders/unknown");
    let (code, report) = verified(&folder, &provider, &["--strip-path-prefix", "/prod"]);
    assert_eq!(code, 0);
    assert_eq!(report["findings"][0]["id"], "pact.prefix-absent");
    assert_eq!(provider.received()[1].target, "/dev/orders/unknown");
}

#[test]
fn every_setting_of_a_run_may_stand_in_the_file() {
    let (folder, provider) = (three(), Provider::good());
    let text = "[verify]\ndir = ['pacts']\nread-only = true\nexit-on-first-error = true\n\
                retry-budget = '5s'\nmax-rps = 100.0\nconcurrency = 1\nprobe-auth = true\n\
                strip-path-prefix = '/dev'\nlast-failed = false\n";
    std::fs::write(folder.path().join("gatepact.toml"), text).unwrap();
    let mut command = provider.verify(folder.path());
    let report = Said::of(command.args(["--report", "json"])).expect(1, &[]).json();
    assert_eq!(report["summary"]["skipped"], 2);
}
