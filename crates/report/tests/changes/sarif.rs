//! What SARIF 2.1.0 demands of a log, as far as reports use it.

use std::collections::BTreeSet;

use gatepact_finding::{Finding, PactPlace, Rule, Severity, Text};
use gatepact_report::render::{Decoration, Format, render};
use gatepact_report::{Command, Counts, InteractionResult, Outcome, Report, Results, Verdict};
use serde_json::{Value, json};

use crate::releases::{change, hostile, made_up, report, rich, run};

fn log(report: &Report) -> Value {
    serde_json::from_str(&render(report, Format::Sarif, Decoration::default())).unwrap()
}

fn results(log: &Value) -> &Vec<Value> {
    log["runs"][0]["results"].as_array().unwrap()
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// Checks a value against the keys that it must and may have.
#[track_caller]
fn assert_keys(value: &Value, required: &[&str], optional: &[&str]) {
    let keys = keys(value);
    for key in required {
        assert!(keys.contains(key), "no `{key}` in {value:#}");
    }
    for key in keys {
        assert!(required.contains(&key) || optional.contains(&key), "`{key}` in {value:#}");
    }
}

#[track_caller]
fn assert_message(value: &Value) {
    assert_keys(value, &["text"], &[]);
    assert!(!value["text"].as_str().unwrap().is_empty());
}

#[track_caller]
fn assert_location(location: &Value) {
    assert_keys(location, &["physicalLocation"], &["id", "logicalLocations", "message"]);
    let physical = &location["physicalLocation"];
    assert_keys(physical, &["artifactLocation"], &["region"]);
    assert_keys(&physical["artifactLocation"], &["uri"], &["uriBaseId"]);
    let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
    let absolute = physical["artifactLocation"].get("uriBaseId").is_none();
    assert_eq!(uri.contains("://"), absolute, "{uri}");
    if let Some(region) = physical.get("region") {
        assert_keys(region, &["startLine"], &[]);
        assert!(region["startLine"].as_u64().unwrap() >= 1);
    }
    for logical in location["logicalLocations"].as_array().into_iter().flatten() {
        assert_keys(logical, &["fullyQualifiedName", "kind"], &[]);
    }
}

#[track_caller]
fn assert_result(result: &Value, rules: &[Value]) {
    assert_keys(
        result,
        &["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"],
        &["relatedLocations", "suppressions", "properties"],
    );
    let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
    assert_eq!(rule["id"], result["ruleId"]);
    assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
    assert_message(&result["message"]);
    assert_eq!(result["locations"].as_array().unwrap().len(), 1);
    assert_location(&result["locations"][0]);
    let related = result["relatedLocations"].as_array().into_iter().flatten();
    related.for_each(assert_location);
    for suppression in result["suppressions"].as_array().into_iter().flatten() {
        assert_keys(suppression, &["kind", "status", "justification"], &["properties"]);
        assert_eq!(
            (&suppression["kind"], &suppression["status"]),
            (&json!("external"), &json!("accepted"))
        );
    }
}

#[track_caller]
fn assert_log(log: &Value) {
    assert_keys(log, &["$schema", "version", "runs"], &[]);
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_keys(run, &["tool", "invocations", "results", "properties"], &[]);
    let driver = &run["tool"]["driver"];
    assert_keys(driver, &["name", "semanticVersion", "rules"], &[]);
    let rules = driver["rules"].as_array().unwrap();
    let ids: BTreeSet<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), rules.len(), "two rules with one id");
    for rule in rules {
        let texts = ["shortDescription", "fullDescription", "help"];
        assert_keys(rule, &[&["id", "defaultConfiguration"], &texts[..]].concat(), &[]);
        texts.iter().for_each(|text| assert_message(&rule[text]));
        assert_keys(&rule["defaultConfiguration"], &["level"], &[]);
    }
    for result in run["results"].as_array().unwrap() {
        assert_result(result, rules);
    }
    for invocation in run["invocations"].as_array().unwrap() {
        assert!(invocation["executionSuccessful"].is_boolean());
        for notification in invocation["toolExecutionNotifications"].as_array().unwrap() {
            assert_keys(notification, &["descriptor", "level", "message"], &[]);
            assert_message(&notification["message"]);
        }
    }
}

#[test]
fn a_log_has_the_structure_of_the_standard() {
    for report in [rich(), hostile(), report(Outcome::Unknown, Vec::new()), verified()] {
        assert_log(&log(&report));
    }
}

