//! A JSON value along its schema: which parts of the schema describe something in the value?

use std::collections::{BTreeMap, BTreeSet, HashSet};

use gatepact_finding::Pointer;
use gatepact_openapi::Cursor;
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
    pub(crate) touched: BTreeMap<Pointer, BTreeSet<&'static str>>,
    /// Pointers of properties that the value could have and has not.
    pub(crate) left_out: BTreeSet<Pointer>,
    steps: usize,
}

impl Trace {
    /// Whether the whole value was followed.
    pub(crate) fn is_complete(&self) -> bool {
        self.steps < MOST_STEPS
    }

    /// Follows a value along a schema.
    pub(crate) fn follow(&mut self, value: &Value, schema: &Cursor<'_>) {
        // A stack of its own: values and compositions may be deep. Compositions may also be cyclic, so a schema is
        // followed once for each part of the value.
        let mut open = vec![(value, schema.clone())];
        let mut seen: HashSet<(*const Value, Pointer)> = HashSet::new();
        while let Some((value, schema)) = open.pop() {
            if self.steps >= MOST_STEPS {
                return;
            }
            self.steps += 1;
            if !seen.insert((std::ptr::from_ref(value), schema.pointer.clone())) {
                continue;
            }
            self.touched.entry(schema.pointer.clone()).or_default().insert(type_of(value));
            open.extend(schema.target().map(|target| (value, target)));
            if schema.is_reference() {
                continue;
            }
            for keyword in ["allOf", "anyOf", "oneOf"] {
                let members: Vec<_> = schema.get_or_absent(keyword).items().collect();
                open.extend(members.into_iter().map(|member| (value, member)));
            }
            match value {
                Value::Object(members) => self.object(&schema, members, &mut open),
                Value::Array(items) => {
                    if let Some(below) = schema.raw("items") {
                        let items = items.iter().take(MOST_ELEMENTS);
                        open.extend(items.map(|item| (item, below.clone())));
                    }
                }
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
    }

    fn object<'v, 'd>(
        &mut self,
        schema: &Cursor<'d>,
        members: &'v serde_json::Map<String, Value>,
        open: &mut Vec<(&'v Value, Cursor<'d>)>,
    ) {
        let properties = schema.get_or_absent("properties");
        for (name, member) in members {
            if let Some(property) = properties.raw(name) {
                open.push((member, property));
            } else if let Some(others) = schema.raw("additionalProperties") {
                open.extend(others.value.is_object().then_some((member, others)));
            }
        }
        for (name, property) in properties.raw_members() {
            if !members.contains_key(name) {
                self.left_out.insert(property.pointer);
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
    use gatepact_openapi::Document;
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
        let page = document.root().at("/components/schemas/Page").unwrap();
        trace.follow(&json!({"items": [{"id": "1"}]}), &page);
        let order = Pointer::from("/components/schemas/Order/allOf/0/properties");
        assert!(trace.touched.contains_key(&order.child("id")));
        assert!(!trace.touched.contains_key(&order.child("total")));
        assert!(trace.left_out.contains(&order.child("total")));
        assert!(trace.left_out.contains("/components/schemas/Page/properties/next"));
        assert!(trace.is_complete());
    }

    #[test]
    fn a_cycle_ends() {
        let document = document(r##"{"A":{"allOf":[{"$ref":"#/components/schemas/A"}]}}"##);
        let mut trace = Trace::default();
        trace.follow(&json!({}), &document.root().at("/components/schemas/A").unwrap());
        assert_eq!(trace.touched.len(), 2);
    }
}
