//! `anyOf` and `oneOf`: which alternative of the one schema is which of the other, and what became of those without a
//! partner.
//!
//! | they pair by | what that is |
//! |---|---|
//! | tag | a value of the discriminator (OpenAPI 3.1.1, Discriminator Object), or the one value of a property |
//! | name | the component, or the title |
//! | meaning | equal with all that they refer to |
//! | likeness | the same type and most properties in common; or nothing else is left |
//!
//! The children of a parent with a discriminator are its alternatives, too, although the parent does not list them.
//!
//! A schema without alternatives beside one that lists it is a list of one: a use of a component that takes another
//! component as well is a new alternative, not a change of all that the component says.

mod alternative;
mod pairing;
mod tag;

use gatepact_finding::Subject;
use gatepact_openapi::Cursor;
use gatepact_schema::{Answer, OneOf};
use serde_json::{Value, json};

use super::constraint::{ConstraintKind, constraints};
use super::effective_schema::{KEYWORDS, is_null_list};
use super::{EffectiveSchema, EffectiveSchemas, Polarity};
use crate::compare::context::{Context, Scope};
use crate::compare::inheritance::{DISCRIMINATOR, Inheritance};
use crate::compare::raw_change::{Candidate, Details, Loss, Place, RawChange};
use crate::rules::ChangeKind;
use alternative::{Alternative, component, is_null, is_type, name};
use gatepact_finding::Direction;
use pairing::{Pairing, different, pairing};
use tag::Tag;

/// One list of alternatives.
#[derive(Clone)]
pub(super) struct Alternatives<'d> {
    keyword: &'static str,
    /// The schema that has the list.
    at: Cursor<'d>,
    all: Vec<Alternative<'d>>,
}

impl<'d> Alternatives<'d> {
    /// The lists of a schema, its parents' included.
    fn of(schema: &EffectiveSchema<'d>) -> Vec<Self> {
        let mut lists = Self::listed(schema);
        // One beside null is no alternative: its values are nullable.
        lists.retain(|list| !list.is_of_null());
        lists
    }

    /// The same with the lists of one alternative beside null.
    fn listed(schema: &EffectiveSchema<'d>) -> Vec<Self> {
        let mut lists = Vec::new();
        for member in &schema.members {
            for keyword in KEYWORDS {
                let is_list = |list: &Cursor<'d>| list.value.is_array();
                let Some(list) = member.raw(keyword).filter(is_list) else { continue };
                let all = list.items().map(|at| {
                    let name = name(&at).unwrap_or_default();
                    let tag = at.target().and_then(|to| tag::of_discriminator(member, &to, name));
                    Alternative { at, tag }
                });
                lists.push(Self { keyword, at: member.clone(), all: all.collect() });
            }
        }
        lists
    }

    /// Whether the list has one alternative beside null.
    fn is_of_null(&self) -> bool {
        is_null_list(&self.at, self.keyword)
    }
}

/// The children of a parent, as its alternatives.
fn inherited<'d>(inheritance: &Inheritance<'d>, parent: &Cursor<'d>) -> Option<Alternatives<'d>> {
    let children = inheritance.children(parent);
    let alternative = |child: &Cursor<'d>| {
        let tag = tag::of_discriminator(parent, child, component(child).unwrap_or_default());
        Alternative { at: child.clone(), tag }
    };
    (!children.is_empty()).then(|| Alternatives {
        keyword: DISCRIMINATOR,
        at: parent.clone(),
        all: children.iter().map(alternative).collect(),
    })
}

/// The lists of two schemas that are compared alternative by alternative.
#[derive(Default)]
pub(super) struct Paired<'d>(Vec<(Alternatives<'d>, Alternatives<'d>)>);

impl<'d> Paired<'d> {
    /// The lists that do not hold the same alternatives, in their order.
    pub(super) fn new(
        context: &mut Context<'d>,
        scope: Scope,
        schemas: &EffectiveSchemas<'d>,
    ) -> Self {
        let (old, new) = (Alternatives::of(&schemas.old), Alternatives::of(&schemas.new));
        let mut pairs: Vec<_> = old.into_iter().zip(new).collect();
        pairs.retain(|(old, new)| {
            let lists = (old.all.clone(), new.all.clone());
            let (old, new) = different(context, scope.direction, lists);
            !old.is_empty() || !new.is_empty()
        });
        Self(pairs)
    }

