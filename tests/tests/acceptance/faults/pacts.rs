//! Pacts that are too much: refused or given up on by themselves, beside those that are verified.

use std::io::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use super::raw::{RawProvider, folder_with_fault, verify};
use crate::harness::folder_with_pact;

/// A folder with a good pact and a file beside it.
fn beside_a_good_one(write: impl FnOnce(&Path)) -> super::raw::Measured {
    let folder = folder_with_pact(|_| {});
    write(&folder.path().join("pacts/bad.json"));
    verify(folder.path(), &RawProvider::with(|_| Ok(())).base_url)
}

#[test]
fn a_pact_of_three_hundred_megabytes_is_refused_unread() {
    beside_a_good_one(|path| {
        // Valid JSON up to a gap of zeros: a file without its blocks is as long as any other.
        let mut file = std::fs::File::create(path).unwrap();
        file.write_all(b"{\"consumer\": {\"name\": \"big\"}").unwrap();
        file.set_len(300 << 20).unwrap();
    })
    .expect(2, &["pacts/bad.json is 314572800 bytes long; a pact may have at most 67108864"]);
}

#[test]
fn an_interaction_nested_a_hundred_thousand_deep_is_unknown() {
    beside_a_good_one(|path| {
        let text = format!(
            "{{\"consumer\": {{\"name\": \"c\"}}, \"provider\": {{\"name\": \"orders-api\"}},\n\
             \"interactions\": {}{}}}",
            "[".repeat(100_000),
            "]".repeat(100_000)
        );
        std::fs::write(path, text).unwrap();
    })
    .expect(3, &["it cannot be read: recursion limit exceeded", "pacts/bad.json:2"]);
}

/// A promise whose pattern, held against `answer`, takes longer than anybody waits.
fn pattern(regex: &str) -> impl FnOnce(&mut Value) {
    let rules =
        json!({ "body": { "$.v": { "matchers": [{ "match": "regex", "regex": regex }] } } });
    move |interaction| interaction["response"]["matchingRules"] = rules
}

fn long_answer(stream: &mut std::net::TcpStream) -> std::io::Result<()> {
    let body = format!("{{\"v\": \"{}!\"}}", "a".repeat(200_000));
    write!(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

#[test]
fn a_pattern_that_backtracks_without_end_is_given_up_on() {
    let folder = folder_with_fault(pattern("^(a+)+$"));
    verify(folder.path(), &RawProvider::with(long_answer).base_url)
        .expect(3, &["the fault", "cannot be judged"]);
}

#[test]
fn a_pattern_that_is_slow_at_every_place_is_given_up_on() {
    let folder = folder_with_fault(pattern("a*a*a*b"));
    verify(folder.path(), &RawProvider::with(long_answer).base_url)
        .expect(3, &["the fault", "cannot be judged"]);
}

#[test]
fn a_pattern_that_cannot_be_read_judges_nothing() {
    let folder = folder_with_fault(pattern("(a"));
    let texts = ["the fault", "the pattern `(a` cannot be understood"];
    verify(folder.path(), &RawProvider::with(long_answer).base_url).expect(3, &texts);
}
