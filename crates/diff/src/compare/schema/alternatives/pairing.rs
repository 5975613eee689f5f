//! Which alternative is which.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use gatepact_finding::Direction;
use gatepact_schema::Identity;
use serde_json::Value;

use super::alternative::{Alternative, is_null, name};
use super::tag;
use crate::compare::context::Context;
use crate::compare::schema::effective_schema::EffectiveSchema;

/// The share of properties in common from which on alternatives are alike.
const ALIKE: (usize, usize) = (1, 2);

/// The alternatives of two lists.
#[derive(Default)]
pub(super) struct Pairing<'d> {
    pub(super) pairs: Vec<(Alternative<'d>, Alternative<'d>)>,
    pub(super) removed: Vec<Alternative<'d>>,
    pub(super) added: Vec<Alternative<'d>>,
}

type Both<'d> = (Vec<Alternative<'d>>, Vec<Alternative<'d>>);

/// The alternatives that have no equal on the other side, tags included.
pub(super) fn different<'d>(
    context: &mut Context<'d>,
    direction: Direction,
    (mut old, mut new): Both<'d>,
) -> Both<'d> {
    let mut key = |alternative: &Alternative<'d>| -> Option<(Identity, String)> {
        let tag = alternative.tag.as_ref().map(|tag| tag.schema().to_string());
        let meaning = context.containment.identity(&alternative.at, direction)?;
        Some((meaning, tag.unwrap_or_default()))
    };
    let mut left: HashMap<(Identity, String), usize> = HashMap::new();
    for new in &new {
        if let Some(key) = key(new) {
            *left.entry(key).or_default() += 1;
        }
    }
    // As many as both have are put aside; what is left of each side is the difference.
    let mut aside: HashMap<(Identity, String), usize> = HashMap::new();
    old.retain(|old| {
        let Some(key) = key(old) else { return true };
        let Some(count) = left.get_mut(&key).filter(|left| **left > 0) else { return true };
        *count -= 1;
        *aside.entry(key).or_default() += 1;
        false
    });
    new.retain(|new| match key(new).and_then(|key| aside.get_mut(&key)) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        Some(_) | None => true,
    });
    (old, new)
}

/// Pairs the alternatives that are not equal.
pub(super) fn pairing<'d>(
    context: &mut Context<'d>,
    direction: Direction,
    (old, new): (&[Alternative<'d>], &[Alternative<'d>]),
) -> Pairing<'d> {
    let (old, new) = different(context, direction, (old.to_vec(), new.to_vec()));
    let mut open = Open { left: (old, new), pairs: Vec::new(), tag: None };
    open.nulls();
    open.by_tag();
    open.by_key(|alternative| name(&alternative.at).map(str::to_owned));
    open.by_key(|alternative| context.containment.identity(&alternative.at, direction));
    open.by_likeness();
    let Open { left: (removed, added), pairs, tag: _ } = open;
    Pairing { pairs, removed, added }
}

struct Open<'d> {
    left: Both<'d>,
    pairs: Vec<(Alternative<'d>, Alternative<'d>)>,
    /// The property that tells them apart.
    tag: Option<String>,
}

impl<'d> Open<'d> {
    fn pair(&mut self, old: usize, new: usize) {
        let pair = (self.left.0.remove(old), self.left.1.remove(new));
        self.pairs.push(pair);
    }

