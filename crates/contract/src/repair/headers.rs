//! Headers: texts and lists of texts, whatever a tool made of them.

use gatepact_finding::Pointer;
use serde_json::{Map, Value};

use crate::fault::{Fault, shown};

/// Makes every value a text or a list of texts; a list without any is no header.
pub(super) fn repair(part: &mut Value, at: &Pointer) -> Result<(), Fault> {
    let at = at.child("headers");
    let headers = match part.get("headers") {
        None => return Ok(()),
        Some(Value::Null) => Map::new(),
        Some(Value::Object(headers)) => repaired(headers, &at)?,
        Some(other) => {
            return Err(Fault::new(&at, format!("its headers are {}", shown(other))));
        }
    };
    let Some(part) = part.as_object_mut() else { return Ok(()) };
    if headers.is_empty() {
        part.shift_remove("headers");
    } else {
        part.insert("headers".to_owned(), Value::Object(headers));
    }
    Ok(())
}

fn repaired(headers: &Map<String, Value>, at: &Pointer) -> Result<Map<String, Value>, Fault> {
    let mut kept = Map::new();
    for (name, value) in headers {
        let at = at.child(name);
        let value = match value {
            Value::Array(values) => Value::Array(
                values.iter().map(|it| text(it, name, &at)).collect::<Result<Vec<_>, _>>()?,
            ),
            other => text(other, name, &at)?,
        };
        if value.as_array().is_none_or(|values| !values.is_empty()) {
            kept.insert(name.clone(), value);
        }
    }
    Ok(kept)
}

fn text(value: &Value, name: &str, at: &Pointer) -> Result<Value, Fault> {
    match value {
        Value::String(_) => Ok(value.clone()),
        Value::Number(_) | Value::Bool(_) => Ok(Value::String(value.to_string())),
        Value::Null | Value::Array(_) | Value::Object(_) => {
            Err(Fault::new(at, format!("its header `{name}` has the value {}", shown(value))))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_value_becomes_a_text() {
        let mut part = json!({"headers": {"A": 1, "B": [true, "x"], "Content-Type": []}});
        repair(&mut part, &Pointer::root()).unwrap();
        assert_eq!(part, json!({"headers": {"A": "1", "B": ["true", "x"]}}));
        let mut part = json!({"headers": null});
        repair(&mut part, &Pointer::root()).unwrap();
        assert_eq!(part, json!({}));
    }

    #[test]
    fn what_is_no_text_is_a_fault() {
        for headers in [
            json!([]),
            json!("A: 1"),
            json!({"A": null}),
            json!({"A": {"b": 1}}),
            json!({"A": ["x", null]}),
        ] {
            assert!(
                repair(&mut json!({ "headers": headers }), &Pointer::root()).is_err(),
                "{headers}"
            );
        }
    }
}
