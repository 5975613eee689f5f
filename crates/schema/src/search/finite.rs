//! A finite set inside: every value of it is looked up in the others.

use serde_json::Value;

use super::flat::Flat;
use super::{Best, Item, Outcome, Search, Step};
use crate::Reason;
use crate::eval::Eval;
use crate::node::Node;
use crate::types::Type;

impl Search<'_, '_> {
    /// The values of the smallest finite set inside, if there is one.
    pub(super) fn finite_values(&self, inside: &[Item]) -> Option<Vec<Value>> {
        let sets = inside.iter().filter_map(|item| match self.arena.get(item.id) {
            Node::Enum(values) => Some(values),
            _ => None,
        });
        let smallest = sets.min_by_key(|values| values.len())?;
        Some(smallest.iter().map(|value| self.arena.values.get(*value).clone()).collect())
    }

    /// The first of the values that belongs.
    pub(super) fn finite(&mut self, values: &[Value], flat: &Flat) -> Step {
        let mut best = Best::default();
        for value in values {
            self.meter.glance()?;
            if !flat.types.has(Type::of(value)) {
                continue;
            }
            match self.belongs(value, flat) {
                Ok(true) => return Ok(Outcome::Found(value.clone())),
                Ok(false) => {}
                Err(reason @ (Reason::Steps | Reason::Time)) => return Err(reason),
                Err(reason) => {
                    best.take(Outcome::Doubt(Some(value.clone()), reason));
                }
            }
        }
        Ok(best.outcome())
    }

    /// Whether it is inside of all and outside of all.
    pub(super) fn belongs(&mut self, value: &Value, flat: &Flat) -> Result<bool, Reason> {
        let mut unknown = None;
        for item in &flat.inside {
            match self.holds(value, item.id) {
                Ok(true) => {}
                Ok(false) => return Ok(false),
                Err(reason) => unknown = Some(reason),
            }
        }
        for id in &flat.outside {
            match self.holds(value, *id) {
                Ok(false) => {}
                Ok(true) => return Ok(false),
                Err(reason) => unknown = Some(reason),
            }
        }
        if unknown.is_none() && (value.is_object() || value.is_array()) {
            let closed: Vec<_> =
                flat.inside.iter().filter(|item| item.closed).map(|item| item.id).collect();
            return Eval::new(self.arena, &mut self.meter).emits(value, &closed);
        }
        unknown.map_or(Ok(true), Err)
    }
}
