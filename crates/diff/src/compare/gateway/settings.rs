//! Settings of the root of which the old and the new value are all there is to say.

use serde_json::{Map, Value};

use crate::compare::context::{Context, Scope};
use crate::compare::raw_change::{Details, Place};
use crate::rules::ChangeKind;
use gatepact_openapi::Cursor;

/// A setting, and what a value of it means.
type Setting = (&'static str, ChangeKind, fn(&Value) -> Value);

const SETTINGS: [Setting; 3] = [
    ("x-amazon-apigateway-binary-media-types", ChangeKind::BinaryMediaTypesChanged, unordered),
    ("x-amazon-apigateway-cors", ChangeKind::CorsChanged, cors),
    ("x-amazon-apigateway-minimum-compression-size", ChangeKind::MinimumCompressionChanged, number),
];

pub(super) fn compare(context: &mut Context<'_>, scope: Scope, old: &Cursor<'_>, new: &Cursor<'_>) {
    for (name, kind, meaning) in SETTINGS {
        let (before, after) = (old.value.get(name), new.value.get(name));
        let meant = |value: Option<&Value>| meaning(value.unwrap_or(&Value::Null));
        if meant(before) != meant(after) {
            let place = Place::both(&old.get_or_absent(name), &new.get_or_absent(name));
            context.report(scope, kind, place, Details::values(before, after));
        }
    }
}

/// A value whose lists are sets: neither order nor repetition says anything, an empty one says nothing, and one member
/// is a list of one.
pub(super) fn unordered(value: &Value) -> Value {
    match value {
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(unordered).collect();
            items.sort_by_cached_key(Value::to_string);
            items.dedup();
            match items.len() {
                0 => Value::Null,
                1 => items.remove(0),
                _ => items.into(),
            }
        }
        Value::Object(members) => {
            let mut members: Map<String, Value> =
                members.iter().map(|(key, value)| (key.clone(), unordered(value))).collect();
            members.sort_keys();
            members.into()
        }
        other => other.clone(),
    }
}

/// 1024 and "1024" are one number.
pub(super) fn number(value: &Value) -> Value {
    match value {
        Value::Number(number) => number.to_string().into(),
        other => other.clone(),
    }
}

/// The lists are sets, names of headers count in any case (RFC 9110, 5.1), and credentials are not allowed by default.
fn cors(value: &Value) -> Value {
    const HEADERS: [&str; 2] = ["allowHeaders", "exposeHeaders"];
    let Value::Object(members) = value else { return value.clone() };
    let meant = |(key, value): (&String, &Value)| {
        let value = match value {
            Value::Array(names) if HEADERS.contains(&key.as_str()) => {
                let lower = |name: &Value| match name.as_str() {
                    Some(name) => name.to_ascii_lowercase().into(),
                    None => name.clone(),
                };
                unordered(&names.iter().map(lower).collect())
            }
            other => number(&unordered(other)),
        };
        (!value.is_null() && value != Value::Bool(false)).then(|| (key.clone(), value))
    };
    let members: Map<String, Value> = members.iter().filter_map(meant).collect();
    if members.is_empty() { Value::Null } else { members.into() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lists_of_cors_are_sets() {
        let one = json!({ "allowHeaders": ["X-Key", "accept"], "allowOrigins": ["a", "b", "a"],
                          "maxAge": 10, "allowCredentials": false });
        let same = json!({ "maxAge": "10", "allowOrigins": ["b", "a"], "exposeHeaders": [],
                           "allowHeaders": ["ACCEPT", "x-key"] });
        assert_eq!(cors(&one), cors(&same));
        for (key, other) in [
            ("allowOrigins", json!(["a"])),
            ("maxAge", json!(11)),
            ("allowCredentials", json!(true)),
            ("allowHeaders", json!(["x-key"])),
        ] {
            let mut changed = one.clone();
            changed[key] = other;
            assert_ne!(cors(&one), cors(&changed), "{key}");
        }
    }
}
