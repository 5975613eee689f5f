//! `[[waiver]]`: changes that somebody answers for.

use tempfile::TempDir;

use super::{BREAKING, compared, releases};
use crate::harness::Said;

const FAR: &str = "2099-12-31";

/// The two releases with these settings.
fn with_settings(text: &str) -> TempDir {
    let folder = releases();
    std::fs::write(folder.path().join("gatepact.toml"), text).unwrap();
    folder
}

fn waiver(id: &str, more: &str, expires: &str) -> String {
    format!(
        "[[waiver]]\nid = '{id}'\n{more}reason = 'agreed with all teams'\nexpires = {expires}\n"
    )
}

fn said(settings: &str) -> Said {
    compared(with_settings(settings).path(), &[])
}

#[test]
fn a_waived_change_stays_in_the_report_and_counts_for_nothing() {
    let folder = with_settings(&waiver(BREAKING, "", FAR));
    compared(folder.path(), &["--fail-on", "risky"])
        .expect(0, &["KEPT", "agreed with all teams", "1 waived"]);
    let report = compared(folder.path(), &["--report", "json"]).expect(0, &[]).json();
    assert_eq!(report["outcome"], "kept");
    assert_eq!(report["summary"]["waived"], 1);
    assert_eq!(report["summary"]["breaking"], 0);
    let findings = report["findings"].as_array().unwrap();
    let waived = findings.iter().find(|finding| finding["id"] == BREAKING).unwrap();
    assert_eq!(waived["severity"], "error");
    assert_eq!(waived["waived"]["reason"], "agreed with all teams");
    assert_eq!(waived["waived"]["expires"], FAR);
}

#[test]
fn every_operation_that_a_change_reaches_must_be_covered() {
    let post = waiver(BREAKING, "operation = 'POST /orders'\n", FAR);
    let put = waiver(BREAKING, "operation = 'put /orders/{id}'\n", FAR);
    said(&post).expect(1, &["is for POST /orders", "reaches PUT /orders/{id}", "gatepact.toml:2"]);
    let said = said(&format!("{post}{put}")).expect(0, &["KEPT", "1 waived"]);
    assert!(!said.stdout.contains("warning"), "{}", said.stdout);
}

#[test]
fn a_waiver_may_be_for_one_place() {
    let folder = releases();
    let report = compared(folder.path(), &["--report", "json"]).expect(1, &[]).json();
    let pointer = report["findings"][0]["location"]["pointer"].as_str().unwrap().to_owned();
    said(&waiver(BREAKING, &format!("pointer = '{pointer}'\n"), FAR)).expect(0, &["1 waived"]);
    said(&waiver(BREAKING, "pointer = '/components/schemas/Other'\n", FAR))
        .expect(1, &["waives nothing: there is no such change"]);
}

#[test]
fn an_expired_waiver_counts_no_longer_and_is_told_with_its_line() {
    let folder = with_settings(&format!("# who agreed\n{}", waiver(BREAKING, "", "2020-02-29")));
    compared(folder.path(), &[]).expect(
        1,
        &[
            "warning: the waiver of",
            "expired on 2020-02-29: agreed with all teams",
            "gatepact.toml:3",
        ],
    );
    let report = compared(folder.path(), &["--report", "json"]).expect(1, &[]).json();
    let findings = report["findings"].as_array().unwrap();
    let expired = findings.iter().find(|it| it["id"] == "waiver.expired").unwrap();
    assert_eq!(expired["severity"], "warning");
    assert_eq!(expired["location"]["file"], "gatepact.toml");
    assert_eq!(expired["location"]["line"], 3);
    // It is no change.
    assert_eq!(report["summary"]["changes"], 2);
}

#[test]
fn a_waiver_that_waives_nothing_is_told_and_decides_nothing() {
    let settings =
        format!("{}{}", waiver(BREAKING, "", FAR), waiver("response.status.removed", "", FAR));
    said(&settings).expect(0, &["waives nothing", "`response.status.removed`", "gatepact.toml:6"]);
}

