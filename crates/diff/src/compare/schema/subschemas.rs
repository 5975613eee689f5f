//! The parts that both schemas have: properties, items, alternatives.

use std::collections::{BTreeMap, HashMap};

use gatepact_finding::Subject;
use gatepact_schema::{Answer, Identity, Step};
use serde_json::{Value, json};

use super::{EffectiveSchema, EffectiveSchemas, Polarity, annotations};
use crate::compare::context::{Context, Scope};
use crate::compare::raw_change::{Candidate, Details, Place, RawChange};
use crate::rules::ChangeKind;
use gatepact_openapi::{Cursor, reference};

pub(super) fn compare<'d>(context: &mut Context<'d>, scope: Scope, schemas: &EffectiveSchemas<'d>) {
    let before = schemas.old.properties(scope.direction);
    let after = schemas.new.properties(scope.direction);
    for name in before.keys().filter(|name| after.contains_key(*name)) {
        let step = Step::Property((*name).to_owned());
        let pair = (schemas.old.property(name), schemas.new.property(name));
        each(context, scope, &step, pair);
    }
    let keyword = |name: &str| Some((schemas.old.keyword(name)?, schemas.new.keyword(name)?));
    for name in ["items", "prefixItems", "additionalItems"] {
        if let Some((old, new)) = keyword(name) {
            each(context, scope, &Step::Item, (listed(&old), listed(&new)));
        }
    }
    for name in ["additionalProperties", "unevaluatedProperties"] {
        if let Some((old, new)) = describe_others(schemas, name) {
            let names = before.keys().chain(after.keys()).map(|name| (*name).to_owned()).collect();
            context.subschemas(scope, Some(Step::Other(names)), (&old, &new));
        }
    }
    for (pattern, old, new) in same_patterns(schemas) {
        context.subschemas(scope, Some(Step::Matching(pattern)), (&old, &new));
    }
    if let (Some((_, old)), Some((keyword, new))) =
        (schemas.old.alternatives(), schemas.new.alternatives())
    {
        alternatives(context, scope, schemas, (keyword, &old, &new));
    }
}

/// What both say of the properties that they do not list, by one keyword.
pub(super) fn describe_others<'d>(
    schemas: &EffectiveSchemas<'d>,
    keyword: &str,
) -> Option<(Cursor<'d>, Cursor<'d>)> {
    let (old, new) = (schemas.old.keyword(keyword)?, schemas.new.keyword(keyword)?);
    (old.value.is_object() && new.value.is_object()).then_some((old, new))
}

/// What both say of the properties that match the same patterns; nothing where the patterns are others.
pub(super) fn same_patterns<'d>(
    schemas: &EffectiveSchemas<'d>,
) -> Vec<(String, Cursor<'d>, Cursor<'d>)> {
    let patterns = |schema: &EffectiveSchema<'d>| -> BTreeMap<&'d str, Cursor<'d>> {
        let mut lists = schema.members.iter().filter_map(|it| it.raw("patternProperties"));
        match (lists.next(), lists.next()) {
            (Some(list), None) => list.raw_members().collect(),
            // Several hold together.
            (Some(_), Some(_)) | (None, _) => BTreeMap::new(),
        }
    };
    let (old, mut new) = (patterns(&schemas.old), patterns(&schemas.new));
    if !old.keys().eq(new.keys()) {
        return Vec::new();
    }
    let pairs = old
        .into_iter()
        .filter_map(|(pattern, old)| Some((pattern.to_owned(), old, new.remove(pattern)?)));
    pairs.collect()
}

fn listed<'d>(schemas: &Cursor<'d>) -> Vec<Cursor<'d>> {
    if schemas.value.is_array() { schemas.items().collect() } else { vec![schemas.clone()] }
}

/// Several schemas of one part pair in their order, once those that mean the same are put aside.
fn each<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    step: &Step,
    (old, new): (Vec<Cursor<'d>>, Vec<Cursor<'d>>),
) {
    // One of each is a pair, and what it says beside its values is compared where it means the same, too.
    let (old, new) = match (old.as_slice(), new.as_slice()) {
        ([_], [_]) => (old, new),
        _ => different(context, scope, (old, new)),
    };
    for (old, new) in old.iter().zip(&new) {
        if old.is_reference() || new.is_reference() {
            annotations::nullable(context, scope, (old, new));
        }
        context.subschemas(scope, Some(step.clone()), (old, new));
    }
}

