//! The parts that both schemas have: properties, items, alternatives.

use std::collections::HashMap;

use gatepact_schema::{Answer, Identity, Step};
use serde_json::{Value, json};

use super::{Sense, Views};
use crate::diff::change::Facts;
use crate::diff::cursor::Cursor;
use crate::diff::rules::Kind;
use crate::diff::walk::{Claim, Found, Pass, Place, Walk};
use crate::pointer;

pub(super) fn compare<'d>(walk: &mut Walk<'d>, pass: Pass, views: &Views<'d>) {
    let before = views.old.properties(pass.direction);
    let after = views.new.properties(pass.direction);
    for name in before.keys().filter(|name| after.contains_key(*name)) {
        let step = Step::Property((*name).to_owned());
        let pair = (views.old.property(name), views.new.property(name));
        each(walk, pass, &step, pair);
    }
    let keyword = |name: &str| Some((views.old.keyword(name)?, views.new.keyword(name)?));
    for name in ["items", "prefixItems", "additionalItems"] {
        if let Some((old, new)) = keyword(name) {
            each(walk, pass, &Step::Item, (listed(&old), listed(&new)));
        }
    }
    if let Some((old, new)) = keyword("additionalProperties")
        && old.value.is_object()
        && new.value.is_object()
    {
        let names = before.keys().chain(after.keys()).map(|name| (*name).to_owned()).collect();
        walk.below(pass, Some(Step::Other(names)), (&old, &new));
    }
    if let (Some((_, old)), Some((keyword, new))) =
        (views.old.alternatives(), views.new.alternatives())
    {
        alternatives(walk, pass, views, (keyword, &old, &new));
    }
}

fn listed<'d>(schemas: &Cursor<'d>) -> Vec<Cursor<'d>> {
    if schemas.value.is_array() { schemas.items().collect() } else { vec![schemas.clone()] }
}

/// Several schemas of one part pair in their order, once those that mean the same are put aside.
fn each<'d>(
    walk: &mut Walk<'d>,
    pass: Pass,
    step: &Step,
    (old, new): (Vec<Cursor<'d>>, Vec<Cursor<'d>>),
) {
    let (old, new) = different(walk, pass, (old, new));
    for (old, new) in old.iter().zip(&new) {
        walk.below(pass, Some(step.clone()), (old, new));
    }
}

type Lists<'d> = (Vec<Cursor<'d>>, Vec<Cursor<'d>>);

/// The schemas that have no equal on the other side.
fn different<'d>(walk: &mut Walk<'d>, pass: Pass, (old, mut new): Lists<'d>) -> Lists<'d> {
    let mut meanings: HashMap<Identity, usize> = HashMap::new();
    for new in &new {
        if let Some(meaning) = walk.judge.identity(new, pass.direction) {
            *meanings.entry(meaning).or_default() += 1;
        }
    }
    // As many as both have are put aside; what is left of each side is the difference.
    let mut aside: HashMap<Identity, usize> = HashMap::new();
    let mut left = old;
    left.retain(|old| {
        let meaning = walk.judge.identity(old, pass.direction);
        let Some(meaning) = meaning.filter(|it| meanings.get(it).is_some_and(|left| *left > 0))
        else {
            return true;
        };
        *meanings.entry(meaning).or_default() -= 1;
        *aside.entry(meaning).or_default() += 1;
        false
    });
    new.retain(|new| {
        let meaning = walk.judge.identity(new, pass.direction);
        match meaning.and_then(|it| aside.get_mut(&it)).filter(|left| **left > 0) {
            Some(left) => {
                *left -= 1;
                false
            }
            None => true,
        }
    });
    (left, new)
}

/// Whether both list alternatives, and not the same ones.
pub(super) fn has_other_alternatives<'d>(
    walk: &mut Walk<'d>,
    pass: Pass,
    views: &Views<'d>,
) -> bool {
    let (Some((_, old)), Some((_, new))) = (views.old.alternatives(), views.new.alternatives())
    else {
        return false;
    };
    let (old, new) = different(walk, pass, (old.items().collect(), new.items().collect()));
    !old.is_empty() || !new.is_empty()
}

/// Alternatives pair by meaning, then by name; one left over on each side are taken for the same, changed.
fn alternatives<'d>(
    walk: &mut Walk<'d>,
    pass: Pass,
    views: &Views<'d>,
    (keyword, old, new): (&'static str, &Cursor<'d>, &Cursor<'d>),
) {
    let lists = (old.items().collect(), new.items().collect());
    let (old, mut new) = different(walk, pass, lists);
    let mut lost = Vec::new();
    for old in old {
        match new.iter().position(|new| name(new).is_some() && name(new) == name(&old)) {
            Some(at) => walk.below(pass, None, (&old, &new.remove(at))),
            None => lost.push(old),
        }
    }
    if let ([old], [new]) = (lost.as_slice(), new.as_slice()) {
        return walk.below(pass, None, (old, new));
    }
    for old in &lost {
        alone(walk, pass, views, (Sense::Narrowed, keyword, old));
    }
    for new in &new {
        alone(walk, pass, views, (Sense::Widened, keyword, new));
    }
}

/// An alternative of one side whose values the other side may still take.
fn alone<'d>(
    walk: &mut Walk<'d>,
    pass: Pass,
    views: &Views<'d>,
    (sense, keyword, branch): (Sense, &'static str, &Cursor<'d>),
) {
    let (_, to) = views.ordered(sense);
    let answer = walk.judge.contains(branch, &to.at, pass.direction);
    let breaks = sense.breaks(pass.direction);
    let (fragment, doubt) = match answer {
        Answer::Contained => return,
        // This value, whatever else the alternatives take.
        Answer::Witness(value) => (json!({ "not": { "enum": [value] } }), None),
        Answer::Undecided(reason) => (Value::Bool(false), Some(reason)),
    };
    let shown = name(branch).map_or_else(|| branch.value.clone(), Value::from);
    let (kind, place, facts) = match sense {
        Sense::Narrowed => {
            (Kind::AlternativeRemoved, Place::removed(branch), Facts::values(Some(&shown), None))
        }
        Sense::Widened => {
            (Kind::AlternativeAdded, Place::added(branch), Facts::values(None, Some(&shown)))
        }
    };
    let claim = breaks.then(|| Claim { at: to.at.clone(), fragment, doubt });
    let facts = facts.subject(keyword);
    let direction = pass.direction;
    walk.claim(pass, Found { kind, direction, place, facts, claim, part: None });
}

/// The name of the component, or the title.
fn name<'d>(alternative: &Cursor<'d>) -> Option<&'d str> {
    let reference = pointer::reference(alternative.value);
    reference.and_then(|it| it.rsplit('/').next()).or_else(|| alternative.text("title"))
}
