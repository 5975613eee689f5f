//! A part of a document that knows its place, through `$ref`s.

use gatepact_finding::Pointer;
use gatepact_openapi::reference;
use gatepact_schema::Dialect;
use serde_json::Value;

/// References followed one after another before giving up: only a cycle of references is longer.
const MAX_REFERENCES: usize = 32;

/// The value of an absent part.
static ABSENT: Value = Value::Null;

/// A value, its document, and its JSON pointer.
#[derive(Debug, Clone)]
pub(crate) struct Cursor<'d> {
    root: &'d Value,
    /// Whether nothing beside a reference counts: OpenAPI 3.0 (4.7.23), no longer in 3.1.
    references_stand_alone: bool,
    pub(crate) value: &'d Value,
    pub(crate) pointer: Pointer,
}

impl<'d> Cursor<'d> {
    pub(crate) fn new(root: &'d Value) -> Self {
        let version = root.get("openapi").and_then(Value::as_str).unwrap_or_default();
        let references_stand_alone = version.starts_with("3.0");
        Self { root, references_stand_alone, value: root, pointer: Pointer::root() }
    }

    /// A value of no document, in place of something that `at` leaves out.
    pub(crate) fn apart(value: &'static Value, at: &Self) -> Self {
        Self { root: value, value, pointer: at.pointer.clone(), ..*at }
    }

    /// Another part of the same document.
    pub(crate) fn moved(&self, pointer: Pointer, value: &'d Value) -> Self {
        Self { value, pointer, ..*self }
    }

    /// The part behind a key, references resolved.
    pub(crate) fn get(&self, key: &str) -> Option<Self> {
        self.raw(key).map(|child| child.resolved())
    }

    /// The part behind a key, or an absent one at the same place.
    pub(crate) fn get_or_absent(&self, key: &str) -> Self {
        self.raw(key).unwrap_or_else(|| self.below(key, &ABSENT))
    }

    /// The part at a JSON pointer, as it is.
    pub(crate) fn at(&self, pointer: &str) -> Option<Self> {
        let value = self.value.pointer(pointer)?;
        Some(Self { value, pointer: self.pointer.join(pointer), ..self.clone() })
    }

    /// The part behind a key, as it is.
    pub(crate) fn raw(&self, key: &str) -> Option<Self> {
        self.value.get(key).map(|value| self.below(key, value))
    }

    /// The members, references resolved.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&'d str, Self)> {
        let members = self.value.as_object().into_iter().flatten();
        members.map(|(key, value)| (key.as_str(), self.below(key, value).resolved()))
    }

    /// The members, as they are.
    pub(crate) fn raw_members(&self) -> impl Iterator<Item = (&'d str, Self)> {
        let members = self.value.as_object().into_iter().flatten();
        members.map(|(key, value)| (key.as_str(), self.below(key, value)))
    }

    /// The items, as they are.
    pub(crate) fn items(&self) -> impl Iterator<Item = Self> {
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items.map(|(index, value)| self.below(&index.to_string(), value))
    }

    pub(crate) fn text(&self, key: &str) -> Option<&'d str> {
        self.value.get(key)?.as_str()
    }

    pub(crate) fn flag(&self, key: &str) -> bool {
        self.value.get(key).and_then(Value::as_bool).unwrap_or(false)
    }

    /// The target of the reference, if this is one that can be followed.
    pub(crate) fn resolved(&self) -> Self {
        self.follow(|_| true)
    }

    /// The schema that this one represents: references are followed where nothing beside them counts.
    pub(crate) fn schema(&self) -> Self {
        let alone = self.references_stand_alone;
        self.follow(|value| alone || value.as_object().is_some_and(|members| members.len() == 1))
    }

    /// Where the reference leads, if this is one that can be followed.
    pub(crate) fn target(&self) -> Option<Self> {
        let pointer = reference::target(self.value).and_then(reference::pointer)?;
        let value = self.root.pointer(&pointer)?;
        Some(Self { value, pointer, ..self.clone() })
    }

    /// Whether there is nothing here.
    pub(crate) fn is_absent(&self) -> bool {
        std::ptr::eq(self.value, &ABSENT)
    }

    /// Whether it is a part of a document.
    pub(crate) fn is_of(&self, root: &Value) -> bool {
        std::ptr::eq(self.root, root)
    }

    /// The language of the document's schemas.
    pub(crate) fn dialect(&self) -> Dialect {
        if self.references_stand_alone { Dialect::OpenApi30 } else { Dialect::OpenApi31 }
    }

    /// Whether this is a reference beside which nothing counts.
    pub(crate) fn is_reference(&self) -> bool {
        self.references_stand_alone && reference::target(self.value).is_some()
    }

    fn follow(&self, passes: impl Fn(&Value) -> bool) -> Self {
        let mut here = self.clone();
        for _ in 0..MAX_REFERENCES {
            let Some(next) = here.target().filter(|_| passes(here.value)) else { break };
            here = next;
        }
        here
    }

    fn below(&self, token: &str, value: &'d Value) -> Self {
        Self { value, pointer: self.pointer.child(token), ..self.clone() }
    }
}
