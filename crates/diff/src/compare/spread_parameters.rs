//! Query parameters that become the properties of one exploded object, and back: `?page=1&limit=2` is written in the same
//! way by two parameters and by an object of two properties (OpenAPI 3.1.1, "Style Examples": `form`, exploded). So the
//! properties are compared as parameters.

use std::collections::BTreeSet;

use gatepact_finding::Subject;
use gatepact_openapi::{Cursor, Parameter, ParameterKey};

use super::context::{Context, Part, Scope};
use super::operation_side::ByKey;
use super::raw_change::{Details, Place};
use super::{schema, serialization};
use crate::rules::ChangeKind;

/// The parameters that were compared here, of either document.
pub(super) type Compared = BTreeSet<ParameterKey>;

/// A property of an exploded object, or a parameter.
struct Field<'d> {
    name: &'d str,
    at: Cursor<'d>,
    schema: Cursor<'d>,
    required: bool,
}

pub(super) fn compare<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    before: &ByKey<'d>,
    after: &ByKey<'d>,
) -> Compared {
    let mut compared = Compared::new();
    for (is_old, here, there) in [(true, before, after), (false, after, before)] {
        let objects = here.iter().filter(|(key, it)| !there.contains_key(*key) && is_spread(it));
        for (key, object) in objects {
            let properties = properties(object);
            let single = |name: &str| {
                let key = ParameterKey::Query(name.to_owned());
                let found = there.get(&key).filter(|it| !here.contains_key(&key) && is_single(it));
                found.filter(|_| !compared.contains(&key)).cloned()
            };
            let pairs: Vec<_> = properties
                .into_iter()
                .map(|it| {
                    let other = single(it.name);
                    (it, other)
                })
                .collect();
            if pairs.iter().all(|(_, other)| other.is_none()) {
                continue;
            }
            compared.insert(key.clone());
            for (property, other) in pairs {
                match other {
                    Some(parameter) => {
                        compared.insert(parameter.key.clone());
                        pair(context, scope, &parameter, property, is_old);
                    }
                    None => alone(context, scope, &property, is_old),
                }
            }
        }
    }
    compared
}

fn is_spread(parameter: &Parameter<'_>) -> bool {
    matches!(parameter.key, ParameterKey::Query(_)) && serialization::is_spread(&parameter.at)
}

/// Whether a parameter is written under its own name.
fn is_single(parameter: &Parameter<'_>) -> bool {
    parameter.at.raw("content").is_none() && !serialization::is_spread(&parameter.at)
}

fn properties<'d>(object: &Parameter<'d>) -> Vec<Field<'d>> {
    let fields = schema::fields(&object.schema());
    // An object may be left out as a whole, and then its only property is.
    let may_be_alone = object.required || fields.len() > 1;
    let field = |(name, schema, required): (&'d str, Cursor<'d>, bool)| Field {
        name,
        at: schema.clone(),
        schema,
        required: required && may_be_alone,
    };
    fields.into_iter().map(field).collect()
}

fn pair<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    parameter: &Parameter<'d>,
    property: Field<'d>,
    is_property_old: bool,
) {
    let single = Field {
        name: parameter.name,
        at: parameter.at.clone(),
        schema: parameter.at.get_or_absent("schema"),
        required: parameter.required,
    };
    let (old, new) = if is_property_old { (property, single) } else { (single, property) };
    let kind = match (old.required, new.required) {
        (false, true) => Some(ChangeKind::ParameterBecameRequired),
        (true, false) => Some(ChangeKind::ParameterBecameOptional),
        (true, true) | (false, false) => None,
    };
    if let Some(kind) = kind {
        let details = Details::about(subject(old.name));
        context.report(scope, kind, Place::both(&old.at, &new.at), details);
    }
    let part = context.in_part(scope, Part::Parameter(parameter.clone()));
    context.schemas(part, &old.schema, &new.schema);
}

/// A property that no parameter of the other document is.
fn alone(context: &mut Context<'_>, scope: Scope, property: &Field<'_>, is_old: bool) {
    let (kind, place) = match (is_old, property.required) {
        (true, _) => (ChangeKind::ParameterRemoved, Place::removed(&property.at)),
        (false, true) => (ChangeKind::ParameterRequiredAdded, Place::added(&property.at)),
        (false, false) => (ChangeKind::ParameterOptionalAdded, Place::added(&property.at)),
    };
    context.report(scope, kind, place, Details::about(subject(property.name)));
}

fn subject(name: &str) -> Subject {
    Subject::Parameter { place: "query".to_owned(), name: name.to_owned() }
}
