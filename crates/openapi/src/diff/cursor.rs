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
    /// Whether nothing beside a reference counts: OpenAPI 3.0 (4.7.23), no longer in 3.1.
    references_stand_alone: bool,
    pub(super) value: &'d Value,
    pub(super) pointer: String,
}

impl<'d> Cursor<'d> {
    pub(super) fn new(root: &'d Value) -> Self {
        let version = root.get("openapi").and_then(Value::as_str).unwrap_or_default();
        let references_stand_alone = version.starts_with("3.0");
        Self { root, references_stand_alone, value: root, pointer: String::new() }
    }

    /// A value from nowhere that stands for something which `at` leaves out.
    pub(super) fn apart(value: &'static Value, at: &Self) -> Self {
        Self { root: value, value, pointer: at.pointer.clone(), ..*at }
    }

    /// Another part of the same document.
    pub(super) fn moved(&self, pointer: String, value: &'d Value) -> Self {
        Self { value, pointer, ..*self }
    }

    /// The part behind a key, references resolved.
    pub(super) fn get(&self, key: &str) -> Option<Self> {
        self.raw(key).map(|child| child.resolved())
    }

    /// The part behind a key, or an absent one at the same place.
    pub(super) fn get_or_absent(&self, key: &str) -> Self {
        self.raw(key).unwrap_or_else(|| self.below(key, &ABSENT))
    }

    /// The part at a JSON pointer, as it is.
    pub(super) fn at(&self, pointer: &str) -> Option<Self> {
        let value = self.value.pointer(pointer)?;
        Some(Self { value, pointer: format!("{}{pointer}", self.pointer), ..self.clone() })
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

    /// The members, as they are.
    pub(super) fn raw_members(&self) -> impl Iterator<Item = (&'d str, Self)> {
        let members = self.value.as_object().into_iter().flatten();
        members.map(|(key, value)| (key.as_str(), self.below(key, value)))
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
        self.follow(|_| true)
    }

    /// The schema that this one stands for: references are followed where nothing beside them counts.
    pub(super) fn schema(&self) -> Self {
        let alone = self.references_stand_alone;
        self.follow(|value| alone || value.as_object().is_some_and(|members| members.len() == 1))
    }

    /// Where the reference leads, if this is one that can be followed.
    pub(super) fn target(&self) -> Option<Self> {
        let pointer = pointer::reference(self.value).and_then(pointer::from_reference)?;
        let value = self.root.pointer(&pointer)?;
        Some(Self { value, pointer, ..self.clone() })
    }

    /// Whether there is nothing here.
    pub(super) fn is_absent(&self) -> bool {
        std::ptr::eq(self.value, &ABSENT)
    }

    /// Whether it is a part of a document.
    pub(super) fn is_of(&self, root: &Value) -> bool {
        std::ptr::eq(self.root, root)
    }

    /// Whether this is a reference beside which nothing counts.
    pub(super) fn is_reference(&self) -> bool {
        self.references_stand_alone && pointer::reference(self.value).is_some()
    }

    fn follow(&self, passes: impl Fn(&Value) -> bool) -> Self {
        let mut here = self.clone();
        for _ in 0..MOST_REFERENCES {
            let Some(next) = here.target().filter(|_| passes(here.value)) else { break };
            here = next;
        }
        here
    }

    fn below(&self, token: &str, value: &'d Value) -> Self {
        Self { value, pointer: pointer::child(&self.pointer, token), ..self.clone() }
    }
}
