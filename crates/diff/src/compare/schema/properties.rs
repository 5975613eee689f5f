//! Properties that only one side describes and that are optional, and those that neither side describes.

use gatepact_schema::applicator::Applicator;
use serde_json::Value;

use super::constraint::restricts;
use super::violation::Violations;
use super::{EffectiveSchema, EffectiveSchemas};
use crate::compare::context::{Context, Scope};
use crate::compare::raw_change::{Details, Place};
use crate::rules::ChangeKind;
use gatepact_finding::{Direction, Subject};
use gatepact_schema::Decision;

pub(super) fn compare<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    (schemas, own): (&EffectiveSchemas<'d>, &EffectiveSchemas<'d>),
    violations: &Violations<'d>,
) {
    let direction = scope.direction;
    let (old, new) = (&schemas.old, &schemas.new);
    let [before, after] = [&schemas.old, &schemas.new].map(|it| it.properties(direction));
    let [gone, added] = [&own.old, &own.new].map(|it| it.properties(direction));
    let is_reported = |name: &str| violations.reports_property(name);
    for (name, property) in gone.iter().filter(|(name, _)| !after.contains_key(*name)) {
        if is_reported(name) {
            continue;
        }
        // What is there and does not travel is not gone.
        let (kind, place) = match (new.withheld(name, scope.direction), scope.direction) {
            (None, _) => (ChangeKind::PropertyOptionalRemoved, Place::removed(property)),
            (Some(new), Direction::Request) => {
                (ChangeKind::PropertyReadOnlyAdded, Place::both(property, &new))
            }
            (Some(new), Direction::Response) => {
                (ChangeKind::PropertyWriteOnlyAdded, Place::both(property, &new))
            }
        };
        context.report(scope, kind, place, about(name));
    }
    for (name, property) in added.iter().filter(|(name, _)| !before.contains_key(*name)) {
        if is_reported(name) {
            continue;
        }
        let (kind, place) = match (old.withheld(name, scope.direction), scope.direction) {
            (None, _) => (ChangeKind::PropertyOptionalAdded, Place::added(property)),
            (Some(old), Direction::Request) => {
                (ChangeKind::PropertyReadOnlyRemoved, Place::both(&old, property))
            }
            (Some(old), Direction::Response) => {
                (ChangeKind::PropertyWriteOnlyRemoved, Place::both(&old, property))
            }
        };
        context.report(scope, kind, place, about(name));
    }
    // Read to the letter, that is a question about values.
    if !context.open_world {
        undescribed(context, scope, schemas, violations);
    }
}

fn about(name: &str) -> Details {
    Details::about(Subject::Property(name.to_owned()))
}

/// What an object says of the properties that it does not describe; what holds together is the last of these.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Others {
    Unsaid,
    Free,
    Restricted,
    Refused,
}

/// The keywords that say something of the properties that an object does not describe.
const CLOSING: [&str; 3] = ["additionalProperties", "unevaluatedProperties", "propertyNames"];

impl Others {
    /// With the keyword that says it.
    fn of(schema: &EffectiveSchema<'_>) -> (Self, Option<&'static str>) {
        let said = schema.members.iter().flat_map(|member| {
            let known = CLOSING
                .iter()
                .filter(|keyword| Applicator::of_dialect(keyword, member.dialect()).is_some());
            known.filter_map(|keyword| {
                Some((Self::by(keyword, member.value.get(*keyword)?), Some(*keyword)))
            })
        });
        said.max_by(|one, other| one.0.cmp(&other.0)).unwrap_or((Self::Unsaid, None))
    }

    fn by(keyword: &str, schema: &Value) -> Self {
        match (keyword, schema) {
            ("propertyNames", schema) if !restricts(schema) => Self::Unsaid,
            (_, Value::Bool(false)) => Self::Refused,
            (_, schema) if restricts(schema) => Self::Restricted,
            _ => Self::Free,
        }
    }
}

/// An object that says nothing accepts anything, and consumers do not send it: only a reader who takes the schema to the
/// letter sees a break.
fn undescribed<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    schemas: &EffectiveSchemas<'d>,
    violations: &Violations<'d>,
) {
    let is_object = |schema: &EffectiveSchema<'d>| !schema.properties(scope.direction).is_empty();
    if !is_object(&schemas.old) || !is_object(&schemas.new) {
        return;
    }
    if let Some(kind) = other_names(context, scope, schemas) {
        let place = Place::both(&schemas.old.place, &schemas.new.place);
        let details = Details::about(Subject::Keyword("propertyNames".to_owned()));
        return context.report(scope, kind, place, details);
    }
    let ((old, before), (new, after)) = (Others::of(&schemas.old), Others::of(&schemas.new));
    let kind = match (old, new, scope.direction) {
        (Others::Unsaid, Others::Refused | Others::Restricted, Direction::Request) => {
            ChangeKind::PropertyUndescribedRefused
        }
        (Others::Unsaid, Others::Refused | Others::Restricted, Direction::Response) => {
            ChangeKind::AdditionalPropertiesClosed
        }
        (Others::Refused | Others::Restricted, Others::Unsaid, _) => {
            ChangeKind::AdditionalPropertiesOpened
        }
        _ => return,
    };
    // A message that is lost because of the same keyword says more.
    let keyword = after.or(before).unwrap_or("additionalProperties");
    if violations.reports_keyword(keyword) {
        return;
    }
    let place = Place::both(&schemas.old.place, &schemas.new.place);
    let details = if kind == ChangeKind::PropertyUndescribedRefused {
        Details::about(Subject::Keyword(keyword.to_owned()))
    } else {
        Details::default()
    };
    context.report(scope, kind, place, details);
}

/// What became of the names that are not described, where both sides say which names there may be.
fn other_names<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    schemas: &EffectiveSchemas<'d>,
) -> Option<ChangeKind> {
    let names = |schema: &EffectiveSchema<'d>| schema.keyword("propertyNames");
    let (old, new) = (names(&schemas.old)?, names(&schemas.new)?);
    if context.containment.same(&old, &new, scope.direction) {
        return None;
    }
    let (sent, accepted) = match scope.direction {
        Direction::Request => (&old, &new),
        Direction::Response => (&new, &old),
    };
    let is_taken = context.containment.decide_contains(sent, accepted, scope.direction);
    Some(match (is_taken == Decision::Contained, scope.direction) {
        (false, Direction::Request) => ChangeKind::PropertyUndescribedRefused,
        (true, Direction::Response) => ChangeKind::AdditionalPropertiesClosed,
        (true, Direction::Request) | (false, Direction::Response) => {
            ChangeKind::AdditionalPropertiesOpened
        }
    })
}