type Lists<'d> = (Vec<Cursor<'d>>, Vec<Cursor<'d>>);

/// The schemas that have no equal on the other side.
fn different<'d>(context: &mut Context<'d>, scope: Scope, (old, mut new): Lists<'d>) -> Lists<'d> {
    let mut meanings: HashMap<Identity, usize> = HashMap::new();
    for new in &new {
        if let Some(meaning) = context.containment.identity(new, scope.direction) {
            *meanings.entry(meaning).or_default() += 1;
        }
    }
    // As many as both have are put aside; what is left of each side is the difference.
    let mut aside: HashMap<Identity, usize> = HashMap::new();
    let mut left = old;
    left.retain(|old| {
        let meaning = context.containment.identity(old, scope.direction);
        let Some(meaning) = meaning.filter(|it| meanings.get(it).is_some_and(|left| *left > 0))
        else {
            return true;
        };
        *meanings.entry(meaning).or_default() -= 1;
        *aside.entry(meaning).or_default() += 1;
        false
    });
    new.retain(|new| {
        let meaning = context.containment.identity(new, scope.direction);
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
    context: &mut Context<'d>,
    scope: Scope,
    schemas: &EffectiveSchemas<'d>,
) -> bool {
    let (Some((_, old)), Some((_, new))) = (schemas.old.alternatives(), schemas.new.alternatives())
    else {
        return false;
    };
    let (old, new) = different(context, scope, (old.items().collect(), new.items().collect()));
    !old.is_empty() || !new.is_empty()
}

/// Alternatives pair by meaning, then by name; one left over on each side are accepted for the same, changed.
fn alternatives<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    schemas: &EffectiveSchemas<'d>,
    (keyword, old, new): (&'static str, &Cursor<'d>, &Cursor<'d>),
) {
    let lists = (old.items().collect(), new.items().collect());
    let (old, mut new) = different(context, scope, lists);
    let mut removed = Vec::new();
    for old in old {
        match new.iter().position(|new| name(new).is_some() && name(new) == name(&old)) {
            Some(at) => context.subschemas(scope, None, (&old, &new.remove(at))),
            None => removed.push(old),
        }
    }
    if let ([old], [new]) = (removed.as_slice(), new.as_slice()) {
        return context.subschemas(scope, None, (old, new));
    }
    for old in &removed {
        alone(context, scope, schemas, (Polarity::Narrowed, keyword, old));
    }
    for new in &new {
        alone(context, scope, schemas, (Polarity::Widened, keyword, new));
    }
}

/// An alternative of one side whose values the other side may still take.
fn alone<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    schemas: &EffectiveSchemas<'d>,
    (polarity, keyword, branch): (Polarity, &'static str, &Cursor<'d>),
) {
    let (_, to) = schemas.ordered(polarity);
    let answer = context.containment.contains(branch, &to.at, scope.direction);
    let breaks = polarity.breaks(scope.direction);
    let (fragment, doubt) = match answer {
        Answer::Contained => return,
        // This value, whatever else the alternatives take.
        Answer::Witness(value) => (json!({ "not": { "enum": [value] } }), None),
        Answer::Undecided(reason) => (Value::Bool(false), Some(reason)),
    };
    let shown = name(branch).map_or_else(|| branch.value.clone(), Value::from);
    let (kind, place, details) = match polarity {
        Polarity::Narrowed => (
            ChangeKind::AlternativeRemoved,
            Place::removed(branch),
            Details::values(Some(&shown), None),
        ),
        Polarity::Widened => (
            ChangeKind::AlternativeAdded,
            Place::added(branch),
            Details::values(None, Some(&shown)),
        ),
    };
    let candidate = breaks.then(|| Candidate { at: to.at.clone(), fragment, doubt });
    let details = details.subject(Subject::Keyword(keyword.to_owned()));
    let direction = scope.direction;
    context.add(scope, RawChange { kind, direction, place, details, candidate, part: None });
}

/// The name of the component, or the title.
fn name<'d>(alternative: &Cursor<'d>) -> Option<&'d str> {
    let reference = reference::target(alternative.value);
    reference.and_then(|it| it.rsplit('/').next()).or_else(|| alternative.text("title"))
}
