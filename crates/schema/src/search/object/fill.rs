//! The rest of an object: what is required, and as many properties as are counted.

use std::collections::BTreeMap;

use serde_json::Value;

use super::fresh::Fresh;
use super::{Asked, Plan, build, ends};
use crate::Reason;
use crate::node::Name;
use crate::search::{Best, Outcome, Search, Step};

/// An object with more properties is not shown to anybody.
const LARGEST: u64 = 1_000;

/// The members so far, and whether one of them is in doubt.
#[derive(Default)]
struct Members {
    all: BTreeMap<Name, Value>,
    doubt: Option<Reason>,
    /// One of them is in doubt and has no candidate.
    missing: bool,
}

impl Search<'_, '_> {
    pub(super) fn complete(&mut self, asked: &Asked, mut plan: Plan) -> Step {
        if plan.size.is_empty() {
            return Ok(Outcome::Empty);
        }
        for name in &asked.required {
            plan.present.entry(name.clone()).or_default();
        }
        if plan.size.max.is_some_and(|max| (plan.present.len() as u64) > max) {
            return Ok(Outcome::Empty);
        }
        let mut members = Members::default();
        // What is outside of something first: it is the likelier to be impossible.
        let mut order: Vec<Name> = plan.present.keys().cloned().collect();
        order.sort_by_key(|name| plan.present[name].is_empty());
        for name in order {
            if !self.place_member(asked, &plan, &name, &mut members)? {
                return Ok(Outcome::Empty);
            }
        }
        self.fill(asked, plan, members)
    }

    /// Gives the property a value; whether it can have one.
    fn place_member(
        &mut self,
        asked: &Asked,
        plan: &Plan,
        name: &Name,
        members: &mut Members,
    ) -> Step<bool> {
        match self.permitted(asked, name) {
            Ok(true) => {}
            Ok(false) => return Ok(false),
            Err(reason) if ends(reason) => return Err(reason),
            Err(reason) => members.doubt = Some(reason),
        }
        let inside = self.child(asked, name)?;
        let outside = plan.present.get(name).cloned().unwrap_or_default();
        match self.part(inside, outside)? {
            Outcome::Empty => return Ok(false),
            Outcome::Found(value) => {
                members.all.insert(name.clone(), value);
            }
            Outcome::Doubt(Some(value), reason) => {
                members.all.insert(name.clone(), value);
                members.doubt = Some(reason);
            }
            Outcome::Doubt(None, reason) => {
                members.doubt = Some(reason);
                members.missing = true;
            }
        }
        Ok(true)
    }

    /// Adds properties until there are enough.
    fn fill(&mut self, asked: &Asked, mut plan: Plan, mut members: Members) -> Step {
        let missing = |plan: &Plan| plan.size.min.saturating_sub(plan.present.len() as u64);
        // Names are gathered only where some are missing: there may be thousands.
        let more = (missing(&plan) > 0).then(|| asked.explicit());
        for name in more.into_iter().flatten() {
            if missing(&plan) == 0 {
                break;
            }
            if plan.present.contains_key(name) || plan.absent.contains(name) {
                continue;
            }
            let mut one = Members::default();
            if self.place_member(asked, &plan, name, &mut one)? {
                if one.doubt.is_some() {
                    members.doubt = members.doubt.or(one.doubt);
                    continue;
                }
                members.all.extend(one.all);
                plan.present.insert(name.clone(), Vec::new());
            }
        }
        if missing(&plan) > LARGEST {
            return self.too_large(asked, &plan);
        }
        let mut best = Best::default();
        for signs in self.kinds_of_fresh(asked, &mut best) {
            while missing(&plan) > 0 {
                self.meter.step()?;
                let name = match self.fresh(asked, &signs, None, &plan)? {
                    Fresh::Name(name) => name,
                    Fresh::None => break,
                    Fresh::Unknown(reason) => {
                        best.doubt(reason);
                        break;
                    }
                };
                let mut one = Members::default();
                if !self.place_member(asked, &plan, &name, &mut one)? {
                    break;
                }
                if let Some(reason) = one.doubt {
                    best.doubt(reason);
                    break;
                }
                members.all.extend(one.all);
                plan.present.insert(name, Vec::new());
            }
        }
        if missing(&plan) > 0 {
            if let Some(reason) = members.doubt {
                best.doubt(reason);
            }
            return Ok(best.outcome());
        }
        let value = (!members.missing).then(|| build(members.all));
        Ok(match (members.doubt, value) {
            (None, Some(value)) => Outcome::Found(value),
            (Some(reason), value) => Outcome::Doubt(value, reason),
            (None, None) => Outcome::Empty,
        })
    }

    /// An object that is too large to show: there is one where one more property may be there that no schema mentions,
    /// since its name has no end of others.
    fn too_large(&mut self, asked: &Asked, plan: &Plan) -> Step {
        let mut best = Best::default();
        for signs in self.kinds_of_fresh(asked, &mut best) {
            let name = match self.fresh(asked, &signs, None, plan)? {
                Fresh::Name(name) => name,
                Fresh::None => continue,
                Fresh::Unknown(reason) => {
                    best.doubt(reason);
                    continue;
                }
            };
            let mut one = Members::default();
            if self.place_member(asked, plan, &name, &mut one)? {
                let doubt = one.doubt.or((!asked.names.is_empty()).then_some(Reason::Names));
                best.doubt(doubt.unwrap_or(Reason::Size));
            }
        }
        Ok(best.outcome())
    }
}
