//! What the text of a parameter or a header may be read as.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

/// The maximum number of parts of a list or an object whose readings are combined.
const MAX_PARTS: usize = 6;

/// Values that have no text, or an empty one.
pub(super) static TEXTLESS: LazyLock<Value> =
    LazyLock::new(|| json!({ "enum": [null, [], {}, ""] }));

/// A schema whose values have the texts that another one reads.
pub(super) struct SameTexts {
    /// All of these texts are accepted..
    pub(super) read: Value,
    /// ..so these values are, when they are written.
    pub(super) written: Value,
}

/// Pairs of types with the same texts.
pub(super) static SAME_TEXTS: LazyLock<Vec<SameTexts>> = LazyLock::new(|| {
    let same = |read: Value, written: Value| SameTexts { read, written };
    let integer = "^-?(0|[1-9][0-9]*)$";
    let number = "^-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?$";
    let texts = |pattern: &str| json!({ "type": "string", "pattern": pattern });
    vec![
        same(texts(integer), json!({ "type": "integer" })),
        same(texts(number), json!({ "type": "number" })),
        same(json!({ "type": "string", "enum": ["true", "false"] }), json!({ "type": "boolean" })),
        same(json!({ "type": "integer" }), texts(integer)),
        same(json!({ "type": "number" }), texts(number)),
        same(json!({ "type": "boolean" }), json!({ "type": "string", "enum": ["true", "false"] })),
    ]
});

/// The values that have the same text: `5` is a number and a string, and a list of one.
pub(super) fn readings(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(items) => {
            let mut all = Vec::new();
            if let [item] = items.as_slice() {
                all.extend(plain(item));
            }
            all.extend(combined(items.iter()).into_iter().map(Value::Array));
            all
        }
        Value::Object(members) => combined(members.values())
            .into_iter()
            .map(|values| Value::Object(members.keys().cloned().zip(values).collect::<Map<_, _>>()))
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            let plain = plain(value);
            let lists = plain.iter().map(|item| json!([item]));
            plain.iter().cloned().chain(lists).collect()
        }
    }
}

/// The whole texts of a list or an object that is written as one: `a,b`, `x=1,y=2`, `x,1,y,2`.
pub(super) fn wholes(value: &Value) -> Vec<Value> {
    let joined = |parts: Vec<String>| Value::from(parts.join(","));
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    };
    match value {
        Value::Array(items) => vec![joined(items.iter().map(text).collect())],
        Value::Object(members) => ["=", ","]
            .iter()
            .map(|of| {
                joined(members.iter().map(|(name, it)| format!("{name}{of}{}", text(it))).collect())
            })
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

/// Each part in each of its readings; of many parts, all in the same one.
fn combined<'v>(parts: impl Iterator<Item = &'v Value>) -> Vec<Vec<Value>> {
    let parts: Vec<Vec<Value>> = parts.map(plain).collect();
    if parts.len() > MAX_PARTS {
        let first = parts.iter().filter_map(|readings| readings.first().cloned());
        let last = parts.iter().filter_map(|readings| readings.last().cloned());
        return vec![first.collect(), last.collect()];
    }
    let mut all = vec![Vec::new()];
    for readings in parts {
        let with = |reading: &Value| {
            let longer =
                |before: &Vec<Value>| [before.as_slice(), std::slice::from_ref(reading)].concat();
            all.iter().map(longer).collect::<Vec<_>>()
        };
        all = readings.iter().flat_map(with).collect();
    }
    all
}

/// Text, number, boolean.
fn plain(value: &Value) -> Vec<Value> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Null => String::new(),
        Value::Array(_) | Value::Object(_) => return vec![value.clone()],
    };
    let read = serde_json::from_str::<Value>(&text).ok();
    let read = read.filter(|it| it.is_number() || it.is_boolean());
    [Some(Value::String(text)), read].into_iter().flatten().collect()
}
