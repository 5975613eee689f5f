//! Which kind of change a disobeyed demand is.

use std::collections::BTreeSet;

use gatepact_schema::Reason;
use serde_json::{Value, json};

use super::facet::{About, Facet};
use super::{Sense, Views};
use crate::diff::change::Facts;
use crate::diff::cursor::Cursor;
use crate::diff::rules::Kind;
use crate::diff::severity::Direction;
use crate::diff::walk::{Claim, Found, Pass, Place, Walk};

/// A demand that is disobeyed, or that may be.
type Broken<'d> = (Sense, Facet<'d>, Option<Reason>);

/// The demands of one pair of schemas that are disobeyed and told.
#[derive(Default)]
pub(super) struct Disobeyed<'d> {
    /// What was told, so that the other order does not tell it again.
    told: BTreeSet<(Kind, Option<String>)>,
    properties: BTreeSet<&'d str>,
    /// Another type: then what else is said of null is no news.
    types: bool,
}

/// What is told of a demand.
struct Tale<'d> {
    kind: Kind,
    place: Place,
    facts: Facts,
    /// A narrower demand than the facet's, to show this and nothing else.
    fragment: Option<Value>,
    property: Option<&'d str>,
}

impl<'d> Disobeyed<'d> {
    pub(super) fn tells_property(&self, name: &str) -> bool {
        self.properties.contains(name)
    }

    /// Tells a demand as the changes that it amounts to.
    pub(super) fn tell(
        &mut self,
        walk: &mut Walk<'d>,
        pass: Pass,
        views: &Views<'d>,
        (sense, facet, doubt): Broken<'d>,
    ) {
        let breaks = sense.breaks(pass.direction);
        if doubt.is_some() && !breaks {
            return;
        }
        let teller = Teller { views, sense, direction: pass.direction };
        for tale in teller.tales(&facet, doubt.is_some()) {
            if facet.about == About::Null && self.types {
                continue;
            }
            self.types |= facet.about == About::Types;
            let subject = tale.facts.subject.clone();
            self.properties.extend(tale.property);
            let mut is_told = |kind| self.told.contains(&(kind, subject.clone()));
            if tale.kind.turned().is_some_and(&mut is_told) || is_told(tale.kind) {
                continue;
            }
            self.told.insert((tale.kind, subject));
            let claim = breaks.then(|| Claim {
                at: facet.at.clone(),
                fragment: tale.fragment.unwrap_or_else(|| facet.fragment.clone()),
                doubt,
            });
            let Tale { kind, place, facts, .. } = tale;
            let direction = pass.direction;
            walk.claim(pass, Found { kind, direction, place, facts, claim, part: None });
        }
    }
}

/// What a demand is told from.
struct Teller<'v, 'd> {
    views: &'v Views<'d>,
    sense: Sense,
    direction: Direction,
}

