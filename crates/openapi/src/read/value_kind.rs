//! What a value is, in words.

use serde_json::Value;

/// What a value is, for a message.
pub(super) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "empty",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "plain text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