#[test]
fn what_is_waived_is_suppressed_and_nothing_else() {
    let log = log(&rich());
    for result in results(&log) {
        let waived = result["ruleId"] == "response.property.removed";
        let suppressions = result.get("suppressions").and_then(Value::as_array);
        assert_eq!(suppressions.is_some_and(|all| !all.is_empty()), waived, "{result:#}");
        if waived {
            assert_eq!(result["level"], "error");
            let suppression = &result["suppressions"][0];
            assert_eq!(suppression["justification"], "the shop's app of 2019 was switched off");
        }
    }
}

#[test]
fn properties_hold_what_stands_behind_a_change() {
    let log = log(&rich());
    let first = &results(&log)[0];
    assert_eq!(first["properties"]["proof"], "witness");
    assert_eq!(first["properties"]["witness"]["request"]["method"], "POST");
    assert_eq!(first["properties"]["consumers"][0]["consumer"], "web-shop");
    assert_eq!(first["relatedLocations"][0]["physicalLocation"]["region"]["startLine"], 12);
    let operations = first["locations"][0]["logicalLocations"].as_array().unwrap();
    assert_eq!(operations.len(), 2);
    assert_eq!(operations[0]["fullyQualifiedName"], "PATCH /orders/{id}");
}

fn fingerprints(report: &Report) -> Vec<String> {
    let log = log(report);
    let of =
        |result: &Value| result["partialFingerprints"]["gatepact/v1"].as_str().unwrap().to_owned();
    results(&log).iter().map(of).collect()
}

#[test]
fn a_fingerprint_stays_when_lines_move_and_files_are_renamed() {
    let mut moved = rich();
    for (at, finding) in moved.findings.iter_mut().enumerate() {
        if let Some(location) = &mut finding.location {
            location.line = Some(10_000 + at);
            location.file = "openapi/shop-1.5.1.json".to_owned();
        }
    }
    assert_eq!(fingerprints(&moved), fingerprints(&rich()));
}

#[test]
fn no_two_findings_have_one_fingerprint() {
    let twice = |place| change(made_up("a.b"), Severity::Error, Text::prose("m"), place);
    let findings = vec![twice((1, "/a")), twice((1, "/b")), twice((2, "/a"))];
    for report in [rich(), verified(), report(Outcome::Broken, findings)] {
        let all = fingerprints(&report);
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "{all:#?}");
    }
}

/// A report of `gatepact verify`: a broken promise, a pending one, and a run that lacks something.
fn verified() -> Report {
    let interaction = |description: &str, pending| InteractionResult {
        consumer: "web-shop".to_owned(),
        provider: "shop-api".to_owned(),
        description: description.to_owned(),
        states: Vec::new(),
        operation: Some("GET /orders/42".to_owned()),
        file: "pacts/web-shop-shop-api.json".to_owned(),
        line: 7,
        outcome: Verdict::Broken,
        pending,
        millis: 3,
        attempts: 1,
        answered_by: None,
        gateway: None,
        curl: None,
    };
    let broken = |at: usize, description: &str| {
        let rule = Rule::remark("response.status.incompatible", Severity::Error);
        let mut finding = Finding::new(rule, "promised was status 200, the answer is 404");
        finding.operation = Some("GET /orders/42".to_owned());
        finding.interaction = Some(at);
        finding.pact = Some(PactPlace {
            file: "pacts/web-shop-shop-api.json".to_owned(),
            line: Some(20 + at),
            consumer: Some("web-shop".to_owned()),
            provider: Some("shop-api".to_owned()),
            interaction: Some(description.to_owned()),
            pointer: None,
        });
        finding
    };
    let results = Results {
        findings: vec![
            broken(0, "order 42"),
            broken(1, "order 43"),
            Finding::new(
                Rule::remark("states.no-handler", Severity::Warning),
                "no handler sets states up",
            ),
        ],
        interactions: vec![interaction("order 42", false), interaction("order 43", true)],
    };
    Report::new(run(Command::Verify), Outcome::Broken, results)
}

#[test]
fn a_broken_promise_stands_at_its_line_of_the_pact() {
    let report = verified();
    let log = log(&report);
    assert_eq!(
        report.summary.interactions(),
        Counts { interactions: 2, broken: 2, pending: 1, ..Counts::default() }
    );
    let results = results(&log);
    assert_eq!(results.len(), 2);
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "pacts/web-shop-shop-api.json");
    assert_eq!(place["region"]["startLine"], 20);
    assert!(results[0].get("suppressions").is_none(), "only changes are waived");
    // What is not binding yet is no error.
    assert_eq!((&results[0]["level"], &results[1]["level"]), (&json!("error"), &json!("warning")));
    let notifications = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"];
    assert_eq!(notifications[0]["descriptor"]["id"], "states.no-handler");
}
