//! Objects: first the property that violates what must be violated, then the required ones, then
//! as many as are counted.

mod fill;
mod fresh;
mod violate;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::memo::Question;
use super::{Item, Outcome, Search, Step};
use crate::Reason;
use crate::eval::{Eval, Truth};
use crate::node::{Arena, Id, Name, Node, Properties};
use crate::span::Span;
use crate::string::LanguageId;

/// What is asked of an object.
#[derive(Debug)]
struct Asked {
    properties: Vec<(Arc<Properties>, bool)>,
    required: BTreeSet<Name>,
    /// Those that a closed producer requires of itself: it sends them, described or not.
    demanded: BTreeSet<Name>,
    size: Span,
    names: Vec<Id>,
    /// Whether only declared properties occur.
    closes: bool,
    violations: Vec<Violation>,
    /// Every name that a schema of the question mentions, once asked for: there may be thousands.
    explicit: OnceCell<BTreeSet<Name>>,
    /// Every pattern of names it mentions.
    patterns: Vec<LanguageId>,
}

/// What the object must not satisfy.
#[derive(Clone, Debug)]
enum Violation {
    Properties(Arc<Properties>),
    Size(Span),
    Names(Id),
}

/// What is left to violate.
#[derive(Clone, Copy, Debug)]
struct Goal<'a> {
    asked: &'a Asked,
    rest: &'a [Violation],
}

/// What has been decided so far.
#[derive(Clone, Debug)]
struct Plan {
    /// Properties that are there, and the sets their values must be outside of.
    present: BTreeMap<Name, Vec<Id>>,
    absent: BTreeSet<Name>,
    size: Span,
}

impl Asked {
    fn explicit(&self) -> &BTreeSet<Name> {
        self.explicit.get_or_init(|| {
            let violated = self.violations.iter().filter_map(|violation| match violation {
                Violation::Properties(all) => Some(all),
                Violation::Size(_) | Violation::Names(_) => None,
            });
            let all = self.properties.iter().map(|(all, _)| all).chain(violated);
            let named = all.flat_map(|all| all.named.iter().map(|named| named.name.clone()));
            named.chain(self.required.iter().cloned()).collect()
        })
    }
}

impl Search<'_, '_> {
    pub(super) fn object(&mut self, question: &Question) -> Step {
        let Some((asked, plan)) = self.asked(question) else { return Ok(Outcome::Empty) };
        if plan.absent.iter().any(|name| asked.required.contains(name)) || plan.size.is_empty() {
            return Ok(Outcome::Empty);
        }
        let goal = Goal { asked: &asked, rest: &asked.violations };
        self.violate(goal, plan)
    }

    /// `None` when a node outside cannot be violated by an object.
    fn asked(&self, question: &Question) -> Option<(Asked, Plan)> {
        let mut asked = Asked {
            properties: Vec::new(),
            required: BTreeSet::new(),
            demanded: BTreeSet::new(),
            size: Span::ANY,
            names: Vec::new(),
            closes: false,
            violations: Vec::new(),
            explicit: OnceCell::new(),
            patterns: Vec::new(),
        };
        let mut absent = BTreeSet::new();
        for item in &question.inside {
            match self.arena.get(item.id) {
                Node::Properties(all) => asked.properties.push((all.clone(), item.closed)),
                Node::Required(name) => {
                    asked.required.insert(name.clone());
                    if item.closed {
                        asked.demanded.insert(name.clone());
                    }
                }
                Node::Size(size) => asked.size = asked.size.meet(*size),
                Node::Names(schema) => asked.names.push(*schema),
                _ => {}
            }
        }
        for id in &question.outside {
            match self.arena.get(*id) {
                Node::Properties(all) => asked.violations.push(Violation::Properties(all.clone())),
                Node::Required(name) => {
                    absent.insert(name.clone());
                }
                Node::Size(size) => asked.violations.push(Violation::Size(*size)),
                Node::Names(schema) => asked.violations.push(Violation::Names(*schema)),
                _ => return None,
            }
        }
        let closed = || asked.properties.iter().filter(|(_, closed)| *closed);
        asked.closes =
            closed().any(|(all, _)| all.declares()) && !closed().any(|(all, _)| all.explicit);
        let violated = asked.violations.iter().filter_map(|violation| match violation {
            Violation::Properties(all) => Some(all),
            Violation::Size(_) | Violation::Names(_) => None,
        });
        for all in asked.properties.iter().map(|(all, _)| all).chain(violated) {
            asked.patterns.extend(all.patterns.iter().map(|(language, _)| *language));
        }
        asked.patterns.sort();
        asked.patterns.dedup();
        let plan = Plan { present: BTreeMap::new(), absent, size: asked.size };
        Some((asked, plan))
    }

    /// The sets that the value of a property must be in.
    fn child(&mut self, asked: &Asked, name: &str) -> Step<Vec<Item>> {
        let mut items = Vec::new();
        for (all, closed) in &asked.properties {
            let schemas = Eval::new(self.arena, &mut self.meter).schemas(name, all)?;
            let schemas = schemas.into_iter().filter(|id| *id != Arena::ANY);
            items.extend(schemas.map(|id| Item { id, closed: *closed }));
        }
        items.sort();
        items.dedup();
        Ok(items)
    }

    /// Whether a property of the name may be there at all.
    fn permitted(&mut self, asked: &Asked, name: &str) -> Truth {
        let withheld = asked
            .properties
            .iter()
            .any(|(all, closed)| *closed && all.named(name).is_some_and(|named| !named.sent));
        if withheld || (asked.closes && !self.declared(asked, name)?) {
            return Ok(false);
        }
        let text = Value::String(name.to_owned());
        for schema in &asked.names {
            if !self.holds(&text, *schema)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn declared(&mut self, asked: &Asked, name: &str) -> Truth {
        if asked.demanded.contains(name) {
            return Ok(true);
        }
        for (all, closed) in &asked.properties {
            if !closed {
                continue;
            }
            if all.named(name).is_some() {
                return Ok(true);
            }
            for (language, _) in &all.patterns {
                if self.arena.languages.matches(*language, name)? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

/// The object with these members, required ones first in the order of their names.
fn build(members: BTreeMap<Name, Value>) -> Value {
    Value::Object(
        members
            .into_iter()
            .map(|(name, value)| (name.to_string(), value))
            .collect::<Map<String, Value>>(),
    )
}

/// A fault that ends the search, or one that only leaves it open.
fn ends(reason: Reason) -> bool {
    matches!(reason, Reason::Steps | Reason::Time)
}
