//! Queries: the parameters in the order of the pact, whatever shape they have there.

use gatepact_finding::Pointer;
use pact_models::query_strings::decode_query;
use serde_json::{Map, Value};

use crate::fault::{Fault, shown};

type Parameters = Vec<(String, Option<String>)>;

/// Reads the query of a request, and leaves it there in the one shape that all versions of Pact's
/// model take in: none. The caller puts it into the model.
pub(super) fn take(request: &mut Value, at: &Pointer) -> Result<Parameters, Fault> {
    let at = at.child("query");
    let query = match request.get("query") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::String(text)) => of_text(text),
        Some(Value::Object(map)) => of_map(map, &at)?,
        Some(other) => return Err(Fault::new(&at, format!("its query is {}", shown(other)))),
    };
    if let Some(request) = request.as_object_mut() {
        request.shift_remove("query");
    }
    Ok(query)
}

fn of_text(text: &str) -> Parameters {
    let text = text.strip_prefix('?').unwrap_or(text);
    // As Pact's model decodes: what is no percent encoding stays as it is.
    let decoded = |text: &str| decode_query(text).unwrap_or_else(|_| text.to_owned());
    text.split('&')
        .filter(|parameter| !parameter.is_empty())
        .map(|parameter| match parameter.split_once('=') {
            Some((name, value)) => (decoded(name), Some(decoded(value))),
            None => (decoded(parameter), None),
        })
        .collect()
}

fn of_map(map: &Map<String, Value>, at: &Pointer) -> Result<Parameters, Fault> {
    let mut parameters = Vec::new();
    for (name, value) in map {
        let at = at.child(name);
        let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        for value in values {
            let value = match value {
                Value::String(text) => Some(text.clone()),
                Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
                Value::Null => None,
                Value::Array(_) | Value::Object(_) => {
                    let reason = format!("its query parameter `{name}` is {}", shown(value));
                    return Err(Fault::new(&at, reason));
                }
            };
            parameters.push((name.clone(), value));
        }
    }
    Ok(parameters)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn taken(query: &Value) -> Result<Parameters, Fault> {
        take(&mut json!({ "query": query }), &Pointer::root())
    }

    #[test]
    fn every_shape_keeps_its_order() {
        let owned = |pairs: &[(&str, Option<&str>)]| -> Parameters {
            pairs.iter().map(|(name, it)| ((*name).to_owned(), it.map(str::to_owned))).collect()
        };
        let both = owned(&[("b", Some("1")), ("a", Some("x y")), ("b", None)]);
        assert_eq!(taken(&json!("b=1&a=x+y&b")).unwrap(), both);
        assert_eq!(taken(&json!("?b=1&&a=x%20y&b")).unwrap(), both);
        let grouped = owned(&[("b", Some("1")), ("b", None), ("a", Some("true"))]);
        assert_eq!(taken(&json!({"b": [1, null], "a": true})).unwrap(), grouped);
        assert!(taken(&Value::Null).unwrap().is_empty());
    }

    #[test]
    fn another_shape_is_a_fault() {
        for query in [json!([]), json!(1), json!({"a": {"b": 1}}), json!({"a": [["b"]]})] {
            assert!(taken(&query).is_err(), "{query}");
        }
    }
}
