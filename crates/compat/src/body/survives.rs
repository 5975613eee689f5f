//! Whether an interaction takes what only the new document sends.

use gatepact_finding::Text;
use gatepact_schema::Identity;
use serde_json::{Map, Value, json};

use super::{Body, lengthened};
use crate::candidates::values;
use crate::fault::{Fault, join};
use crate::judge::{Step, spelled};
use crate::schemas::{All, Any};
use crate::shape::{
    Member, alternatives_of_all, declared, fits, item, lengths, member, requires, requires_beside,
};

impl<'d> Body<'_, 'd> {
    /// Whether the interaction takes what only the new document sends.
    pub(crate) fn survives(
        &mut self,
        sides: [&Any<'d>; 2],
        value: &Value,
        path: &mut Vec<Step>,
    ) -> Result<(), Box<Fault>> {
        if self.schemas.is_same(sides, value, self.reading) {
            return Ok(());
        }
        if !matches!(value, Value::Object(_) | Value::Array(_)) {
            let meanings = sides.map(|any| self.schemas.meaning(any, self.reading));
            return self.value_survives(sides, meanings, path);
        }
        let [(meant_old, others_old), (meant_new, others_new)] =
            sides.map(|any| self.meant(any, value));
        let mut first = None;
        join(&mut first, self.kind_survives(sides, [&others_old, &others_new], value, path));
        let meant = [&meant_old, &meant_new];
        join(
            &mut first,
            match value {
                Value::Object(members) => self.members_survive(meant, members, path),
                Value::Array(items) => self.items_survive(meant, items, path),
                _ => Ok(()),
            },
        );
        first.map_or(Ok(()), Err)
    }

    /// A value that only the new document allows in this place.
    fn value_survives(
        &mut self,
        sides: [&Any<'d>; 2],
        [old, new]: [Identity; 2],
        path: &[Step],
    ) -> Result<(), Box<Fault>> {
        let pattern = self.pattern(sides[0], path).or_else(|| self.pattern(sides[1], path));
        let mut tried = values(self.schemas, sides[1], &[old], self.reading);
        if let Some(pattern) = pattern {
            tried.extend(self.schemas.value_outside(new, &[old, pattern]));
        }
        let Some(refused) = tried.into_iter().find(|value| self.refuses(path, value)) else {
            return Ok(());
        };
        let mut before = values(self.schemas, sides[0], &[], self.reading);
        if let Some(pattern) = pattern {
            before.extend(self.schemas.value_outside(old, &[pattern]));
        }
        if before.iter().any(|value| self.refuses(path, value)) {
            return Ok(());
        }
        Err(self.new_value(sides, path, refused))
    }

    /// Another kind of value in the place of an object or an array: null, another type, another alternative.
    fn kind_survives(
        &mut self,
        sides: [&Any<'d>; 2],
        [others_old, others_new]: [&Any<'d>; 2],
        value: &Value,
        path: &[Step],
    ) -> Result<(), Box<Fault>> {
        let old = self.schemas.meaning(sides[0], self.reading);
        let is_other =
            |other: &Value| std::mem::discriminant(value) != std::mem::discriminant(other);
        let mut tried = values(self.schemas, sides[1], &[old], self.reading);
        tried.retain(is_other);
        for all in others_new {
            tried.extend(self.like(all, value, &[old]));
        }
        let Some(refused) = tried.into_iter().find(|other| self.refuses(path, other)) else {
            return Ok(());
        };
        let mut before = values(self.schemas, sides[0], &[], self.reading);
        before.retain(is_other);
        for all in others_old {
            before.extend(self.like(all, value, &[]));
        }
        if before.iter().any(|other| self.refuses(path, other)) {
            return Ok(());
        }
        Err(self.new_value(sides, path, refused))
    }

    /// A value of an alternative, with the members of the example that it may have.
    fn like(&mut self, all: &All<'d>, value: &Value, others: &[Identity]) -> Option<Value> {
        let meaning = self.schemas.meaning_of_all(all, self.reading);
        let found = self.schemas.value_outside(meaning, others)?;
        let (Value::Object(shown), Value::Object(own)) = (value, &found) else {
            return Some(found);
        };
        let mut merged = own.clone();
        for (name, value) in shown {
            let Member::Declared(all) = member(self.schemas, all, name) else { continue };
            let choices = alternatives_of_all(&all);
            if choices.iter().any(|all| fits(self.schemas, all, value, self.reading)) {
                merged.insert(name.clone(), value.clone());
            }
        }
        let merged = Value::Object(merged);
        Some(if self.schemas.allows(meaning, &merged) { merged } else { found })
    }

    fn members_survive(
        &mut self,
        [old, new]: [&Any<'d>; 2],
        members: &Map<String, Value>,
        path: &mut Vec<Step>,
    ) -> Result<(), Box<Fault>> {
        let mut first = None;
        for (name, value) in members {
            path.push(Step::Member(name.clone()));
            let parts = [old, new].map(|any| self.members_of(any, name));
            let is_required = |all| requires(all, name) || requires_beside(all, name, members);
            let was_sure = !old.is_empty() && old.iter().all(is_required);
            let is_sure = new.iter().all(is_required);
            let result = if was_sure && !is_sure && !self.takes(path, None) {
                let why = Text::prose("a response may leave out ").and_code(spelled(path));
                let mut fault = Fault::of_body(why, path, [&parts[0], &parts[1]]);
                let owners =
                    [old, new].map(|any| any.iter().flatten().map(|part| &part.at.pointer));
                for (within, owners) in fault.within.iter_mut().zip(owners) {
                    within.extend(owners.map(|owner| owner.child("required")));
                }
                Err(self.showing(fault, path, None))
            } else {
                self.survives([&parts[0], &parts[1]], value, path)
            };
            path.pop();
            join(&mut first, result);
        }
        join(&mut first, self.others_survive([old, new], members, path));
        first.map_or(Ok(()), Err)
    }

    /// Members that the pact does not name: a rule for the whole object may refuse what only the new document sends.
    fn others_survive(
        &mut self,
        [old, new]: [&Any<'d>; 2],
        members: &Map<String, Value>,
        path: &mut Vec<Step>,
    ) -> Result<(), Box<Fault>> {
        let mut first = None;
        for name in declared(new).into_iter().filter(|name| !members.contains_key(*name)) {
            let parts = [old, new].map(|any| self.members_of(any, name));
            if parts[1].iter().flatten().any(|part| part.at.resolved().flag("writeOnly")) {
                continue;
            }
            let sides = [&parts[0], &parts[1]];
            let meanings = sides.map(|any| self.schemas.meaning(any, self.reading));
            if meanings[0] == meanings[1] {
                continue;
            }
            path.push(Step::Member(name.clone()));
            // Pact takes further members, unless a rule says otherwise.
            let takes_all = [Value::Null, "a".into(), json!({})]
                .into_iter()
                .all(|it| self.takes(path, Some(it)));
            let result =
                if takes_all { Ok(()) } else { self.value_survives(sides, meanings, path) };
            path.pop();
            join(&mut first, result);
        }
        first.map_or(Ok(()), Err)
    }

    fn items_survive(
        &mut self,
        [old, new]: [&Any<'d>; 2],
        items: &[Value],
        path: &mut Vec<Step>,
    ) -> Result<(), Box<Fault>> {
        let mut first = None;
        join(&mut first, self.lengths_survive([old, new], items, path));
        for (position, value) in items.iter().enumerate() {
            let parts = [old, new]
                .map(|any| -> Any<'d> { any.iter().map(|all| item(all, position)).collect() });
            path.push(Step::Item(position));
            let result = self.survives([&parts[0], &parts[1]], value, path);
            path.pop();
            join(&mut first, result);
        }
        first.map_or(Ok(()), Err)
    }

    fn lengths_survive(
        &mut self,
        [old, new]: [&Any<'d>; 2],
        items: &[Value],
        path: &[Step],
    ) -> Result<(), Box<Fault>> {
        let bounds = |any: &Any<'d>| -> Vec<(usize, usize)> { any.iter().map(lengths).collect() };
        let (before, after) = (bounds(old), bounds(new));
        let allows = |bounds: &[(usize, usize)], length: usize| {
            bounds.iter().any(|(fewest, most)| (*fewest..=*most).contains(&length))
        };
        if before == after {
            return Ok(());
        }
        let ends = before.iter().chain(&after).flat_map(|(fewest, most)| {
            [*fewest, fewest.saturating_sub(1), *most, most.saturating_add(1)]
        });
        let mut lengths: Vec<usize> = ends.chain([0, items.len() + 1]).collect();
        lengths.sort_unstable();
        lengths.dedup();
        let filler = new.first().and_then(|all| self.item_of(all));
        lengths.retain(|it| !self.takes_length(path, (items, filler.as_ref()), *it));
        let refused = lengths;
        if refused.iter().any(|length| allows(&before, *length)) {
            return Ok(());
        }
        let Some(length) = refused.into_iter().find(|length| allows(&after, *length)) else {
            return Ok(());
        };
        let why = Text::prose("a response may have ").and_code(length.to_string());
        let why = why.and_prose(" items at ").and_code(spelled(path));
        let fault = Fault::of_body(why, path, [old, new]);
        let others = lengthened(items, filler.as_ref(), length);
        Err(self.showing(fault, path, Some(Value::Array(others))))
    }

    fn new_value(&self, sides: [&Any<'d>; 2], path: &[Step], value: Value) -> Box<Fault> {
        let shown: String = value.to_string().chars().take(60).collect();
        let why = Text::prose("a response may have ").and_code(shown);
        let why = why.and_prose(" at ").and_code(spelled(path));
        let fault = Fault::of_body(why, path, sides);
        self.showing(fault, path, Some(value))
    }
}
