//! A part of a document that knows where it stands, through `$ref`s.

use serde_json::Value;

use crate::pointer;

/// References followed one after another before giving up: only a cycle of references is longer.
const MOST_REFERENCES: usize = 32;

/// What an absent part stands for.
static ABSENT: Value = Value::Null;

/// A value, its document, and its JSON pointer.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'d> {
    root: &'d Value,
    pub(super) value: &'d Value,
    pub(super) pointer: String,
}

impl<'d> Cursor<'d> {
    pub(super) fn new(root: &'d Value) -> Self {
        Self { root, value: root, pointer: String::new() }
    }

    /// A value from nowhere that stands for something which `at` leaves out.
    pub(super) fn apart(value: &'static Value, at: &Self) -> Self {
        Self { root: value, value, pointer: at.pointer.clone() }
    }

    /// The part behind a key, references resolved.
    pub(super) fn get(&self, key: &str) -> Option<Self> {
        self.raw(key).map(|child| child.resolved())
    }

    /// The part behind a key, or an absent one at the same place.
    pub(super) fn get_or_absent(&self, key: &str) -> Self {
        self.raw(key).unwrap_or_else(|| Self {
            root: self.root,
            value: &ABSENT,
            pointer: pointer::child(&self.pointer, key),
        })
    }

    /// The part behind a key, as it is.
    pub(super) fn raw(&self, key: &str) -> Option<Self> {
        self.value.get(key).map(|value| self.below(key, value))
    }

    /// The members, references resolved.
    pub(super) fn members(&self) -> impl Iterator<Item = (&'d str, Self)> {
        let members = self.value.as_object().into_iter().flatten();
        members.map(|(key, value)| (key.as_str(), self.below(key, value).resolved()))
    }

    /// The items, as they are.
    pub(super) fn items(&self) -> impl Iterator<Item = Self> {
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items.map(|(index, value)| self.below(&index.to_string(), value))
    }

    pub(super) fn text(&self, key: &str) -> Option<&'d str> {
        self.value.get(key)?.as_str()
    }

    pub(super) fn flag(&self, key: &str) -> bool {
        self.value.get(key).and_then(Value::as_bool).unwrap_or(false)
    }

    /// The target of the reference, if this is one that can be followed.
    pub(super) fn resolved(&self) -> Self {
        let mut here = self.clone();
        for _ in 0..MOST_REFERENCES {
            let target = pointer::reference(here.value).and_then(pointer::from_reference);
            let Some((pointer, value)) = target
                .and_then(|pointer| self.root.pointer(&pointer).map(|value| (pointer, value)))
            else {
                break;
            };
            here = Self { root: self.root, value, pointer };
        }
        here
    }

    fn below(&self, token: &str, value: &'d Value) -> Self {
        Self { root: self.root, value, pointer: pointer::child(&self.pointer, token) }
    }
}
