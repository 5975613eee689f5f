//! A JSON value along its schema: which parts of the schema describe something in the value?

use std::collections::{BTreeMap, BTreeSet, HashSet};

use gatepact_finding::Pointer;
use gatepact_openapi::Cursor;
use gatepact_schema::applicator::{InstancePart, subschemas};
use serde_json::Value;

use crate::described::Described;

/// Steps of one trace; a value that needs more touches the rest unseen.
const MOST_STEPS: usize = 100_000;

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
    #[cfg(test)]
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
            let described = Described::by(schema.value, schema.dialect());
            for below in subschemas(schema.value, schema.dialect()) {
                let parts = described.parts(value, &below);
                let is_left_out =
                    below.applicator.part() == InstancePart::Property && value.is_object();
                if parts.is_empty() && !is_left_out {
                    continue;
                }
                let Some(at) = schema.at(&below.pointer()) else { continue };
                if parts.is_empty() {
                    self.left_out.insert(at.pointer);
                } else {
                    open.extend(parts.into_iter().map(|part| (part, at.clone())));
                }
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

    /// The pointers of the schemas of `It` that a value touches, and those that it leaves out.
    fn seen(version: &str, schema: &Value, value: &Value) -> (Vec<String>, Vec<String>) {
        let text = json!({
            "openapi": version, "info": { "title": "t", "version": "1" }, "paths": {},
            "components": { "schemas": { "It": schema, "Other": { "properties": { "o": {} } } } },
        });
        let document = Document::read(text.to_string()).unwrap();
        let mut trace = Trace::default();
        trace.follow(value, &document.root().at("/components/schemas/It").unwrap());
        let below = |at: &Pointer| at.strip_prefix("/components/schemas/It/").map(str::to_owned);
        let touched = trace.touched.keys().filter_map(below).collect();
        (touched, trace.left_out.iter().filter_map(below).collect())
    }

    #[test]
    fn every_keyword_leads_to_the_parts_that_it_is_about() {
        let of_a = json!({ "properties": { "a": {} } });
        for (schema, value, touched) in [
            (
                json!({ "if": {}, "then": of_a, "else": {} }),
                json!({ "a": 1 }),
                &["else", "if", "then", "then/properties/a"][..],
            ),
            (
                json!({ "dependentSchemas": { "a": of_a, "b": {} } }),
                json!({ "a": 1 }),
                &["dependentSchemas/a", "dependentSchemas/a/properties/a"],
            ),
            (
                json!({ "dependencies": { "a": of_a, "b": {} } }),
                json!({ "a": 1 }),
                &["dependencies/a", "dependencies/a/properties/a"],
            ),
            (json!({ "not": of_a }), json!({ "a": 1 }), &[]),
            (
                json!({ "patternProperties": { "^a": {} } }),
                json!({ "a": 1 }),
                &["patternProperties/^a"],
            ),
            (json!({ "unevaluatedProperties": {} }), json!({ "a": 1 }), &["unevaluatedProperties"]),
            (
                json!({ "properties": { "a": {} }, "additionalProperties": {} }),
                json!({ "a": 1 }),
                &["properties/a"],
            ),
            (json!({ "prefixItems": [{}, {}], "items": of_a }), json!([1]), &["prefixItems/0"]),
            (
                json!({ "prefixItems": [{}], "items": of_a }),
                json!([1, { "a": 1 }]),
                &["items", "items/properties/a", "prefixItems/0"],
            ),
            (
                json!({ "contains": {}, "unevaluatedItems": {} }),
                json!([1]),
                &["contains", "unevaluatedItems"],
            ),
            (
                json!({ "propertyNames": {}, "contentSchema": {}, "$defs": { "a": {} } }),
                json!({ "a": 1 }),
                &[],
            ),
        ] {
            assert_eq!(seen("3.1.0", &schema, &value).0, touched, "{schema}");
        }
    }

    #[test]
    fn a_dialect_without_a_keyword_is_not_followed_there() {
        let schema = json!({ "if": {}, "then": {}, "patternProperties": { "^a": {} } });
        assert_eq!(seen("3.0.3", &schema, &json!({ "a": 1 })).0, ["patternProperties/^a"]);
    }

    #[test]
    fn what_stands_beside_a_reference_counts_since_3_1() {
        let schema =
            json!({ "$ref": "#/components/schemas/Other", "properties": { "a": {}, "b": {} } });
        let (touched, left_out) = seen("3.1.0", &schema, &json!({ "a": 1 }));
        assert_eq!(
            (touched, left_out),
            (vec!["properties/a".to_owned()], vec!["properties/b".to_owned()])
        );
        assert_eq!(seen("3.0.3", &schema, &json!({ "a": 1 })), (Vec::new(), Vec::new()));
    }

    #[test]
    fn a_cycle_ends() {
        let document = document(r##"{"A":{"allOf":[{"$ref":"#/components/schemas/A"}]}}"##);
        let mut trace = Trace::default();
        trace.follow(&json!({}), &document.root().at("/components/schemas/A").unwrap());
        assert_eq!(trace.touched.len(), 2);
    }
}
