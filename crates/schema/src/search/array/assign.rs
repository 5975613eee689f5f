//! How long the array is, and which of its items are the counted ones.

use super::{Asked, COUNTED, LONGEST, Place, Plan};
use crate::Reason;
use crate::search::{Best, Item, Outcome, Search, Step};
use crate::span::Span;

/// Sets whose members are counted at once.
const SETS: usize = 4;

/// So many values are looked for to tell a place with few values from one with many.
const FEW: usize = 32;

/// A walk over the places that decides for each which counted sets its item is in.
struct Walk<'a> {
    asked: &'a Asked,
    plan: &'a Plan,
    length: usize,
    places: Vec<Place>,
    counts: Vec<u64>,
    best: Best,
}

impl Search<'_, '_> {
    pub(super) fn assign(&mut self, asked: &Asked, plan: &Plan) -> Step {
        let last = plan.outside.keys().next_back().map_or(0, |index| index + 1);
        let twins = plan.twins.map_or(0, |(_, second)| second + 1);
        let least = plan.count.min.max(last.max(twins) as u64);
        if plan.count.max.is_some_and(|max| max < least) {
            return Ok(Outcome::Empty);
        }
        let counted: u64 = plan.contains.iter().map(|(_, span)| span.min).sum();
        if plan.contains.iter().any(|(_, span)| span.is_empty()) {
            return Ok(Outcome::Empty);
        }
        if least > LONGEST || counted > COUNTED {
            return self.too_long(asked, plan, least);
        }
        if plan.contains.len() > SETS {
            return Ok(Outcome::Doubt(None, Reason::Items));
        }
        let mut best = Best::default();
        // The first items may all be others than the counted ones, which then follow them.
        let longest = least.max((asked.width + asked.needed) as u64) + counted;
        for length in least..=longest {
            if plan.count.max.is_some_and(|max| length > max) {
                break;
            }
            let length = usize::try_from(length).expect("bounded above");
            let mut walk = Walk {
                asked,
                plan,
                length,
                places: Vec::new(),
                counts: vec![0; plan.contains.len()],
                best: Best::default(),
            };
            if let Some(done) = self.walk(&mut walk, 0)? {
                return Ok(done);
            }
            best.take(walk.best.outcome());
        }
        Ok(best.outcome())
    }

    /// An array that is too large to show. Where items are neither counted nor compared, those behind the first ones are
    /// alike: there is such an array where there is one with a single item of them.
    fn too_long(&mut self, asked: &Asked, plan: &Plan, least: u64) -> Step {
        let first = asked.width + asked.needed;
        let further = self.place(asked, first);
        if least > asked.width as u64 && self.part(further.clone(), Vec::new())? == Outcome::Empty {
            return Ok(Outcome::Empty);
        }
        // One item of a set stands for as many as are wanted, where there may be any number.
        let least_of_sets = plan.contains.iter().map(|(_, span)| span.min).max().unwrap_or(0);
        if plan.count.max.is_some_and(|max| max < least_of_sets) {
            return Ok(Outcome::Empty);
        }
        let one = |(item, span): &(Item, Span)| {
            span.max.is_none().then(|| (*item, Span::at_least(span.min.min(1))))
        };
        let Some(contains) = plan.contains.iter().map(one).collect::<Option<Vec<_>>>() else {
            return Ok(Outcome::Doubt(None, Reason::Items));
        };
        let last = plan.outside.keys().next_back().map_or(0, |index| index + 1);
        let twins = plan.twins.map_or(0, |(_, second)| second + 1);
        let enough = first.max(last).max(twins) as u64 + 1;
        if enough + contains.len() as u64 > LONGEST || contains.len() as u64 > COUNTED {
            return Ok(Outcome::Doubt(None, Reason::Size));
        }
        if asked.unique && self.are_too_few(&further, least - enough.min(least))? {
            return Ok(Outcome::Empty);
        }
        let count = Span { min: enough, max: Some(enough + contains.len() as u64) };
        let plan = Plan { count, contains, ..plan.clone() };
        Ok(match self.assign(asked, &plan)? {
            Outcome::Empty => Outcome::Empty,
            Outcome::Found(_) => Outcome::Doubt(None, Reason::Size),
            Outcome::Doubt(_, reason) => Outcome::Doubt(None, reason),
        })
    }

