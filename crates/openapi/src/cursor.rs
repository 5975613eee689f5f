//! A part of a document that knows its place, through `$ref`s.
//!
//! | rule | source |
//! |---|---|
//! | beside a reference nothing counts | OpenAPI 3.0.4, Reference Object; 3.1.1 keeps it for all but schemas (and for `summary` and `description`, which are prose) |
//! | in a schema of 3.1, what stands beside `$ref` holds as well | OpenAPI 3.1.1, Schema Object; JSON Schema 2020-12, 8.2.3.1 |
//! | a chain of references is followed to its end, a circle of them is not | 32 steps are the limit |

use gatepact_finding::Pointer;
use gatepact_schema::Dialect;
use serde_json::Value;

use crate::read::limits;
use crate::reference;

/// The value of an absent part.
static ABSENT: Value = Value::Null;

/// A value, its document, and its JSON pointer.
///
/// ```
/// use gatepact_openapi::Document;
///
/// let document = Document::read("openapi: 3.0.3
/// info: {title: orders, version: '1'}
/// paths: {/orders: {get: {parameters: [{$ref: '#/components/parameters/page'}]}}}
/// components: {parameters: {page: {name: page, in: query}}}
/// ")?;
/// let list = document.root().at("/paths/~1orders/get/parameters").expect("a list");
/// let page = list.items().next().expect("an item").resolved();
/// assert_eq!(page.text("name"), Some("page"));
/// assert_eq!(page.pointer.as_str(), "/components/parameters/page");
/// # Ok::<(), gatepact_openapi::ReadError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Cursor<'d> {
    root: &'d Value,
    /// Whether nothing beside the reference of a schema counts: OpenAPI 3.0.
    references_stand_alone: bool,
    /// The part itself.
    pub value: &'d Value,
    /// Where it stands.
    pub pointer: Pointer,
}

impl<'d> Cursor<'d> {
    /// The whole of a document whose schemas are in this dialect.
    pub(crate) fn new(root: &'d Value, dialect: Dialect) -> Self {
        let references_stand_alone = dialect == Dialect::OpenApi30;
        Self { root, references_stand_alone, value: root, pointer: Pointer::root() }
    }

    /// The language of the document's schemas.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        if self.references_stand_alone { Dialect::OpenApi30 } else { Dialect::OpenApi31 }
    }

    /// A value of no document, in place of something that `at` leaves out.
    #[must_use]
    pub fn apart(value: &'static Value, at: &Self) -> Self {
        Self { root: value, value, pointer: at.pointer.clone(), ..*at }
    }

    /// The whole of the document.
    #[must_use]
    pub fn root(&self) -> Self {
        Self { value: self.root, pointer: Pointer::root(), ..self.clone() }
    }

    /// Another part of the same document.
    #[must_use]
    pub fn moved(&self, pointer: Pointer, value: &'d Value) -> Self {
        Self { value, pointer, ..*self }
    }

    /// The part behind a key, references resolved.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Self> {
        self.raw(key).map(|child| child.resolved())
    }

    /// The part behind a key, or an absent one at the same place.
    #[must_use]
    pub fn get_or_absent(&self, key: &str) -> Self {
        self.raw(key).unwrap_or_else(|| self.below(key, &ABSENT))
    }

    /// The part at a JSON pointer that counts from here, as it is.
    #[must_use]
    pub fn at(&self, pointer: &str) -> Option<Self> {
        let value = self.value.pointer(pointer)?;
        Some(Self { value, pointer: self.pointer.join(pointer), ..self.clone() })
    }

    /// The part at a JSON pointer that counts from the document, as it is.
    #[must_use]
    pub fn in_document(&self, pointer: &str) -> Option<Self> {
        let value = self.root.pointer(pointer)?;
        Some(Self { value, pointer: Pointer::from(pointer), ..self.clone() })
    }

    /// The part behind a key, as it is.
    #[must_use]
    pub fn raw(&self, key: &str) -> Option<Self> {
        self.value.get(key).map(|value| self.below(key, value))
    }

    /// The members, references resolved.
    pub fn members(&self) -> impl Iterator<Item = (&'d str, Self)> {
        self.raw_members().map(|(key, member)| (key, member.resolved()))
    }

    /// The members, as they are.
    pub fn raw_members(&self) -> impl Iterator<Item = (&'d str, Self)> {
        let members = self.value.as_object().into_iter().flatten();
        members.map(|(key, value)| (key.as_str(), self.below(key, value)))
    }

    /// The items, as they are.
    pub fn items(&self) -> impl Iterator<Item = Self> {
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items.map(|(index, value)| self.below(&index.to_string(), value))
    }

    /// The text behind a key.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&'d str> {
        self.value.get(key)?.as_str()
    }

    /// Whether `true` stands behind a key.
    #[must_use]
    pub fn flag(&self, key: &str) -> bool {
        self.value.get(key).and_then(Value::as_bool).unwrap_or(false)
    }

    /// The part that this one stands for: the end of its references, as far as they can be followed.
    #[must_use]
    pub fn resolved(&self) -> Self {
        self.follow(|_| true)
    }

    /// This part, and each one that a reference leads to from there, one after another.
    pub fn chain(&self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self.clone()), Self::target).take(limits::REFERENCES + 1)
    }

    /// The schema that this one represents: references are followed where nothing beside them counts.
    #[must_use]
    pub fn schema(&self) -> Self {
        let alone = self.references_stand_alone;
        self.follow(|value| alone || value.as_object().is_some_and(|members| members.len() == 1))
    }

    /// Where the reference leads, if this is one that can be followed.
    #[must_use]
    pub fn target(&self) -> Option<Self> {
        let pointer = reference::target(self.value).and_then(reference::pointer)?;
        let value = self.root.pointer(&pointer)?;
        Some(Self { value, pointer, ..self.clone() })
    }

    /// Whether there is nothing here.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        std::ptr::eq(self.value, &ABSENT)
    }

    /// Whether it is a part of a document.
    #[must_use]
    pub fn is_of(&self, root: &Value) -> bool {
        std::ptr::eq(self.root, root)
    }

    /// Whether this schema is a reference beside which nothing counts.
    #[must_use]
    pub fn is_reference(&self) -> bool {
        self.references_stand_alone && reference::target(self.value).is_some()
    }

    fn follow(&self, passes: impl Fn(&Value) -> bool) -> Self {
        let mut here = self.clone();
        for _ in 0..limits::REFERENCES {
            let Some(next) = here.target().filter(|_| passes(here.value)) else { break };
            here = next;
        }
        here
    }

    fn below(&self, token: &str, value: &'d Value) -> Self {
        Self { value, pointer: self.pointer.child(token), ..self.clone() }
    }
}
