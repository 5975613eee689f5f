//! A request and a response are mirrors: what a service no longer takes, it might newly answer.

use gatepact_diff::{Change, diff};
use gatepact_finding::{Direction, Proof};
use gatepact_openapi::Document;
use serde_json::{Value, json};

/// A document whose one operation has a body of a schema, in a request or in a response.
fn document(like: &Value, schema: &Value, direction: Direction) -> Document {
    let content = json!({ "content": { "application/json": { "schema": schema } } });
    let operation = match direction {
        Direction::Request => json!({ "requestBody": content, "responses": {} }),
        Direction::Response => json!({ "responses": { "200": content } }),
    };
    let mut value = json!({ "openapi": like["openapi"], "info": { "title": "t", "version": "1" },
        "paths": { "/orders": { "post": operation } }, "components": like["components"] });
    // What is not sent the one way is what is not sent the other way.
    let mut text = value.take().to_string();
    if direction == Direction::Response {
        text =
            text.replace("\"readOnly\"", "\"writeOnly \"").replace("\"writeOnly\"", "\"readOnly\"");
        text = text.replace("\"writeOnly \"", "\"writeOnly\"");
    }
    Document::read(text).unwrap()
}

fn is_shown(change: &Change) -> bool {
    matches!(change.finding.proof, Some(Proof::Witness(_)))
}

/// A message shows what became of a request exactly where one shows what becomes of the response.
pub(crate) fn law(old: &Value, new: &Value) -> Result<(), String> {
    if old["openapi"] != new["openapi"] {
        return Ok(());
    }
    for name in crate::schemas::NAMES {
        let schema = json!({ "$ref": format!("#/components/schemas/{name}") });
        let pair =
            |direction| (document(old, &schema, direction), document(new, &schema, direction));
        let (before, after) = pair(Direction::Request);
        let there = diff(&before, &after);
        let (before, after) = pair(Direction::Response);
        // A property that is no longer described is told of responses alone.
        let back = diff(&after, &before);
        let shown = |changes: &[Change]| changes.iter().filter(|it| it.new.is_some()).any(is_shown);
        if shown(&there) != shown(&back) {
            let lines =
                |changes: &[Change]| changes.iter().map(ToString::to_string).collect::<Vec<_>>();
            return Err(format!("{name}: {:#?} {:#?}", lines(&there), lines(&back)));
        }
    }
    Ok(())
}
