//! Two schemas, by their meaning.
//!
//! Schemas that mean the same are no change, however they are written. Else every demand of the one is asked of the
//! values of the other ([`constraint`]), in both orders: what violates a demand of the side that accepts the values may break,
//! what violates one of the side that sends them is a relaxation. Properties, items and alternatives that both have
//! are compared on their own, so that a change is reported at its own place.

mod alternatives;
mod annotations;
mod constraint;
mod content;
mod effective_schema;
mod properties;
mod subschemas;
mod uses;
mod violation;

use std::collections::{BTreeSet, HashMap};

use gatepact_schema::Decision;

use super::context::{Context, Scope};
use alternatives::Paired;
use constraint::{Constraint, ConstraintKind, constraints};
use effective_schema::EffectiveSchema;
use gatepact_finding::{Direction, Release};
use gatepact_openapi::Cursor;
use uses::is_another_component;
use violation::Violations;

/// Two schemas, seen from a pass.
#[derive(Clone)]
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
    /// The same without the branches of `anyOf` and `oneOf`.
    fn without_alternatives(&self) -> Self {
        let [old, new] =
            [&self.old, &self.new].map(|it| EffectiveSchema::without_alternatives(&it.at));
        Self { old, new }
    }

    /// Whether the values have other types, all of them.
    fn has_other_types(&self) -> bool {
        self.old.has_other_types(&self.new)
    }

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
    let properties = schema.properties(Direction::Request).iter();
    properties.map(|(name, at)| (*name, at.clone(), schema.requires(name))).collect()
}

/// One level of two schemas; the levels below go to the queue.
pub(super) fn compare<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    old: &Cursor<'d>,
    new: &Cursor<'d>,
) {
    if is_another_component(context, scope, (old, new)) {
        return;
    }
    let children = Paired::inherited(context, scope, (old, new));
    if !children.is_empty() {
        let schemas =
            EffectiveSchemas { old: EffectiveSchema::new(old), new: EffectiveSchema::new(new) };
        children.compare(context, scope, &schemas);
    }
    if context.containment.same(old, new, scope.direction) {
        return annotations::compare_all(context, scope, (old, new));
    }
    let schemas =
        EffectiveSchemas { old: EffectiveSchema::new(old), new: EffectiveSchema::new(new) };
    annotations::compare(context, scope, (old, new), &schemas);
    for (release, schema) in [(Release::Old, &schemas.old), (Release::New, &schemas.new)] {
        for member in schema.members.iter().chain(&schema.branches) {
            context.unknown.note_below(release, member);
        }
    }
    let listed = schemas.without_alternatives();
    if let Some(lists) = Paired::beside_null(&listed) {
        let broken = demands(context, scope, (&listed, &lists));
        properties::compare(context, scope, (&listed, &listed), &broken);
        subschemas::compare(context, scope, &listed);
        return lists.compare(context, scope, &listed);
    }
    if let Some(lists) = Paired::beside_plain(context, scope, &schemas) {
        return lists.compare(context, scope, &schemas);
    }
    let lists = Paired::new(context, scope, &schemas);
    let broken = demands(context, scope, (&schemas, &lists));
    // Another type says all.
    if schemas.has_other_types() {
        return;
    }
    // What the alternatives describe is compared there, alternative by alternative.
    let own = if lists.is_empty() { schemas.clone() } else { listed };
    properties::compare(context, scope, (&schemas, &own), &broken);
    subschemas::compare(context, scope, &own);
    lists.compare(context, scope, &schemas);
}

/// Reports the demands that are violated, those that may break first.
fn demands<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    (schemas, lists): (&EffectiveSchemas<'d>, &Paired<'d>),
) -> Violations<'d> {
    let mut violations = Violations::default();
    let mut polarities = [Polarity::Narrowed, Polarity::Widened];
    polarities.sort_by_key(|polarity| !polarity.breaks(scope.direction));
    for polarity in polarities {
        let (from, to) = schemas.ordered(polarity);
        let decision = context.containment.decide_contains(&from.at, &to.at, scope.direction);
        if decision == Decision::Contained {
            continue;
        }
        let own = constraints(from);
        let own = Own::of(&own);
        let has_other_types = schemas.has_other_types();
        for constraint in constraints(to) {
            if has_other_types && constraint.about != ConstraintKind::Types {
                continue;
            }
            let is_own = || own.makes(&constraint, (from, to), scope.direction);
            if is_left_to_parts((schemas, lists), &constraint) || is_own() {
                continue;
            }
            let asked = (&constraint.at, &constraint.fragment);
            let doubt = match context.containment.obeys(&from.at, asked, scope.direction) {
                Decision::Contained => continue,
                Decision::NotContained => None,
                Decision::Undecided(reason) => Some(reason),
            };
            violations.report(context, scope, schemas, (polarity, constraint, doubt));
        }
    }
    violations
}

/// The demands that the sender makes of itself, by what they are about.
struct Own<'c, 'd>(HashMap<ConstraintKind<'d>, Vec<&'c Constraint<'d>>>);

impl<'c, 'd> Own<'c, 'd> {
    fn of(all: &'c [Constraint<'d>]) -> Self {
        let mut by_kind: HashMap<_, Vec<_>> = HashMap::new();
        for constraint in all {
            by_kind.entry(constraint.about).or_default().push(constraint);
        }
        Self(by_kind)
    }

    /// Whether the sender makes the same demand: then there is nothing to ask.
    fn makes(
        &self,
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
        let same = || self.0.get(&constraint.about).into_iter().flatten();
        is_plain && same().any(|it| it.fragment == constraint.fragment)
    }
}

/// Whether the parts that both sides have are compared on their own, and report everything.
fn is_left_to_parts<'d>(
    (schemas, lists): (&EffectiveSchemas<'d>, &Paired<'d>),
    constraint: &Constraint<'d>,
) -> bool {
    let both = |name: &str| schemas.old.has_keyword(name) && schemas.new.has_keyword(name);
    match constraint.about {
        ConstraintKind::Property(name) => {
            schemas.old.has_property(name) && schemas.new.has_property(name)
        }
        ConstraintKind::Items => both("items") || both("prefixItems"),
        ConstraintKind::Whole("patternProperties") => {
            !subschemas::same_patterns(schemas).is_empty()
        }
        ConstraintKind::Whole("unevaluatedProperties") => {
            subschemas::describe_others(schemas, "unevaluatedProperties").is_some()
        }
        ConstraintKind::Alternatives(keyword) => lists.has(&constraint.at, keyword),
        ConstraintKind::Types
        | ConstraintKind::Null
        | ConstraintKind::Values
        | ConstraintKind::Bound(_)
        | ConstraintKind::Required(_)
        | ConstraintKind::Others
        | ConstraintKind::Whole(_) => false,
    }
}