#[test]
fn a_waiver_that_cannot_be_meant_is_an_error_with_its_line() {
    for (settings, texts) in [
        (
            waiver("request.property.become-required", "", FAR),
            &["line 2", "no change has the id", "`request.property.became-required`"][..],
        ),
        (waiver(BREAKING, "operation = '/orders'\n", FAR), &["line 2", "is no operation"]),
        (waiver(BREAKING, "pointer = 'Order.size'\n", FAR), &["line 2", "is no JSON pointer"]),
        (waiver(BREAKING, "", "'2027-01-31'"), &["line 4", "expires"]),
        (waiver(BREAKING, "", "2027-01-31T10:00:00Z"), &["is no day"]),
        (waiver(BREAKING, "untill = 1\n", FAR), &["line 3", "untill", "expires"]),
        (format!("[[waiver]]\nid = '{BREAKING}'\nexpires = {FAR}\n"), &["line 1", "reason"]),
        (format!("[[waiver]]\nid = '{BREAKING}'\nreason = 'so'\n"), &["line 1", "expires"]),
        (
            format!("[[waiver]]\nid = '{BREAKING}'\nreason = ' '\nexpires = {FAR}\n"),
            &["line 2", "gives no reason"],
        ),
    ] {
        let said = said(&settings).expect(2, texts);
        assert!(said.stderr.contains("gatepact.toml"), "{}", said.stderr);
        assert!(said.stdout.is_empty(), "{}", said.stdout);
    }
}

/// The others are broken by the change as before.
#[test]
fn a_waiver_may_be_for_one_consumer() {
    let own = |owner: &str| waiver(BREAKING, &format!("consumer = 'tea-shop'\n{owner}"), FAR);
    let folder = with_settings(&own("owner = 'Ann'\n"));
    let cwd = folder.path();
    super::write_pact(cwd, &super::pact("tea-shop"));
    let arguments = ["--dir", "pacts", "--fail-on", "consumers"];
    compared(cwd, &arguments).expect(
        0,
        &["KEPT", "interaction, waived", "waived by Ann until", "agreed with all teams"],
    );
    let json = [&arguments[..], &["--report", "json"]].concat();
    let report = compared(cwd, &json).expect(0, &[]).json();
    let broken = &report["impact"]["broken"][0];
    assert_eq!(broken["waived"]["owner"], "Ann");
    assert_eq!(broken["consumer"], "tea-shop");
    // A CI system that shows tests says the same.
    let junit = [&arguments[..], &["--report", "junit"]].concat();
    let tests = compared(cwd, &junit).expect(0, &["recorded consumers", "<skipped"]);
    assert!(!tests.stdout.contains("<failure"), "{}", tests.stdout);
    // The change itself still counts.
    compared(cwd, &["--dir", "pacts"]).expect(1, &["BROKEN"]);
    std::fs::write(cwd.join("gatepact.toml"), own("")).unwrap();
    compared(cwd, &arguments).expect(2, &["for one consumer", "set `owner`"]);
    let other = own("owner = 'Ann'\n").replace("tea-shop", "web-shop");
    std::fs::write(cwd.join("gatepact.toml"), other).unwrap();
    compared(cwd, &arguments).expect(1, &["BROKEN", "no such change breaks `web-shop`"]);
    compared(cwd, &junit).expect(1, &["classname=\"tea-shop\"", "<failure", "type=\"consumers\""]);
}

/// A policy that asks for consumers is not kept by having none.
#[test]
fn without_a_recorded_interaction_no_consumer_was_asked() {
    let folder = releases();
    let cwd = folder.path();
    std::fs::create_dir_all(cwd.join("pacts")).unwrap();
    let arguments = ["--dir", "pacts", "--fail-on", "consumers"];
    compared(cwd, &arguments).expect(3, &["UNKNOWN: no recorded interaction was read"]);
    let junit = [&arguments[..], &["--report", "junit"]].concat();
    compared(cwd, &junit).expect(3, &["<error", "no recorded interaction was read"]);
    // Other policies need none.
    compared(cwd, &["--dir", "pacts", "--fail-on", "never"]).expect(0, &["KEPT"]);
}
