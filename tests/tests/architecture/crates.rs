//! The arrows between the crates are the ones that ARCHITECTURE.md draws.

use std::collections::BTreeSet;
use std::path::Path;

use toml::Table;

use crate::workspace::root;

/// What each crate may use of ours.
const ARROWS: [(&str, &[&str]); 15] = [
    ("finding", &[]),
    ("schema", &["finding"]),
    ("openapi", &["finding", "schema"]),
    ("diff", &["finding", "gateway-responses", "openapi", "schema"]),
    ("contract", &["finding"]),
    ("matching", &[]),
    ("compat", &["contract", "diff", "finding", "matching", "openapi", "schema"]),
    ("gateway-responses", &[]),
    ("report", &["finding"]),
    ("gateway", &[]),
    ("consumer", &[]),
    ("publisher", &["openapi"]),
    ("stage", &["finding", "gateway-responses", "openapi", "schema"]),
    ("verifier", &["contract", "finding", "gateway", "gateway-responses", "matching", "report"]),
    (
        "cli",
        &[
            "compat",
            "contract",
            "diff",
            "finding",
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