    /// Null is null, however it is written.
    fn nulls(&mut self) {
        let of = |list: &[Alternative<'d>]| list.iter().position(|it| is_null(&it.at));
        if let (Some(old), Some(new)) = (of(&self.left.0), of(&self.left.1)) {
            self.pair(old, new);
        }
    }

    /// By a key that no other alternative of the same side has.
    fn by_key<K: std::hash::Hash + Eq>(
        &mut self,
        mut key: impl FnMut(&Alternative<'d>) -> Option<K>,
    ) {
        let mut of = |list: &[Alternative<'d>]| {
            let mut places: HashMap<K, Option<usize>> = HashMap::new();
            for (at, alternative) in list.iter().enumerate() {
                if let Some(key) = key(alternative) {
                    places.entry(key).and_modify(|it| *it = None).or_insert(Some(at));
                }
            }
            places
        };
        let (old, new) = (of(&self.left.0), of(&self.left.1));
        let mut pairs: Vec<(usize, usize)> =
            old.into_iter().filter_map(|(key, at)| Some((at?, (*new.get(&key)?)?))).collect();
        pairs.sort_unstable();
        self.take(&pairs);
    }

    /// By the values of the property that tells most of them apart.
    fn by_tag(&mut self) {
        let constants = |list: &[Alternative<'d>]| -> Vec<BTreeMap<String, Vec<Value>>> {
            list.iter().map(constants).collect()
        };
        let (old, new) = (constants(&self.left.0), constants(&self.left.1));
        let names: BTreeSet<&String> = old.iter().flat_map(BTreeMap::keys).collect();
        let places = |name: &String| {
            let (old, new) = (by_value(&old, name)?, by_value(&new, name)?);
            Some((old.len() + new.len(), name.clone(), old, new))
        };
        let found = names.into_iter().filter_map(places);
        let best = found.reduce(|best, next| if next.0 > best.0 { next } else { best });
        let Some((_, name, old, new)) = best else { return };
        self.tag = Some(name);
        let mut pairs: Vec<(usize, usize)> =
            old.iter().filter_map(|(value, at)| Some((*at, *new.get(value)?))).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let mut seen = (BTreeSet::new(), BTreeSet::new());
        pairs.retain(|(old, new)| seen.0.insert(*old) && seen.1.insert(*new));
        self.take(&pairs);
    }

    /// Those that look alike, the most similar first; then the last ones.
    fn by_likeness(&mut self) {
        let looks = |list: &[Alternative<'d>]| -> Vec<Look<'d>> {
            list.iter().map(|it| Look::new(it, self.tag.as_deref())).collect()
        };
        let (old, new) = (looks(&self.left.0), looks(&self.left.1));
        let mut found = Vec::new();
        // Of very many the order decides: likeness would cost their product.
        if old.len() * new.len() <= MAX_LOOKS {
            for (one, old) in old.iter().enumerate() {
                for (other, new) in new.iter().enumerate() {
                    if let Some(likeness) = old.likeness(new) {
                        found.push((std::cmp::Reverse(likeness), one, other));
                    }
                }
            }
        }
        found.sort_unstable();
        let mut seen = (BTreeSet::new(), BTreeSet::new());
        let mut pairs = Vec::new();
        for (_, old, new) in found {
            if !seen.0.contains(&old) && !seen.1.contains(&new) {
                seen.0.insert(old);
                seen.1.insert(new);
                pairs.push((old, new));
            }
        }
        pairs.sort_unstable();
        self.take(&pairs);
        if let ([old], [new]) = (self.left.0.as_slice(), self.left.1.as_slice())
            && is_null(&old.at) == is_null(&new.at)
            && !have_other_tags(old, new, self.tag.as_deref())
        {
            self.pair(0, 0);
        }
    }

    /// Pairs positions of both sides, sorted.
    fn take(&mut self, pairs: &[(usize, usize)]) {
        let mut old: Vec<_> = std::mem::take(&mut self.left.0).into_iter().map(Some).collect();
        let mut new: Vec<_> = std::mem::take(&mut self.left.1).into_iter().map(Some).collect();
        for (one, other) in pairs {
            if let (Some(one), Some(other)) = (old[*one].take(), new[*other].take()) {
                self.pairs.push((one, other));
            }
        }
        self.left = (old.into_iter().flatten().collect(), new.into_iter().flatten().collect());
    }
}

/// The maximum number of pairs whose likeness is looked at.
const MAX_LOOKS: usize = 10_000;

/// Where each value of a property stands; `None` where two alternatives share one.
fn by_value(list: &[BTreeMap<String, Vec<Value>>], name: &str) -> Option<HashMap<String, usize>> {
    let mut places = HashMap::new();
    for (at, constants) in list.iter().enumerate() {
        for value in constants.get(name).into_iter().flatten() {
            if places.insert(value.to_string(), at).is_some_and(|other| other != at) {
                return None;
            }
        }
    }
    (!places.is_empty()).then_some(places)
}

/// The properties of an alternative that have few values, the one of its discriminator among them.
fn constants(alternative: &Alternative<'_>) -> BTreeMap<String, Vec<Value>> {
    let mut all = tag::constants(&alternative.at);
    if let Some(tag) = &alternative.tag {
        all.insert(tag.property.clone(), tag.values.clone());
    }
    all
}

/// Whether their tags say that two alternatives are not the same.
fn have_other_tags(old: &Alternative<'_>, new: &Alternative<'_>, tag: Option<&str>) -> bool {
    Look::new(old, tag).is_other(&Look::new(new, tag))
}

/// What alternatives are alike by.
struct Look<'d> {
    tag: Option<Vec<Value>>,
    types: Option<BTreeSet<&'d str>>,
    properties: BTreeSet<&'d str>,
}

impl<'d> Look<'d> {
    fn new(alternative: &Alternative<'d>, tag: Option<&str>) -> Self {
        let schema = EffectiveSchema::new(&alternative.at);
        let tag = tag.and_then(|tag| constants(alternative).remove(tag));
        let names = schema.members.iter().chain(&schema.branches);
        let names = names.filter_map(|it| it.value.get("properties")?.as_object());
        let properties = names.flat_map(serde_json::Map::keys).map(String::as_str).collect();
        Self { tag, types: schema.types(), properties }
    }

    fn is_other(&self, other: &Self) -> bool {
        match (&self.tag, &other.tag) {
            (Some(one), Some(other)) => !one.iter().any(|value| other.contains(value)),
            (None, _) | (_, None) => false,
        }
    }

    /// The share of properties in common, in thousandths.
    fn likeness(&self, other: &Self) -> Option<usize> {
        if self.types != other.types || self.is_other(other) {
            return None;
        }
        let common = self.properties.intersection(&other.properties).count();
        let all = self.properties.union(&other.properties).count();
        if all == 0 {
            return self.types.is_some().then_some(1000);
        }
        (common * ALIKE.1 >= all * ALIKE.0).then_some(1000 * common / all)
    }
}
