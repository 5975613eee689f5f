//! An expected body along the schemas of both documents: what can no longer be sent, and what only the new one sends.
//!
//! Each response that is tried is the pact's own example with one change. A part that the old document left open is taken
//! to be as the pact pins it, as long as the new document allows that.

use gatepact_finding::{Pointer, Text};
use gatepact_schema::{Identity, Reading};
use pact_models::matchingrules::MatchingRule;
use pact_models::v4::http_parts::HttpResponse;
use serde_json::Value;

use crate::candidates::values;
use crate::fault::{BODY, Fault};
use crate::judge::{Judge, Step, replaced, spelled, with_body};
use crate::schemas::{All, Any, Schemas};
use crate::shape::{
    Member, admits, alternatives_of_all, fits, for_value, item, lengths, member, requires,
};

/// A response without its body, the body that the pact shows, and who judges.
pub(crate) struct Body<'a, 'd> {
    pub(crate) schemas: &'a mut Schemas<'d>,
    pub(crate) judge: &'a Judge<'a>,
    pub(crate) response: HttpResponse,
    pub(crate) example: Value,
    pub(crate) reading: Reading,
}

impl<'d> Body<'_, 'd> {
    /// Whether both documents say the same.
    pub(crate) fn is_same(&mut self, sides: [&Any<'d>; 2]) -> bool {
        let [old, new] = sides.map(|any| self.schemas.meaning(any, self.reading));
        old == new
    }

    /// Whether the interaction takes what the pact shows.
    pub(crate) fn takes_example(&self) -> bool {
        self.judge.takes(with_body(self.response.clone(), &self.example))
    }

    fn takes(&self, path: &[Step], value: Option<Value>) -> bool {
        let body = replaced(&self.example, path, value);
        self.judge.takes(with_body(self.response.clone(), &body))
    }

    /// Whether a value in the place of another one is refused. An item counts as taken where it may be one more.
    fn refuses(&self, path: &[Step], value: &Value) -> bool {
        if self.takes(path, Some(value.clone())) {
            return false;
        }
        match path.split_last() {
            Some((Step::Item(_), list)) => {
                let end = [list, &[Step::Item(usize::MAX)]].concat();
                !self.takes(&end, Some(value.clone()))
            }
            _ => true,
        }
    }

    /// Whether some response of these schemas satisfies the interaction.
    pub(crate) fn kept(
        &mut self,
        any: &Any<'d>,
        value: &Value,
        path: &mut Vec<Step>,
    ) -> Result<(), Box<Fault>> {
        let all = for_value(self.schemas, any, value, self.reading);
        let admitting: Any<'d> = all.into_iter().filter(|all| admits(all, value)).collect();
        let is_composite = matches!(value, Value::Object(_) | Value::Array(_));
        if !is_composite || admitting.is_empty() {
            let meaning = self.schemas.meaning(any, self.reading);
            if !admitting.is_empty() && self.schemas.allows(meaning, value) {
                return Ok(());
            }
            let pattern = self.pattern(any, path).map(|pattern| self.within(meaning, pattern));
            let others = values(self.schemas, any, &[], self.reading);
            let mut others = pattern.flatten().into_iter().chain(others);
            if others.any(|other| self.takes(path, Some(other))) {
                return Ok(());
            }
            let shown: String = value.to_string().chars().take(60).collect();
            let why = Text::prose("no response has a value at ").and_code(spelled(path));
            let why = why.and_prose(" that the interaction takes for ").and_code(shown);
            let sent = values(self.schemas, any, &[], self.reading).into_iter().next();
            let fault = Fault::of_body(why, path, [any, any]);
            return Err(match sent {
                Some(value) => self.showing(fault, path, Some(value)),
                None => fault,
            });
        }
        if admitting.iter().any(|all| fits(self.schemas, all, value, self.reading)) {
            return Ok(());
        }
        let Some(best) = self.best(&admitting, value) else { return Ok(()) };
        match value {
            Value::Object(members) => self.members_kept(any, &best, members, path),
            Value::Array(items) => self.items_kept(any, &best, items, path),
            _ => Ok(()),
        }
    }

    /// The places of the schemas that say something of a part of the expected body.
    pub(crate) fn pointers(&mut self, any: &Any<'d>, pact: &str) -> Vec<Pointer> {
        let (mut any, mut value) = (any.clone(), &self.example.clone());
        for token in gatepact_finding::pointer::tokens(pact.strip_prefix(BODY).unwrap_or_default())
        {
            let (meant, _) = self.meant(&any, value);
            let below = match value {
                Value::Object(members) => {
                    any = self.members_of(&meant, &token);
                    members.get(token.as_ref())
                }
                Value::Array(items) => {
                    let position = token.parse().unwrap_or_default();
                    any = meant.iter().map(|all| item(all, position)).collect();
                    items.get(position)
                }
                _ => None,
            };
            let Some(below) = below else { break };
            value = below;
        }
        any.iter().flatten().flat_map(|part| part.at.chain()).map(|at| at.pointer).collect()
    }

    fn members_kept(
        &mut self,
        any: &Any<'d>,
        best: &All<'d>,
        members: &serde_json::Map<String, Value>,
        path: &mut Vec<Step>,
    ) -> Result<(), Box<Fault>> {
        for (name, value) in members {
            path.push(Step::Member(name.clone()));
            let result = match member(self.schemas, best, name) {
                Member::Declared(all) => self.kept(&vec![all], value, path),
                Member::Undeclared if self.takes(path, None) => Ok(()),
                Member::Undeclared => {
                    let why = Text::prose("no response has ").and_code(spelled(path));
                    let mut fault = Fault::of_body(why, path, [any, any]);
                    let below = |part: &Pointer| {
                        let member = part.child("properties").child(name);
                        [member, part.child("required"), part.child("additionalProperties")]
                    };
                    fault.within = fault.within.map(|all| all.iter().flat_map(below).collect());
                    Err(self.showing(fault, path, None))
                }
            };
            path.pop();
            result?;
        }
        Ok(())
    }

    fn items_kept(
        &mut self,
        any: &Any<'d>,
        best: &All<'d>,
        items: &[Value],
        path: &mut Vec<Step>,
    ) -> Result<(), Box<Fault>> {
        let (fewest, most) = lengths(best);
        if !(fewest..=most).contains(&items.len()) {
            let near = items.len().clamp(fewest, most);
            let lengths = [near, fewest, items.len().min(most)];
            if !lengths.into_iter().any(|length| self.takes_length(path, items, length)) {
                let why = Text::prose("no response has ").and_code(items.len().to_string());
                let why = why.and_prose(" items at ").and_code(spelled(path));
                return Err(Fault::of_body(why, path, [any, any]));
            }
        }
        for (position, value) in items.iter().enumerate().take(most) {
            path.push(Step::Item(position));
            let result = self.kept(&vec![item(best, position)], value, path);
            path.pop();
            result?;
        }
        Ok(())
    }

    fn takes_length(&self, path: &[Step], items: &[Value], length: usize) -> bool {
        /// Longer arrays are not made.
        const LONGEST: usize = 200;
        if length > LONGEST.max(items.len()) || (items.is_empty() && length > 0) {
            return true;
        }
        let others = items.iter().cycle().take(length).cloned().collect();
        self.takes(path, Some(Value::Array(others)))
    }

    /// The alternative that fits best.
    fn best(&mut self, any: &Any<'d>, value: &Value) -> Option<All<'d>> {
        let mut best: Option<(usize, &All<'d>)> = None;
        for all in any {
            let fitting = match value {
                Value::Object(members) => members
                    .iter()
                    .filter(|(name, value)| match member(self.schemas, all, name) {
                        Member::Undeclared => false,
                        Member::Declared(all) => alternatives_of_all(&all)
                            .iter()
                            .any(|all| fits(self.schemas, all, value, self.reading)),
                    })
                    .count(),
                _ => 0,
            };
            if best.is_none_or(|(most, _)| fitting > most) {
                best = Some((fitting, all));
            }
        }
        best.map(|(_, all)| all.clone())
    }

    /// The alternatives that the pact means.
    fn meant(&mut self, any: &Any<'d>, value: &Value) -> (Any<'d>, Any<'d>) {
        let all = for_value(self.schemas, any, value, self.reading);
        let (meant, others): (Any<'d>, Any<'d>) =
            all.into_iter().partition(|all| fits(self.schemas, all, value, self.reading));
        if !meant.is_empty() {
            return (meant, others);
        }
        let admitting: Any<'d> = others.iter().filter(|all| admits(all, value)).cloned().collect();
        let best = self.best(&admitting, value);
        (best.into_iter().collect(), others)
    }

    /// Whether the interaction takes what only the new document sends.
    pub(crate) fn survives(
        &mut self,
        sides: [&Any<'d>; 2],
        value: &Value,
        path: &mut Vec<Step>,
    ) -> Result<(), Box<Fault>> {
        let [old, new] = sides.map(|any| self.schemas.meaning(any, self.reading));
        if old == new {
            return Ok(());
        }
        if !matches!(value, Value::Object(_) | Value::Array(_)) {
            return self.value_survives(sides, [old, new], path);
        }
        let [(meant_old, others_old), (meant_new, others_new)] =
            sides.map(|any| self.meant(any, value));
        self.kind_survives(sides, [&others_old, &others_new], value, path)?;
        let meant = [&meant_old, &meant_new];
        match value {
            Value::Object(members) => self.members_survive(meant, members, path),
            Value::Array(items) => self.items_survive(meant, items, path),
            _ => Ok(()),
        }
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
        members: &serde_json::Map<String, Value>,
        path: &mut Vec<Step>,
    ) -> Result<(), Box<Fault>> {
        for (name, value) in members {
            path.push(Step::Member(name.clone()));
            let parts = [old, new].map(|any| self.members_of(any, name));
            let was_sure = !old.is_empty() && old.iter().all(|all| requires(all, name));
            let is_sure = new.iter().all(|all| requires(all, name));
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
            result?;
        }
        Ok(())
    }

    fn members_of(&mut self, any: &Any<'d>, name: &str) -> Any<'d> {
        let of_all = |all: &All<'d>| match member(self.schemas, all, name) {
            Member::Declared(all) => Some(all),
            Member::Undeclared => None,
        };
        any.iter().filter_map(of_all).collect()
    }

    fn items_survive(
        &mut self,
        [old, new]: [&Any<'d>; 2],
        items: &[Value],
        path: &mut Vec<Step>,
    ) -> Result<(), Box<Fault>> {
        self.lengths_survive([old, new], items, path)?;
        for (position, value) in items.iter().enumerate() {
            let parts = [old, new]
                .map(|any| -> Any<'d> { any.iter().map(|all| item(all, position)).collect() });
            path.push(Step::Item(position));
            let result = self.survives([&parts[0], &parts[1]], value, path);
            path.pop();
            result?;
        }
        Ok(())
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
        let mut refused = lengths.into_iter().filter(|it| !self.takes_length(path, items, *it));
        let refused: Vec<usize> = refused.by_ref().collect();
        if refused.iter().any(|length| allows(&before, *length)) {
            return Ok(());
        }
        let Some(length) = refused.into_iter().find(|length| allows(&after, *length)) else {
            return Ok(());
        };
        let why = Text::prose("a response may have ").and_code(length.to_string());
        let why = why.and_prose(" items at ").and_code(spelled(path));
        let fault = Fault::of_body(why, path, [old, new]);
        let others = items.iter().cycle().take(length).cloned().collect();
        Err(self.showing(fault, path, Some(Value::Array(others))))
    }

    fn new_value(&self, sides: [&Any<'d>; 2], path: &[Step], value: Value) -> Box<Fault> {
        let shown: String = value.to_string().chars().take(60).collect();
        let why = Text::prose("a response may have ").and_code(shown);
        let why = why.and_prose(" at ").and_code(spelled(path));
        let fault = Fault::of_body(why, path, sides);
        self.showing(fault, path, Some(value))
    }

    fn showing(&self, mut fault: Box<Fault>, path: &[Step], value: Option<Value>) -> Box<Fault> {
        let body = replaced(&self.example, path, value);
        fault.response = Some(crate::shown::response(&self.response, Some(body)));
        fault
    }

    /// The pattern that the interaction matches a text with.
    fn pattern(&mut self, any: &Any<'d>, path: &[Step]) -> Option<Identity> {
        let beside = any.iter().flatten().next()?;
        let rules = self.judge.expected.matching_rules.rules_for_category("body")?;
        let positions: Vec<String> = path
            .iter()
            .map(|step| match step {
                Step::Member(name) => name.clone(),
                Step::Item(position) => position.to_string(),
            })
            .collect();
        let path: Vec<&str> =
            ["$"].into_iter().chain(positions.iter().map(String::as_str)).collect();
        let found = rules.resolve_matchers_for_path(&path).select_best_matcher(&path);
        let pattern = found.rules.iter().find_map(|rule| match rule {
            MatchingRule::Regex(pattern) => Some(pattern.clone()),
            _ => None,
        })?;
        self.schemas.pattern(beside, &format!("^(?:{pattern})$"))
    }

    /// A value of a schema that a pattern takes.
    fn within(&mut self, meaning: Identity, pattern: Identity) -> Option<Value> {
        let both = self.schemas.both(meaning, pattern);
        self.schemas.value_outside(both, &[])
    }
}
