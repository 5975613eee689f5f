//! The parts that both schemas have: properties and items.

use std::collections::HashMap;

use gatepact_openapi::Cursor;
use gatepact_schema::{Identity, Step};

use super::EffectiveSchemas;
use crate::compare::context::{Context, Scope};

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
    if let Some((old, new)) = keyword("additionalProperties")
        && old.value.is_object()
        && new.value.is_object()
    {
        let names = before.keys().chain(after.keys()).map(|name| (*name).to_owned()).collect();
        context.subschemas(scope, Some(Step::Other(names)), (&old, &new));
    }
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
    let (old, new) = different(context, scope, (old, new));
    for (old, new) in old.iter().zip(&new) {
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
