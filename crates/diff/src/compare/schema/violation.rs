//! Which kind of change a violated demand is.

use std::collections::{BTreeSet, HashSet};

use gatepact_schema::Reason;
use serde_json::{Map, Value, json};

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

    /// Whether a change of what a keyword takes was reported.
    pub(super) fn reports_keyword(&self, keyword: &str) -> bool {
        let is_about = |subject: &Option<Subject>| match subject {
            Some(Subject::SchemaKeyword(name)) => name == keyword,
            _ => false,
        };
        self.reported.iter().any(|(_, subject)| is_about(subject))
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
        let explainer = Explainer { schemas, polarity, direction: scope.direction };
        // A witness that is too large to show is one all the same.
        let is_doubt = doubt.is_some_and(|reason| reason != Reason::Size);
        if is_doubt && !breaks {
            return;
        }
        for explanation in explainer.explanations(&constraint, is_doubt) {
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
            let explains = explains(schemas, (polarity, &constraint), (&explanation, scope));
            let candidate = breaks.then(|| Candidate {
                at: constraint.at.clone(),
                fragment: explanation.fragment.unwrap_or_else(|| constraint.fragment.clone()),
                explains,
                doubt,
                is_about_overlap: matches!(constraint.about, ConstraintKind::Alternatives(_)),
            });
            let Explanation { kind, place, details, .. } = explanation;
            let change = RawChange::new(kind, scope.direction, place, details);
            context.add(scope, RawChange { candidate, ..change });
        }
    }
}

