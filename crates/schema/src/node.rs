//! The one form all dialects are lowered to: sets of values, hash-consed.
//!
//! A node is a predicate over values. One that speaks of a single type (a length, a list of
//! required names) holds for every value of another type, as in JSON Schema. Two equal nodes are
//! the same [`Id`], so most of what two releases share is equal without being looked at.

mod arena;
mod equal;

use std::sync::Arc;

pub(crate) use arena::{Arena, Slot};

use crate::Reason;
use crate::number::Range;
use crate::span::Span;
use crate::string::LanguageId;
use crate::types::Types;
use crate::value::ValueId;

/// A node of the arena.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Id(pub(crate) u32);

/// The name of a property.
pub(crate) type Name = Arc<str>;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Node {
    /// Every value.
    Any,
    /// No value.
    Never,
    /// The values of these types.
    Types(Types),
    /// These values; sorted.
    Enum(Arc<[ValueId]>),
    /// The values of all; sorted, more than one.
    And(Arc<[Id]>),
    /// The values of at least one; sorted, more than one.
    Or(Arc<[Id]>),
    /// The values of exactly one; sorted, more than one, the same one perhaps twice.
    One(Arc<[Id]>),
    /// The values it has not.
    Not(Id),
    /// What the slot is defined as: only where a schema contains itself.
    Ref(Slot),
    /// Numbers inside.
    Range(Range),
    /// Whole multiples.
    Multiple(num_rational::BigRational),
    /// Strings so long, in characters.
    Length(Span),
    /// Strings of a language.
    Text(LanguageId),
    /// Arrays by the schemas of their items.
    Items(Items),
    /// Arrays so long.
    Count(Span),
    /// Arrays whose items differ.
    Unique,
    /// Arrays by how many of their items belong to `item`.
    Contains { item: Id, span: Span },
    /// Objects by the schemas of their properties.
    Properties(Arc<Properties>),
    /// Objects that have the property.
    Required(Name),
    /// Objects with so many properties.
    Size(Span),
    /// Objects whose names all belong to it.
    Names(Id),
    /// What could not be understood, and what it was.
    Opaque(Reason, Unread),
}

/// What stands behind a node that could not be understood: two of them are equal only where they are known to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Unread {
    /// The value of one keyword, which means the same wherever it is written.
    Written(ValueId),
    /// A schema, which is equal to no other one.
    Alone(u32),
    /// A part of a node.
    Within(Id),
    /// What it would be if its patterns could be read: it is the same for the same patterns.
    Meant(Id),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Items {
    /// The first items, one by one.
    pub(crate) prefix: Arc<[Id]>,
    /// All further ones.
    pub(crate) rest: Id,
}

impl Items {
    pub(crate) fn at(&self, index: usize) -> Id {
        self.prefix.get(index).copied().unwrap_or(self.rest)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Properties {
    /// By name; sorted.
    pub(crate) named: Vec<Named>,
    /// By a pattern of the name; sorted.
    pub(crate) patterns: Vec<(LanguageId, Id)>,
    /// All others.
    pub(crate) rest: Id,
    /// Whether the schema itself speaks of the others: then a closed world does not close it.
    pub(crate) explicit: bool,
}

/// One named property.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Named {
    pub(crate) name: Name,
    pub(crate) schema: Id,
    /// Whether a producer sends it in this direction: it does not send what is `readOnly` in a
    /// request.
    pub(crate) sent: bool,
}

impl Properties {
    pub(crate) fn named(&self, name: &str) -> Option<&Named> {
        let at = self.named.binary_search_by(|named| (*named.name).cmp(name)).ok()?;
        Some(&self.named[at])
    }

    /// Whether it declares any property.
    pub(crate) fn declares(&self) -> bool {
        !self.named.is_empty() || !self.patterns.is_empty()
    }
}
