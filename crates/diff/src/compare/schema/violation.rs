//! Which kind of change a violated demand is.

use std::collections::BTreeSet;

use gatepact_schema::Reason;
use serde_json::{Value, json};

use super::constraint::{Constraint, ConstraintKind};
use super::{EffectiveSchemas, Polarity};
use crate::compare::context::{Context, Scope};
use crate::compare::raw_change::{Candidate, Details, Place, RawChange};
use crate::rules::ChangeKind;
use gatepact_finding::{Direction, Subject};
use gatepact_openapi::Cursor;

/// A demand that is violated, or that may be.
type Broken<'d> = (Polarity, Constraint<'d>, Option<Reason>);

/// The demands of one pair of schemas that are violated and reported.
#[derive(Default)]
pub(super) struct Violations<'d> {
    /// What was reported, so that the other order does not report it again.
    reported: BTreeSet<(ChangeKind, Option<Subject>)>,
    properties: BTreeSet<&'d str>,
    /// Another type: then a change of null says nothing new.
    types: bool,
}

/// What is reported of a demand.
struct Explanation<'d> {
    kind: ChangeKind,
    place: Place,
    details: Details,
    /// A narrower demand than the constraint's, to show this and nothing else.
    fragment: Option<Value>,
    property: Option<&'d str>,
}

impl<'d> Violations<'d> {
    /// Whether a change of this property was reported.
    pub(super) fn reports_property(&self, name: &str) -> bool {
        self.properties.contains(name)
    }

    /// Reports a demand as the changes that it amounts to.
    pub(super) fn report(
        &mut self,
        context: &mut Context<'d>,
        scope: Scope,
        schemas: &EffectiveSchemas<'d>,
        (polarity, constraint, doubt): Broken<'d>,
    ) {
        let breaks = polarity.breaks(scope.direction);
        if doubt.is_some() && !breaks {
            return;
        }
        let explainer = Explainer { schemas, polarity, direction: scope.direction };
        for explanation in explainer.explanations(&constraint, doubt.is_some()) {
            if constraint.about == ConstraintKind::Null && self.types {
                continue;
            }
            self.types |= constraint.about == ConstraintKind::Types;
            let subject = explanation.details.subject.clone();
            self.properties.extend(explanation.property);
            let mut is_reported = |kind| self.reported.contains(&(kind, subject.clone()));
            if turned(explanation.kind).is_some_and(&mut is_reported)
                || is_reported(explanation.kind)
                || is_bound(explanation.kind) && is_reported(ChangeKind::ConstraintReplaced)
            {
                continue;
            }
            self.reported.insert((explanation.kind, subject));
            let candidate = breaks.then(|| Candidate {
                at: constraint.at.clone(),
                fragment: explanation.fragment.unwrap_or_else(|| constraint.fragment.clone()),
                doubt,
            });
            let Explanation { kind, place, details, .. } = explanation;
            let direction = scope.direction;
            context
                .add(scope, RawChange { kind, direction, place, details, candidate, part: None });
        }
    }
}

/// What a demand is explained from.
struct Explainer<'v, 'd> {
    schemas: &'v EffectiveSchemas<'d>,
    polarity: Polarity,
    direction: Direction,
}

