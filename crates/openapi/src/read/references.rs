//! Where references stand, by the [grammar](super::grammar): a `$ref` in an example is data.

use serde_json::{Map, Value};

use super::dialect::Specification;
use super::grammar::Kind;
use super::parts::Parts;
use gatepact_finding::pointer;

/// A reference, met on a walk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reference<'r> {
    /// As it is written.
    pub(super) text: &'r str,
    /// What it stands for.
    pub(super) kind: Kind,
    /// The pointer of the text itself.
    pub(super) at: &'r str,
}

/// New texts of references, by the pointers of the old ones.
pub(super) type Edits = Vec<(String, String)>;

/// Meets the references of a document and of the parts that only references reach.
pub(super) fn everywhere(
    value: &Value,
    parts: &Parts,
    specification: Specification,
    meet: &mut dyn FnMut(Reference<'_>),
) {
    below(value, Kind::Document, specification, meet);
    for (at, kind) in parts.outermost() {
        if let Some(part) = value.pointer(at) {
            let mut walk = Walk { specification, at: at.to_owned(), meet };
            walk.part(part, kind);
        }
    }
}

/// Meets the references of a part, with pointers that start there.
pub(super) fn below(
    value: &Value,
    kind: Kind,
    specification: Specification,
    meet: &mut dyn FnMut(Reference<'_>),
) {
    Walk { specification, at: String::new(), meet }.part(value, kind);
}

/// Writes new texts in the places of old ones.
pub(super) fn apply(value: &mut Value, edits: Edits) {
    for (at, text) in edits {
        if let Some(place) = value.pointer_mut(&at) {
            *place = Value::String(text);
        }
    }
}

struct Walk<'m> {
    specification: Specification,
    at: String,
    meet: &'m mut dyn FnMut(Reference<'_>),
}

impl Walk<'_> {
    fn part(&mut self, value: &Value, kind: Kind) {
        match (kind, value) {
            (Kind::Mapping, Value::String(text)) if is_reference(text) => {
                (self.meet)(Reference { text, kind: Kind::Schema, at: &self.at });
            }
            (Kind::ListOf(kind), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.child(&index.to_string(), item, *kind);
                }
            }
            // `items` of older drafts, in whatever version it is written.
            (Kind::Schema | Kind::SchemaOrFlag, Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.child(&index.to_string(), item, Kind::Schema);
                }
            }
            (_, Value::Object(members)) => self.object(members, kind),
            _ => {}
        }
    }

    fn object(&mut self, members: &Map<String, Value>, kind: Kind) {
        let may_refer = kind.is_referable() || kind.is_written_out();
        if let Some(Value::String(text)) = members.get("$ref").filter(|_| may_refer) {
            let before = self.enter("$ref");
            (self.meet)(Reference { text, kind: kind.target(), at: &self.at });
            self.at.truncate(before);
            if kind.is_referable() && !kind.counts_beside_reference(self.specification) {
                return;
            }
        }
        for (key, member) in members {
            self.child(key, member, kind.member(key, self.specification));
        }
    }

    fn child(&mut self, token: &str, value: &Value, kind: Kind) {
        if !kind.holds_references()
            || !(value.is_object() || value.is_array() || kind == Kind::Mapping)
        {
            return;
        }
        let before = self.enter(token);
        self.part(value, kind);
        self.at.truncate(before);
    }

    fn enter(&mut self, token: &str) -> usize {
        let before = self.at.len();
        self.at.push('/');
        self.at.push_str(&pointer::escape(token));
        before
    }
}

/// A mapping names a schema or refers to one; a plain word is a name.
fn is_reference(text: &str) -> bool {
    text.contains(['#', '/'])
        || [".json", ".yaml", ".yml"].iter().any(|ending| text.ends_with(ending))
}
