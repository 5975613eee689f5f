//! Each violation in turn, each way to violate it.

use std::collections::BTreeSet;

use super::{Asked, Goal, Plan, Violation, ends};
use crate::node::{Arena, Id, Name, Properties};
use crate::search::{Best, Item, Outcome, Search, Step};
use serde_json::Value;

impl Search<'_, '_> {
    pub(super) fn violate(&mut self, goal: Goal<'_>, plan: Plan) -> Step {
        let Some((first, rest)) = goal.rest.split_first() else {
            return self.complete(goal.asked, plan);
        };
        let goal = Goal { rest, ..goal };
        self.meter.step()?;
        match first {
            Violation::Size(size) => {
                let mut best = Best::default();
                for outside in size.outside() {
                    let plan = Plan { size: plan.size.meet(outside), ..plan.clone() };
                    let outcome = self.violate(goal, plan)?;
                    if let Some(done) = best.take(outcome) {
                        return Ok(done);
                    }
                }
                Ok(best.outcome())
            }
            Violation::Properties(all) => self.violate_properties(goal, all, &plan),
            Violation::Names(schema) => self.violate_names(goal, *schema, &plan),
        }
    }

    fn violate_properties(&mut self, goal: Goal<'_>, all: &Properties, plan: &Plan) -> Step {
        let mut best = Best::default();
        // What only speaks of named properties is violated at one of them.
        let names: Vec<Name> = if all.rest == Arena::ANY && all.patterns.is_empty() {
            let names = all.named.iter().filter(|named| named.schema != Arena::ANY);
            names.map(|named| named.name.clone()).collect()
        } else {
            mentioned(goal.asked, plan).into_iter().collect()
        };
        for name in &names {
            let schemas = crate::eval::Eval::new(self.arena, &mut self.meter).schemas(name, all)?;
            for schema in schemas {
                if let Some(outcome) = self.violate_at(goal, name, schema, plan)?
                    && let Some(done) = best.take(outcome)
                {
                    return Ok(done);
                }
            }
        }
        // A name that nobody mentions: one of each pattern, and one of none.
        let patterns: Vec<_> = all.patterns.iter().map(|(language, _)| *language).collect();
        let mut kinds: Vec<(Vec<(crate::string::LanguageId, bool)>, Id)> =
            all.patterns.iter().map(|(language, id)| (vec![(*language, true)], *id)).collect();
        kinds.push((patterns.iter().map(|language| (*language, false)).collect(), all.rest));
        for (signs, schema) in kinds {
            if schema == Arena::ANY {
                continue;
            }
            let outcome = self.violate_fresh(goal, &signs, schema, plan)?;
            if let Some(done) = best.take(outcome) {
                return Ok(done);
            }
        }
        Ok(best.outcome())
    }

    /// With the named property outside of the schema; `None` when that is plainly impossible.
    fn violate_at(
        &mut self,
        goal: Goal<'_>,
        name: &Name,
        schema: Id,
        plan: &Plan,
    ) -> Step<Option<Outcome>> {
        if schema == Arena::ANY || plan.absent.contains(name) {
            return Ok(None);
        }
        let inside = self.child(goal.asked, name)?;
        if inside.iter().any(|item| item.id == schema || item.id == Arena::NEVER) {
            return Ok(None);
        }
        match self.permitted(goal.asked, name) {
            Ok(true) => {}
            Ok(false) => return Ok(None),
            Err(reason) if ends(reason) => return Err(reason),
            Err(reason) => return Ok(Some(Outcome::Doubt(None, reason))),
        }
        let mut plan = plan.clone();
        let outside = plan.present.entry(name.clone()).or_default();
        outside.push(schema);
        let outside = outside.clone();
        self.with_part(goal, inside, outside, plan).map(Some)
    }

    /// Goes on when the property alone is possible.
    pub(super) fn with_part(
        &mut self,
        goal: Goal<'_>,
        inside: Vec<Item>,
        outside: Vec<Id>,
        plan: Plan,
    ) -> Step {
        match self.part(inside, outside)? {
            Outcome::Empty => Ok(Outcome::Empty),
            Outcome::Found(_) | Outcome::Doubt(..) => self.violate(goal, plan),
        }
    }

    /// With a name that does not belong to the schema of names.
    fn violate_names(&mut self, goal: Goal<'_>, schema: Id, plan: &Plan) -> Step {
        let mut best = Best::default();
        for name in &mentioned(goal.asked, plan) {
            if plan.absent.contains(name) {
                continue;
            }
            let bad = self.holds(&Value::String(name.to_string()), schema);
            let possible = self.permitted(goal.asked, name);
            match (bad, possible) {
                (Ok(true), _) | (_, Ok(false)) => continue,
                (Err(reason), _) | (_, Err(reason)) if ends(reason) => return Err(reason),
                (Err(reason), _) | (_, Err(reason)) => best.doubt(reason),
                (Ok(false), Ok(true)) => {
                    let inside = self.child(goal.asked, name)?;
                    let mut plan = plan.clone();
                    let outside = plan.present.entry(name.clone()).or_default().clone();
                    let outcome = self.with_part(goal, inside, outside, plan)?;
                    if let Some(done) = best.take(outcome) {
                        return Ok(done);
                    }
                }
            }
        }
        let outcome = self.violate_bad_name(goal, schema, plan)?;
        Ok(best.take(outcome).unwrap_or_else(|| best.outcome()))
    }
}

/// The names that a schema mentions, and the new ones that are there already: one property may
/// violate several things.
fn mentioned(asked: &Asked, plan: &Plan) -> BTreeSet<Name> {
    asked.explicit().iter().chain(plan.present.keys()).cloned().collect()
}
