//! A Swagger 2.0 document and what it is in OpenAPI 3.0 are one document: their releases differ in the same way.

mod conversion;
mod documents;
mod edits;

use gatepact_diff::{Change, Options, compare};
use gatepact_finding::{Proof, SchemaStats};
use gatepact_openapi::Document;
use serde_json::{Value, json};

use crate::random::Random;
use crate::{cases, shrink};

/// The changes but for their places, and what became of the schemas; `None` for what is not read.
fn told(old: &Value, new: &Value) -> Option<(Vec<String>, SchemaStats)> {
    let read = |value: &Value| Document::read(value.to_string()).ok();
    let comparison = compare(&read(old)?, &read(new)?, Options::default());
    let mut lines: Vec<String> = comparison.changes.iter().map(line).collect();
    lines.sort();
    Some((lines, comparison.stats))
}

fn line(change: &Change) -> String {
    let proof = match &change.finding.proof {
        Some(Proof::Witness(witness)) => {
            let parts = (witness.request.is_some(), witness.response.is_some());
            format!("witness of {:?} {parts:?}: {}", witness.holder, witness.why)
        }
        Some(Proof::Unproved(why)) => format!("unproved: {why}"),
        Some(Proof::Declared) => "declared".to_owned(),
        None => "no proof".to_owned(),
    };
    let operations = change.finding.operations.join(", ");
    format!(
        "{} {} {operations}: {} ({proof})",
        change.severity().change_word(),
        change.id(),
        change.sentence()
    )
}

fn law(old: &Value, new: &Value) -> Result<(), String> {
    let Some(older) = told(old, new) else { return Ok(()) };
    let newer = told(&conversion::converted(old), &conversion::converted(new));
    if newer.as_ref() == Some(&older) {
        return Ok(());
    }
    Err(format!("{older:#?}\nas OpenAPI 3.0: {newer:#?}"))
}

#[test]
fn another_specification_is_no_change() {
    let (mut read, mut differing) = (0, 0);
    let seeds = cases(250);
    let all = seeds.end - seeds.start;
    for seed in seeds {
        let mut random = Random::new(seed);
        let old = documents::document(&mut random);
        let new = edits::edited(&old, &mut random);
        shrink::hold(&law, &old, &new, seed);
        let changes = told(&old, &new);
        read += u64::from(changes.is_some());
        differing += u64::from(changes.is_some_and(|(lines, _)| !lines.is_empty()));
    }
    // Else the law would hold of nothing.
    assert!(read * 10 >= all * 9 && differing * 2 >= all, "{read} read, {differing} differ");
}

/// Whether OpenAPI 3.0 has a style for it or not.
#[test]
fn another_separator_is_told() {
    let document = |place: &str, format: &str| {
        let list = json!({ "name": "ids", "in": place, "required": true, "type": "array",
            "items": { "type": "string" }, "collectionFormat": format });
        json!({ "swagger": "2.0", "info": { "title": "t", "version": "1" },
            "paths": { "/orders/{ids}": { "get": { "parameters": [list], "responses": {} } } } })
    };
    for (place, formats) in [
        ("query", &["csv", "ssv", "pipes", "tsv", "multi"][..]),
        ("header", &["csv", "ssv", "pipes", "tsv"]),
        ("path", &["csv", "ssv", "pipes", "tsv"]),
    ] {
        for old in formats {
            for new in formats {
                let (lines, _) = told(&document(place, old), &document(place, new)).unwrap();
                let is_told = lines.iter().any(|it| it.contains("parameter.serialization-changed"));
                assert_eq!(is_told, old != new, "{place} {old} {new}: {lines:#?}");
            }
        }
    }
}
