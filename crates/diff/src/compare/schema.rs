//! Two schemas, by their meaning.
//!
//! Schemas that mean the same are no change, however they are written. Else every demand of the one is asked of the
//! values of the other ([`constraint`]), in both orders: what violates a demand of the side that accepts the values may break,
//! what violates one of the side that sends them is a relaxation. Properties, items and alternatives that both have
//! are compared on their own, so that a change is reported at its own place.

mod annotations;
mod constraint;
mod effective_schema;
mod properties;
mod subschemas;
mod violation;

use std::collections::BTreeSet;

use gatepact_schema::Answer;

use super::context::{Context, Scope};
use constraint::{Constraint, ConstraintKind, constraints};
use effective_schema::EffectiveSchema;
use gatepact_finding::{Direction, Release};
use gatepact_openapi::Cursor;
use violation::Violations;

/// Two schemas, seen from a pass.
pub(super) struct EffectiveSchemas<'d> {
    old: EffectiveSchema<'d>,
    new: EffectiveSchema<'d>,
}

/// Which side's demands are asked of the values of the other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Polarity {
    /// The new demands, of the old values: fewer values pass.
    Narrowed,
    /// The old demands, of the new values: more values pass.
    Widened,
}

impl Polarity {
    /// Whether a message may be lost by it.
    fn breaks(self, direction: Direction) -> bool {
        match direction {
            Direction::Request => self == Self::Narrowed,
            Direction::Response => self == Self::Widened,
        }
    }
}

impl<'d> EffectiveSchemas<'d> {
    /// The schema whose values are asked, and the one whose demands are.
    fn ordered(&self, polarity: Polarity) -> (&EffectiveSchema<'d>, &EffectiveSchema<'d>) {
        match polarity {
            Polarity::Narrowed => (&self.old, &self.new),
            Polarity::Widened => (&self.new, &self.old),
        }
    }
}

/// The types of the values of a schema, null aside, whatever parents it has them from; `None` where nothing is said.
pub(super) fn types<'d>(schema: &Cursor<'d>) -> Option<BTreeSet<&'d str>> {
    EffectiveSchema::new(schema).types()
}

/// The properties of the objects of a schema, and whether each is required.
pub(super) fn fields<'d>(schema: &Cursor<'d>) -> Vec<(&'d str, Cursor<'d>, bool)> {
    let schema = EffectiveSchema::new(schema);
    let required = schema.required();
    let properties = schema.properties(Direction::Request).into_iter();
    properties.map(|(name, at)| (name, at, required.contains(name))).collect()
}

/// One level of two schemas; the levels below go to the queue.
pub(super) fn compare<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    old: &Cursor<'d>,
    new: &Cursor<'d>,
) {
    if context.containment.same(old, new, scope.direction) {
        return annotations::compare_all(context, scope, (old, new));
    }
    annotations::compare(context, scope, old, new);
    let schemas =
        EffectiveSchemas { old: EffectiveSchema::new(old), new: EffectiveSchema::new(new) };
    for (release, schema) in [(Release::Old, &schemas.old), (Release::New, &schemas.new)] {
        for member in schema.members.iter().chain(&schema.branches) {
            context.unknown.note_below(release, member);
        }
    }
    let broken = demands(context, scope, &schemas);
    properties::compare(context, scope, &schemas, &broken);
    subschemas::compare(context, scope, &schemas);
}

/// Reports the demands that are violated, those that may break first.
fn demands<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    schemas: &EffectiveSchemas<'d>,
) -> Violations<'d> {
    let mut violations = Violations::default();
    let mut polarities = [Polarity::Narrowed, Polarity::Widened];
    polarities.sort_by_key(|polarity| !polarity.breaks(scope.direction));
    for polarity in polarities {
        let (from, to) = schemas.ordered(polarity);
        if context.containment.contains(&from.at, &to.at, scope.direction) == Answer::Contained {
            continue;
        }
        let own = constraints(from);
        for constraint in constraints(to) {
            let is_own = || is_made_by(&own, &constraint, (from, to), scope.direction);
            if is_left_to_parts(context, scope, schemas, constraint.about) || is_own() {
                continue;
            }
            let asked = (&constraint.at, &constraint.fragment);
            let doubt = match context.containment.obeys(&from.at, asked, scope.direction) {
                Answer::Contained => continue,
                Answer::Witness(_) => None,
                Answer::Undecided(reason) => Some(reason),
            };
            violations.report(context, scope, schemas, (polarity, constraint, doubt));
        }
    }
    violations
}

/// Whether the sender makes the same demand of itself: then there is nothing to ask.
fn is_made_by<'d>(
    own: &[Constraint<'d>],
    constraint: &Constraint<'d>,
    (from, to): (&EffectiveSchema<'d>, &EffectiveSchema<'d>),
    direction: Direction,
) -> bool {
    let travels = |name: &str| {
        [from, to].iter().all(|schema| schema.properties(direction).contains_key(name))
    };
    let is_plain = match constraint.about {
        ConstraintKind::Types
        | ConstraintKind::Null
        | ConstraintKind::Values
        | ConstraintKind::Bound(_) => true,
        ConstraintKind::Required(name) => travels(name),
        // They hold schemas, which may refer to others.
        ConstraintKind::Others
        | ConstraintKind::Property(_)
        | ConstraintKind::Items
        | ConstraintKind::Alternatives(_)
        | ConstraintKind::Whole(_) => false,
    };
    is_plain
        && own.iter().any(|it| it.about == constraint.about && it.fragment == constraint.fragment)
}

/// Whether the parts that both sides have are compared on their own, and report everything.
fn is_left_to_parts<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    schemas: &EffectiveSchemas<'d>,
    about: ConstraintKind<'d>,
) -> bool {
    let both = |name: &str| schemas.old.has_keyword(name) && schemas.new.has_keyword(name);
    match about {
        ConstraintKind::Property(name) => {
            schemas.old.has_property(name) && schemas.new.has_property(name)
        }
        ConstraintKind::Items => both("items") || both("prefixItems"),
        ConstraintKind::Alternatives(_) => {
            subschemas::has_other_alternatives(context, scope, schemas)
        }
        ConstraintKind::Types
        | ConstraintKind::Null
        | ConstraintKind::Values
        | ConstraintKind::Bound(_)
        | ConstraintKind::Required(_)
        | ConstraintKind::Others
        | ConstraintKind::Whole(_) => false,
    }
}
