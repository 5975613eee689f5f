//! The response cases of Pact's specification, versions 1 to 4.

use std::path::Path;

use serde_json::Value;

use crate::case::{Case, Verdict, Version};
use crate::corpus::{corpus, files_below};
use crate::deviations::Deviation;
use crate::provider::Answer;
use crate::suite;

/// Where `match` is contradicted.
const FROM_STATED: [Deviation; 0] = [];

/// Where Pact's own verifier is contradicted.
const FROM_PEER: [Deviation; 0] = [];

#[test]
fn every_response_case_of_the_specification_has_its_verdict() {
    let Some(folder) = corpus("pact-spec") else { return };
    let cases: Vec<Case> =
        Version::ALL.iter().flat_map(|version| cases(&folder, *version)).collect();
    assert!(cases.len() >= 300, "{} cases", cases.len());
    suite::run("specification", &cases, &FROM_STATED, &FROM_PEER);
}

fn cases(corpus: &Path, version: Version) -> Vec<Case> {
    let folder =
        corpus.join("pact-specification").join(version.name()).join("testcases").join("response");
    let files = files_below(&folder);
    files
        .iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "json"))
        .map(|file| {
            let text = std::fs::read_to_string(file).unwrap();
            let json: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap();
            let name = file.strip_prefix(&folder).unwrap().with_extension("");
            Case {
                id: format!("{}/{}", version.name(), name.display()),
                version,
                promised: json["expected"].clone(),
                answer: answer(version, &json["actual"]),
                stated: Verdict::kept_if(json["match"].as_bool().unwrap()),
            }
        })
        .collect()
}

/// What the case calls the actual response, as bytes on the wire.
fn answer(version: Version, actual: &Value) -> Answer {
    let mut headers: Vec<(String, String)> = actual["headers"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.clone(), unfolded(value.as_str().unwrap())))
        .collect();
    let kind = |headers: &[(String, String)]| {
        let mut kinds =
            headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        kinds.next().map(|(_, value)| value.clone())
    };
    let mut body = actual.get("body");
    if version == Version::V4 {
        // A body outside HTTP knows its type by itself; here only a header can tell.
        if let (None, Some(own)) =
            (kind(&headers), body.and_then(|body| body["contentType"].as_str()))
        {
            headers.push(("Content-Type".to_owned(), own.to_owned()));
        }
        body = body.and_then(|body| body.get("content"));
    }
    let json = kind(&headers).is_some_and(|kind| kind.contains("json"));
    let body = match body {
        // "Null" is "no body" to the specification; on the wire there is one way to have none.
        None | Some(Value::Null) => Vec::new(),
        Some(Value::String(text)) if text.is_empty() || !json => text.clone().into_bytes(),
        Some(other) => other.to_string().into_bytes(),
    };
    let status = actual["status"].as_u64().map_or(200, |status| u16::try_from(status).unwrap());
    Answer { status, headers, body }
}

/// HTTP no longer allows a header's value to go on in the next line; a space means the same.
fn unfolded(value: &str) -> String {
    value.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}