impl<'d> Explainer<'_, 'd> {
    fn explanations(&self, constraint: &Constraint<'d>, is_doubt: bool) -> Vec<Explanation<'d>> {
        match constraint.about {
            ConstraintKind::Types => vec![self.types()],
            ConstraintKind::Null => {
                vec![self.here(
                    self.pick(ChangeKind::NullableRemoved, ChangeKind::NullableAdded),
                    Details::default(),
                )]
            }
            ConstraintKind::Values => vec![self.values()],
            ConstraintKind::Bound(keywords) => vec![self.bound(keywords, is_doubt)],
            ConstraintKind::Required(name) => vec![self.required(name)],
            ConstraintKind::Others => self.others(constraint),
            ConstraintKind::Property(name) => self.property(name, constraint),
            ConstraintKind::Items => vec![self.whole("items", is_doubt)],
            ConstraintKind::Alternatives(name) | ConstraintKind::Whole(name) => {
                vec![self.whole(name, is_doubt)]
            }
        }
    }

    /// By what became of the values.
    fn pick(&self, narrowed: ChangeKind, widened: ChangeKind) -> ChangeKind {
        match self.polarity {
            Polarity::Narrowed => narrowed,
            Polarity::Widened => widened,
        }
    }

    /// An explanation about the schema itself.
    fn here(&self, kind: ChangeKind, details: Details) -> Explanation<'d> {
        let place = Place::both(&self.schemas.old.at, &self.schemas.new.at);
        Explanation { kind, place, details, fragment: None, property: None }
    }

    fn types(&self) -> Explanation<'d> {
        let (old, new) = (self.schemas.old.types(), self.schemas.new.types());
        let text = |schema: &super::EffectiveSchema<'d>, types: &Option<BTreeSet<&'d str>>| {
            // Types that only alternatives name are no less known to a reader.
            match types.clone().or_else(|| schema.types_of_alternatives()) {
                None => Value::from("any"),
                Some(names) if names.is_empty() => Value::from("none"),
                Some(names) => Value::from(names.into_iter().collect::<Vec<_>>().join(" or ")),
            }
        };
        // Values of another type were seen: they are not fewer where the new ones are others, nor more where the old
        // ones are.
        let kind = match self.polarity {
            Polarity::Narrowed if covers(old.as_ref(), new.as_ref()) => ChangeKind::TypeNarrowed,
            Polarity::Widened if covers(new.as_ref(), old.as_ref()) => ChangeKind::TypeWidened,
            Polarity::Narrowed | Polarity::Widened => ChangeKind::TypeChanged,
        };
        let (before, after) = (text(&self.schemas.old, &old), text(&self.schemas.new, &new));
        self.here(kind, Details::values(Some(&before), Some(&after)))
    }

    fn values(&self) -> Explanation<'d> {
        let (from, to) = self.schemas.ordered(self.polarity);
        let list = |values: Vec<&Value>| Value::from_iter(values.into_iter().cloned());
        let accepted = to.values().unwrap_or_default();
        let Some(sent) = from.values() else {
            let details = match self.polarity {
                Polarity::Narrowed => Details::values(None, Some(&list(accepted))),
                Polarity::Widened => Details::values(Some(&list(accepted)), None),
            };
            return self.here(self.pick(ChangeKind::EnumAdded, ChangeKind::EnumRemoved), details);
        };
        let others: Vec<&Value> =
            sent.iter().copied().filter(|value| !accepted.contains(value)).collect();
        if others.is_empty() {
            return self.whole("enum", false);
        }
        if let (&[sent], &[accepted]) = (sent.as_slice(), accepted.as_slice()) {
            let (old, new) = match self.polarity {
                Polarity::Narrowed => (sent, accepted),
                Polarity::Widened => (accepted, sent),
            };
            return self.here(ChangeKind::EnumValueReplaced, Details::values(Some(old), Some(new)));
        }
        let fragment = Some(json!({ "not": { "enum": others } }));
        // One value is reported as itself, several as a list.
        let reported = if let [one] = others.as_slice() { (*one).clone() } else { list(others) };
        let details = match self.polarity {
            Polarity::Narrowed => Details::values(Some(&reported), None),
            Polarity::Widened => Details::values(None, Some(&reported)),
        };
        let kind = self.pick(ChangeKind::EnumValueRemoved, ChangeKind::EnumValueAdded);
        Explanation { fragment, ..self.here(kind, details) }
    }

    fn bound(&self, keywords: &'static [&'static str], is_doubt: bool) -> Explanation<'d> {
        let value = |schema: &super::EffectiveSchema<'d>, name: &str| {
            schema.keyword(name).map(|it| it.value)
        };
        let values = |name: &str| (value(&self.schemas.old, name), value(&self.schemas.new, name));
        let differs = |name: &&&str| values(name).0 != values(name).1;
        let name = keywords.iter().find(differs).unwrap_or(&keywords[0]);
        let (old, new) = values(name);
        let kind = if is_doubt {
            ChangeKind::ConstraintChanged
        } else if self.polarity.breaks(self.direction)
            && *name == "multipleOf"
            && old.zip(new).is_some_and(|(old, new)| !divides(old, new) && !divides(new, old))
        {
            ChangeKind::ConstraintReplaced
        } else {
            self.pick(ChangeKind::ConstraintNarrowed, ChangeKind::ConstraintWidened)
        };
        self.here(kind, Details::values(old, new).subject(Subject::Keyword((*name).to_owned())))
    }

    fn required(&self, name: &'d str) -> Explanation<'d> {
        let find =
            |schema: &super::EffectiveSchema<'d>| schema.properties(self.direction).remove(name);
        let (old, new) = (find(&self.schemas.old), find(&self.schemas.new));
        let was_required = self.schemas.old.required().contains(name);
        let (kind, place) = match (self.polarity, &old, &new) {
            (Polarity::Narrowed, None, Some(new)) => {
                (ChangeKind::PropertyRequiredAdded, Place::added(new))
            }
            (Polarity::Narrowed, Some(old), Some(new)) => {
                (ChangeKind::PropertyBecameRequired, Place::both(old, new))
            }
            (Polarity::Widened, Some(old), None) if was_required => {
                (ChangeKind::PropertyRemoved, Place::removed(old))
            }
            (Polarity::Widened, Some(old), Some(new)) => {
                (ChangeKind::PropertyBecameOptional, Place::both(old, new))
            }
            (polarity, _, _) => {
                let place = Place::both(&self.schemas.old.at, &self.schemas.new.at);
                match polarity {
                    Polarity::Narrowed => (ChangeKind::PropertyBecameRequired, place),
                    Polarity::Widened => (ChangeKind::PropertyBecameOptional, place),
                }
            }
        };
        Explanation {
            kind,
            place,
            details: Details::about(subject(name)),
            fragment: None,
            property: Some(name),
        }
    }

    /// An object that takes no others: each property that the other side describes is one, and there may be more.
    fn others(&self, constraint: &Constraint<'d>) -> Vec<Explanation<'d>> {
        let (from, to) = self.schemas.ordered(self.polarity);
        let known = to.properties(self.direction);
        let undescribed = from
            .properties(self.direction)
            .into_iter()
            .filter(|(name, _)| !known.contains_key(name));
        let explanation = |(name, property): (&'d str, Cursor<'d>)| {
            let (kind, place) = match (self.polarity, self.direction) {
                (Polarity::Narrowed, Direction::Request) => {
                    (ChangeKind::PropertyRefused, Place::removed(&property))
                }
                (Polarity::Widened, Direction::Response) => {
                    (ChangeKind::PropertyUnexpected, Place::added(&property))
                }
                // What is not sent any more, or accepted as well, is reported as such.
                (Polarity::Narrowed, Direction::Response)
                | (Polarity::Widened, Direction::Request) => {
                    return None;
                }
            };
            let absent = json!({ "not": { "required": [name] } });
            let fragment = Some(json!({ "anyOf": [absent, constraint.fragment] }));
            Some(Explanation {
                kind,
                place,
                details: Details::about(subject(name)),
                fragment,
                property: Some(name),
            })
        };
        let mut explanations: Vec<_> = undescribed.filter_map(explanation).collect();
        let is_open =
            from.keyword("additionalProperties").is_none_or(|it| it.value != &Value::Bool(false));
        let says_so = from.keyword("additionalProperties").is_some();
        if is_open && (says_so || from.properties(self.direction).is_empty()) {
            let kind = self.pick(
                ChangeKind::AdditionalPropertiesClosed,
                ChangeKind::AdditionalPropertiesOpened,
            );
            explanations.push(self.here(kind, Details::default()));
        }
        explanations
    }

    /// A property that the other side does not describe and yet may hold anything.
    fn property(&self, name: &'d str, constraint: &Constraint<'d>) -> Vec<Explanation<'d>> {
        let at = constraint.at.get_or_absent("properties").get_or_absent(name);
        match (self.polarity, self.direction) {
            (Polarity::Narrowed, Direction::Request) => vec![Explanation {
                kind: ChangeKind::PropertyRestricted,
                place: Place::added(&at),
                details: Details::about(subject(name)),
                fragment: None,
                property: Some(name),
            }],
            // The removed property is reported, and that says more.
            (Polarity::Narrowed | Polarity::Widened, Direction::Response)
            | (Polarity::Widened, Direction::Request) => Vec::new(),
        }
    }

    fn whole(&self, keyword: &'static str, is_doubt: bool) -> Explanation<'d> {
        let kind = if is_doubt {
            ChangeKind::SchemaChanged
        } else {
            self.pick(ChangeKind::SchemaNarrowed, ChangeKind::SchemaWidened)
        };
        self.here(kind, Details::about(Subject::SchemaKeyword(keyword.to_owned())))
    }
}

/// Whether the one is a multiple of the other, as far as floating point tells.
fn divides(one: &Value, other: &Value) -> bool {
    let ratio = one.as_f64().zip(other.as_f64()).map(|(one, other)| other / one);
    ratio.is_none_or(|ratio| (ratio - ratio.round()).abs() < 1e-9)
}

fn is_bound(kind: ChangeKind) -> bool {
    matches!(kind, ChangeKind::ConstraintNarrowed | ChangeKind::ConstraintWidened)
}

/// The kind that says the same from the other side, where reporting both would be reporting twice.
fn turned(kind: ChangeKind) -> Option<ChangeKind> {
    const TURNED: [(ChangeKind, ChangeKind); 2] = [
        (ChangeKind::ConstraintNarrowed, ChangeKind::ConstraintWidened),
        (ChangeKind::SchemaNarrowed, ChangeKind::SchemaWidened),
    ];
    TURNED.into_iter().find_map(|(one, other)| match kind {
        kind if kind == one => Some(other),
        kind if kind == other => Some(one),
        _ => None,
    })
}

/// Whether the types of the one hold all of the other; none at all are all.
fn covers(wide: Option<&BTreeSet<&str>>, narrow: Option<&BTreeSet<&str>>) -> bool {
    let Some(wide) = wide else { return true };
    narrow.is_some_and(|narrow| {
        narrow
            .iter()
            .all(|name| wide.contains(name) || (*name == "integer" && wide.contains("number")))
    })
}

fn subject(name: &str) -> Subject {
    Subject::Property(name.to_owned())
}
