//! Properties that only one side describes and that are optional, and those that neither side describes.

use serde_json::Value;

use super::violation::Violations;
use super::{EffectiveSchema, EffectiveSchemas};
use crate::compare::context::{Context, Scope};
use crate::compare::raw_change::{Details, Place};
use crate::rules::ChangeKind;
use gatepact_finding::{Direction, Subject};

pub(super) fn compare<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    (schemas, own): (&EffectiveSchemas<'d>, &EffectiveSchemas<'d>),
    violations: &Violations<'d>,
) {
    let direction = scope.direction;
    let (before, after) = (schemas.old.properties(direction), schemas.new.properties(direction));
    let is_reported = |name: &str| violations.reports_property(name);
    for (name, property) in
        own.old.properties(direction).iter().filter(|(name, _)| !after.contains_key(*name))
    {
        if !is_reported(name) {
            let kind = ChangeKind::PropertyOptionalRemoved;
            context.report(
                scope,
                kind,
                Place::removed(property),
                Details::about(Subject::Property((*name).to_owned())),
            );
        }
    }
    for (name, property) in
        own.new.properties(direction).iter().filter(|(name, _)| !before.contains_key(*name))
    {
        if !is_reported(name) {
            let details = Details::about(Subject::Property((*name).to_owned()));
            context.report(
                scope,
                ChangeKind::PropertyOptionalAdded,
                Place::added(property),
                details,
            );
        }
    }
    // Read to the letter, that is a question about values.
    if !context.open_world {
        undescribed(context, scope, schemas);
    }
}

/// What an object says of the properties that it does not describe.
#[derive(PartialEq, Eq)]
enum Others {
    Unsaid,
    Refused,
    Described,
}

/// An object that says nothing accepts anything, and consumers do not send it: only a reader who takes the schema to the
/// letter sees a break.
fn undescribed<'d>(context: &mut Context<'d>, scope: Scope, schemas: &EffectiveSchemas<'d>) {
    let of = |schema: &EffectiveSchema<'d>| match schema
        .keyword("additionalProperties")
        .map(|it| it.value)
    {
        None => Others::Unsaid,
        Some(Value::Bool(false)) => Others::Refused,
        Some(_) => Others::Described,
    };
    let is_object = |schema: &EffectiveSchema<'d>| !schema.properties(scope.direction).is_empty();
    if !is_object(&schemas.old) || !is_object(&schemas.new) {
        return;
    }
    let kind = match (of(&schemas.old), of(&schemas.new), scope.direction) {
        (Others::Unsaid, Others::Refused, Direction::Request) => {
            ChangeKind::PropertyUndescribedRefused
        }
        (Others::Unsaid, Others::Refused, Direction::Response) => {
            ChangeKind::AdditionalPropertiesClosed
        }
        (Others::Refused, Others::Unsaid, Direction::Request | Direction::Response) => {
            ChangeKind::AdditionalPropertiesOpened
        }
        _ => return,
    };
    let place = Place::both(&schemas.old.at, &schemas.new.at);
    context.report(scope, kind, place, Details::default());
}
