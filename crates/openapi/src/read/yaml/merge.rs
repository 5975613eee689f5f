//! Merge keys: `<<` adds the members of one mapping, or of each mapping in a list, to the mapping it stands in
//! (<https://yaml.org/type/merge.html>).
//!
//! - A key that is written in the mapping itself wins, before or after the `<<`; of a list, the first mapping wins.
//! - The members stand in the order in which their keys first appear, in the mapping or by the merge.
//! - A member that came by a merge keeps the line on which it was written: there its author changes it. The mapping that
//!   holds it has the line of its own key.
//!
//! A merge costs what an alias of its value costs, the members that it leaves out included; the builder counts both.

use std::collections::{HashMap, HashSet};

use serde_json::map::Entry;
use serde_json::{Map, Value};

use super::super::value_kind::kind_of;
use super::{ReadError, invalid};
use crate::position::{Position, Spot, Spots};

/// What came into a mapping by its merge key.
#[derive(Default)]
pub(super) struct Merged {
    /// Keys whose values came by the merge; a key of the mapping itself replaces them.
    inherited: HashSet<String>,
    /// Keys of the mapping itself that replaced such values, and where their spots begin: behind those of keys that
    /// follow in the order.
    moved: HashMap<String, usize>,
}

impl Merged {
    pub(super) fn has_inherited(&self, name: &str) -> bool {
        self.inherited.contains(name)
    }

    /// Notes a member of the mapping itself, whose spots begin at `index`.
    pub(super) fn note_explicit(&mut self, name: &str, index: usize) {
        if self.inherited.remove(name) {
            self.moved.insert(name.to_owned(), index);
        }
    }

    /// Adds the members of `value` that `members` does not have. The spots of `value`, the last ones from `index`, make
    /// room for those of the members that were added.
    pub(super) fn add(
        &mut self,
        members: &mut Map<String, Value>,
        value: Value,
        index: usize,
        spots: &mut Spots,
    ) -> Result<(), ReadError> {
        let of_value = spots.split_off(index);
        for (source, start) in mappings(value, &of_value)? {
            let mut at = start + 1;
            for (name, value) in source {
                let of_member = subtree(&of_value, at);
                at += of_member.len();
                if let Entry::Vacant(vacant) = members.entry(name) {
                    self.inherited.insert(vacant.key().clone());
                    vacant.insert(value);
                    spots.append(of_member, None);
                }
            }
        }
        Ok(())
    }

    /// Brings the spots of the mapping at `index` in the order of its members. Each nested mapping may do this once, so
    /// a document costs at most as many copies of a spot as it may have levels.
    pub(super) fn sort_spots(self, members: &Map<String, Value>, index: usize, spots: &mut Spots) {
        if self.moved.is_empty() {
            return;
        }
        let first = index + 1;
        let of_members = spots.split_off(first);
        let moved: HashSet<usize> = self.moved.values().map(|start| start - first).collect();
        let (mut in_order, mut at) = (Vec::with_capacity(members.len()), 0);
        while at < of_members.len() {
            if !moved.contains(&at) {
                in_order.push(at);
            }
            at += subtree(&of_members, at).len();
        }
        for (name, start) in members.keys().zip(in_order) {
            let start = self.moved.get(name).map_or(start, |start| start - first);
            spots.append(subtree(&of_members, start), None);
        }
    }
}

/// A mapping with the number of its spot.
type Source = (Map<String, Value>, usize);

/// The mappings that are to be merged.
fn mappings(value: Value, spots: &[Spot]) -> Result<Vec<Source>, ReadError> {
    match value {
        Value::Object(members) => Ok(vec![(members, 0)]),
        Value::Array(items) => {
            let mut at = 1;
            items
                .into_iter()
                .map(|item| {
                    let start = at;
                    at += subtree(spots, start).len();
                    match item {
                        Value::Object(members) => Ok((members, start)),
                        other => Err(no_mapping(&other, spots, start)),
                    }
                })
                .collect()
        }
        other => Err(no_mapping(&other, spots, 0)),
    }
}

fn no_mapping(value: &Value, spots: &[Spot], at: usize) -> ReadError {
    let at = spots.get(at).map_or(Position::new(1, 1), |spot| spot.at);
    let what = kind_of(value);
    invalid(at, format!("the merge key `<<` takes a mapping or a list of mappings; this is {what}"))
}

/// The spots of the value at `start`, those of its parts included: at least one, where there is one.
fn subtree(spots: &[Spot], start: usize) -> &[Spot] {
    let rest = spots.get(start..).unwrap_or_default();
    let size = rest.first().map_or(0, |spot| (spot.size as usize).max(1));
    rest.get(..size).unwrap_or(rest)
}
