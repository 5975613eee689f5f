//! Which version of the specification a document follows, and whether it is read.

use serde_json::Value;

use super::{ReadError, place};
use crate::position::Spots;

const EXPORT: &str = "export the stage as OpenAPI 3.0 (`--export-type oas30`)";

/// Accepts OpenAPI 3.0.x, refuses the rest by name.
pub(super) fn check(value: &Value, spots: &Spots) -> Result<(), ReadError> {
    let Value::Object(root) = value else {
        return Err(ReadError::NotAnObject { found: kind(value) });
    };
    let (key, dialect) = match (root.get("openapi"), root.get("swagger")) {
        (Some(version), _) if is_3_0(version) => return Ok(()),
        (Some(version), _) => ("/openapi", format!("OpenAPI {}", plain(version))),
        (None, Some(version)) => ("/swagger", format!("Swagger {}", plain(version))),
        (None, None) => return Err(ReadError::NotADocument),
    };
    Err(ReadError::Unsupported { at: place(value, spots, key), dialect, advice: EXPORT })
}

fn is_3_0(version: &Value) -> bool {
    version.as_str().is_some_and(|text| text == "3.0" || text.starts_with("3.0."))
}

fn plain(version: &Value) -> String {
    version.as_str().map_or_else(|| version.to_string(), str::to_owned)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "empty",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "plain text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
