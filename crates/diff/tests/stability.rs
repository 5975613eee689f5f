//! `x-stability-level`: what a level promises, of an operation and of its parts.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use gatepact_diff::diff;
use gatepact_finding::Severity;
use gatepact_openapi::Document;

/// A document with an operation of each level, all of which have one schema.
fn document(levels: &[&str], property: &str) -> Document {
    let paths: String = levels
        .iter()
        .enumerate()
        .map(|(at, level)| {
            let level = if level.is_empty() { String::new() } else { format!("x-stability-level: {level}, ") };
            format!(
                "  /a{at}: {{get: {{{level}responses: {{'200': {{description: d, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Tool'}}}}}}}}}}}}}}\n"
            )
        })
        .collect();
    Document::read(format!(
        "openapi: 3.0.3
info: {{title: t, version: '1'}}
paths:
{paths}components: {{schemas: {{Tool: {{type: object, properties: {{{property}}}}}}}}}
"
    ))
    .unwrap()
}

/// What is not safe.
fn told(old: &Document, new: &Document) -> Vec<String> {
    let changes = diff(old, new);
    let told = changes.iter().filter(|it| it.severity() != Severity::Info);
    told.map(|it| format!("{} {}", it.id(), it.finding.operations.join(", "))).collect()
}

#[test]
fn a_level_that_is_none_of_the_four_says_nothing() {
    for (old, new, expected) in [
        ("ga", "alpha", &["operation.stability-lowered GET /a0"][..]),
        ("ga", "beta", &["operation.stability-lowered GET /a0"]),
        ("ga", "stable", &[]),
        ("", "ga", &[]),
        ("beta", "ga", &[]),
        ("draft", "alpha", &[]),
    ] {
        let [old, new] = [old, new].map(|level| document(&[level], ""));
        assert_eq!(told(&old, &new), expected);
    }
    let [known, unknown] = ["draft", "ga"].map(|level| document(&[level], ""));
    let none = document(&[], "");
    assert!(told(&known, &none).is_empty());
    assert_eq!(told(&unknown, &none), ["operation.removed GET /a0"]);
}

#[test]
fn a_part_promises_no_more_than_its_operations() {
    let of =
        |levels: &[&str], part: &str| document(levels, &format!("size: {{type: integer{part}}}"));
    let draft = ", x-stability-level: draft";
    let id = "response.property.stability-lowered";
    for (levels, expected) in [
        (&["draft"][..], &[][..]),
        (&["alpha"], &[]),
        (&["beta"], &[format!("{id} GET /a0")]),
        (&["draft", ""], &[format!("{id} GET /a1")]),
    ] {
        assert_eq!(told(&of(levels, ""), &of(levels, draft)), expected);
    }
    // A part of a draft may go, and go early.
    let day = |day: &str| format!(", deprecated: true, x-sunset: '{day}'");
    for (levels, count) in [(&["draft"], 0), (&["beta"], 1)] {
        let gone = told(&of(levels, ""), &document(levels, "other: {type: string}"));
        assert_eq!(gone.len(), count, "{gone:?}");
        let earlier = told(&of(levels, &day("2099-12-31")), &of(levels, &day("2099-01-01")));
        assert_eq!(earlier.len(), count, "{earlier:?}");
    }
}
