//! A mapping that is still open: its members so far, and the key that waits for its value.

use serde_json::{Map, Value};

use super::merge::Merged;
use super::{ReadError, invalid};
use crate::position::{Position, Spots};

struct Key {
    name: String,
    at: Position,
    /// Whether it is a merge key.
    merges: bool,
}

#[derive(Default)]
pub(super) struct Mapping {
    members: Map<String, Value>,
    key: Option<Key>,
    /// What came by the merge key, if there is one.
    merged: Option<Box<Merged>>,
    is_short_form: bool,
}

impl Mapping {
    /// The mapping of one function that a tag stands for.
    pub(super) fn short_form(function: &str, at: Position) -> Self {
        let key = Key { name: function.to_owned(), at, merges: false };
        Self { key: Some(key), is_short_form: true, ..Self::default() }
    }

    pub(super) fn is_complete_short_form(&self) -> bool {
        self.is_short_form && self.waits_for_key()
    }

    pub(super) fn waits_for_key(&self) -> bool {
        self.key.is_none()
    }

    pub(super) fn key_position(&self) -> Option<Position> {
        self.key.as_ref().map(|key| key.at)
    }

    /// Takes a key. A second one of the same name is refused, unless the first one came by a merge.
    ///
    /// A second merge key is refused as well: readers disagree about it. Of members that both bring, PyYAML takes those
    /// of the last one, js-yaml those of the first one, and other readers refuse it.
    pub(super) fn begin_member(
        &mut self,
        name: String,
        merges: bool,
        at: Position,
    ) -> Result<(), ReadError> {
        if merges {
            if self.merged.is_some() {
                let reason = "a second merge key `<<` in one mapping; merge a list with one key: \
                              `<<: [*a, *b]`";
                return Err(invalid(at, reason.to_owned()));
            }
            self.merged = Some(Box::default());
        } else if self.members.contains_key(&name)
            && !self.merged.as_ref().is_some_and(|merged| merged.has_inherited(&name))
        {
            return Err(ReadError::DuplicateKey { at, key: name });
        }
        self.key = Some(Key { name, at, merges });
        Ok(())
    }

    /// Takes the value of the key that waits. Its spots are the last ones, from `index`.
    pub(super) fn end_member(
        &mut self,
        value: Value,
        index: usize,
        spots: &mut Spots,
    ) -> Result<(), ReadError> {
        let Some(Key { name, merges, .. }) = self.key.take() else { return Ok(()) };
        match &mut self.merged {
            Some(merged) if merges => merged.add(&mut self.members, value, index, spots),
            merged => {
                if let Some(merged) = merged {
                    merged.note_explicit(&name, index);
                }
                // Of a key that came by a merge, this keeps the place in the order.
                self.members.insert(name, value);
                Ok(())
            }
        }
    }

    /// The members, after their spots (from that of the mapping, at `index`) were brought in the same order.
    pub(super) fn end(self, index: usize, spots: &mut Spots) -> Map<String, Value> {
        if let Some(merged) = self.merged {
            merged.sort_spots(&self.members, index, spots);
        }
        self.members
    }
}
