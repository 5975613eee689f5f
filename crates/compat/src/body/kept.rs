//! Whether some response of a document satisfies an interaction.

use gatepact_finding::{Pointer, Text};
use serde_json::{Map, Value};

use super::Body;
use crate::candidates::values;
use crate::fault::Fault;
use crate::judge::{Step, spelled};
use crate::schemas::{All, Any};
use crate::shape::{Member, admits, fits, for_value, item, lengths, member};

impl<'d> Body<'_, 'd> {
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
        let best = self.best(&admitting, value).and_then(|position| admitting.get(position));
        let Some(best) = best.cloned() else { return Ok(()) };
        match value {
            Value::Object(members) => self.members_kept(any, &best, members, path),
            Value::Array(items) => self.items_kept(any, &best, items, path),
            _ => Ok(()),
        }
    }

    fn members_kept(
        &mut self,
        any: &Any<'d>,
        best: &All<'d>,
        members: &Map<String, Value>,
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
            let lengths = [near, fewest, near.saturating_add(1).min(most)];
            let filler = self.item_of(best);
            let mut takes = |length| self.takes_length(path, (items, filler.as_ref()), length);
            if !lengths.into_iter().any(&mut takes) {
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
}
