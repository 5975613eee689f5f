//! Where nodes live, and the constructors that keep them in normal form.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde_json::Value;

use super::{Id, Items, Name, Named, Node, Properties, Unread};
use crate::Reason;
use crate::span::Span;
use crate::string::Languages;
use crate::types::{Type, Types};
use crate::value::{ValueId, Values};

/// A definition that may contain itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Slot(pub(crate) u32);

#[derive(Debug)]
pub(crate) struct Arena {
    nodes: Vec<Node>,
    known: FxHashMap<Node, Id>,
    definitions: Vec<Option<Id>>,
    pub(super) recursive: super::equal::Recursive,
    pub(crate) values: Values,
    pub(crate) languages: Languages,
}

impl Arena {
    pub(crate) const ANY: Id = Id(0);
    pub(crate) const NEVER: Id = Id(1);

    pub(crate) fn new() -> Self {
        let mut arena = Self {
            nodes: Vec::new(),
            known: FxHashMap::default(),
            definitions: Vec::new(),
            recursive: super::equal::Recursive::default(),
            values: Values::default(),
            languages: Languages::default(),
        };
        arena.intern(Node::Any);
        arena.intern(Node::Never);
        arena
    }

    pub(crate) fn get(&self, id: Id) -> &Node {
        &self.nodes[id.0 as usize]
    }

    pub(crate) fn intern(&mut self, node: Node) -> Id {
        if let Some(id) = self.known.get(&node) {
            return *id;
        }
        let id = Id(u32::try_from(self.nodes.len()).expect("fewer than 2^32 nodes"));
        self.nodes.push(node.clone());
        self.known.insert(node, id);
        id
    }

    /// A set that could not be read and that is equal to no other.
    pub(crate) fn unread(&mut self, reason: Reason) -> Id {
        let number = u32::try_from(self.nodes.len()).expect("fewer than 2^32 nodes");
        self.intern(Node::Opaque(reason, Unread::Alone(number)))
    }

    pub(crate) fn slot(&mut self) -> Slot {
        self.definitions.push(None);
        Slot(u32::try_from(self.definitions.len() - 1).expect("fewer than 2^32 slots"))
    }

    pub(crate) fn define(&mut self, slot: Slot, id: Id) {
        self.definitions[slot.0 as usize] = Some(id);
    }

    /// What the slot stands for; `None` only while it is being lowered.
    pub(crate) fn definition(&self, slot: Slot) -> Option<Id> {
        self.definitions[slot.0 as usize]
    }

    pub(crate) fn types(&mut self, types: Types) -> Id {
        match types {
            Types::ALL => Self::ANY,
            Types::NONE => Self::NEVER,
            types => self.intern(Node::Types(types)),
        }
    }

    pub(crate) fn only(&mut self, kind: Type) -> Id {
        self.types(Types::only(kind))
    }

    pub(crate) fn values(&mut self, mut values: Vec<ValueId>) -> Id {
        values.sort();
        values.dedup();
        if values.is_empty() { Self::NEVER } else { self.intern(Node::Enum(values.into())) }
    }

    pub(crate) fn not(&mut self, id: Id) -> Id {
        match self.get(id) {
            Node::Any => Self::NEVER,
            Node::Never => Self::ANY,
            Node::Not(inner) => *inner,
            Node::Types(types) => {
                let types = types.not();
                self.types(types)
            }
            _ => self.intern(Node::Not(id)),
        }
    }

    pub(crate) fn and(&mut self, ids: impl IntoIterator<Item = Id>) -> Id {
        let mut members = Vec::new();
        for id in ids {
            match self.get(id) {
                Node::Any => {}
                Node::Never => return Self::NEVER,
                Node::And(inner) => members.extend(inner.iter().copied()),
                _ => members.push(id),
            }
        }
        members.sort();
        members.dedup();
        if self.contradicts(&members) {
            return Self::NEVER;
        }
        match members.as_slice() {
            [] => Self::ANY,
            [only] => *only,
            _ => self.intern(Node::And(members.into())),
        }
    }

    pub(crate) fn or(&mut self, ids: impl IntoIterator<Item = Id>) -> Id {
        let mut members = Vec::new();
        for id in ids {
            match self.get(id) {
                Node::Never => {}
                Node::Any => return Self::ANY,
                Node::Or(inner) => members.extend(inner.iter().copied()),
                _ => members.push(id),
            }
        }
        members.sort();
        members.dedup();
        if self.contradicts(&members) {
            return Self::ANY;
        }
        match members.as_slice() {
            [] => Self::NEVER,
            [only] => *only,
            _ => self.intern(Node::Or(members.into())),
        }
    }

    /// Exactly one of them.
    pub(crate) fn one(&mut self, ids: impl IntoIterator<Item = Id>) -> Id {
        let mut members: Vec<Id> = ids.into_iter().filter(|id| *id != Self::NEVER).collect();
        members.sort();
        match members.iter().filter(|id| **id == Self::ANY).count() {
            0 => {}
            1 => {
                members.retain(|id| *id != Self::ANY);
                let any_of_them = self.or(members);
                return self.not(any_of_them);
            }
            _ => return Self::NEVER,
        }
        match members.as_slice() {
            [] => Self::NEVER,
            [only] => *only,
            _ => self.intern(Node::One(members.into())),
        }
    }

    /// Whether a member is the negation of another.
    fn contradicts(&self, members: &[Id]) -> bool {
        members.iter().any(|id| match self.get(*id) {
            Node::Not(inner) => members.binary_search(inner).is_ok(),
            _ => false,
        })
    }

    /// The schema that only the array or object satisfies.
    pub(crate) fn structure(&mut self, value: &Value) -> Id {
        match value {
            Value::Array(items) => {
                let length = items.len() as u64;
                let prefix: Vec<Id> = items.iter().map(|item| self.value(item)).collect();
                let items = Items { prefix: prefix.into(), rest: Self::NEVER };
                let parts = [
                    self.only(Type::Array),
                    self.intern(Node::Count(Span { min: length, max: Some(length) })),
                    self.intern(Node::Items(items)),
                ];
                self.and(parts)
            }
            Value::Object(members) => {
                let mut parts = vec![self.only(Type::Object)];
                let mut named = Vec::new();
                for (name, value) in members {
                    let name: Name = name.as_str().into();
                    parts.push(self.intern(Node::Required(name.clone())));
                    named.push(Named { name, schema: self.value(value), sent: true });
                }
                named.sort_by(|a, b| a.name.cmp(&b.name));
                let rest = Self::NEVER;
                let properties = Properties { named, patterns: Vec::new(), rest, explicit: true };
                parts.push(self.intern(Node::Properties(Arc::new(properties))));
                self.and(parts)
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => self.value(value),
        }
    }

    pub(crate) fn value(&mut self, value: &Value) -> Id {
        let id = self.values.intern(value);
        self.intern(Node::Enum(Arc::new([id])))
    }
}
