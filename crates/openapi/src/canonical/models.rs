//! `MODEL<hash>`: names that API Gateway makes up for models without one (aws/aws-cli#7637).
//!
//! They are renamed to a hash of their content, in which the made-up names of other such models count by *their*
//! content: the classic refinement of labels. Models that no number of steps tells apart are the same and become one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

const PREFIX: &str = "#/components/schemas/";

/// Beyond this many made-up names they are left as they are: the refinement is quadratic, and no API is like that.
const MOST: usize = 1_000;

type Labels = BTreeMap<String, String>;

/// From the names of models to those that they have afterwards.
pub(crate) type Names = Labels;

/// Renames made-up models in a document whose keys are sorted.
pub(super) fn name_by_content(document: &mut Value) -> Names {
    let made_up = made_up_names(document);
    if made_up.is_empty() || made_up.len() > MOST {
        return Names::new();
    }
    // First merge what is equal, then name what is left, so that naming twice names the same.
    let classes = refine(document, &made_up);
    let mut representatives = Labels::new();
    for (name, class) in &classes {
        representatives.entry(class.clone()).or_insert_with(|| name.clone());
    }
    let mut merged: Labels = classes
        .iter()
        .map(|(name, class)| (name.clone(), representatives[class].clone()))
        .collect();
    rename(document, &merged);
    let labels = refine(document, &made_up_names(document));
    let names = labels.into_iter().map(|(name, label)| (name, format!("MODEL{label}"))).collect();
    rename(document, &names);
    for name in merged.values_mut() {
        if let Some(last) = names.get(name) {
            name.clone_from(last);
        }
    }
    merged
}

fn made_up_names(document: &Value) -> BTreeSet<String> {
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    let is_made_up = |name: &&String| {
        name.strip_prefix("MODEL").is_some_and(|hash| {
            !hash.is_empty() && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
    };
    schemas.into_iter().flat_map(Map::keys).filter(is_made_up).cloned().collect()
}

/// Labels by content, refined until another step tells no more models apart.
fn refine(document: &Value, names: &BTreeSet<String>) -> Labels {
    let mut labels: Labels = names.iter().map(|name| (name.clone(), String::new())).collect();
    let mut told_apart = 0;
    loop {
        let next: Labels = names
            .iter()
            .map(|name| {
                let content = &document["components"]["schemas"][name.as_str()];
                (name.clone(), hash(&with_labels(content, &labels).to_string()))
            })
            .collect();
        let classes = next.values().collect::<BTreeSet<_>>().len();
        labels = next;
        if classes == told_apart || classes == names.len() {
            return labels;
        }
        told_apart = classes;
    }
}

fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

fn with_labels(content: &Value, labels: &Labels) -> Value {
    let mut content = content.clone();
    visit_references(&mut content, &mut |name| labels.get(name).map(|label| format!("?{label}")));
    content
}

pub(super) fn rename(document: &mut Value, names: &Labels) {
    visit_references(document, &mut |name| names.get(name).cloned());
    let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut)
    else {
        return;
    };
    let before = std::mem::take(schemas);
    for (name, schema) in before {
        let name = names.get(&name).cloned().unwrap_or(name);
        schemas.entry(name).or_insert(schema);
    }
    schemas.sort_keys();
}

/// Meets every `$ref` to a schema. One inside an example is met too, which does no harm: it names the same model.
fn visit_references(value: &mut Value, new_name: &mut dyn FnMut(&str) -> Option<String>) {
    match value {
        Value::Object(members) => {
            for (key, child) in members.iter_mut() {
                match child.as_str().and_then(|text| text.strip_prefix(PREFIX)) {
                    Some(name) if key == "$ref" => {
                        if let Some(name) = new_name(name) {
                            *child = Value::from(format!("{PREFIX}{name}"));
                        }
                    }
                    _ => visit_references(child, new_name),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| visit_references(item, new_name)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
