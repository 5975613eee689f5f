//! A schema as a model keeps it: JSON Schema of draft 4, without what the import does not support.

use serde_json::Value;

/// Keywords that the import leaves out.
const UNSUPPORTED: [&str; 12] = [
    "default",
    "deprecated",
    "discriminator",
    "example",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "externalDocs",
    "nullable",
    "readOnly",
    "writeOnly",
    "xml",
];

/// Formats that the import leaves out.
const UNSUPPORTED_FORMATS: [&str; 5] = ["int32", "int64", "float", "double", "decimal"];

/// The schema without what is not supported; its depth is bounded by the reader of documents.
pub(super) fn supported(schema: &Value) -> Value {
    let Value::Object(members) = schema else { return schema.clone() };
    let mut kept = serde_json::Map::new();
    for (key, value) in members {
        let format = key == "format"
            && value.as_str().is_some_and(|format| UNSUPPORTED_FORMATS.contains(&format));
        if format || UNSUPPORTED.contains(&key.as_str()) || key.starts_with("x-") {
            continue;
        }
        let value = match key.as_str() {
            // Names of properties are no keywords.
            "properties" | "patternProperties" | "definitions" => each(value),
            "items" | "additionalProperties" | "not" | "additionalItems" => supported(value),
            "allOf" | "anyOf" | "oneOf" => match value {
                Value::Array(items) => Value::Array(items.iter().map(supported).collect()),
                _ => value.clone(),
            },
            _ => value.clone(),
        };
        kept.insert(key.clone(), value);
    }
    Value::Object(kept)
}

fn each(value: &Value) -> Value {
    match value.as_object() {
        Some(members) => members
            .iter()
            .map(|(name, schema)| (name.clone(), supported(schema)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        None => value.clone(),
    }
}