/// What a change explains beyond its own demand: another type also says that null is another value, and a property that
/// is gone may hold anything.
fn explains<'d>(
    schemas: &EffectiveSchemas<'d>,
    (polarity, constraint): (Polarity, &Constraint<'d>),
    (explanation, scope): (&Explanation<'d>, Scope),
) -> Option<Value> {
    let is_gone = explanation.place.new.is_none() || explanation.place.old.is_none();
    let Some(name) = explanation.property.filter(|_| is_gone) else {
        return constraint.without_null();
    };
    let (_, to) = schemas.ordered(polarity);
    let described = to.properties(scope.direction).get(name)?.value;
    let properties = Map::from_iter([(name.to_owned(), described.clone())]);
    Some(json!({ "allOf": [constraint.fragment, { "properties": properties }] }))
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
            ConstraintKind::Null => vec![self.null()],
            ConstraintKind::Values => vec![self.values()],
            ConstraintKind::Bound(keywords) => vec![self.bound(keywords, is_doubt)],
            ConstraintKind::Required(name) => vec![self.required(name)],
            ConstraintKind::Others => self.others(constraint),
            ConstraintKind::Property(name) => self.property(name, constraint),
            ConstraintKind::Items => vec![self.whole("items", is_doubt)],
            ConstraintKind::Whole("unevaluatedProperties") if !is_doubt => {
                let (from, to) = self.schemas.ordered(self.polarity);
                let (sent, known) =
                    (from.properties(self.direction), to.properties(self.direction));
                let mut others = self.others(constraint);
                if others.is_empty() && sent.keys().all(|name| known.contains_key(name)) {
                    others.push(self.whole("unevaluatedProperties", is_doubt));
                }
                others
            }
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
        let place = Place::both(&self.schemas.old.place, &self.schemas.new.place);
        Explanation { kind, place, details, fragment: None, property: None }
    }

    fn null(&self) -> Explanation<'d> {
        let (from, to) = self.schemas.ordered(self.polarity);
        let kind = if to.mentions_nullable() {
            // Most tools took null there already, or still do.
            ChangeKind::NullableUnclear
        } else if self.polarity == Polarity::Narrowed
            && to.has_foreign_nullable()
            && from.mentions_nullable()
        {
            ChangeKind::NullableIgnored
        } else {
            self.pick(ChangeKind::NullableRemoved, ChangeKind::NullableAdded)
        };
        let place = Place::both(&self.schemas.old.at, &self.schemas.new.at);
        Explanation { place, ..self.here(kind, Details::default()) }
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
        let all = to.values().unwrap_or_default();
        // What is said of null is said as such.
        let without_null = |values: &[&'d Value]| -> Vec<&'d Value> {
            values.iter().copied().filter(|value| !value.is_null()).collect()
        };
        let accepted = without_null(&all);
        let Some(sent) = from.values().map(|values| without_null(&values)) else {
            let details = match self.polarity {
                Polarity::Narrowed => Details::values(None, Some(&list(all))),
                Polarity::Widened => Details::values(Some(&list(all)), None),
            };
            return self.here(self.pick(ChangeKind::EnumAdded, ChangeKind::EnumRemoved), details);
        };
        let known: HashSet<&Value> = accepted.iter().copied().collect();
        let others: Vec<&Value> =
            sent.iter().copied().filter(|value| !known.contains(value)).collect();
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
        let find = |schema: &super::EffectiveSchema<'d>| {
            schema.properties(self.direction).get(name).cloned()
        };
        let (old, new) = (find(&self.schemas.old), find(&self.schemas.new));
        let was_required = self.schemas.old.requires(name);
        let withheld = |schema: &super::EffectiveSchema<'d>| schema.withheld(name, self.direction);
        let withheld = (withheld(&self.schemas.old), withheld(&self.schemas.new));
        let (kind, place) = match (self.polarity, &old, &new) {
            (Polarity::Narrowed, None, Some(new)) if withheld.0.is_some() => {
                let old = withheld.0.as_ref().unwrap_or(new);
                (ChangeKind::PropertyBecameRequired, Place::both(old, new))
            }
            (Polarity::Widened, Some(old), None) if withheld.1.is_some() => {
                let kind = match self.direction {
                    Direction::Request => ChangeKind::PropertyReadOnlyAdded,
                    Direction::Response => ChangeKind::PropertyRequiredWriteOnlyAdded,
                };
                (kind, Place::both(old, withheld.1.as_ref().unwrap_or(old)))
            }
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
        let undescribed =
            from.properties(self.direction).iter().filter(|(name, _)| !known.contains_key(*name));
        let explanation = |(name, property): (&&'d str, &Cursor<'d>)| {
            let name = *name;
            let (kind, place) = match (self.polarity, self.direction) {
                (Polarity::Narrowed, Direction::Request) => {
                    (ChangeKind::PropertyRefused, Place::removed(property))
                }
                (Polarity::Widened, Direction::Response) => {
                    (ChangeKind::PropertyUnexpected, Place::added(property))
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
        let keywords = ["additionalProperties", "unevaluatedProperties"];
        let said = || keywords.iter().filter_map(|keyword| from.keyword(keyword));
        let is_open = said().all(|it| it.value != &Value::Bool(false));
        let says_so = said().next().is_some();
        let describes = |schema: &super::EffectiveSchema<'d>| {
            keywords
                .iter()
                .any(|keyword| schema.keyword(keyword).is_some_and(|it| it.value.is_object()))
        };
        // What both describe is compared on its own.
        let is_left_to_parts = describes(from) && describes(to);
        if is_open && !is_left_to_parts && (says_so || from.properties(self.direction).is_empty()) {
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
        let (from, to) = self.schemas.ordered(self.polarity);
        let at = constraint.at.get_or_absent("properties").get_or_absent(name);
        let is_required = from.requires(name);
        let (kind, place) = match (self.polarity, self.direction, is_required) {
            // Who sends it without a schema sends it all the same.
            (Polarity::Narrowed, _, true) => (ChangeKind::PropertySchemaAdded, Place::added(&at)),
            (Polarity::Widened, _, true) => {
                (ChangeKind::PropertySchemaRemoved, Place::removed(&at))
            }
            (Polarity::Narrowed, Direction::Request, false) => {
                (ChangeKind::PropertyRestricted, Place::added(&at))
            }
            // That it need not be there is reported, and that says more.
            (Polarity::Widened, _, false) if to.requires(name) => return Vec::new(),
            // What is no longer described may still come, as something else.
            (Polarity::Widened, Direction::Response, false) => {
                (ChangeKind::PropertyOptionalRemoved, Place::removed(&at))
            }
            // The property is reported as such.
            (Polarity::Narrowed, Direction::Response, false)
            | (Polarity::Widened, Direction::Request, false) => return Vec::new(),
        };
        vec![Explanation {
            kind,
            place,
            details: Details::about(subject(name)),
            fragment: None,
            property: Some(name),
        }]
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
