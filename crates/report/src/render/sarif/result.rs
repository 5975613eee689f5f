//! One finding as a result.

use std::collections::HashMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::rules::Rules;
use super::{level, literal};
use crate::render::place::{Place, place};
use crate::render::words::operations;
use crate::{Finding, Location, PactPlace, Report, Severity, Waived};

pub(super) fn of(
    report: &Report,
    finding: &Finding,
    rules: &Rules<'_>,
    fingerprints: &mut Fingerprints,
) -> Value {
    let mut result = Map::new();
    result.insert("ruleId".to_owned(), json!(finding.id));
    result.insert("ruleIndex".to_owned(), json!(rules.position(&finding.id)));
    result.insert("level".to_owned(), json!(level(weight(report, finding))));
    result.insert("message".to_owned(), json!({ "text": literal(&told(finding)) }));
    if let Some(place) = place(finding) {
        let mut location = physical(place);
        if let Some(logical) = logical(finding) {
            location.insert("logicalLocations".to_owned(), logical);
        }
        result.insert("locations".to_owned(), json!([location]));
    }
    if let Some(related) = related(finding) {
        result.insert("relatedLocations".to_owned(), related);
    }
    let fingerprint = fingerprints.next(finding);
    result.insert("partialFingerprints".to_owned(), json!({ "gatepact/v1": fingerprint }));
    if finding.is_change() {
        result.insert("suppressions".to_owned(), suppressions(finding));
    }
    let properties = properties(finding);
    if !properties.is_empty() {
        result.insert("properties".to_owned(), Value::Object(properties));
    }
    Value::Object(result)
}

/// What is suppressed keeps its level: the suppression says that it does not count.
fn weight(report: &Report, finding: &Finding) -> Severity {
    if finding.waived.is_some() { finding.severity } else { report.level(finding) }
}

fn told(finding: &Finding) -> String {
    match &finding.witness {
        Some(witness) => format!("{}\n{}", finding.message, witness.explains),
        None => finding.message.clone(),
    }
}

fn physical(place: Place<'_>) -> Map<String, Value> {
    let Place { file, line } = place;
    let mut physical = Map::new();
    physical.insert("artifactLocation".to_owned(), artifact(file));
    if let Some(line) = line {
        physical.insert("region".to_owned(), json!({ "startLine": line }));
    }
    Map::from_iter([("physicalLocation".to_owned(), Value::Object(physical))])
}

/// Relative to the root of the sources, where the user named it so.
fn artifact(file: &str) -> Value {
    const KEPT: &AsciiSet =
        &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    let encoded = |text: &str| utf8_percent_encode(text, KEPT).to_string();
    let file = file.replace('\\', "/");
    if let Some((scheme, rest)) = file.split_once("://") {
        return json!({ "uri": format!("{}://{}", encoded(scheme), encoded(rest)) });
    }
    if let Some(absolute) = file.strip_prefix('/') {
        return json!({ "uri": format!("file:///{}", encoded(absolute)) });
    }
    let relative = file.strip_prefix("./").unwrap_or(&file);
    json!({ "uri": encoded(relative), "uriBaseId": "%SRCROOT%" })
}

fn logical(finding: &Finding) -> Option<Value> {
    let operations = operations(finding);
    let of = |operation: &String| json!({ "fullyQualifiedName": operation, "kind": "function" });
    (!operations.is_empty()).then(|| operations.iter().map(of).collect())
}

/// The interactions that rely on it.
fn related(finding: &Finding) -> Option<Value> {
    let affected = finding.consumers.as_ref().filter(|affected| !affected.is_empty())?;
    let locations = affected.iter().enumerate().map(|(at, affected)| {
        let mut location = physical(Place { file: &affected.file, line: Some(affected.line) });
        let told = format!("{} relies on it: {}", affected.consumer, affected.interaction);
        location.insert("id".to_owned(), json!(at + 1));
        location.insert("message".to_owned(), json!({ "text": literal(&told) }));
        Value::Object(location)
    });
    Some(locations.collect())
}

fn suppressions(finding: &Finding) -> Value {
    let waived = finding.waived.iter().map(|Waived { reason, expires }| {
        json!({
            "kind": "external",
            "status": "accepted",
            "justification": reason,
            "properties": { "expires": expires },
        })
    });
    waived.collect()
}

fn properties(finding: &Finding) -> Map<String, Value> {
    fn put(properties: &mut Map<String, Value>, name: &str, value: Option<impl Serialize>) {
        // A value that is no JSON cannot come from a finding, which is JSON in another format.
        if let Some(value) = value.and_then(|value| serde_json::to_value(value).ok()) {
            properties.insert(name.to_owned(), value);
        }
    }
    let mut properties = Map::new();
    put(&mut properties, "direction", finding.direction);
    let pointer = finding.location.as_ref().map(|location| &location.pointer);
    put(&mut properties, "pointer", pointer.filter(|pointer| !pointer.is_empty()));
    put(&mut properties, "help", finding.help.as_ref());
    put(&mut properties, "proof", finding.proof);
    put(&mut properties, "witness", finding.witness.as_ref());
    put(&mut properties, "consumers", finding.consumers.as_ref());
    put(&mut properties, "evidence", finding.evidence.as_ref());
    properties
}

/// What tells findings apart wherever their lines have moved: the rule, and the place without lines and files, whose
/// names may hold a release. The second with the same ones is the second.
#[derive(Default)]
pub(super) struct Fingerprints {
    seen: HashMap<String, usize>,
}

impl Fingerprints {
    fn next(&mut self, finding: &Finding) -> String {
        let mut parts: Vec<&str> = vec![&finding.id];
        if let Some(PactPlace { file: _, line: _, consumer, provider, interaction, pointer }) =
            &finding.pact
        {
            let names = [consumer, provider, interaction, pointer];
            parts.extend(names.map(|name| name.as_deref().unwrap_or_default()));
            parts.extend(finding.evidence.as_ref().map(|evidence| evidence.at.as_str()));
        }
        if let Some(Location { file: _, line: _, pointer }) = &finding.location {
            parts.push(pointer);
        }
        if !finding.is_change() && finding.pact.is_none() {
            parts.push(&finding.message);
        }
        let digest = Sha256::digest(Value::from(parts).to_string());
        let key: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        let times = self.seen.entry(key.clone()).or_default();
        *times += 1;
        format!("{key}:{times}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_relative_to_the_sources_where_they_are_named_so() {
        let root = "%SRCROOT%";
        assert_eq!(
            artifact("./open api/a#1.json"),
            json!({ "uri": "open%20api/a%231.json", "uriBaseId": root })
        );
        assert_eq!(artifact("a\\b.json"), json!({ "uri": "a/b.json", "uriBaseId": root }));
        assert_eq!(artifact("/tmp/a.json"), json!({ "uri": "file:///tmp/a.json" }));
        assert_eq!(artifact("https://a.example/b"), json!({ "uri": "https://a.example/b" }));
    }
}
