//! Which differences are why a value is lost: the value is led along the pairs of schemas that were compared.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use gatepact_schema::{Identity, Step};
use serde_json::Value;

use crate::compare::context::Context;
use crate::compare::raw_change::Candidate;

/// The maximum number of places that one value is led to.
const MAX_VISITS: usize = 4096;

/// The maximum number of differences that are told apart in one value.
const MAX_FOUND: usize = 64;

/// Differences by the pairs of schemas in which they were noted.
#[derive(Default)]
pub(super) struct Causes<'d> {
    all: Vec<Candidate<'d>>,
    /// What each demands, once it was asked.
    demands: Vec<Option<Option<Identity>>>,
    at: BTreeMap<usize, Vec<usize>>,
}

impl<'d> Causes<'d> {
    /// Adds a difference, with the pairs in which it was noted; its number.
    pub(super) fn add(&mut self, candidate: Candidate<'d>, finders: &[usize]) -> usize {
        self.all.push(candidate);
        self.demands.push(None);
        let number = self.all.len() - 1;
        for finder in finders {
            self.at.entry(*finder).or_default().push(number);
        }
        number
    }

    pub(super) fn get(&self, number: usize) -> &Candidate<'d> {
        &self.all[number]
    }

    /// The numbers of the differences that a value meets, from a pair of schemas on; of very many, some.
    pub(super) fn of(
        &mut self,
        context: &mut Context<'d>,
        root: usize,
        value: &Value,
    ) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut open = vec![(root, value)];
        let mut seen = HashSet::new();
        while let Some((node, value)) = open.pop() {
            if found.len() > MAX_FOUND
                || seen.len() > MAX_VISITS
                || !seen.insert((node, std::ptr::from_ref(value)))
            {
                continue;
            }
            let Context { containment, nodes, .. } = &mut *context;
            let Some(pair) = &nodes[node].pair else { continue };
            let direction = pair.direction;
            for number in self.at.get(&node).into_iter().flatten() {
                let Candidate { at, fragment, explains, .. } = &self.all[*number];
                let fragment = explains.as_ref().unwrap_or(fragment);
                let demand = *self.demands[*number]
                    .get_or_insert_with(|| containment.demand((at, fragment), direction));
                if demand.is_some_and(|demand| containment.disobeys(value, demand)) {
                    found.insert(*number);
                }
                if found.len() > MAX_FOUND {
                    break;
                }
            }
            for (below, step) in &nodes[node].reaches {
                let below = *below;
                match (step, value) {
                    (None, _) => open.push((below, value)),
                    (Some(Step::Alternative(alternative)), _) => {
                        if containment.belongs_to(value, alternative, direction) {
                            open.push((below, value));
                        }
                    }
                    (Some(Step::Property(name)), Value::Object(members)) => {
                        open.extend(members.get(name).map(|value| (below, value)));
                    }
                    (Some(Step::Other(names)), Value::Object(members)) => {
                        let others = members.iter().filter(|(name, _)| !names.contains(name));
                        open.extend(others.map(|(_, value)| (below, value)));
                    }
                    (Some(Step::Item), Value::Array(items)) => {
                        open.extend(items.iter().map(|value| (below, value)));
                    }
                    (Some(Step::Property(_) | Step::Other(_) | Step::Item), _) => {}
                }
            }
        }
        found
    }
}
