//! The arrows between the crates are the ones that ARCHITECTURE.md draws.

// Clippy takes only functions marked #[test] for tests.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use toml::Table;

/// What each crate may use of ours.
const ARROWS: [(&str, &[&str]); 13] = [
    ("gateway-responses", &[]),
    ("compat", &["contract", "openapi"]),
    ("contract", &[]),
    ("matching", &[]),
    ("openapi", &["schema"]),
    ("report", &[]),
    ("schema", &[]),
    ("gateway", &[]),
    ("consumer", &[]),
    ("publisher", &["openapi"]),
    ("stage", &["gateway-responses", "openapi"]),
    ("verifier", &["contract", "gateway", "gateway-responses", "matching", "report"]),
    (
        "cli",
        &[
            "compat",
            "contract",
            "gateway",
            "openapi",
            "publisher",
            "report",
            "stage",
            "verifier",
            "orders-service",
        ],
    ),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn dependencies(manifest: &Path) -> BTreeSet<String> {
    let manifest: Table = std::fs::read_to_string(manifest).unwrap().parse().unwrap();
    manifest["dependencies"].as_table().unwrap().keys().cloned().collect()
}

#[test]
fn every_crate_uses_only_what_it_may() {
    let folders: BTreeSet<String> = std::fs::read_dir(root().join("crates"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let drawn: BTreeSet<String> = ARROWS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(folders, drawn, "every crate has its row");
    for (name, allowed) in ARROWS {
        let used = dependencies(&root().join("crates").join(name).join("Cargo.toml"));
        let ours: Vec<&str> = used
            .iter()
            .filter_map(|used| {
                used.strip_prefix("gatepact-").or((used == "orders-service").then_some(used))
            })
            .collect();
        assert_eq!(ours, allowed, "{name}");
    }
}

#[test]
fn only_the_gateway_names_the_aws_sdk() {
    let mut checked = 0;
    for (name, _) in ARROWS {
        let used = dependencies(&root().join("crates").join(name).join("Cargo.toml"));
        let aws = used.iter().any(|used| used.starts_with("aws-"));
        assert_eq!(aws, name == "gateway", "{name}");
        checked += 1;
    }
    assert_eq!(checked, ARROWS.len());
}

#[test]
fn every_rule_is_documented_and_every_documented_rule_exists() {
    let text = std::fs::read_to_string(root().join("docs/findings.md")).unwrap();
    let rows: Vec<(&str, &str)> = text
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` | "))
        .map(|(id, rest)| (id, rest.split(' ').next().unwrap()))
        .collect();
    let rules: Vec<(&str, &str)> = gatepact_verifier::Rule::ALL
        .iter()
        .map(|rule| (rule.id(), rule.severity().name()))
        .collect();
    assert_eq!(rows, rules);
}

#[test]
fn every_change_is_documented_and_every_documented_change_exists() {
    let path = root().join("docs/changes.md");
    let mut text = std::fs::read_to_string(&path).unwrap();
    let rows: Vec<String> = gatepact_openapi::diff::rules::rules()
        .iter()
        .map(|rule| format!("| `{}` | {} | {} |", rule.id, rule.severity, rule.doc))
        .collect();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let prose = text.lines().filter(|line| !line.starts_with("| `"));
        text =
            prose.chain(rows.iter().map(String::as_str)).map(|line| format!("{line}\n")).collect();
        std::fs::write(&path, &text).unwrap();
    }
    let documented: Vec<&str> = text.lines().filter(|line| line.starts_with("| `")).collect();
    assert_eq!(documented, rows, "set UPDATE_DOCS=1 and look at the difference");
}

#[test]
fn every_fault_has_a_test_and_every_test_of_a_fault_its_row() {
    let text = std::fs::read_to_string(root().join("docs/faults.md")).unwrap();
    let rows: BTreeSet<&str> =
        text.lines().filter_map(|line| line.strip_suffix("` |")?.rsplit('`').next()).collect();
    let folder = root().join("tests/tests/acceptance");
    let mut sources = vec![std::fs::read_to_string(folder.join("faults.rs")).unwrap()];
    for entry in std::fs::read_dir(folder.join("faults")).unwrap() {
        sources.push(std::fs::read_to_string(entry.unwrap().path()).unwrap());
    }
    let tests: BTreeSet<&str> = sources
        .iter()
        .flat_map(|source| source.split("#[test]\n").skip(1))
        .filter_map(|test| test.trim_start().strip_prefix("fn ")?.split('(').next())
        .collect();
    assert_eq!(rows, tests);
    assert!(tests.len() > 30, "{}", tests.len());
}

/// Pact's verifier and its mock server report each run to an analytics service. Neither is part of
/// the binary; `acceptance::telemetry` shows that the rest is silent, too.
#[test]
fn nothing_that_sends_telemetry_is_in_the_binary() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = std::process::Command::new(cargo)
        .current_dir(root())
        .args(["tree", "--offline", "--locked", "--package", "gatepact"])
        .args(["--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).unwrap();
    let names: BTreeSet<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(names.contains("pact_matching"), "{names:?}");
    for name in ["pact_verifier", "pact_consumer", "pact_mock_server", "pact-plugin-driver"] {
        assert!(!names.contains(name), "{name}");
    }
    let telemetry = ["analytics", "telemetry", "sentry", "segment", "posthog", "mixpanel"];
    let speaks = |name: &&str| telemetry.iter().any(|word| name.contains(word));
    assert_eq!(names.iter().copied().find(speaks), None);
}
