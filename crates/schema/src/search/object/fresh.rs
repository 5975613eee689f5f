//! Names that no schema of the question mentions, by which patterns they match.

use super::{Asked, Goal, Plan};
use crate::Reason;
use crate::node::{Id, Name, Node};
use crate::search::{Best, Item, Outcome, Search, Step};
use crate::string::LanguageId;
use crate::types::Type;
use serde_json::Value;

/// Whether a name matches each pattern.
type Signs = Vec<(LanguageId, bool)>;

/// What is wrong with the new property: its value or its name is outside of a schema.
#[derive(Clone, Copy)]
enum Fault {
    Value(Id),
    Name(Id),
}

/// With more patterns not all combinations are tried.
const MOST: usize = 6;

impl Search<'_, '_> {
    /// With a new name of the signs whose value is outside of the schema.
    pub(super) fn violate_fresh(
        &mut self,
        goal: Goal<'_>,
        signs: &Signs,
        schema: Id,
        plan: &Plan,
    ) -> Step {
        self.each_fresh(goal, signs, Fault::Value(schema), plan)
    }

    /// With a new name outside of the schema of names.
    pub(super) fn violate_bad_name(&mut self, goal: Goal<'_>, schema: Id, plan: &Plan) -> Step {
        self.each_fresh(goal, &Signs::new(), Fault::Name(schema), plan)
    }

    fn each_fresh(&mut self, goal: Goal<'_>, signs: &Signs, fault: Fault, plan: &Plan) -> Step {
        let (bad, schema) = match fault {
            Fault::Name(schema) => (Some(schema), None),
            Fault::Value(schema) => (None, Some(schema)),
        };
        let mut best = Best::default();
        for signs in combinations(goal.asked, signs, &mut best) {
            self.meter.step()?;
            let name = match self.fresh(goal.asked, &signs, bad, plan)? {
                Fresh::None => continue,
                Fresh::Unknown(reason) => {
                    best.doubt(reason);
                    continue;
                }
                Fresh::Name(name) => name,
            };
            let inside = self.child(goal.asked, &name)?;
            if schema.is_some_and(|schema| inside.iter().any(|item| item.id == schema)) {
                continue;
            }
            let mut plan = plan.clone();
            let outside: Vec<Id> = schema.into_iter().collect();
            plan.present.insert(name, outside.clone());
            let outcome = self.with_part(goal, inside, outside, plan)?;
            if let Some(done) = best.take(outcome) {
                return Ok(done);
            }
        }
        Ok(best.outcome())
    }

    /// All kinds of new names.
    pub(super) fn kinds_of_fresh(&self, asked: &Asked, best: &mut Best) -> Vec<Signs> {
        combinations(asked, &Signs::new(), best)
    }

    /// A name of the signs that is neither mentioned nor taken.
    pub(super) fn fresh(
        &mut self,
        asked: &Asked,
        signs: &Signs,
        bad: Option<Id>,
        plan: &Plan,
    ) -> Step<Fresh> {
        if asked.closes && !self.signs_declare(asked, signs) {
            return Ok(Fresh::None);
        }
        let mut inside = vec![Item::open(self.arena.only(Type::String))];
        let mut outside: Vec<Id> = bad.into_iter().collect();
        for (language, wanted) in signs {
            let id = self.arena.intern(Node::Text(*language));
            if *wanted {
                inside.push(Item::open(id));
            } else {
                outside.push(id);
            }
        }
        inside.extend(asked.names.iter().copied().map(Item::open));
        let taken = asked.explicit().iter().chain(plan.present.keys()).chain(&plan.absent);
        let taken = taken.map(|name| Value::String(name.to_string()));
        let taken = taken.map(|name| self.arena.values.intern(&name)).collect();
        outside.push(self.arena.values(taken));
        Ok(match self.solve(inside, outside)? {
            Outcome::Found(Value::String(name)) => Fresh::Name(name.as_str().into()),
            Outcome::Empty | Outcome::Found(_) => Fresh::None,
            Outcome::Doubt(_, reason) => Fresh::Unknown(reason),
        })
    }

    /// Whether a closed producer declares a pattern that such names match.
    fn signs_declare(&self, asked: &Asked, signs: &Signs) -> bool {
        asked.properties.iter().any(|(all, closed)| {
            *closed && all.patterns.iter().any(|(language, _)| signs.contains(&(*language, true)))
        })
    }
}

/// A name, if there is one.
pub(super) enum Fresh {
    None,
    Name(Name),
    Unknown(Reason),
}

/// The signs, completed in all ways for the patterns they leave open.
fn combinations(asked: &Asked, signs: &Signs, best: &mut Best) -> Vec<Signs> {
    let decided = |language: &LanguageId| signs.iter().any(|(known, _)| known == language);
    let open: Vec<LanguageId> =
        asked.patterns.iter().copied().filter(|language| !decided(language)).collect();
    if open.len() > MOST {
        best.doubt(Reason::Names);
    }
    let open = &open[..open.len().min(MOST)];
    (0_u32..1 << open.len())
        .map(|bits| {
            let more = open.iter().enumerate().map(|(at, id)| (*id, bits >> at & 1 == 1));
            signs.iter().copied().chain(more).collect()
        })
        .collect()
}