impl<'d> Teller<'_, 'd> {
    fn tales(&self, facet: &Facet<'d>, is_doubt: bool) -> Vec<Tale<'d>> {
        match facet.about {
            About::Types => vec![self.types()],
            About::Null => {
                vec![
                    self.here(
                        self.pick(Kind::NullableRemoved, Kind::NullableAdded),
                        Facts::default(),
                    ),
                ]
            }
            About::Values => vec![self.values()],
            About::Bound(keywords) => vec![self.bound(keywords, is_doubt)],
            About::Required(name) => vec![self.required(name)],
            About::Others => self.others(facet),
            About::Property(name) => self.property(name, facet),
            About::Items => vec![self.whole("items", is_doubt)],
            About::Alternatives(name) | About::Whole(name) => vec![self.whole(name, is_doubt)],
        }
    }

    /// By what became of the values.
    fn pick(&self, narrowed: Kind, widened: Kind) -> Kind {
        match self.sense {
            Sense::Narrowed => narrowed,
            Sense::Widened => widened,
        }
    }

    /// A tale about the schema itself.
    fn here(&self, kind: Kind, facts: Facts) -> Tale<'d> {
        let place = Place::both(&self.views.old.at, &self.views.new.at);
        Tale { kind, place, facts, fragment: None, property: None }
    }

    fn types(&self) -> Tale<'d> {
        let (old, new) = (self.views.old.types(), self.views.new.types());
        let text = |types: &Option<BTreeSet<&str>>| match types {
            None => Value::from("any"),
            Some(names) if names.is_empty() => Value::from("none"),
            Some(names) => Value::from(names.iter().copied().collect::<Vec<_>>().join(" or ")),
        };
        // Values of another type were seen: they are not fewer where the new ones are others, nor more where the old
        // ones are.
        let kind = match self.sense {
            Sense::Narrowed if covers(old.as_ref(), new.as_ref()) => Kind::TypeNarrowed,
            Sense::Widened if covers(new.as_ref(), old.as_ref()) => Kind::TypeWidened,
            Sense::Narrowed | Sense::Widened => Kind::TypeChanged,
        };
        self.here(kind, Facts::values(Some(&text(&old)), Some(&text(&new))))
    }

    fn values(&self) -> Tale<'d> {
        let (from, to) = self.views.ordered(self.sense);
        let list = |values: Vec<&Value>| Value::from_iter(values.into_iter().cloned());
        let taken = to.values().unwrap_or_default();
        let Some(sent) = from.values() else {
            let facts = match self.sense {
                Sense::Narrowed => Facts::values(None, Some(&list(taken))),
                Sense::Widened => Facts::values(Some(&list(taken)), None),
            };
            return self.here(self.pick(Kind::EnumAdded, Kind::EnumRemoved), facts);
        };
        let others: Vec<&Value> =
            sent.iter().copied().filter(|value| !taken.contains(value)).collect();
        if others.is_empty() {
            return self.whole("enum", false);
        }
        if let (&[sent], &[taken]) = (sent.as_slice(), taken.as_slice()) {
            let (old, new) = match self.sense {
                Sense::Narrowed => (sent, taken),
                Sense::Widened => (taken, sent),
            };
            return self.here(Kind::EnumValueReplaced, Facts::values(Some(old), Some(new)));
        }
        let fragment = Some(json!({ "not": { "enum": others } }));
        // One value is told as itself.
        let told = if let [one] = others.as_slice() { (*one).clone() } else { list(others) };
        let facts = match self.sense {
            Sense::Narrowed => Facts::values(Some(&told), None),
            Sense::Widened => Facts::values(None, Some(&told)),
        };
        let kind = self.pick(Kind::EnumValueRemoved, Kind::EnumValueAdded);
        Tale { fragment, ..self.here(kind, facts) }
    }

    fn bound(&self, keywords: &'static [&'static str], is_doubt: bool) -> Tale<'d> {
        let value = |view: &super::View<'d>, name: &str| view.keyword(name).map(|it| it.value);
        let values = |name: &str| (value(&self.views.old, name), value(&self.views.new, name));
        let differs = |name: &&&str| values(name).0 != values(name).1;
        let name = keywords.iter().find(differs).unwrap_or(&keywords[0]);
        let (old, new) = values(name);
        let kind = if is_doubt {
            Kind::ConstraintChanged
        } else {
            self.pick(Kind::ConstraintNarrowed, Kind::ConstraintWidened)
        };
        self.here(kind, Facts::values(old, new).subject(*name))
    }

    fn required(&self, name: &'d str) -> Tale<'d> {
        let find = |view: &super::View<'d>| view.properties(self.direction).remove(name);
        let (old, new) = (find(&self.views.old), find(&self.views.new));
        let was_required = self.views.old.required().contains(name);
        let (kind, place) = match (self.sense, &old, &new) {
            (Sense::Narrowed, None, Some(new)) => (Kind::PropertyRequiredAdded, Place::added(new)),
            (Sense::Narrowed, Some(old), Some(new)) => {
                (Kind::PropertyBecameRequired, Place::both(old, new))
            }
            (Sense::Widened, Some(old), None) if was_required => {
                (Kind::PropertyRemoved, Place::removed(old))
            }
            (Sense::Widened, Some(old), Some(new)) => {
                (Kind::PropertyBecameOptional, Place::both(old, new))
            }
            (sense, _, _) => {
                let place = Place::both(&self.views.old.at, &self.views.new.at);
                match sense {
                    Sense::Narrowed => (Kind::PropertyBecameRequired, place),
                    Sense::Widened => (Kind::PropertyBecameOptional, place),
                }
            }
        };
        Tale { kind, place, facts: Facts::about(name), fragment: None, property: Some(name) }
    }

    /// An object that takes no others: each property that the other side describes is one, and there may be more.
    fn others(&self, facet: &Facet<'d>) -> Vec<Tale<'d>> {
        let (from, to) = self.views.ordered(self.sense);
        let known = to.properties(self.direction);
        let undescribed = from
            .properties(self.direction)
            .into_iter()
            .filter(|(name, _)| !known.contains_key(name));
        let tale = |(name, property): (&'d str, Cursor<'d>)| {
            let (kind, place) = match (self.sense, self.direction) {
                (Sense::Narrowed, Direction::Request) => {
                    (Kind::PropertyRefused, Place::removed(&property))
                }
                (Sense::Widened, Direction::Response) => {
                    (Kind::PropertyUnexpected, Place::added(&property))
                }
                // What is not sent any more, or taken as well, is told as such.
                (Sense::Narrowed, Direction::Response) | (Sense::Widened, Direction::Request) => {
                    return None;
                }
            };
            let absent = json!({ "not": { "required": [name] } });
            let fragment = Some(json!({ "anyOf": [absent, facet.fragment] }));
            Some(Tale { kind, place, facts: Facts::about(name), fragment, property: Some(name) })
        };
        let mut tales: Vec<_> = undescribed.filter_map(tale).collect();
        let is_open =
            from.keyword("additionalProperties").is_none_or(|it| it.value != &Value::Bool(false));
        let says_so = from.keyword("additionalProperties").is_some();
        if is_open && (says_so || from.properties(self.direction).is_empty()) {
            let kind =
                self.pick(Kind::AdditionalPropertiesClosed, Kind::AdditionalPropertiesOpened);
            tales.push(self.here(kind, Facts::default()));
        }
        tales
    }

    /// A property that the other side does not describe and yet may hold anything.
    fn property(&self, name: &'d str, facet: &Facet<'d>) -> Vec<Tale<'d>> {
        let at = facet.at.get_or_absent("properties").get_or_absent(name);
        match (self.sense, self.direction) {
            (Sense::Narrowed, Direction::Request) => vec![Tale {
                kind: Kind::PropertyRestricted,
                place: Place::added(&at),
                facts: Facts::about(name),
                fragment: None,
                property: Some(name),
            }],
            // The property is gone: that is told, and says more.
            (Sense::Narrowed | Sense::Widened, Direction::Response)
            | (Sense::Widened, Direction::Request) => Vec::new(),
        }
    }

    fn whole(&self, keyword: &'static str, is_doubt: bool) -> Tale<'d> {
        let kind = if is_doubt {
            Kind::SchemaChanged
        } else {
            self.pick(Kind::SchemaNarrowed, Kind::SchemaWidened)
        };
        self.here(kind, Facts::about(format!("`{keyword}`")))
    }
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
