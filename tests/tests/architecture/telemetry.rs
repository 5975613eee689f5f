//! The binary contains nothing that reports to an analytics service.

use std::collections::BTreeSet;

use crate::workspace::root;

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
