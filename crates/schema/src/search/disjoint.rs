//! Sets that have no value in common, seen without a search: by type, by range, by their finite
//! values, and by tags (a property both require whose values differ).
//!
//! This is what keeps a choice among many tagged branches from becoming a choice of pairs.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::memo::Question;
use super::{Search, Step};
use crate::node::{Arena, Id, Name, Node, Properties};
use crate::number::Range;
use crate::types::{Type, Types};
use crate::value::ValueId;

/// Tags of tags of tags are looked at, not deeper.
const DEEPEST: usize = 4;
/// An alternative with more branches is not looked into.
const WIDEST: usize = 40;

/// What holds for a value, gathered from several sets.
#[derive(Clone, Debug)]
pub(super) struct Known {
    ids: Vec<Id>,
    types: Types,
    finite: Option<Arc<[ValueId]>>,
    range: Range,
    required: Vec<Name>,
    properties: Vec<Arc<Properties>>,
    alternatives: Vec<Arc<[Id]>>,
    never: bool,
    excluded: Vec<Id>,
    /// The only properties a closed producer sends, where no open alternative can add any.
    only: Option<BTreeSet<Name>>,
}

impl Search<'_, '_> {
    /// What the question knows of its value: from what it is inside of, and from all.
    pub(super) fn known(&self, question: &Question) -> (Known, Known) {
        let ids: Vec<Id> = question.inside.iter().map(|item| item.id).collect();
        let mut known = self.gather(&ids);
        known.types = known.types.and(Types::only(question.kind));
        known.only = self.only(question);
        let inside = known.clone();
        known.excluded.extend(&question.outside);
        (inside, known)
    }

    /// The properties that a closed producer declares; `None` where it may send others too.
    fn only(&self, question: &Question) -> Option<BTreeSet<Name>> {
        let mut names = BTreeSet::new();
        for item in question.inside.iter().filter(|item| item.closed) {
            match self.arena.get(item.id) {
                Node::Or(_) | Node::One(_) | Node::Opaque(..) => return None,
                Node::Properties(all) if all.explicit || !all.patterns.is_empty() => return None,
                Node::Properties(all) => {
                    names.extend(all.named.iter().map(|named| named.name.clone()));
                }
                _ => {}
            }
        }
        (!names.is_empty()).then_some(names)
    }

    /// Whether no value of which this is known is in all of the sets.
    pub(super) fn fails(&mut self, known: &Known, ids: &[Id]) -> Step<bool> {
        self.meter.glance()?;
        let other = self.gather(ids);
        self.apart(known, &other, 0)
    }

    /// Whether two sets have no value in common; `false` when it is not plain to see.
    pub(super) fn disjoint(&mut self, left: &[Id], right: &[Id]) -> Step<bool> {
        self.disjoint_at(left, right, 0)
    }

    fn disjoint_at(&mut self, left: &[Id], right: &[Id], depth: usize) -> Step<bool> {
        if depth > DEEPEST {
            return Ok(false);
        }
        let key = (left.to_vec(), right.to_vec());
        if let Some(known) = self.memo.disjoint.get(&key) {
            return Ok(*known);
        }
        self.meter.glance()?;
        let (left, right) = (self.gather(left), self.gather(right));
        let apart = self.apart(&left, &right, depth)?;
        // A negative answer near the bound could be a positive one elsewhere.
        if (apart || depth == 0) && self.memo.disjoint.len() < super::memo::MOST {
            self.memo.disjoint.insert(key, apart);
        }
        Ok(apart)
    }

