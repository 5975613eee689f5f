//! Files in the value: what is needed of them, with references that lead within the one document.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{Followed, Target};
use gatepact_finding::pointer;

use crate::read::parts::{Parts, is_elsewhere};
use crate::read::references;
use crate::read::sources::{FILES, Sources};

/// Where a file stands in the value.
pub(super) fn place(name: &str) -> String {
    pointer::child(&pointer::child("", FILES), name)
}

/// Puts what is needed of the files into the root.
pub(super) fn put(root: &mut Value, sources: &Sources, followed: Followed) -> Parts {
    let files = &sources.files;
    let Followed { seen, mut edits } = followed;
    let mut parts = Parts::default();
    let mut needed: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for Target { file, pointer, kind } in seen {
        match file {
            None if is_elsewhere(&pointer, sources.specification) => parts.insert(pointer, kind),
            None => {}
            Some(file) => {
                parts.insert(format!("{}{pointer}", place(&files[file].name)), kind);
                needed.entry(file).or_default().insert(pointer);
            }
        }
    }
    references::apply(root, edits.remove(&None).unwrap_or_default());
    let mut bundled = Map::new();
    for (number, file) in files.iter().enumerate() {
        let mut value = file.value.clone();
        references::apply(&mut value, edits.remove(&Some(number)).unwrap_or_default());
        let needed = needed.remove(&number).unwrap_or_default();
        keep(&mut value, &mut String::new(), &needed);
        bundled.insert(file.name.clone(), value);
    }
    if let (Value::Object(root), false) = (root, bundled.is_empty()) {
        root.insert(FILES.to_owned(), Value::Object(bundled));
    }
    parts
}

/// Drops what is not needed; items of lists keep their numbers.
fn keep(value: &mut Value, at: &mut String, needed: &BTreeSet<String>) {
    if needed.contains(at.as_str()) {
        return;
    }
    let leads_on = |at: &str| {
        let inside = format!("{at}/");
        needed.contains(at)
            || needed.range(inside.clone()..).next().is_some_and(|next| next.starts_with(&inside))
    };
    match value {
        Value::Object(members) => {
            members.retain(|key, member| {
                let before = at.len();
                at.push('/');
                at.push_str(&pointer::escape(key));
                let is_kept = leads_on(at);
                if is_kept {
                    keep(member, at, needed);
                }
                at.truncate(before);
                is_kept
            });
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                let before = at.len();
                at.push_str(&format!("/{index}"));
                match leads_on(at) {
                    true => keep(item, at, needed),
                    false => *item = Value::Null,
                }
                at.truncate(before);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
