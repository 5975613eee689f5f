//! Would a producer that adds nothing undeclared send a value?

use serde_json::Value;

use crate::eval::{Eval, Truth};
use crate::node::{Id, Items, Name, Node, Properties};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the schemas that hold for a value say of its parts.
#[derive(Default)]
struct Declared {
    properties: Vec<Arc<Properties>>,
    required: BTreeSet<Name>,
    items: Vec<Items>,
    contains: Vec<Id>,
}

impl Eval<'_, '_> {
    /// Whether every property of the value, at every level, is declared by the composition there.
    pub(crate) fn emits(&mut self, value: &Value, ids: &[Id]) -> Truth {
        let declared = self.declared(value, ids)?;
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    if !self.is_declared(name, &declared)? {
                        return Ok(false);
                    }
                    let mut schemas = Vec::new();
                    for properties in &declared.properties {
                        schemas.extend(self.schemas(name, properties)?);
                    }
                    if !self.emits(value, &schemas)? {
                        return Ok(false);
                    }
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let mut schemas: Vec<Id> =
                        declared.items.iter().map(|items| items.at(index)).collect();
                    for contained in &declared.contains {
                        if self.holds(item, *contained)? {
                            schemas.push(*contained);
                        }
                    }
                    if !self.emits(item, &schemas)? {
                        return Ok(false);
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
        Ok(true)
    }

    fn is_declared(&mut self, name: &str, declared: &Declared) -> Truth {
        let all = &declared.properties;
        let named = |properties: &Arc<Properties>| properties.named(name).map(|named| named.sent);
        if all.iter().any(|properties| named(properties) == Some(false)) {
            return Ok(false);
        }
        let open = all.iter().any(|properties| properties.explicit)
            || !all.iter().any(|properties| properties.declares());
        let is_demanded = declared.required.contains(name);
        if open || is_demanded || all.iter().any(|properties| named(properties) == Some(true)) {
            return Ok(true);
        }
        for properties in all {
            for (language, _) in &properties.patterns {
                if self.arena.languages.matches(*language, name)? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Gathers what the branches say that hold for the value.
    fn declared(&mut self, value: &Value, ids: &[Id]) -> Result<Declared, crate::Reason> {
        let mut declared = Declared::default();
        let mut open = ids.to_vec();
        let mut seen = rustc_hash::FxHashSet::default();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            match self.arena.get(id).clone() {
                Node::And(members) => open.extend(members.iter()),
                Node::Or(members) | Node::One(members) => {
                    for member in members.iter() {
                        if self.holds(value, *member)? {
                            open.push(*member);
                        }
                    }
                }
                Node::Ref(slot) => open.extend(self.arena.definition(slot)),
                Node::Properties(properties) => declared.properties.push(properties),
                Node::Items(items) => declared.items.push(items),
                Node::Contains { item, .. } => declared.contains.push(item),
                Node::Required(name) => drop(declared.required.insert(name)),
                Node::Any
                | Node::Never
                | Node::Types(_)
                | Node::Enum(_)
                | Node::Not(_)
                | Node::Range(_)
                | Node::Multiple(_)
                | Node::Length(_)
                | Node::Text(_)
                | Node::Count(_)
                | Node::Unique
                | Node::Size(_)
                | Node::Names(_)
                | Node::Opaque(..) => {}
            }
        }
        Ok(declared)
    }
}
