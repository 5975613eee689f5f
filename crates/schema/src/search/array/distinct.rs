//! Distinct items: a place with as many values as there are places can be filled last, whatever
//! the others take; the others have few values and are tried in all ways.

use serde_json::Value;

use super::Place;
use crate::Reason;
use crate::search::{Outcome, Search, Step};
use crate::value::ValueId;

/// More places are not made distinct.
const MOST: usize = 64;

/// The values of a place, or as many as are ever needed.
pub(super) struct Domain {
    values: Vec<ValueId>,
    doubt: Option<Reason>,
}

impl Domain {
    /// Whether it has all values of the place, which are fewer than were asked for.
    pub(super) fn is_complete(&self, enough: usize) -> bool {
        self.doubt.is_none() && self.values.len() < enough
    }
}

impl Search<'_, '_> {
    pub(super) fn distinct(&mut self, places: &[Place]) -> Step {
        if places.len() > MOST {
            return Ok(Outcome::Doubt(None, Reason::Items));
        }
        let mut domains: Vec<Domain> = Vec::new();
        for (at, place) in places.iter().enumerate() {
            let same = places[..at].iter().position(|other| other == place);
            let domain = match same {
                Some(same) => {
                    Domain { values: domains[same].values.clone(), doubt: domains[same].doubt }
                }
                None => self.domain(place, places.len())?,
            };
            if domain.values.is_empty() && domain.doubt.is_none() {
                return Ok(Outcome::Empty);
            }
            domains.push(domain);
        }
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_by_key(|at| domains[*at].values.len());
        let mut taken = vec![None; places.len()];
        if self.spread(&domains, &order, &mut taken)? {
            let values = taken.into_iter().flatten();
            let values: Vec<Value> = values.map(|id| self.arena.values.get(id).clone()).collect();
            return Ok(Outcome::Found(Value::Array(values)));
        }
        let doubt = domains.iter().find_map(|domain| domain.doubt);
        Ok(doubt.map_or(Outcome::Empty, |reason| Outcome::Doubt(None, reason)))
    }

    /// Up to `enough` different values of a place.
    pub(super) fn domain(&mut self, (inside, outside): &Place, enough: usize) -> Step<Domain> {
        let mut domain = Domain { values: Vec::new(), doubt: None };
        while domain.values.len() < enough {
            let mut outside = outside.clone();
            if !domain.values.is_empty() {
                outside.push(self.arena.values(domain.values.clone()));
            }
            match self.part(inside.clone(), outside)? {
                Outcome::Found(value) => domain.values.push(self.arena.values.intern(&value)),
                Outcome::Empty => break,
                Outcome::Doubt(_, reason) => {
                    domain.doubt = Some(reason);
                    break;
                }
            }
        }
        Ok(domain)
    }

    /// Gives every place a value of its own, the places with the fewest values first.
    fn spread(
        &mut self,
        domains: &[Domain],
        order: &[usize],
        taken: &mut Vec<Option<ValueId>>,
    ) -> Step<bool> {
        let Some((at, rest)) = order.split_first() else { return Ok(true) };
        self.meter.step()?;
        for value in &domains[*at].values {
            if taken.contains(&Some(*value)) {
                continue;
            }
            taken[*at] = Some(*value);
            if self.spread(domains, rest, taken)? {
                return Ok(true);
            }
            taken[*at] = None;
        }
        Ok(false)
    }
}
