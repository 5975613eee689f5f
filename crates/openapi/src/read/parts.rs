//! The parts of a document that only references reach: those of other files, and what stands in extensions.

use std::collections::BTreeMap;

use serde_json::Value;

use super::dialect::Specification;
use super::grammar::Kind;
use super::references;
use crate::{reference, visit};
use gatepact_finding::pointer;

/// Pointers, with what stands there.
#[derive(Debug, Clone, Default)]
pub(super) struct Parts(BTreeMap<String, Kind>);

impl Parts {
    /// Those of a document without other files.
    pub(super) fn of(root: &Value, specification: Specification) -> Self {
        let mut parts = Self::default();
        let mut open = vec![(String::new(), Kind::Document)];
        while let Some((at, kind)) = open.pop() {
            let part = root.pointer(&at).unwrap_or(&Value::Null);
            references::below(part, kind, specification, &mut |reference| {
                let target = reference::pointer(reference.text).map(String::from);
                let target = target.filter(|target| is_elsewhere(target, specification));
                if let Some(target) = target.filter(|target| !parts.0.contains_key(target)) {
                    parts.insert(target.clone(), reference.kind);
                    open.push((target, reference.kind));
                }
            });
        }
        parts
    }

    pub(super) fn insert(&mut self, pointer: String, kind: Kind) {
        self.0.insert(pointer, kind);
    }

    /// Those that stand in no other one.
    pub(super) fn outermost(&self) -> impl Iterator<Item = (&str, Kind)> {
        self.0.iter().filter_map(|(at, kind)| {
            let is_inside = visit::prefixes(at).skip(1).any(|above| self.0.contains_key(above));
            (!is_inside).then_some((at.as_str(), *kind))
        })
    }
}

/// Whether a part of a document stands where the grammar knows of none.
pub(super) fn is_elsewhere(pointer: &str, specification: Specification) -> bool {
    let mut kind = Kind::Document;
    pointer::tokens(pointer).any(|token| {
        kind = match kind {
            Kind::ListOf(item) => *item,
            parent => parent.member(&token, specification),
        };
        kind == Kind::Any
    })
}