    /// Whether a place is known to have fewer values than are wanted.
    fn are_too_few(&mut self, place: &[Item], wanted: u64) -> Step<bool> {
        if let Some(values) = self.finite_values(place) {
            return Ok((values.len() as u64) < wanted);
        }
        let domain = self.domain(&(place.to_vec(), Vec::new()), FEW)?;
        Ok(domain.is_complete(FEW) && FEW as u64 <= wanted)
    }

    fn walk(&mut self, walk: &mut Walk<'_>, from: u32) -> Step<Option<Outcome>> {
        self.meter.step()?;
        let index = walk.places.len();
        if index == walk.length {
            let spans = walk.plan.contains.iter().zip(&walk.counts);
            if !spans.clone().all(|((_, span), count)| span.min <= *count) {
                return Ok(None);
            }
            let outcome = self.fill_places(walk.asked, walk.plan, &walk.places)?;
            return Ok(walk.best.take(outcome));
        }
        if walk.plan.twins.is_some_and(|(_, second)| second == index) {
            return self.twin(walk);
        }
        let sets = walk.plan.contains.len();
        // Places without schemas of their own are alike: one order of them is enough.
        let alike = index > walk.asked.width + walk.asked.needed;
        for bits in if alike { from } else { 0 }..1 << sets {
            let Some(weights) = weights(walk, index, bits) else { continue };
            let place = self.place_with(walk, index, bits);
            let plain = sets == 0 && place.1.is_empty();
            if !plain && self.part(place.0.clone(), place.1.clone())? == Outcome::Empty {
                continue;
            }
            walk.places.push(place);
            add(&mut walk.counts, &weights, true);
            let done = self.walk(walk, bits)?;
            add(&mut walk.counts, &weights, false);
            walk.places.pop();
            if done.is_some() {
                return Ok(done);
            }
        }
        Ok(None)
    }

    /// The second of two equal items was decided with the first.
    fn twin(&mut self, walk: &mut Walk<'_>) -> Step<Option<Outcome>> {
        walk.places.push((Vec::new(), Vec::new()));
        let done = self.walk(walk, 0)?;
        walk.places.pop();
        Ok(done)
    }

    fn place_with(&self, walk: &Walk<'_>, index: usize, bits: u32) -> Place {
        let mut inside = self.place(walk.asked, index);
        let mut outside = walk.plan.outside.get(&index).cloned().unwrap_or_default();
        if let Some((first, second)) = walk.plan.twins
            && first == index
        {
            inside.extend(self.place(walk.asked, second));
            outside.extend(walk.plan.outside.get(&second).into_iter().flatten());
        }
        for (at, (item, _)) in walk.plan.contains.iter().enumerate() {
            if bits >> at & 1 == 1 {
                inside.push(*item);
            } else {
                outside.push(item.id);
            }
        }
        (inside, outside)
    }
}

/// How many items the place counts for in each set; `None` when that is too many.
fn weights(walk: &Walk<'_>, index: usize, bits: u32) -> Option<Vec<u64>> {
    let twins = walk.plan.twins.is_some_and(|(first, _)| first == index);
    let weight = if twins { 2 } else { 1 };
    let mut weights = Vec::new();
    for (at, (_, span)) in walk.plan.contains.iter().enumerate() {
        let own = if bits >> at & 1 == 1 { weight } else { 0 };
        if span.max.is_some_and(|max| walk.counts[at] + own > max) {
            return None;
        }
        weights.push(own);
    }
    Some(weights)
}

fn add(counts: &mut [u64], weights: &[u64], up: bool) {
    for (count, weight) in counts.iter_mut().zip(weights) {
        if up {
            *count += weight;
        } else {
            *count -= weight;
        }
    }
}
