//! Questions about a part: one keyword of a schema, or a schema at the end of a path into a value.

use serde_json::Value;

use super::{Place, Universe, lens};
use crate::answer::{Answer, Decision};
use crate::budget::{Budget, Meter};
use crate::eval::Eval;
use crate::index::{Side, Site};
use crate::lower::Lower;
use crate::node::{Arena, Id, Items, Named, Node, Properties};
use crate::reading::{Reading, World};
use crate::search::{Item, Outcome, Search};
use crate::witness::shrink;

/// A schema that need not stand in a document, read as though it stood at a place of one: its references lead where
/// those of the place lead, and what need not be sent there need not be sent here.
#[derive(Clone, Copy, Debug)]
pub struct Fragment<'p> {
    /// The place.
    pub at: Place<'p>,
    /// The schema.
    pub schema: &'p Value,
}

/// One step into a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// To the property of this name.
    Property(String),
    /// To any property but those of these names.
    Other(Vec<String>),
    /// To any property whose name matches a pattern.
    Matching(String),
    /// To any item of an array.
    Item,
    /// To the value itself, if it belongs to an alternative.
    Alternative(Alternative),
}

/// The alternative of an `anyOf` or `oneOf` to which a value belongs.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// The document of the alternative.
    pub side: Side,
    /// Its JSON pointer.
    pub pointer: String,
    /// The schema that tells its values from those of the others, where there is one: a tag.
    pub tag: Option<Value>,
}

/// How much a witness is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// The independent validator agreed, and the value is as small as it can be.
    Confirmed,
    /// The search found it.
    Likely,
}

/// What lies at the end of a path into a value.
#[derive(Clone, Copy, Debug)]
pub struct End<'p> {
    /// The path; empty for the value itself.
    pub path: &'p [Step],
    /// What is demanded there.
    pub demand: Fragment<'p>,
}

impl<'d> Universe<'d> {
    /// Does every value of `a` obey a part of `b`?
    ///
    /// The fragment stands inside of `b` and says no more than `b` does, one of its keywords for example. So a value
    /// that disobeys it is none of `b`, which is what the independent validator confirms.
    pub fn obeys(
        &mut self,
        a: Place<'_>,
        b: Fragment<'_>,
        reading: Reading,
        budget: Budget<'_>,
    ) -> Answer {
        let mut outside =
            |universe: &mut Self, _: Site<'d>| universe.fragment(b, reading).into_iter().collect();
        self.ask(a, b.at, (Vec::new(), &mut outside), (reading, budget))
    }

    /// As [`Universe::obeys`], without a value that shows it.
    pub fn decide_obeys(
        &mut self,
        a: Place<'_>,
        b: Fragment<'_>,
        reading: Reading,
        budget: Budget<'_>,
    ) -> Decision {
        let mut outside =
            |universe: &mut Self, _: Site<'d>| universe.fragment(b, reading).into_iter().collect();
        self.decide(a, b.at, (Vec::new(), &mut outside), (reading, budget))
    }

