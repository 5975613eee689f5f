//! The compatibility suite's scenarios of matching rules. They speak of requests that are compared;
//! here the same contents are those of a response, for the rules do not know the difference.

use std::path::Path;

use serde_json::{Map, Value, json};

use crate::case::{Case, Verdict, Version};
use crate::content::Content;
use crate::corpus::corpus;
use crate::deviations::Deviation;
use crate::gherkin::{Feature, Row, Scenario, Step};
use crate::provider::Answer;
use crate::scenarios::headers;
use crate::suite;

/// Where the suite is contradicted.
const FROM_STATED: [Deviation; 0] = [];

const FEATURES: [(&str, Version); 3] = [
    ("V3/http_matching", Version::V3),
    ("V3/matching_rules", Version::V3),
    ("V4/matching_rules", Version::V4),
];

#[test]
fn every_matching_rule_matches_as_the_suite_says() {
    let Some(folder) = corpus("pact-spec") else { return };
    let fixtures = folder.join("fixtures");
    let (mut cases, mut places) = (Vec::new(), Vec::new());
    for (name, version) in FEATURES {
        let path = folder.join("features").join(format!("{name}.feature"));
        for scenario in Feature::read(&path).scenarios {
            let prefix = format!("{name}: {}", scenario.name);
            cases.extend(of(&prefix, version, &scenario, &fixtures));
            let then =
                scenario.steps.iter().filter(|step| step.text.contains("mismatch with error"));
            places.extend(then.map(|step| (prefix.clone(), step.quoted()[0].to_owned())));
        }
    }
    assert!(cases.len() >= 46, "{} cases", cases.len());
    let report = suite::run("compatibility suite, matching", &cases, &FROM_STATED, &[]);
    for (prefix, place) in &places {
        let there = report.findings().iter().any(|finding| {
            let of = finding["pact"]["interaction"].as_str().unwrap();
            let at = finding["evidence"]["at"].as_str().unwrap();
            of.starts_with(prefix.as_str()) && at.eq_ignore_ascii_case(place)
        });
        assert!(there, "{prefix}: no finding at {place}");
    }
    assert!(places.len() >= 20, "{} places", places.len());
}

/// One case for each thing that is received.
fn of(prefix: &str, version: Version, scenario: &Scenario, fixtures: &Path) -> Vec<Case> {
    let expected = &scenario.steps[0];
    let promised = promised(version, expected, fixtures);
    let kind = rows(expected)[0].get("content type").map(str::to_owned);
    let bad = scenario.steps.iter().any(|step| step.text.ends_with("should NOT be OK"));
    let received = scenario.steps.iter().filter(|step| step.text.contains("received"));
    received
        .flat_map(rows)
        .enumerate()
        .map(|(number, row)| Case {
            id: format!("{prefix} #{number}"),
            version,
            promised: promised.clone(),
            answer: answer(&row, kind.as_deref(), fixtures),
            stated: Verdict::kept_if(!bad),
        })
        .collect()
}

/// The rows of a step's table, or one made of its words: `.. with a "NAME" header of "VALUE"`,
/// `a status N response ..`.
fn rows(step: &Step) -> Vec<Row> {
    if !step.table.is_empty() {
        return step.table.clone();
    }
    let cells = match (step.quoted().as_slice(), step.numbers().as_slice()) {
        ([name, value], _) => ("headers", format!("'{name}: {value}'")),
        (_, [status]) => ("status", status.to_string()),
        _ => panic!("an unknown step: {}", step.text),
    };
    vec![Row::of(cells.0, cells.1)]
}

fn promised(version: Version, step: &Step, fixtures: &Path) -> Value {
    let row = &rows(step)[0];
    let content = row.get("body").map(|cell| Content::of_cell(cell, fixtures));
    let mut all: Map<String, Value> =
        headers(row.get("headers")).into_iter().map(|(name, value)| (name, json!(value))).collect();
    let own = content.as_ref().and_then(|content| content.kind.as_deref());
    if let Some(kind) = row.get("content type").or(own) {
        all.insert("Content-Type".to_owned(), json!(kind));
    }
    let mut promised = json!({ "status": status(row), "headers": all });
    if let Some(content) = content {
        promised["body"] = content.in_pact(version);
    }
    if let Some(file) = row.get("matching rules") {
        let text = std::fs::read_to_string(fixtures.join(file)).unwrap();
        promised["matchingRules"] = serde_json::from_str(&text).unwrap();
    }
    promised
}

fn answer(row: &Row, promised_kind: Option<&str>, fixtures: &Path) -> Answer {
    let content = row.get("body").map(|cell| Content::of_cell(cell, fixtures)).unwrap_or_default();
    let mut headers = headers(row.get("headers"));
    let kind = row.get("content type").or(content.kind.as_deref()).or(promised_kind);
    if let Some(kind) = kind {
        headers.push(("Content-Type".to_owned(), kind.to_owned()));
    }
    Answer { status: status(row), headers, body: content.bytes }
}

fn status(row: &Row) -> u16 {
    row.get("status").map_or(200, |status| status.parse().unwrap())
}
