//! The parts of a document that only references reach: those of other files, and what stands in extensions.

use std::collections::BTreeMap;

use super::grammar::Kind;
use crate::pointer;

/// Pointers, with what stands there.
#[derive(Debug, Clone, Default)]
pub(super) struct Parts(BTreeMap<String, Kind>);

impl Parts {
    pub(super) fn insert(&mut self, pointer: String, kind: Kind) {
        self.0.insert(pointer, kind);
    }

    /// Those that stand in no other one.
    pub(super) fn outermost(&self) -> impl Iterator<Item = (&str, Kind)> {
        self.0.iter().filter_map(|(at, kind)| {
            let is_inside = pointer::prefixes(at).skip(1).any(|above| self.0.contains_key(above));
            (!is_inside).then_some((at.as_str(), *kind))
        })
    }
}
