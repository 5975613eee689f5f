//! A JSON value along its schema: which parts of the schema describe something in the value?

use std::collections::{BTreeMap, BTreeSet, HashSet};

use gatepact_finding::pointer;
use gatepact_openapi::{Document, reference};
use serde_json::Value;

/// Steps of one trace; a value that needs more touches the rest unseen, which is said by
/// [`Trace::is_complete`].
const MOST_STEPS: usize = 100_000;

/// Elements of an array beyond this number look like those before.
const MOST_ELEMENTS: usize = 64;

/// The parts of schemas that a value touches.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    /// Pointers of the schemas that describe a part of the value, `$ref` and target both, with the types that the value
    /// has there.
    pub(crate) touched: BTreeMap<String, BTreeSet<&'static str>>,
    /// Pointers of properties that the value could have and has not.
    pub(crate) left_out: BTreeSet<String>,
    steps: usize,
}

impl Trace {
    /// Whether the whole value was followed.
    pub(crate) fn is_complete(&self) -> bool {
        self.steps < MOST_STEPS
    }

    /// Follows a value along the schema at a pointer.
    pub(crate) fn follow(&mut self, document: &Document, value: &Value, at: &str) {
        // A stack of its own: values and compositions may be deep. Compositions may also be cyclic, so a schema is
        // followed once for each part of the value.
        let mut open = vec![(value, at.to_owned())];
        let mut seen: HashSet<(*const Value, String)> = HashSet::new();
        while let Some((value, at)) = open.pop() {
            if self.steps >= MOST_STEPS {
                return;
            }
            self.steps += 1;
            if !seen.insert((std::ptr::from_ref(value), at.clone())) {
                continue;
            }
            let Some(schema) = document.at(&at) else { continue };
            self.touched.entry(at.clone()).or_default().insert(type_of(value));
            if let Some(reference) = reference::target(schema) {
                open.extend(reference::pointer(reference).map(|target| (value, target.into())));
                continue;
            }
            for keyword in ["allOf", "anyOf", "oneOf"] {
                let members = schema.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
                open.extend((0..members).map(|index| (value, format!("{at}/{keyword}/{index}"))));
            }
            match value {
                Value::Object(members) => self.object(schema, &at, members, &mut open),
                Value::Array(items) if schema.get("items").is_some() => {
                    let below = pointer::child(&at, "items");
                    let items = items.iter().take(MOST_ELEMENTS);
                    open.extend(items.map(|item| (item, below.clone())));
                }
                Value::Array(_)
                | Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::String(_) => {}
            }
        }
    }

    fn object<'v>(
        &mut self,
        schema: &Value,
        at: &str,
        members: &'v serde_json::Map<String, Value>,
        open: &mut Vec<(&'v Value, String)>,
    ) {
        let properties = schema.get("properties").and_then(Value::as_object);
        let below = pointer::child(at, "properties");
        for (name, member) in members {
            if properties.is_some_and(|properties| properties.contains_key(name)) {
                open.push((member, pointer::child(&below, name)));
            } else if schema.get("additionalProperties").is_some_and(Value::is_object) {
                open.push((member, pointer::child(at, "additionalProperties")));
            }
        }
        for name in properties.into_iter().flat_map(serde_json::Map::keys) {
            if !members.contains_key(name) {
                self.left_out.insert(pointer::child(&below, name));
            }
        }
    }
}

/// The type of a value, as schemas name it.
fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document(schemas: &str) -> Document {
        let text = format!(
            r#"{{"openapi":"3.0.1","info":{{"title":"t","version":"1"}},"paths":{{}},
                "components":{{"schemas":{schemas}}}}}"#
        );
        Document::read(text).unwrap()
    }

    #[test]
    fn references_arrays_and_compositions_are_followed() {
        let document = document(
            r##"{"Page":{"type":"object","properties":{"items":{"type":"array","items":{"$ref":"#/components/schemas/Order"}},"next":{"type":"string"}}},
                 "Order":{"allOf":[{"type":"object","properties":{"id":{"type":"string"},"total":{"type":"number"}}}]}}"##,
        );
        let mut trace = Trace::default();
        trace.follow(&document, &json!({"items": [{"id": "1"}]}), "/components/schemas/Page");
        let order = "/components/schemas/Order/allOf/0/properties";
        assert!(trace.touched.contains_key(&format!("{order}/id")));
        assert!(!trace.touched.contains_key(&format!("{order}/total")));
        assert!(trace.left_out.contains(&format!("{order}/total")));
        assert!(trace.left_out.contains("/components/schemas/Page/properties/next"));
        assert!(trace.is_complete());
    }

    #[test]
    fn a_cycle_ends() {
        let document = document(r##"{"A":{"allOf":[{"$ref":"#/components/schemas/A"}]}}"##);
        let mut trace = Trace::default();
        trace.follow(&document, &json!({}), "/components/schemas/A");
        assert_eq!(trace.touched.len(), 2);
    }
}