    /// The children of two schemas that have a discriminator. The parents say nothing of them, so that they may be equal.
    pub(super) fn inherited(
        context: &mut Context<'d>,
        scope: Scope,
        (old, new): (&Cursor<'d>, &Cursor<'d>),
    ) -> Self {
        let [before, after] = &context.inheritance;
        let lists = (inherited(before, &old.schema()), inherited(after, &new.schema()));
        let (Some(before), Some(after)) = lists else { return Self::default() };
        let lists = (before.all.clone(), after.all.clone());
        let (old, new) = different(context, scope.direction, lists);
        let is_same = old.is_empty() && new.is_empty();
        Self(if is_same { Vec::new() } else { vec![(before, after)] })
    }

    /// A list of several alternatives and one of a single one beside null: there the single one is an alternative, too.
    /// `schemas` are seen without their alternatives.
    pub(super) fn beside_null(schemas: &EffectiveSchemas<'d>) -> Option<Self> {
        let (mut old, mut new) =
            (Alternatives::listed(&schemas.old), Alternatives::listed(&schemas.new));
        let (Some(before), None) = (old.pop(), old.pop()) else { return None };
        let (Some(after), None) = (new.pop(), new.pop()) else { return None };
        (before.is_of_null() != after.is_of_null()).then(|| Self(vec![(before, after)]))
    }

    /// Two schemas of which one stands in the list of the other, and the list is all that the other says.
    pub(super) fn beside_plain(
        context: &mut Context<'d>,
        scope: Scope,
        schemas: &EffectiveSchemas<'d>,
    ) -> Option<Self> {
        let (old, new) = (Alternatives::of(&schemas.old), Alternatives::of(&schemas.new));
        let (plain, listed, list) = match (old.as_slice(), new.as_slice()) {
            ([], [list]) => (&schemas.old, &schemas.new, list),
            ([list], []) => (&schemas.new, &schemas.old, list),
            _ => return None,
        };
        let is_list =
            |about| matches!(about, ConstraintKind::Alternatives(_) | ConstraintKind::Null);
        if !constraints(listed).iter().all(|constraint| is_list(constraint.about)) {
            return None;
        }
        // Types that are listed so are types.
        if list.all.iter().all(|alternative| is_type(&alternative.at)) {
            return None;
        }
        let name = component(&plain.at);
        let meaning = context.containment.identity(&plain.at, scope.direction);
        let mut is_plain = |alternative: &Alternative<'d>| {
            (name.is_some() && alternative::name(&alternative.at) == name)
                || tag::are_of_one(&alternative.at, &plain.at)
                || (meaning.is_some()
                    && context.containment.identity(&alternative.at, scope.direction) == meaning)
        };
        let is_plain = list.all.iter().any(&mut is_plain);
        if !is_plain {
            return None;
        }
        let alone = Alternatives {
            keyword: list.keyword,
            at: plain.at.clone(),
            all: vec![Alternative { at: plain.at.clone(), tag: None }],
        };
        let is_old = old.is_empty();
        let list = list.clone();
        Some(Self(vec![if is_old { (alone, list) } else { (list, alone) }]))
    }

    /// Whether there is nothing to compare.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a list is one of these: then its alternatives say what changed.
    pub(super) fn has(&self, at: &Cursor<'d>, keyword: &str) -> bool {
        self.0
            .iter()
            .flat_map(|(old, new)| [old, new])
            .any(|list| list.keyword == keyword && std::ptr::eq(list.at.value, at.value))
    }

    /// Compares the alternatives of all lists.
    pub(super) fn compare(
        self,
        context: &mut Context<'d>,
        scope: Scope,
        schemas: &EffectiveSchemas<'d>,
    ) {
        for (old, new) in self.0 {
            let pairing = pairing(context, scope.direction, (&old.all, &new.all));
            for (old, new) in &pairing.pairs {
                let sent = match scope.direction {
                    Direction::Request => old,
                    Direction::Response => new,
                };
                let tag = sent.tag.as_ref().map(Tag::schema);
                let step = context.containment.alternative(&sent.at, tag);
                context.subschemas(scope, Some(step), (&old.at, &new.at));
            }
            let lists = Lists { schemas, old: &old, new: &new };
            lists.together(context, scope, &pairing);
            for old in &pairing.removed {
                lists.alone(context, scope, (Polarity::Narrowed, old));
            }
            for new in &pairing.added {
                lists.alone(context, scope, (Polarity::Widened, new));
            }
        }
    }
}

