//! Pacts with an odd value: it costs its own interaction only, and nothing is sent for that.

use std::io::Write as _;
use std::net::TcpStream;

use serde_json::{Value, json};

use super::raw::{RawProvider, folder_with_fault, verify};
use crate::harness::{Said, folder_with_pact, gatepact};

fn fine(stream: &mut TcpStream) -> std::io::Result<()> {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9";
    write!(stream, "{head}\r\n\r\n{{\"v\":\"x\"}}")
}

/// Nothing is sent for the interaction that was changed, its neighbour is kept, the exit code is 3.
#[track_caller]
fn unsent(change: impl FnOnce(&mut Value), texts: &[&str]) {
    let provider = RawProvider::with(fine);
    let folder = folder_with_fault(change);
    verify(folder.path(), &provider.base_url).expect(3, texts);
    assert_eq!(provider.asked(), 0);
}

#[test]
fn a_status_that_is_no_number_of_three_digits_is_unknown() {
    for status in [json!("200"), json!(200.0), json!(-1), json!(65_736), json!(null), json!([200])]
    {
        unsent(
            |it| it["response"]["status"] = status,
            &["the fault", "makes no sense", "a status is a number from 100 to 999"],
        );
    }
}

#[test]
fn a_generator_out_of_bounds_is_unknown() {
    let cases = [
        ("$.v", json!({"type": "RandomInt", "min": 9, "max": 1}), "`min` of 9"),
        ("$.v", json!({"type": "Regex", "regex": "((((a{1000}){1000}){100}){10}){10}"}), "bytes"),
        ("$.v", json!({"type": "RandomString", "size": 99_999_999}), "out of the bounds"),
        ("$.v", json!({"type": "Time", "expression": "now + 99999999999 hours"}), "calendar"),
        ("$.v", json!({"type": "Date", "format": "HH:mm"}), "cannot be applied"),
        ("$.v[99999999999999999999]", json!({"type": "Uuid"}), "index"),
        ("$.v", json!({"type": "brandNew"}), "`brandNew`"),
    ];
    for (path, generator, text) in cases {
        unsent(
            |it| {
                it["request"]["method"] = json!("POST");
                it["request"]["body"] = it["response"]["body"].clone();
                it["request"]["generators"] = json!({"body": {path: generator}});
            },
            &["the fault", text],
        );
    }
}

#[test]
fn a_path_that_leaves_the_stage_is_not_sent() {
    for path in [
        "/../fault",
        "/%2e%2e/fault",
        "/a/..%2f..%2ffault",
        "/..\\fault",
        "/.\t./fault",
        "//host/fault",
        "http://host/fault",
    ] {
        let provider = RawProvider::with(fine);
        let folder = folder_with_fault(|it| {
            it["request"]["path"] = json!(path);
            it["providerStates"] = json!([{"name": "a state"}]);
        });
        let states = format!("{}/fault", provider.base_url);
        let output = gatepact(folder.path())
            .args(["verify", "--dir", "pacts", "--state-change-url", &states])
            .args(["--provider-base-url", &format!("{}/dev", provider.base_url)])
            .output()
            .unwrap();
        Said::from(output).expect(3, &["leads out of the base path", "1 kept"]);
        assert_eq!(provider.asked(), 0, "{path}");
    }
}

#[test]
fn a_key_that_stands_twice_is_not_ignored() {
    let provider = RawProvider::with(fine);
    for (key, code) in [("interactions", 2), ("metadata", 2), ("request", 3), ("status", 3)] {
        let folder = folder_with_fault(|_| {});
        let path = folder.path().join("pacts/twice.json");
        let text = std::fs::read_to_string(folder.path().join("pacts/someone-orders-api.json"));
        let text = text.unwrap().replace("someone", "another");
        let at = text.rfind(&format!("\"{key}\"")).unwrap();
        std::fs::write(&path, format!("{}\"{key}\": 0, {}", &text[..at], &text[at..])).unwrap();
        let text = format!("`{key}`");
        let kept = if code == 2 { "2 kept" } else { "3 kept" };
        verify(folder.path(), &provider.base_url).said.expect(code, &[&text, "twice", kept]);
    }
}

#[test]
fn a_damaged_pact_in_a_folder_is_no_other_json() {
    for change in [
        |pact: &mut Value| pact["interactions"] = json!({}),
        |pact: &mut Value| pact["consumer"] = json!({}),
        |pact: &mut Value| _ = pact.as_object_mut().unwrap().remove("provider"),
    ] {
        let folder = folder_with_pact(|_| {});
        let path = folder.path().join("pacts/someone-orders-api.json");
        let mut pact = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        change(&mut pact);
        std::fs::write(folder.path().join("pacts/bad.json"), pact.to_string()).unwrap();
        std::fs::write(folder.path().join("pacts/other.json"), "{\"name\": \"shop\"}").unwrap();
        verify(folder.path(), &RawProvider::with(fine).base_url)
            .expect(2, &["pacts/bad.json is a damaged pact", "pacts/other.json is not a pact"]);
    }
}

#[test]
fn a_rule_or_a_plugin_that_is_not_known_is_named() {
    let rule = json!({"body": {"$.v": {"matchers": [{"match": "brandNew"}]}}});
    unsent(|it| it["response"]["matchingRules"] = rule, &["cannot be judged", "`brandNew`"]);
    unsent(
        |it| it["pluginConfiguration"] = json!({"csv": {}}),
        &["cannot be judged", "plugin `csv`"],
    );
}

#[test]
fn a_value_that_a_state_handler_did_not_return_is_told() {
    let (provider, handler) = (RawProvider::with(fine), RawProvider::with(fine));
    let folder = folder_with_fault(|it| {
        it["providerStates"] = json!([{"name": "a state"}]);
        it["request"]["generators"] =
            json!({"path": {"type": "ProviderState", "expression": "/${id}"}});
    });
    let states = format!("{}/fault", handler.base_url);
    let output = gatepact(folder.path())
        .args(["verify", "--dir", "pacts", "--state-change-url", &states])
        .args(["--provider-base-url", &provider.base_url])
        .output()
        .unwrap();
    Said::from(output).expect(3, &["returned no `id`", "1 kept"]);
    assert_eq!(provider.asked(), 0);
}
