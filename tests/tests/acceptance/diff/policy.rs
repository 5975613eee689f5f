//! From where on changes break the contract, and the settings of a comparison.

use tempfile::TempDir;

use super::{OLD, command, compared, pact, releases, write_pact};
use crate::harness::Said;

fn with_settings(text: &str) -> TempDir {
    let folder = releases();
    std::fs::write(folder.path().join("gatepact.toml"), text).unwrap();
    folder
}

#[test]
fn the_policy_decides_the_exit_code() {
    let folder = releases();
    let cwd = folder.path();
    for (policy, code) in [("breaking", 1), ("risky", 1), ("never", 0)] {
        compared(cwd, &["--fail-on", policy]).expect(code, &["1 breaking"]);
    }
    // One more value in an answer is risky.
    let old =
        OLD.replace("        id: { type: string }\n", "        id: { type: string, enum: [a] }\n");
    std::fs::write(cwd.join("old.yaml"), &old).unwrap();
    std::fs::write(cwd.join("new.yaml"), old.replace("enum: [a]", "enum: [a, b]")).unwrap();
    compared(cwd, &[]).expect(0, &["KEPT", "0 breaking, 1 risky"]);
    compared(cwd, &["--fail-on", "risky"]).expect(1, &["BROKEN", "0 breaking, 1 risky"]);
}

#[test]
fn only_recorded_consumers_count_where_the_policy_says_so() {
    let folder = releases();
    let cwd = folder.path();
    write_pact(cwd, &pact("tea-shop"));
    let arguments = ["--dir", "pacts", "--fail-on", "consumers"];
    compared(cwd, &arguments).expect(1, &["BROKEN: tea-shop breaks"]);
    let mut ready = pact("tea-shop");
    ready["interactions"][0]["request"]["body"]["content"]["size"] = "large".into();
    write_pact(cwd, &ready);
    compared(cwd, &arguments).expect(0, &["KEPT", "1 breaking", "breaks no recorded consumer"]);
    compared(cwd, &["--fail-on", "consumers"]).expect(2, &["needs to know the consumers", "--dir"]);
}

#[test]
fn settings_come_from_the_file_and_flags_outrank_them() {
    let folder = with_settings("[diff]\nfail-on = 'never'\ndir = ['pacts']\nreport = ['json']\n");
    write_pact(folder.path(), &pact("tea-shop"));
    let below = folder.path().join("below");
    std::fs::create_dir(&below).unwrap();
    let report =
        Said::of(&mut command(&below, &["../old.yaml", "../new.yaml"])).expect(0, &[]).json();
    assert_eq!(report["comparison"]["fail_on"], "never");
    assert_eq!(report["pacts"][0]["consumer"], "tea-shop");
    compared(folder.path(), &["--fail-on", "breaking", "--report", "text"])
        .expect(1, &["BROKEN: tea-shop"]);
}

#[test]
fn an_unknown_setting_is_an_error_with_its_line() {
    let folder = with_settings("[diff]\nfail-on = 'never'\nfial-on = 'risky'\n");
    compared(folder.path(), &[]).expect(2, &["gatepact.toml", "line 3", "fial-on", "fail-on"]);
    let folder = with_settings("[diff]\nfail-on = 'sometimes'\n");
    compared(folder.path(), &[]).expect(2, &["gatepact.toml", "line 2", "sometimes"]);
}

#[test]
fn a_provider_is_chosen_among_several() {
    let folder = releases();
    write_pact(folder.path(), &pact("tea-shop"));
    let mut other = pact("stranger");
    other["provider"]["name"] = "coffees".into();
    write_pact(folder.path(), &other);
    let arguments = ["--dir", "pacts"];
    compared(folder.path(), &arguments).expect(2, &["several providers", "--provider-name"]);
    let chosen = [&arguments[..], &["--provider-name", "teas"]].concat();
    let said = compared(folder.path(), &chosen).expect(1, &["BROKEN: tea-shop breaks"]);
    assert!(!said.stdout.contains("stranger"), "{}", said.stdout);
}