    fn gather(&self, ids: &[Id]) -> Known {
        let mut known = Known {
            ids: ids.to_vec(),
            types: Types::ALL,
            finite: None,
            range: Range::default(),
            required: Vec::new(),
            properties: Vec::new(),
            alternatives: Vec::new(),
            never: false,
            excluded: Vec::new(),
            only: None,
        };
        let mut open = ids.to_vec();
        let mut steps = 0;
        while let Some(id) = open.pop() {
            steps += 1;
            if steps > 4096 {
                break;
            }
            match self.arena.get(id) {
                Node::Never => known.never = true,
                Node::Types(types) => known.types = known.types.and(*types),
                Node::Enum(values) => {
                    if known.finite.as_ref().is_none_or(|finite| finite.len() > values.len()) {
                        known.finite = Some(values.clone());
                    }
                }
                Node::And(members) => open.extend(members.iter()),
                Node::Or(members) | Node::One(members) => known.alternatives.push(members.clone()),
                Node::Not(inner) => known.excluded.push(*inner),
                Node::Ref(slot) => open.extend(self.arena.definition(*slot)),
                Node::Range(range) => known.range.meet(range),
                Node::Required(name) => known.required.push(name.clone()),
                Node::Properties(properties) => known.properties.push(properties.clone()),
                Node::Any
                | Node::Multiple(_)
                | Node::Length(_)
                | Node::Text(_)
                | Node::Items(_)
                | Node::Count(_)
                | Node::Unique
                | Node::Contains { .. }
                | Node::Size(_)
                | Node::Names(_)
                | Node::Opaque(..) => {}
            }
        }
        known
    }

    fn apart(&mut self, left: &Known, right: &Known, depth: usize) -> Step<bool> {
        let common = left.types.and(right.types);
        if left.never || right.never || common == Types::NONE {
            return Ok(true);
        }
        let excludes = |a: &Known, b: &Known| a.excluded.iter().any(|id| b.ids.contains(id));
        if excludes(left, right) || excludes(right, left) {
            return Ok(true);
        }
        if self.none_belongs(left, right)? || self.none_belongs(right, left)? {
            return Ok(true);
        }
        let numbers = Types::only(Type::Integer).or(Types::only(Type::Fraction));
        if common.and(numbers.not()) == Types::NONE {
            let mut range = left.range.clone();
            range.meet(&right.range);
            if range.is_empty() {
                return Ok(true);
            }
        }
        if common == Types::only(Type::Object) && self.tags_differ(left, right, depth)? {
            return Ok(true);
        }
        Ok(self.all_apart(left, right, depth)? || self.all_apart(right, left, depth)?)
    }

    /// Whether the finite values of the one are not in the other.
    fn none_belongs(&mut self, left: &Known, right: &Known) -> Step<bool> {
        let Some(values) = left.finite.clone() else { return Ok(false) };
        for value in values.iter() {
            let value = self.arena.values.get(*value).clone();
            let mut outside =
                !right.types.has(Type::of(&value)) || !left.types.has(Type::of(&value));
            for id in &right.ids {
                outside = outside || self.holds(&value, *id) == Ok(false);
            }
            if !outside {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether a property that one of them requires can have no value for both.
    fn tags_differ(&mut self, left: &Known, right: &Known, depth: usize) -> Step<bool> {
        let missing = |only: &Option<BTreeSet<Name>>, required: &[Name]| {
            let only = only.as_ref();
            only.is_some_and(|only| required.iter().any(|name| !only.contains(name)))
        };
        if missing(&left.only, &right.required) || missing(&right.only, &left.required) {
            return Ok(true);
        }
        for name in left.required.iter().chain(&right.required) {
            let (ours, theirs) = (self.at(left, name), self.at(right, name));
            if ours.contains(&Arena::NEVER) || theirs.contains(&Arena::NEVER) {
                return Ok(true);
            }
            let vacuous = ours.is_empty() || theirs.is_empty();
            if !vacuous && self.disjoint_at(&ours, &theirs, depth + 1)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn at(&mut self, known: &Known, name: &str) -> Vec<Id> {
        let mut schemas = Vec::new();
        for properties in &known.properties {
            if let Some(named) = properties.named(name) {
                schemas.push(named.schema);
            } else if properties.patterns.is_empty() {
                schemas.push(properties.rest);
            }
        }
        schemas.retain(|id| *id != Arena::ANY);
        schemas.sort();
        schemas.dedup();
        schemas
    }

    /// Whether every branch of an alternative of `right` is apart from `left`.
    fn all_apart(&mut self, left: &Known, right: &Known, depth: usize) -> Step<bool> {
        if depth >= DEEPEST {
            return Ok(false);
        }
        for members in &right.alternatives {
            if members.len() > WIDEST {
                continue;
            }
            let mut all = true;
            for member in members.iter() {
                self.meter.glance()?;
                let branch = self.gather(&[*member]);
                if !self.apart(left, &branch, depth + 1)? {
                    all = false;
                    break;
                }
            }
            if all {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