    /// Is every value of `a` taken by `b`, by a schema beside it, or without anything at the end of the path but
    /// what is demanded there?
    ///
    /// The witness of the opposite shows what the demand alone brings about in `b`: a value that `b` refuses, with a
    /// part at the end of the path that the demand refuses, and with none that one of the `obeyed` demands refuses.
    pub fn survives(
        &mut self,
        a: Place<'_>,
        b: Place<'_>,
        (end, obeyed, beside): (End<'_>, &[End<'_>], &[Value]),
        (reading, budget, certainty): (Reading, Budget<'_>, Certainty),
    ) -> Answer {
        let obeyed = obeyed.iter().filter_map(|end| self.demanded(*end, reading)).collect();
        let mut outside = |universe: &mut Self, to: Site<'d>| {
            let part = universe.demanded(end, reading);
            let whole = universe.all_taken((b, to), beside, reading);
            part.into_iter().chain(whole).collect()
        };
        let sets = (obeyed, &mut outside as &mut _);
        match certainty {
            Certainty::Confirmed => self.answer(a, b, sets, (reading, budget, true)),
            Certainty::Likely => self.likely(a, b, sets, (reading, budget, false)),
        }
    }

    /// The values that have only what is demanded at the end of a path.
    fn demanded(&mut self, end: End<'_>, reading: Reading) -> Option<Id> {
        let part = self.fragment(end.demand, reading)?;
        Some(self.everywhere(end.path, part, reading))
    }

    pub(super) fn alternative(
        &mut self,
        alternative: &Alternative,
        reading: Reading,
    ) -> Option<Id> {
        let Alternative { side, pointer, tag } = alternative;
        let at = Place { side: *side, pointer };
        match tag {
            Some(schema) => self.fragment(Fragment { at, schema }, reading),
            None => {
                let site = self.index.at(at.side, at.pointer)?;
                Some(self.lower(site, reading))
            }
        }
    }

    /// Is every value of `a` a value of `b` or of one of the schemas beside it?
    pub fn contains_beside(
        &mut self,
        a: Place<'_>,
        b: Place<'_>,
        beside: &[Value],
        (reading, budget): (Reading, Budget<'_>),
    ) -> Answer {
        let mut outside =
            |universe: &mut Self, to: Site<'d>| universe.all_taken((b, to), beside, reading);
        self.ask(a, b, (Vec::new(), &mut outside), (reading, budget))
    }

    /// As [`Universe::contains_beside`], without a value that shows it.
    pub fn decide_contains_beside(
        &mut self,
        a: Place<'_>,
        b: Place<'_>,
        beside: &[Value],
        (reading, budget): (Reading, Budget<'_>),
    ) -> Decision {
        let mut outside =
            |universe: &mut Self, to: Site<'d>| universe.all_taken((b, to), beside, reading);
        self.decide(a, b, (Vec::new(), &mut outside), (reading, budget))
    }

    /// Is every value of `a` a value of `b`, if it obeys some demands and belongs to both schemas of one of the pairs?
    pub fn contains_where(
        &mut self,
        a: Place<'_>,
        b: Place<'_>,
        (obeyed, pairs): (&[End<'_>], &[[Place<'_>; 2]]),
        (reading, budget): (Reading, Budget<'_>),
    ) -> Answer {
        let mut sets: Vec<Id> =
            obeyed.iter().filter_map(|end| self.demanded(*end, reading)).collect();
        if !pairs.is_empty() {
            let both = |universe: &mut Self, pair: &[Place<'_>; 2]| {
                let [one, other] = pair.map(|place| universe.index.at(place.side, place.pointer));
                let ids = [universe.lower(one?, reading), universe.lower(other?, reading)];
                Some(universe.arena.and(ids))
            };
            let both: Vec<Id> = pairs.iter().filter_map(|pair| both(self, pair)).collect();
            sets.push(self.arena.or(both));
        }
        let mut outside = |universe: &mut Self, to: Site<'d>| vec![universe.lower(to, reading)];
        self.ask(a, b, (sets, &mut outside), (reading, budget))
    }

    /// Whether it can be shown that every value of a fragment is one of `b`.
    pub fn takes(
        &mut self,
        fragment: Fragment<'_>,
        b: Place<'_>,
        reading: Reading,
        budget: Budget<'_>,
    ) -> bool {
        let Some(to) = self.index.at(b.side, b.pointer) else { return false };
        if self.index.is_too_deep(b.side) {
            return false;
        }
        let Some(id) = self.fragment(fragment, reading) else { return false };
        let outside = self.lower(to, reading);
        let mut search = Search::new(&mut self.arena, &mut self.memo, Meter::new(budget));
        search.solve(vec![Item::open(id)], vec![outside]) == Ok(Outcome::Empty)
    }

    /// A value of a place, as small as its schema lets it be; `None` when there is none or none was found.
    pub fn sample(&mut self, a: Place<'_>, reading: Reading, budget: Budget<'_>) -> Option<Value> {
        let site = self.index.at(a.side, a.pointer)?;
        if self.index.is_too_deep(a.side) {
            return None;
        }
        let id = self.lower(site, reading);
        let inside = Item { id, closed: reading.world == World::Closed };
        let mut search = Search::new(&mut self.arena, &mut self.memo, Meter::new(budget));
        let Ok(Outcome::Found(value)) = search.solve(vec![inside], Vec::new()) else { return None };
        let mut meter = Meter::new(Budget::default());
        let asked = (site, lens(reading));
        let judge = self.validators.judge(&self.index, asked, &value, &mut meter).ok()?;
        let mut sends = |value: &Value| {
            judge.accepts(value, &mut meter) == Ok(true)
                && (!inside.closed
                    || Eval::new(&mut self.arena, &mut meter).emits(value, &[id]) == Ok(true))
        };
        let found = sends(&value);
        found.then(|| shrink(value, &mut sends))
    }

    fn all_taken(
        &mut self,
        (b, to): (Place<'_>, Site<'d>),
        beside: &[Value],
        reading: Reading,
    ) -> Vec<Id> {
        let mut all = vec![self.lower(to, reading)];
        for schema in beside {
            all.extend(self.fragment(Fragment { at: b, schema }, reading));
        }
        all
    }

    pub(super) fn fragment(&mut self, fragment: Fragment<'_>, reading: Reading) -> Option<Id> {
        let at = self.index.at(fragment.at.side, fragment.at.pointer)?;
        let mut lower = Lower {
            arena: &mut self.arena,
            index: &self.index,
            slots: &mut self.slots,
            lens: lens(reading),
            passing: true,
        };
        let id = lower.fragment(fragment.schema, at);
        Some(self.arena.representative(id))
    }

    /// The values that have only values of the set at the end of the path.
    fn everywhere(&mut self, path: &[Step], mut set: Id, reading: Reading) -> Id {
        for step in path.iter().rev() {
            let node = match step {
                Step::Item => Node::Items(Items { prefix: [].into(), rest: set }),
                Step::Property(name) => properties([(name.as_str(), set)], Arena::ANY),
                Step::Matching(pattern) => {
                    let language = self.arena.languages.pattern(pattern);
                    let properties = Properties {
                        named: Vec::new(),
                        patterns: vec![(language, set)],
                        rest: Arena::ANY,
                        explicit: true,
                    };
                    Node::Properties(properties.into())
                }
                Step::Other(names) => {
                    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
                    names.sort_unstable();
                    names.dedup();
                    properties(names.into_iter().map(|name| (name, Arena::ANY)), set)
                }
                Step::Alternative(alternative) => {
                    if let Some(own) = self.alternative(alternative, reading) {
                        let others = self.arena.not(own);
                        set = self.arena.or([others, set]);
                    }
                    continue;
                }
            };
            set = self.arena.intern(node);
        }
        set
    }
}

/// The names are sorted.
fn properties<'n>(named: impl IntoIterator<Item = (&'n str, Id)>, rest: Id) -> Node {
    let named = named.into_iter();
    let named = named.map(|(name, schema)| Named { name: name.into(), schema, sent: true });
    let properties =
        Properties { named: named.collect(), patterns: Vec::new(), rest, explicit: true };
    Node::Properties(properties.into())
}
