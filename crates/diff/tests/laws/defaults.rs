//! What holds where nothing is said, said.

use serde_json::{Map, Value, json};

use crate::places::{Sort, places};
use crate::random::Random;

/// The document with the defaults of its specification written out, here and there.
pub(crate) fn written_out(document: &Value, random: &mut Random) -> Value {
    let mut value = document.clone();
    let is_older = document["openapi"].as_str().is_some_and(|version| version.starts_with("3.0"));
    for (sort, at) in places(document) {
        let Some(part) = value.pointer_mut(&at).and_then(Value::as_object_mut) else { continue };
        if part.contains_key("$ref") || random.once_in(3) {
            continue;
        }
        let defaults = match sort {
            Sort::Item => json!({ "parameters": [] }),
            Sort::Operation => json!({ "parameters": [], "deprecated": false, "callbacks": {} }),
            Sort::Parameter => parameter(part),
            Sort::Body => json!({ "required": false }),
            Sort::Response => json!({ "headers": {}, "content": {} }),
            Sort::Schema => schema(part, is_older),
        };
        for (key, default) in defaults.as_object().into_iter().flatten() {
            part.entry(key.clone()).or_insert_with(|| default.clone());
        }
        if sort == Sort::Body
            && let Some(content) = part.get_mut("content").and_then(Value::as_object_mut)
        {
            content.values_mut().for_each(|media| media["encoding"] = json!({}));
        }
    }
    value
}

/// OpenAPI 3.0, Parameter Object: what a parameter is in a place.
fn parameter(part: &Map<String, Value>) -> Value {
    let mut defaults = json!({ "required": false, "deprecated": false });
    let place = part.get("in").and_then(Value::as_str).unwrap_or_default();
    let usual = if ["query", "cookie"].contains(&place) { "form" } else { "simple" };
    let style = part.get("style").and_then(Value::as_str).unwrap_or(usual);
    defaults["style"] = usual.into();
    defaults["explode"] = (style == "form").into();
    defaults
}

fn schema(part: &Map<String, Value>, is_older: bool) -> Value {
    let mut defaults = json!({ "readOnly": false, "writeOnly": false, "deprecated": false });
    match part.get("type").and_then(Value::as_str) {
        Some("string") => defaults["minLength"] = 0.into(),
        Some("array") => {
            defaults["minItems"] = 0.into();
            defaults["uniqueItems"] = false.into();
        }
        Some("object") => defaults["minProperties"] = 0.into(),
        Some(_) | None => {}
    }
    if is_older && part.contains_key("type") {
        defaults["nullable"] = false.into();
    }
    if is_older && part.contains_key("maximum") {
        defaults["exclusiveMaximum"] = false.into();
    }
    defaults
}
