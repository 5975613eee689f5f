//! A question about values of one type.

use serde_json::Value;

use super::flat::{Flat, is_trivial};
use super::memo::Question;
use super::{Item, Outcome, Search, Step};
use crate::Reason;
use crate::node::{Id, Node};
use crate::restrict::restrict;
use crate::types::{Type, Types};
use crate::value::ValueId;

impl Search<'_, '_> {
    pub(super) fn typed(&mut self, kind: Type, inside: &[Item], outside: &[Id]) -> Step {
        let inside: Vec<Item> = inside
            .iter()
            .map(|item| Item { id: self.restricted(item.id, kind), closed: item.closed })
            .collect();
        let mut outside: Vec<Id> = outside.iter().map(|id| self.restricted(*id, kind)).collect();
        let structured = matches!(kind, Type::Array | Type::Object);
        if structured {
            outside = self.spelled_out(outside);
        }
        let Some(mut flat) = self.flatten(inside, outside) else { return Ok(Outcome::Empty) };
        // Flattening may bring literals to light: what is exactly one of two can become "not this".
        while structured && flat.outside.iter().any(|id| self.is_literal(*id)) {
            let spelled = self.spelled_out(flat.outside);
            let Some(again) = self.flatten(flat.inside, spelled) else {
                return Ok(Outcome::Empty);
            };
            flat = Flat { types: flat.types.and(again.types), ..again };
        }
        flat.types = flat.types.and(Types::only(kind));
        if flat.types == Types::NONE {
            return Ok(Outcome::Empty);
        }
        if let Some(values) = self.finite_values(&flat.inside) {
            return self.finite(&values, &flat);
        }
        match kind {
            Type::Null => return self.finite(&[Value::Null], &flat),
            Type::Boolean => return self.finite(&[Value::Bool(true), Value::Bool(false)], &flat),
            Type::String | Type::Integer | Type::Fraction | Type::Array | Type::Object => {}
        }
        self.remembered(kind, flat)
    }

    fn restricted(&mut self, id: Id, kind: Type) -> Id {
        restrict(self.arena, &mut self.memo.restricted, id, kind)
    }

    /// Literal arrays and objects as the schemas that only they satisfy, so that "not this one"
    /// can be taken apart.
    fn spelled_out(&mut self, outside: Vec<Id>) -> Vec<Id> {
        let mut spelled = Vec::new();
        for id in outside {
            match self.arena.get(id).clone() {
                Node::Enum(values) => {
                    spelled.extend(values.iter().map(|value| self.structure(*value)));
                }
                _ => spelled.push(id),
            }
        }
        spelled
    }

    fn is_literal(&self, id: Id) -> bool {
        matches!(self.arena.get(id), Node::Enum(_))
    }

    fn structure(&mut self, id: ValueId) -> Id {
        let value = self.arena.values.get(id).clone();
        self.arena.structure(&value)
    }

    fn remembered(&mut self, kind: Type, flat: Flat) -> Step {
        let question = Question { kind, inside: flat.inside, outside: flat.outside };
        if let Some(known) = self.memo.get(&question) {
            return Ok(known.clone());
        }
        if self.path.assumes(&question) {
            return Ok(Outcome::Empty);
        }
        let Some(entered) = self.path.enter(&question) else { return Ok(Outcome::Empty) };
        let outcome = self.answer(&question);
        let is_empty = outcome == Ok(Outcome::Empty);
        let (own, proved) = self.path.leave(&question, &entered, is_empty);
        let outcome = outcome?;
        for question in proved {
            self.memo.keep(question, &Outcome::Empty);
        }
        let keep = match &outcome {
            Outcome::Found(_) => true,
            Outcome::Empty => own,
            Outcome::Doubt(_, reason) => own && *reason != Reason::Depth,
        };
        if keep {
            self.memo.keep(question, &outcome);
        }
        Ok(outcome)
    }

    fn answer(&mut self, question: &Question) -> Step {
        if let Some(outcome) = self.branch(question)? {
            return Ok(outcome);
        }
        // What is not understood is left out, which makes the question easier to answer with a
        // value: no value is still a proof.
        let opaque = |search: &Self, id: Id| match search.arena.get(id) {
            Node::Opaque(reason, _) => Some(*reason),
            _ => None,
        };
        let inside = question.inside.iter().map(|item| item.id);
        let reason = inside.chain(question.outside.iter().copied()).find_map(|id| opaque(self, id));
        let mut plain = question.clone();
        plain.inside.retain(|item| opaque(self, item.id).is_none() && !is_trivial(item.id));
        plain.outside.retain(|id| opaque(self, *id).is_none());
        let outcome = match question.kind {
            Type::String => self.string(&plain)?,
            Type::Integer | Type::Fraction => self.number(&plain)?,
            Type::Array => self.array(&plain)?,
            Type::Object => self.object(&plain)?,
            // Decided by their values before.
            Type::Null | Type::Boolean => Outcome::Empty,
        };
        Ok(match (outcome, reason) {
            (Outcome::Found(value), Some(reason)) => Outcome::Doubt(Some(value), reason),
            (outcome, _) => outcome,
        })
    }
}
