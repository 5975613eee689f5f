//! Silence is true: where nothing that may break is told of two bodies, no value shows otherwise.

use gatepact_diff::diff;
use gatepact_finding::{Direction, Severity};
use gatepact_openapi::Document;
use gatepact_schema::{Answer, Budget, Place, Reading, Universe};
use serde_json::{Value, json};

use crate::{pairs, shrink};

/// A document whose one operation has a body of a component, and where its schema stands.
fn document(like: &Value, name: &str, direction: Direction) -> Option<(Document, &'static str)> {
    let schema = json!({ "$ref": format!("#/components/schemas/{name}") });
    let content = json!({ "application/json": { "schema": schema } });
    let (operation, at) = match direction {
        Direction::Request => (
            json!({ "requestBody": { "required": true, "content": content }, "responses": {} }),
            "/paths/~1orders/post/requestBody/content/application~1json/schema",
        ),
        Direction::Response => (
            json!({ "responses": { "200": { "description": "", "content": content } } }),
            "/paths/~1orders/post/responses/200/content/application~1json/schema",
        ),
    };
    let value = json!({ "openapi": like["openapi"], "info": { "title": "t", "version": "1" },
        "paths": { "/orders": { "post": operation } },
        "components": { "schemas": like["components"]["schemas"] } });
    Some((Document::read(value.to_string()).ok()?, at))
}

/// Whether all that is sent is taken, by the schemas of the bodies alone.
fn contains(old: &Document, new: &Document, (at, direction): (&str, Direction)) -> Answer {
    let (sent, taken, reading) = match direction {
        Direction::Request => (old, new, Reading::request()),
        Direction::Response => (new, old, Reading::response()),
    };
    let mut universe = Universe::new();
    let mut place = |it| universe.add(Document::value(it), Document::dialect(it));
    let (sent, taken) = (place(sent), place(taken));
    let place = |side| Place { side, pointer: at };
    universe.contains(place(sent), place(taken), reading, Budget::default())
}

/// How often nothing was told that may break, though something was told.
fn silent(old: &Value, new: &Value) -> Result<usize, String> {
    let mut count = 0;
    for name in crate::schemas::NAMES {
        for direction in [Direction::Request, Direction::Response] {
            let releases = (document(old, name, direction), document(new, name, direction));
            let (Some((before, at)), Some((after, _))) = releases else { continue };
            let changes = diff(&before, &after);
            if changes.iter().any(|change| change.severity() != Severity::Info) {
                continue;
            }
            count += usize::from(!changes.is_empty());
            if let Answer::Witness(value) = contains(&before, &after, (at, direction)) {
                return Err(format!("{name} {direction:?}: silence about {value}"));
            }
        }
    }
    Ok(count)
}

#[test]
fn silence_is_true() {
    let mut safe = 0;
    pairs(100, |old, new, seed| match silent(old, new) {
        Ok(count) => safe += count,
        Err(_) => shrink::hold(&|old, new| silent(old, new).map(drop), old, new, seed),
    });
    // Else the law would hold of nothing.
    assert!(safe > 0);
}

/// An integer is a number: both together are integers, and no fewer values than objects.
#[test]
fn parents_of_two_numeric_types_leave_one() {
    let release = |tags: Value| {
        json!({ "openapi": "3.0.3", "components": { "schemas": {
            "Money": { "properties": { "tags": tags } } } } })
    };
    let old = release(json!({ "type": "object" }));
    let new = release(json!({ "allOf": [{ "type": "integer" }, { "type": "number" }] }));
    for direction in [Direction::Request, Direction::Response] {
        let ((before, _), (after, _)) = (
            document(&old, "Money", direction).unwrap(),
            document(&new, "Money", direction).unwrap(),
        );
        let messages: Vec<_> = diff(&before, &after)
            .iter()
            .map(|it| (it.severity(), it.sentence().to_string()))
            .collect();
        let told = "the type changed from `object` to `integer`".to_owned();
        assert_eq!(messages, [(Severity::Error, told)]);
    }
}
