//! What is said beside the values that pass: the default, and how long a part is promised to live.
//!
//! They may change where the values do not. So schemas that mean the same are looked through here, as far as both are
//! written in the same way; a reference leads to the pair of its targets.

use gatepact_openapi::Cursor;
use gatepact_schema::applicator::{Applicator, InstancePart, Token};
use gatepact_schema::{Dialect, Step};
use serde_json::Value;

use super::content::{self, Side};
use super::{EffectiveSchema, EffectiveSchemas};
use crate::compare::absences::{Presence, demands};
use crate::compare::context::{Context, Scope};
use crate::compare::deprecation::{self, Kinds};
use crate::compare::raw_change::{Details, Place};
use crate::rules::ChangeKind;

/// Keywords that are compared here, those of `content` aside.
const SAID: [&str; 5] = ["default", "deprecated", "nullable", "x-stability-level", "x-sunset"];

const LIFE: Kinds = Kinds {
    deprecated: ChangeKind::PropertyDeprecated,
    reactivated: ChangeKind::PropertyReactivated,
    sunset_earlier: ChangeKind::PropertySunsetEarlier,
    sunset_unreadable: ChangeKind::PropertySunsetUnreadable,
    sunset_withdrawn: ChangeKind::PropertySunsetWithdrawn,
};

const LEVELS: (ChangeKind, ChangeKind) =
    (ChangeKind::PropertyStabilityLowered, ChangeKind::PropertyStabilityRaised);

/// What two schemas say of themselves, their parts left out.
pub(super) fn compare<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    (old, new): (&Cursor<'d>, &Cursor<'d>),
    schemas: &EffectiveSchemas<'d>,
) {
    // A default beside null may be written beside the list, or in its only other alternative.
    let said = |at: &Cursor<'d>, schema: &EffectiveSchema<'d>| {
        at.value.get("default").or(schema.place.value.get("default"))
    };
    let defaults = (said(old, &schemas.old), said(new, &schemas.new));
    default(context, scope, (old, new), defaults);
    others(context, scope, (old, new));
    let places = (&schemas.old.place, &schemas.new.place);
    compare_content(context, scope, places, (&schemas.old, &schemas.new));
    nullable(context, scope, (old, new));
}

/// What is said at one place, whatever its parents say.
fn compare_place<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    (old, new): (&Cursor<'d>, &Cursor<'d>),
    presence: Presence,
) {
    if presence != Presence::Required {
        default(context, scope, (old, new), (old.value.get("default"), new.value.get("default")));
    }
    others(context, scope, (old, new));
    if content::differs(old.value, new.value) {
        // A keyword that moved into a parent is still there.
        let (before, after) = (EffectiveSchema::new(old), EffectiveSchema::new(new));
        compare_content(context, scope, (old, new), (&before, &after));
    }
    nullable(context, scope, (old, new));
}

fn compare_content<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    (old, new): (&Cursor<'d>, &Cursor<'d>),
    (before, after): (&EffectiveSchema<'d>, &EffectiveSchema<'d>),
) {
    let (lookup_old, lookup_new) =
        (|name: &str| before.keyword(name), |name: &str| after.keyword(name));
    let sides = (&Side { at: old, keyword: &lookup_old }, &Side { at: new, keyword: &lookup_new });
    content::compare(context, scope, sides, before.types() == after.types());
}

fn default<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    (old, new): (&Cursor<'d>, &Cursor<'d>),
    (before, after): (Option<&'d Value>, Option<&'d Value>),
) {
    if before != after {
        let place = Place::both(old, new);
        context.report(scope, ChangeKind::DefaultChanged, place, Details::values(before, after));
    }
}

/// All but the default.
fn others<'d>(context: &mut Context<'d>, scope: Scope, (old, new): (&Cursor<'d>, &Cursor<'d>)) {
    deprecation::compare(context, scope, (&LIFE, None), (old, new));
    deprecation::compare_stability(context, scope, (LEVELS, None), (old, new));
}

/// `nullable` where it brings nothing about by the letter of OpenAPI 3.0: without a `type`, beside an `enum` without
/// null, beside a reference (OpenAPI 3.0.4, "Schema Object"; the proposal "Clarify Semantics of nullable"). Most tools
/// read it all the same, so it is unclear whether null is accepted.
pub(super) fn nullable<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    (old, new): (&Cursor<'d>, &Cursor<'d>),
) {
    let mentions = |at: &Cursor<'d>| {
        let is_beside_reference = at.dialect() == Dialect::OpenApi30 && at.flag("nullable");
        is_beside_reference || EffectiveSchema::new(at).mentions_nullable()
    };
    if old.value.get("nullable") == new.value.get("nullable") && old.dialect() == new.dialect()
        || mentions(old) == mentions(new)
    {
        return;
    }
    let mut takes_null = |at| context.containment.is_sent(at, &Value::Null, scope.direction);
    if !takes_null(old) && !takes_null(new) {
        let place = Place::both(old, new);
        context.report(scope, ChangeKind::NullableUnclear, place, Details::default());
    }
}

/// The same, for all parts of two schemas with one meaning.
pub(super) fn compare_all<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    (old, new): (&Cursor<'d>, &Cursor<'d>),
) {
    let mut scan = Scan {
        ends: (old, new),
        path: Vec::new(),
        steps: Vec::new(),
        at: At::new(old.value, new.value),
        found: Vec::new(),
    };
    scan.schemas(old.value, new.value);
    for Found { sides: (old, new), presence, steps, is_reference } in scan.found {
        if is_reference {
            nullable(context, scope, (&old, &new));
        }
        // Members of a list may have changed places.
        if !context.containment.same(&old, &new, scope.direction) {
            continue;
        }
        if is_reference {
            context.references(scope, (presence, &steps), (&old, &new));
        } else {
            compare_place(context, scope, (&old, &new), presence);
        }
    }
}

