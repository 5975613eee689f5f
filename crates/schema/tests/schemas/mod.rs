//! Random schemas: small, of every keyword, often related to each other.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

const NAMES: [&str; 4] = ["a", "b", "kind", "x1"];

fn literal() -> impl Strategy<Value = Value> {
    select(vec![
        json!(null),
        json!(true),
        json!(0),
        json!(1),
        json!(2.5),
        json!(10),
        json!(""),
        json!("a"),
        json!("ab"),
        json!([]),
        json!([1, 2]),
        json!({}),
        json!({ "a": 1 }),
        json!({ "kind": "a" }),
    ])
}

fn leaf() -> impl Strategy<Value = Value> {
    let kind = select(vec!["null", "boolean", "integer", "number", "string", "array", "object"]);
    prop_oneof![
        2 => Just(json!(true)),
        1 => Just(json!(false)),
        4 => kind.prop_map(|kind| json!({ "type": kind })),
        2 => literal().prop_map(|value| json!({ "const": value })),
        2 => vec(literal(), 1..4).prop_map(|values| json!({ "enum": values })),
        2 => (-3..6_i32, 0..8_i32).prop_map(|(low, width)| json!({ "type": "integer", "minimum": low, "maximum": low + width })),
        1 => (-3..6_i32).prop_map(|low| json!({ "exclusiveMinimum": low })),
        1 => select(vec![json!(2), json!(3), json!(0.5), json!(0.4)]).prop_map(|step| json!({ "multipleOf": step })),
        2 => (0..4_u32, 0..4_u32).prop_map(|(min, more)| json!({ "type": "string", "minLength": min, "maxLength": min + more })),
        2 => select(vec!["^a", "b$", "^[a-c]+$", "^(ab)*$", "x|^y", "^a{2,3}$"]).prop_map(|pattern| json!({ "type": "string", "pattern": pattern })),
        1 => Just(json!({ "required": ["a"] })),
        1 => (0..3_u32).prop_map(|least| json!({ "type": "array", "minItems": least, "uniqueItems": true })),
    ]
}

/// A schema.
pub(crate) fn schema() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            5 => object(inner.clone()),
            3 => array(inner.clone()),
            2 => vec(inner.clone(), 1..4).prop_map(|branches| json!({ "anyOf": branches })),
            2 => vec(inner.clone(), 1..4).prop_map(|branches| json!({ "oneOf": branches })),
            2 => vec(inner.clone(), 1..3).prop_map(|branches| json!({ "allOf": branches })),
            1 => inner.clone().prop_map(|schema| json!({ "not": schema })),
            1 => (inner.clone(), inner.clone(), inner.clone()).prop_map(|(test, then, otherwise)| {
                json!({ "if": test, "then": then, "else": otherwise })
            }),
        ]
    })
}

fn object(inner: impl Strategy<Value = Value> + Clone) -> impl Strategy<Value = Value> {
    let properties = vec((select(NAMES.to_vec()), inner.clone()), 0..3);
    let required = subsequence(NAMES.to_vec(), 0..3);
    let rest = proptest::option::weighted(0.4, inner.clone());
    let pattern = proptest::option::weighted(0.2, (select(vec!["^x", "^[a-k]", "1$"]), inner));
    let extra = select(vec![
        json!({}),
        json!({}),
        json!({}),
        json!({ "minProperties": 1 }),
        json!({ "maxProperties": 1 }),
        json!({ "propertyNames": { "maxLength": 3 } }),
        json!({ "dependentRequired": { "a": ["b"] } }),
        json!({ "unevaluatedProperties": false }),
    ]);
    (properties, required, rest, pattern, extra).prop_map(
        |(properties, required, rest, pattern, extra)| {
            let properties: Map<String, Value> =
                properties.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect();
            let mut schema =
                json!({ "type": "object", "properties": properties, "required": required });
            let members = schema.as_object_mut().unwrap();
            if let Some(rest) = rest {
                members.insert("additionalProperties".into(), rest);
            }
            if let Some((pattern, inner)) = pattern {
                members.insert("patternProperties".into(), json!({ pattern: inner }));
            }
            members.extend(extra.as_object().unwrap().clone());
            schema
        },
    )
}

fn array(inner: impl Strategy<Value = Value> + Clone) -> impl Strategy<Value = Value> {
    let prefix = vec(inner.clone(), 0..3);
    let counts = (0..3_u32, proptest::option::of(0..3_u32));
    let contains =
        proptest::option::weighted(0.3, (inner.clone(), 0..3_u32, proptest::option::of(0..2_u32)));
    (prefix, inner, counts, contains, any::<bool>()).prop_map(
        |(prefix, items, (min, more), contains, unique)| {
            let mut schema = json!({ "type": "array", "items": items, "minItems": min });
            let members = schema.as_object_mut().unwrap();
            if !prefix.is_empty() {
                members.insert("prefixItems".into(), prefix.into());
            }
            if let Some(more) = more {
                members.insert("maxItems".into(), (min + more).into());
            }
            if unique {
                members.insert("uniqueItems".into(), true.into());
            }
            if let Some((schema, least, more)) = contains {
                members.insert("contains".into(), schema);
                members.insert("minContains".into(), least.into());
                if let Some(more) = more {
                    members.insert("maxContains".into(), (least + more).into());
                }
            }
            schema
        },
    )
}
