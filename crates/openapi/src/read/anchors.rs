//! `$ref: "#item"`: a schema by the name that its `$anchor` gives it (JSON Schema 2020-12, 8.2.2).
//!
//! The name is replaced by the pointer that it stands for, so that all later code meets pointers only. Where schemas have
//! names of their own (`$id`), an anchor counts inside of one of them: those are left to whoever reads schemas.

use std::collections::BTreeMap;

use serde_json::Value;

use super::dialect::Specification;
use super::references::{self, Edits};
use crate::{reference, visit};
use gatepact_finding::pointer;

/// Writes pointers for names that one schema has.
pub(super) fn resolve(value: &mut Value, specification: Specification) {
    if !specification.is_2020() || !names_anchors(value) {
        return;
    }
    let mut anchors: BTreeMap<&str, Option<String>> = BTreeMap::new();
    let mut has_own_names = false;
    visit::visit(value, "", &mut |at, part| {
        let text = |key: &str| part.get(key).and_then(Value::as_str);
        has_own_names |= text("$id").is_some();
        for anchor in ["$anchor", "$dynamicAnchor"].into_iter().filter_map(text) {
            // Of two with one name, none is meant.
            let known = anchors.contains_key(anchor);
            anchors.insert(anchor, (!known).then(|| at.to_owned()));
        }
    });
    if has_own_names {
        return;
    }
    let mut edits = Edits::new();
    visit::visit(value, "", &mut |at, part| {
        let target = reference::target(part).and_then(anchor_of);
        if let Some(Some(target)) = target.and_then(|name| anchors.get(name)) {
            edits.push((pointer::child(at, "$ref"), reference::written(target)));
        }
    });
    references::apply(value, edits);
}

/// The name in `#name`.
fn anchor_of(text: &str) -> Option<&str> {
    text.strip_prefix('#').filter(|name| !name.is_empty() && !name.starts_with('/'))
}

fn names_anchors(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(names_anchors),
        Value::Object(members) => {
            reference::target(value).is_some_and(|text| anchor_of(text).is_some())
                || members.values().any(names_anchors)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}
