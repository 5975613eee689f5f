//! Is a value in the set of a node?

use serde_json::Value;

use crate::Reason;
use crate::budget::Meter;
use crate::node::{Arena, Id, Node, Properties};
use crate::number;
use crate::types::Type;
use crate::value;

/// Whether it is; an error where it cannot be told.
pub(crate) type Truth = Result<bool, Reason>;

/// Values nested deeper are not looked into.
const DEEPEST: usize = 200;

/// Looks values up in sets.
pub(crate) struct Eval<'a, 'b> {
    pub(crate) arena: &'a mut Arena,
    pub(crate) meter: &'a mut Meter<'b>,
    depth: usize,
}

impl<'a, 'b> Eval<'a, 'b> {
    pub(crate) fn new(arena: &'a mut Arena, meter: &'a mut Meter<'b>) -> Self {
        Self { arena, meter, depth: 0 }
    }

    pub(crate) fn holds(&mut self, value: &Value, id: Id) -> Truth {
        // A value is far cheaper to look up than to look for.
        self.meter.glance()?;
        if self.depth > DEEPEST {
            return Err(Reason::Depth);
        }
        self.depth += 1;
        let truth = self.node(value, id);
        self.depth -= 1;
        truth
    }

    fn node(&mut self, value: &Value, id: Id) -> Truth {
        let node = self.arena.get(id).clone();
        match node {
            Node::Any => Ok(true),
            Node::Never => Ok(false),
            Node::Types(types) => Ok(types.has(Type::of(value))),
            Node::Enum(values) => {
                let found = self.arena.values.find(value);
                Ok(found.is_some_and(|found| values.binary_search(&found).is_ok()))
            }
            Node::And(members) => all(members.iter().map(|member| self.holds(value, *member))),
            Node::Or(members) => {
                not(all(members.iter().map(|member| not(self.holds(value, *member)))))
            }
            Node::One(members) => self.exactly_one(value, &members),
            Node::Not(inner) => not(self.holds(value, inner)),
            Node::Ref(slot) => match self.arena.definition(slot) {
                Some(definition) => self.holds(value, definition),
                None => Err(Reason::Endless),
            },
            Node::Range(_) | Node::Multiple(_) => self.number(value, &node),
            Node::Length(span) => {
                Ok(value.as_str().is_none_or(|text| span.holds(text.chars().count())))
            }
            Node::Text(language) => match value {
                Value::String(text) => self.arena.languages.matches(language, text),
                _ => Ok(true),
            },
            Node::Items(_) | Node::Count(_) | Node::Unique | Node::Contains { .. } => match value {
                Value::Array(items) => self.array(items, &node),
                _ => Ok(true),
            },
            Node::Properties(properties) => self.properties(value, &properties),
            Node::Required(name) => {
                Ok(value.as_object().is_none_or(|members| members.contains_key(&*name)))
            }
            Node::Size(span) => {
                Ok(value.as_object().is_none_or(|members| span.holds(members.len())))
            }
            Node::Names(schema) => {
                let names = value.as_object().into_iter().flat_map(|members| members.keys());
                all(names.map(|name| self.holds(&Value::String(name.clone()), schema)))
            }
            Node::Opaque(reason, _) => Err(reason),
        }
    }

    fn exactly_one(&mut self, value: &Value, members: &[Id]) -> Truth {
        let (mut holding, mut unknown) = (0, None);
        for member in members {
            match self.holds(value, *member) {
                Ok(true) => holding += 1,
                Ok(false) => {}
                Err(reason) => unknown = Some(reason),
            }
            if holding > 1 {
                return Ok(false);
            }
        }
        unknown.map_or(Ok(holding == 1), Err)
    }

    fn number(&mut self, value: &Value, node: &Node) -> Truth {
        let Value::Number(number) = value else { return Ok(true) };
        let exact = number::exact(number).ok_or(Reason::Number)?;
        Ok(match node {
            Node::Range(range) => range.holds(&exact),
            Node::Multiple(step) => number::is_multiple(&exact, step),
            _ => true,
        })
    }

    fn array(&mut self, items: &[Value], node: &Node) -> Truth {
        match node {
            Node::Items(schemas) => all(items
                .iter()
                .enumerate()
                .map(|(index, item)| self.holds(item, schemas.at(index)))),
            Node::Count(span) => Ok(span.holds(items.len())),
            Node::Unique => {
                let mut keys: Vec<String> = items.iter().map(value::key).collect();
                keys.sort_unstable();
                Ok(keys.windows(2).all(|pair| pair[0] != pair[1]))
            }
            Node::Contains { item, span } => {
                let (mut found, mut unknown) = (0, None);
                for value in items {
                    match self.holds(value, *item) {
                        Ok(true) => found += 1,
                        Ok(false) => {}
                        Err(reason) => unknown = Some(reason),
                    }
                }
                unknown.map_or(Ok(span.holds(found)), Err)
            }
            _ => Ok(true),
        }
    }

    fn properties(&mut self, value: &Value, properties: &Properties) -> Truth {
        let Value::Object(members) = value else { return Ok(true) };
        let mut unknown = None;
        for (name, value) in members {
            for schema in self.schemas(name, properties)? {
                match self.holds(value, schema) {
                    Ok(true) => {}
                    Ok(false) => return Ok(false),
                    Err(reason) => unknown = Some(reason),
                }
            }
        }
        unknown.map_or(Ok(true), Err)
    }

    /// The schemas that a property of the name must belong to.
    pub(crate) fn schemas(
        &mut self,
        name: &str,
        properties: &Properties,
    ) -> Result<Vec<Id>, Reason> {
        let mut schemas: Vec<Id> =
            properties.named(name).map(|named| named.schema).into_iter().collect();
        for (language, schema) in &properties.patterns {
            if self.arena.languages.matches(*language, name)? {
                schemas.push(*schema);
            }
        }
        if schemas.is_empty() {
            schemas.push(properties.rest);
        }
        Ok(schemas)
    }
}

/// False where one is false, else unknown where one is unknown.
fn all(truths: impl Iterator<Item = Truth>) -> Truth {
    let mut unknown = None;
    for truth in truths {
        match truth {
            Ok(true) => {}
            Ok(false) => return Ok(false),
            Err(reason) => unknown = Some(reason),
        }
    }
    unknown.map_or(Ok(true), Err)
}

fn not(truth: Truth) -> Truth {
    truth.map(|truth| !truth)
}
