//! `$ref`, `$dynamicRef`, `$recursiveRef`.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde_json::Value;

use super::{Context, Lens, Lower, Members, Scope};
use crate::Reason;
use crate::dialect::{Dialect, Year};
use crate::index::{ResourceId, Site, address};
use crate::node::{Id, Name, Node, Slot};
use crate::reading::Direction;
use crate::uri;

/// What decides which node a referenced schema becomes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    address: usize,
    scope: Scope,
    exempt: Arc<[Name]>,
    lens: Lens,
    unlisted: bool,
}

#[derive(Clone, Copy, Debug)]
enum State {
    /// Being lowered, for the value this many parts inside.
    Open {
        part: usize,
        slot: Option<Slot>,
    },
    Done(Id),
}

/// The referenced schemas that have been lowered.
#[derive(Debug, Default)]
pub(crate) struct Slots {
    known: FxHashMap<Key, State>,
    /// Properties exempt from being required, by the place of their composition.
    pub(super) exempt: FxHashMap<(usize, Direction), Arc<[Name]>>,
}

impl<'d> Lower<'_, 'd> {
    pub(super) fn references(
        &mut self,
        members: &'d Members,
        site: Site<'d>,
        context: &Context,
        parts: &mut Vec<Id>,
    ) {
        let dialect = self.index.dialect(site.resource);
        if let Some(Value::String(reference)) = members.get("$ref")
            && !dialect.reference_stands_alone()
        {
            // What stands beside it makes the schema a child of what it refers to.
            let own = (members.len() > 1).then(|| address(site.value));
            let includers = [context.includer, own];
            let includer = includers
                .into_iter()
                .flatten()
                .find(|includer| self.index.parent(site, *includer).is_some());
            let target = self.reference(reference, site, (includer, context));
            parts.push(target);
        }
        if let Some(target) = self.dynamic(members, site, context) {
            let id = match target {
                Some(target) => {
                    self.target(target, &Context { unlisted: false, ..context.clone() })
                }
                None => self.arena.unread(Reason::Reference),
            };
            parts.push(id);
        }
    }

    pub(super) fn reference(
        &mut self,
        reference: &str,
        site: Site<'d>,
        (includer, context): (Option<usize>, &Context),
    ) -> Id {
        if let Some(parent) = includer.and_then(|includer| self.index.parent(site, includer)) {
            return self.target(parent, &Context { unlisted: true, ..context.clone() });
        }
        let context = &Context { unlisted: false, ..context.clone() };
        match self.index.resolve(site.resource, reference) {
            Some(target) => self.target(target, context),
            None => self.opaque(Reason::Reference, &Value::from(reference)),
        }
    }

    /// Where a reference leads that depends on how it was reached: `None` when there is none,
    /// `Some(None)` when it leads nowhere.
    pub(super) fn dynamic(
        &self,
        members: &Members,
        site: Site<'d>,
        context: &Context,
    ) -> Option<Option<Site<'d>>> {
        let dialect = self.index.dialect(site.resource);
        if dialect == Dialect::Draft201909
            && let Some(Value::String(reference)) = members.get("$recursiveRef")
        {
            return Some(self.recursive(reference, site, context));
        }
        if dialect.year() >= Year::Y2020
            && let Some(Value::String(reference)) = members.get("$dynamicRef")
        {
            return Some(self.by_dynamic_anchor(reference, site, context));
        }
        None
    }

    fn recursive(&self, reference: &str, site: Site<'d>, context: &Context) -> Option<Site<'d>> {
        let target = self.index.resolve(site.resource, reference)?;
        let starts = std::ptr::eq(self.index.get(target.resource).root, target.value);
        if !starts || !self.index.get(target.resource).recursive {
            return Some(target);
        }
        let outermost = context.scope.iter().find(|resource| self.index.get(**resource).recursive);
        Some(outermost.map_or(target, |resource| self.start_of(*resource)))
    }

    fn by_dynamic_anchor(
        &self,
        reference: &str,
        site: Site<'d>,
        context: &Context,
    ) -> Option<Site<'d>> {
        let target = self.index.resolve(site.resource, reference)?;
        let (_, anchor) = uri::split(reference);
        let here = self.index.get(target.resource).dynamic_anchors.get(anchor);
        if !here.is_some_and(|value| std::ptr::eq(*value, target.value)) {
            return Some(target);
        }
        let outermost = context.scope.iter().find_map(|resource| {
            let value = *self.index.get(*resource).dynamic_anchors.get(anchor)?;
            Some(Site { value, resource: *resource })
        });
        Some(outermost.unwrap_or(target))
    }

    fn start_of(&self, resource: ResourceId) -> Site<'d> {
        Site { value: self.index.get(resource).root, resource }
    }

    /// The node of a referenced schema.
    pub(super) fn target(&mut self, site: Site<'d>, context: &Context) -> Id {
        if let Value::Bool(_) = site.value {
            return self.schema(site, context);
        }
        let key = Key {
            address: address(site.value),
            scope: context.scope.clone(),
            exempt: context.exempt.clone(),
            lens: self.lens,
            unlisted: context.unlisted,
        };
        match self.slots.known.get(&key).copied() {
            Some(State::Done(id)) => return id,
            Some(State::Open { part, .. }) if part == context.part => {
                self.hazard(site, Reason::Endless);
                return self.arena.unread(Reason::Endless);
            }
            Some(State::Open { part, slot }) => {
                let slot = slot.unwrap_or_else(|| self.arena.slot());
                self.slots.known.insert(key, State::Open { part, slot: Some(slot) });
                return self.arena.intern(Node::Ref(slot));
            }
            None => {}
        }
        let open = State::Open { part: context.part, slot: None };
        self.slots.known.insert(key.clone(), open);
        let deeper = Context { unlisted: context.unlisted, ..context.deeper() };
        let mut id = self.schema(site, &deeper);
        if let Some(State::Open { slot: Some(slot), .. }) = self.slots.known.get(&key) {
            let slot = *slot;
            self.arena.define(slot, id);
            if self.is_endless(slot) {
                self.hazard(site, Reason::Endless);
                let endless = self.arena.unread(Reason::Endless);
                self.arena.define(slot, endless);
            }
            id = self.arena.intern(Node::Ref(slot));
        }
        self.slots.known.insert(key, State::Done(id));
        id
    }

    /// Whether the slot's definition leads back to it without looking at a part of the value.
    fn is_endless(&self, slot: Slot) -> bool {
        let mut open: Vec<Id> = self.arena.definition(slot).into_iter().collect();
        let mut seen = rustc_hash::FxHashSet::default();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            match self.arena.get(id) {
                Node::Ref(other) if *other == slot => return true,
                Node::Ref(other) => open.extend(self.arena.definition(*other)),
                Node::And(members) | Node::Or(members) | Node::One(members) => {
                    open.extend(members.iter());
                }
                Node::Not(inner) => open.push(*inner),
                Node::Any
                | Node::Never
                | Node::Types(_)
                | Node::Enum(_)
                | Node::Range(_)
                | Node::Multiple(_)
                | Node::Length(_)
                | Node::Text(_)
                | Node::Items(_)
                | Node::Count(_)
                | Node::Unique
                | Node::Contains { .. }
                | Node::Properties(_)
                | Node::Required(_)
                | Node::Size(_)
                | Node::Names(_)
                | Node::Opaque(..) => {}
            }
        }
        false
    }
}