/// Two lists, in the schemas that have them.
struct Lists<'l, 'd> {
    schemas: &'l EffectiveSchemas<'d>,
    old: &'l Alternatives<'d>,
    new: &'l Alternatives<'d>,
}

impl<'d> Lists<'_, 'd> {
    /// What is lost although the alternative of the value still takes it: by the discriminator, or by `oneOf` in place
    /// of `anyOf`.
    fn together(&self, context: &mut Context<'d>, scope: Scope, pairing: &Pairing<'d>) {
        let retagged: Vec<_> =
            pairing.pairs.iter().filter(|(old, new)| old.tag != new.tag).collect();
        if self.old.keyword == self.new.keyword && retagged.is_empty() {
            return;
        }
        let keyword = if retagged.is_empty() { self.new.keyword } else { DISCRIMINATOR };
        if self.new.keyword == DISCRIMINATOR {
            // The parents take the values of both tags.
            let kind = match scope.direction {
                Direction::Request => ChangeKind::SchemaNarrowed,
                Direction::Response => ChangeKind::SchemaWidened,
            };
            let place = Place::both(&self.old.at, &self.new.at);
            let details = Details::about(Subject::SchemaKeyword(keyword.to_owned()));
            let change = RawChange::new(kind, scope.direction, place, details);
            return context.add(scope, RawChange { loss: Loss::Reader, ..change });
        }
        let mut pairs: Vec<_> =
            pairing.pairs.iter().map(|(old, new)| [old.at.clone(), new.at.clone()]).collect();
        // What both have is its own partner.
        let is_left = |at: &Cursor<'d>| {
            let changed = pairing.pairs.iter().map(|(old, _)| old).chain(&pairing.removed);
            !changed.into_iter().any(|it| it.at.pointer == at.pointer)
        };
        let equal = self.old.all.iter().filter(|it| is_left(&it.at));
        pairs.extend(equal.map(|it| [it.at.clone(), it.at.clone()]));
        if pairs.is_empty() {
            return;
        }
        let mut polarities = [Polarity::Narrowed, Polarity::Widened];
        polarities.sort_by_key(|polarity| !polarity.breaks(scope.direction));
        for polarity in polarities {
            let (from, to) = self.schemas.ordered(polarity);
            let both = (&from.at, &to.at);
            let asked = (&[][..], &pairs[..]);
            let answer =
                context.containment.contains_where(both, asked, (scope.direction, OneOf::Exactly));
            let doubt = match answer {
                Answer::Contained => continue,
                Answer::Witness(_) => None,
                Answer::Undecided(reason) => Some(reason),
            };
            let kind = match (polarity, doubt) {
                (_, Some(_)) => ChangeKind::SchemaChanged,
                (Polarity::Narrowed, None) => ChangeKind::SchemaNarrowed,
                (Polarity::Widened, None) => ChangeKind::SchemaWidened,
            };
            let candidate = polarity.breaks(scope.direction).then(|| {
                let (at, fragment) = self.combined(polarity, &retagged);
                Candidate { at, fragment, explains: None, doubt, is_about_overlap: true }
            });
            let place = Place::both(&self.old.at, &self.new.at);
            let details = Details::about(Subject::SchemaKeyword(keyword.to_owned()));
            let change = RawChange::new(kind, scope.direction, place, details);
            return context.add(scope, RawChange { candidate, ..change });
        }
    }

    /// What the values are asked for that are lost by the discriminator, or by the whole list.
    fn combined(
        &self,
        polarity: Polarity,
        retagged: &[&(Alternative<'d>, Alternative<'d>)],
    ) -> (Cursor<'d>, Value) {
        let (from, to) = match polarity {
            Polarity::Narrowed => (self.old, self.new),
            Polarity::Widened => (self.new, self.old),
        };
        if retagged.is_empty() {
            let members = to.at.value.as_object().into_iter().flatten();
            let list =
                members.filter(|(key, _)| [to.keyword, "discriminator"].contains(&key.as_str()));
            return (to.at.clone(), list.map(|(key, it)| (key.clone(), it.clone())).collect());
        }
        let tags = retagged.iter().filter_map(|(old, new)| match polarity {
            Polarity::Narrowed => Some(old.tag.as_ref()?.beside(new.tag.as_ref())),
            Polarity::Widened => Some(new.tag.as_ref()?.beside(old.tag.as_ref())),
        });
        let tags: Vec<Value> = tags.map(|tag| tag.schema()).collect();
        let any = if tags.is_empty() { json!({}) } else { json!({ "anyOf": tags }) };
        (from.at.clone(), json!({ "not": any }))
    }

    /// An alternative of one side whose values the other side may still take.
    fn alone(
        &self,
        context: &mut Context<'d>,
        scope: Scope,
        (polarity, alternative): (Polarity, &Alternative<'d>),
    ) {
        let (_, to) = self.schemas.ordered(polarity);
        let direction = scope.direction;
        let tags: Vec<Value> = alternative.tag.iter().map(Tag::schema).collect();
        let both = (&alternative.at, &to.at);
        let asked = (&tags[..], &[][..]);
        let answer = context.containment.contains_where(both, asked, (direction, OneOf::AtLeast));
        let (loss, doubt) = match answer {
            // The parent takes all children to the letter.
            Answer::Contained | Answer::Undecided(_) if self.new.keyword == DISCRIMINATOR => {
                (Loss::Reader, None)
            }
            Answer::Contained if self.is_unknown(context, direction, (alternative, &to.at)) => {
                (Loss::Reader, None)
            }
            Answer::Contained => return,
            Answer::Witness(_) => (Loss::Message, None),
            Answer::Undecided(reason) => (Loss::Message, Some(reason)),
        };
        let (kind, place, details) = self.told(polarity, alternative);
        let is_shown = polarity.breaks(direction) && loss == Loss::Message;
        let candidate = is_shown.then(|| {
            let of_it = [tags, vec![alternative.at.value.clone()]].concat();
            let fragment = json!({ "not": { "allOf": of_it } });
            Candidate {
                at: alternative.at.clone(),
                fragment,
                explains: None,
                doubt,
                is_about_overlap: false,
            }
        });
        let change = RawChange::new(kind, direction, place, details);
        context.add(scope, RawChange { candidate, loss, ..change });
    }

    fn told(
        &self,
        polarity: Polarity,
        alternative: &Alternative<'d>,
    ) -> (ChangeKind, Place, Details) {
        let at = &alternative.at;
        let keyword = match polarity {
            Polarity::Narrowed => self.old.keyword,
            Polarity::Widened => self.new.keyword,
        };
        if is_null(at) {
            let kind = match polarity {
                Polarity::Narrowed => ChangeKind::NullableRemoved,
                Polarity::Widened => ChangeKind::NullableAdded,
            };
            return (kind, Place::both(&self.old.at, &self.new.at), Details::default());
        }
        let shown = name(at).map_or_else(|| at.value.clone(), Value::from);
        let (kind, place, details) = match polarity {
            Polarity::Narrowed => (
                ChangeKind::AlternativeRemoved,
                Place::removed(at),
                Details::values(Some(&shown), None),
            ),
            Polarity::Widened => (
                ChangeKind::AlternativeAdded,
                Place::added(at),
                Details::values(None, Some(&shown)),
            ),
        };
        (kind, place, details.subject(Subject::Keyword(keyword.to_owned())))
    }

    /// Whether the other side takes the values of an alternative only because it is open: it describes no such value.
    fn is_unknown(
        &self,
        context: &mut Context<'d>,
        direction: Direction,
        (alternative, to): (&Alternative<'d>, &Cursor<'d>),
    ) -> bool {
        let Some(mut value) = full_value(context, direction, &alternative.at) else { return false };
        if let (Some(tag), Some(members)) = (&alternative.tag, value.as_object_mut()) {
            members.insert(tag.property.clone(), tag.values[0].clone());
        }
        !context.containment.is_described(to, &value, direction)
    }
}

/// A value of a schema with all properties that the schema itself describes.
fn full_value<'d>(
    context: &mut Context<'d>,
    direction: Direction,
    at: &Cursor<'d>,
) -> Option<Value> {
    let mut value = context.containment.sample(at, direction)?;
    if let Some(members) = value.as_object_mut() {
        let schema = EffectiveSchema::new(at);
        for (name, property) in schema.properties(direction) {
            let name = *name;
            if !members.contains_key(name) && schema.describes(name) {
                let sample = context.containment.sample(property, direction);
                members.extend(sample.map(|sample| (name.to_owned(), sample)));
            }
        }
    }
    Some(value)
}
