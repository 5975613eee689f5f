//! Arrays: their length, the items that violate what must be violated, counted and distinct items.

mod assign;
mod distinct;

use std::collections::BTreeMap;

use serde_json::Value;

use super::memo::Question;
use super::{Best, Item, Outcome, Search, Step};
use crate::Reason;
use crate::node::{Arena, Id, Items, Node};
use crate::span::Span;

/// A longer array is not shown to anybody.
const LONGEST: u64 = 1_000;
/// So many counted items are assigned to places.
const COUNTED: u64 = 64;

/// What is asked of an array.
#[derive(Debug)]
struct Asked {
    items: Vec<(Items, bool)>,
    unique: bool,
    violations: Vec<Violation>,
    /// How many first items have schemas of their own.
    width: usize,
    /// How many items are needed to violate everything.
    needed: usize,
}

#[derive(Clone, Debug)]
enum Violation {
    Items(Items),
    Count(Span),
    Contains(Id, Span),
    Unique,
}

/// What has been decided so far.
#[derive(Clone, Debug)]
struct Plan {
    count: Span,
    /// Sets that the item at an index must be outside of.
    outside: BTreeMap<usize, Vec<Id>>,
    /// How many items belong to a set, and whether a closed producer made them.
    contains: Vec<(Item, Span)>,
    /// Two equal items.
    twins: Option<(usize, usize)>,
}

/// A place of the array: what its item must be.
type Place = (Vec<Item>, Vec<Id>);

impl Search<'_, '_> {
    pub(super) fn array(&mut self, question: &Question) -> Step {
        let mut asked =
            Asked { items: Vec::new(), unique: false, violations: Vec::new(), width: 0, needed: 0 };
        let mut plan =
            Plan { count: Span::ANY, outside: BTreeMap::new(), contains: Vec::new(), twins: None };
        for item in &question.inside {
            match self.arena.get(item.id) {
                Node::Items(items) => asked.items.push((items.clone(), item.closed)),
                Node::Count(count) => plan.count = plan.count.meet(*count),
                Node::Unique => asked.unique = true,
                Node::Contains { item: id, span } => {
                    plan.contains.push((Item { id: *id, closed: item.closed }, *span));
                }
                _ => {}
            }
        }
        for id in &question.outside {
            asked.violations.push(match self.arena.get(*id) {
                Node::Items(items) => Violation::Items(items.clone()),
                Node::Count(count) => Violation::Count(*count),
                Node::Unique => Violation::Unique,
                Node::Contains { item, span } => Violation::Contains(*item, *span),
                // Any other node holds for every array.
                _ => return Ok(Outcome::Empty),
            });
        }
        asked.needed = asked
            .violations
            .iter()
            .map(|violation| match violation {
                Violation::Items(_) => 1,
                Violation::Unique => 2,
                Violation::Count(_) | Violation::Contains(..) => 0,
            })
            .sum();
        let prefix = |items: &Items| items.prefix.len();
        let inside = asked.items.iter().map(|(items, _)| prefix(items));
        let outside = asked.violations.iter().map(|violation| match violation {
            Violation::Items(items) => prefix(items),
            Violation::Count(_) | Violation::Contains(..) | Violation::Unique => 0,
        });
        asked.width = inside.chain(outside).max().unwrap_or(0);
        self.violate_array(&asked, &asked.violations, &plan)
    }

    fn violate_array(&mut self, asked: &Asked, violations: &[Violation], plan: &Plan) -> Step {
        let Some((first, rest)) = violations.split_first() else {
            return self.assign(asked, plan);
        };
        self.meter.step()?;
        let mut best = Best::default();
        for plan in self.ways(asked, first, plan)? {
            if plan.count.is_empty() {
                continue;
            }
            let outcome = self.violate_array(asked, rest, &plan)?;
            if let Some(done) = best.take(outcome) {
                return Ok(done);
            }
        }
        Ok(best.outcome())
    }

    /// The ways to violate one thing.
    fn ways(&mut self, asked: &Asked, violation: &Violation, plan: &Plan) -> Step<Vec<Plan>> {
        let places = asked.width + asked.needed;
        let within = |index: usize| plan.count.max.is_none_or(|max| (index as u64) < max);
        let mut ways = Vec::new();
        match violation {
            Violation::Count(count) => {
                for outside in count.outside() {
                    ways.push(Plan { count: plan.count.meet(outside), ..plan.clone() });
                }
            }
            Violation::Contains(id, span) => {
                for outside in span.outside() {
                    let mut plan = plan.clone();
                    plan.contains.push((Item::open(*id), outside));
                    ways.push(plan);
                }
            }
            Violation::Items(items) => {
                for index in (0..places).filter(|index| within(*index)) {
                    let schema = items.at(index);
                    let inside = self.place(asked, index);
                    if schema == Arena::ANY || inside.iter().any(|item| item.id == schema) {
                        continue;
                    }
                    if self.part(inside, vec![schema])? == Outcome::Empty {
                        continue;
                    }
                    let mut plan = plan.clone();
                    plan.outside.entry(index).or_default().push(schema);
                    ways.push(plan);
                }
            }
            Violation::Unique => {
                let pairs = (1..places).flat_map(|j| (0..j).map(move |i| (i, j)));
                for (i, j) in pairs.filter(|(_, j)| within(*j)) {
                    ways.push(Plan { twins: Some((i, j)), ..plan.clone() });
                }
            }
        }
        Ok(ways)
    }

    /// The sets that the item at an index must be in.
    fn place(&self, asked: &Asked, index: usize) -> Vec<Item> {
        let mut items: Vec<Item> = asked
            .items
            .iter()
            .map(|(items, closed)| Item { id: items.at(index), closed: *closed })
            .filter(|item| item.id != Arena::ANY)
            .collect();
        items.sort();
        items.dedup();
        items
    }

    /// A value for every place.
    fn fill_places(&mut self, asked: &Asked, plan: &Plan, places: &[Place]) -> Step {
        if asked.unique {
            return self.distinct(places);
        }
        let mut values: Vec<Option<Value>> = Vec::new();
        let mut doubt = None;
        for (index, (inside, outside)) in places.iter().enumerate() {
            if let Some((first, second)) = plan.twins
                && index == second
            {
                let twin: Option<Value> = values[first].clone();
                values.push(twin);
                continue;
            }
            match self.part(inside.clone(), outside.clone())? {
                Outcome::Empty => return Ok(Outcome::Empty),
                Outcome::Found(value) => values.push(Some(value)),
                Outcome::Doubt(value, reason) => {
                    doubt = Some(reason);
                    values.push(value);
                }
            }
        }
        let value = values.into_iter().collect::<Option<Vec<Value>>>().map(Value::Array);
        Ok(match (doubt, value) {
            (None, Some(value)) => Outcome::Found(value),
            (Some(reason), value) => Outcome::Doubt(value, reason),
            (None, None) => Outcome::Doubt(None, Reason::Items),
        })
    }
}
