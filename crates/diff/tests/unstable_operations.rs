//! Levels of stability: what changes inside of an operation that promised nothing breaks nothing.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use gatepact_diff::{Change, diff};
use gatepact_finding::Severity;
use gatepact_openapi::Document;

/// Two operations of some levels; both refer to the schema, and the first one has a parameter.
fn document(levels: [&str; 2], parameter: &str, status: &str, schema: &str) -> Document {
    let operation = |level: &str, parameters: &str, status: &str| {
        let level =
            if level.is_empty() { String::new() } else { format!("x-stability-level: {level}, ") };
        format!(
            "{{{level}parameters: [{parameters}], responses: {{'{status}': {{description: d, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Item'}}}}}}}}}}}}"
        )
    };
    let text = format!(
        "openapi: 3.1.0
info: {{title: t, version: '1'}}
paths:
  /one: {{get: {}}}
  /two: {{get: {}}}
components: {{schemas: {{Item: {schema}}}}}
",
        operation(levels[0], parameter, status),
        operation(levels[1], "", "200"),
    );
    Document::read(text).unwrap()
}

const ITEM: &str = "{type: object, required: [a], properties: {a: {type: string}}}";
const OTHER: &str = "{type: object, properties: {a: {type: string}}}";
const PARAMETER: &str = "{name: p, in: query, required: true}";

#[test]
fn what_promised_nothing_breaks_nothing() {
    for (levels, is_safe) in [
        (["draft", ""], true),
        (["alpha", ""], true),
        (["beta", ""], false),
        (["stable", ""], false),
        (["", "alpha"], false),
    ] {
        let old = document(levels, "", "200", ITEM);
        for new in [document(levels, PARAMETER, "200", ITEM), document(levels, "", "201", ITEM)] {
            let told = diff(&old, &new);
            assert!(!told.is_empty());
            let worst = told.iter().map(Change::severity).max();
            assert_eq!(worst == Some(Severity::Info), is_safe, "{levels:?}: {told:#?}");
            for change in
                told.iter().filter(|it| is_safe && it.id() != "response.status.error-added")
            {
                let message = change.finding.message.to_string();
                assert!(message.contains(levels[0]), "{message}");
                assert_eq!(change.finding.proof, None);
            }
        }
    }
}

#[test]
fn a_component_of_a_stable_operation_is_a_promise() {
    for (levels, expected) in [
        (["alpha", "stable"], Severity::Error),
        (["alpha", ""], Severity::Error),
        (["alpha", "draft"], Severity::Info),
    ] {
        let [old, new] = [ITEM, OTHER].map(|schema| document(levels, "", "200", schema));
        let told = diff(&old, &new);
        let [change] = told.as_slice() else { panic!("{told:#?}") };
        assert_eq!(change.severity(), expected, "{levels:?}");
    }
}

#[test]
fn the_level_before_decides() {
    let old = document(["alpha", ""], "", "200", ITEM);
    let new = document(["stable", ""], PARAMETER, "200", ITEM);
    let told = diff(&old, &new);
    assert!(told.iter().all(|it| it.severity() == Severity::Info), "{told:#?}");
    let told = diff(
        &document(["stable", ""], "", "200", ITEM),
        &document(["alpha", ""], PARAMETER, "200", ITEM),
    );
    assert!(told.iter().any(
        |it| it.id() == "request.parameter.required-added" && it.severity() == Severity::Error
    ));
}