struct Scan<'c, 'd> {
    ends: (&'c Cursor<'d>, &'c Cursor<'d>),
    /// Pointers are made where something was found, not on the way.
    path: Vec<Token<'d>>,
    /// How a value leads there.
    steps: Vec<Step>,
    at: At<'d>,
    /// Parts to compare.
    found: Vec<Found<'d>>,
}

struct Found<'d> {
    sides: (Cursor<'d>, Cursor<'d>),
    presence: Presence,
    steps: Vec<Step>,
    /// Whether both are references.
    is_reference: bool,
}

/// The value that the schemas here describe: the outermost ones of it, and what it is of another one.
#[derive(Clone, Copy)]
struct At<'d> {
    starts: (&'d Value, &'d Value),
    part: Option<Part<'d>>,
}

#[derive(Clone, Copy)]
enum Part<'d> {
    /// The property of a name, of the value that these schemas describe.
    Property((&'d Value, &'d Value), &'d str),
    Other,
}

impl<'d> At<'d> {
    fn new(old: &'d Value, new: &'d Value) -> Self {
        Self { starts: (old, new), part: None }
    }
}

impl<'d> Scan<'_, 'd> {
    fn schemas(&mut self, old: &'d Value, new: &'d Value) {
        let (Some(before), Some(after)) = (old.as_object(), new.as_object()) else { return };
        if before.contains_key("$ref") && after.contains_key("$ref") {
            return self.note(old, new, true);
        }
        let is_said = content::differs(old, new);
        // `nullable` is read in one language and not in the other.
        let is_read =
            before.contains_key("nullable") && self.ends.0.dialect() != self.ends.1.dialect();
        if is_said || is_read || SAID.iter().any(|key| before.get(*key) != after.get(*key)) {
            self.note(old, new, false);
        }
        let dialects = (self.ends.0.dialect(), self.ends.1.dialect());
        for (key, old) in before {
            let Some(new) = after.get(key) else { continue };
            let applicator = Applicator::of_dialect(key, dialects.0)
                .filter(|it| it.is_known_in(dialects.1) && it.part() != InstancePart::Nothing);
            let Some(applicator) = applicator else { continue };
            let around = self.at;
            for (token, old) in applicator.schemas(old, dialects.0) {
                let key = Token::Name(key);
                let depth = self.steps.len();
                self.steps.extend(step(applicator.part(), token));
                let new = match token {
                    None => Some(new),
                    Some(Token::Name(name)) => new.get(name),
                    Some(Token::Index(index)) => new.get(index),
                };
                let Some(new) = new else {
                    self.steps.truncate(depth);
                    continue;
                };
                let part = match (applicator.part(), token) {
                    (InstancePart::Whole, _) => None,
                    (InstancePart::Property, Some(Token::Name(name))) => {
                        Some(Part::Property(around.starts, name))
                    }
                    (_, _) => Some(Part::Other),
                };
                if part.is_some() {
                    self.at = At { starts: (old, new), part };
                }
                match token {
                    None => self.below(&[key], old, new),
                    Some(token) => self.below(&[key, token], old, new),
                }
                self.steps.truncate(depth);
                self.at = around;
            }
        }
    }

    fn below(&mut self, tokens: &[Token<'d>], old: &'d Value, new: &'d Value) {
        let depth = self.path.len();
        self.path.extend(tokens);
        self.schemas(old, new);
        self.path.truncate(depth);
    }

    fn note(&mut self, old: &'d Value, new: &'d Value, is_reference: bool) {
        let at = |end: &Cursor<'d>, value| {
            let pointer =
                self.path.iter().fold(end.pointer.clone(), |at, token| at.child(&token.text()));
            end.moved(pointer, value)
        };
        let sides = (at(self.ends.0, old), at(self.ends.1, new));
        let (presence, steps) = (self.presence(), self.steps.clone());
        self.found.push(Found { sides, presence, steps, is_reference });
    }

    fn presence(&self) -> Presence {
        let demands = |end: &Cursor<'d>, start, name: &str| {
            demands(&end.moved(end.pointer.clone(), start), name)
        };
        match self.at.part {
            None => Presence::OfWhole,
            Some(Part::Other) => Presence::Optional,
            Some(Part::Property((old, new), name)) => Presence::required_if(
                demands(self.ends.0, old, name) || demands(self.ends.1, new, name),
            ),
        }
    }
}

/// The step that a keyword takes into a value; none where the value is the same, or where no single step leads.
fn step(part: InstancePart, token: Option<Token<'_>>) -> Option<Step> {
    match (part, token) {
        (InstancePart::Property, Some(token)) => Some(Step::Property(token.text().into_owned())),
        (InstancePart::OtherProperty | InstancePart::MatchingProperty, _) => {
            Some(Step::Other(Vec::new()))
        }
        (InstancePart::Item, _) => Some(Step::Item),
        (InstancePart::Property, None)
        | (
            InstancePart::Whole
            | InstancePart::PropertyName
            | InstancePart::Content
            | InstancePart::Nothing,
            _,
        ) => None,
    }
}
