//! Documents, and the questions about their schemas.

mod part;
mod value;

use serde_json::Value;

use crate::answer::{Answer, Reason};
use crate::budget::{Budget, Meter};
use crate::dialect::Dialect;
use crate::eval::Eval;
use crate::index::{Index, Side, Site};
use crate::lower::{Lens, Lower, Slots};
use crate::node::{Arena, Id};
use crate::reading::{OneOf, Reading, World};
use crate::search::{Item, Memo, Outcome, Search};
use crate::witness::{Validators, shrink};

pub use part::{Alternative, End, Fragment, Step};

/// A schema: a document and a JSON pointer into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place<'p> {
    /// The document.
    pub side: Side,
    /// The JSON pointer; empty for the document itself.
    pub pointer: &'p str,
}

/// What a schema means, within one universe: see [`Universe::identity`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Identity(Id);

/// The documents that questions are asked about, and all that was learned from earlier questions.
///
/// Schemas are read when they are first asked about and shared between questions, so that thousands
/// of questions about two large documents cost little more than the ones that differ.
#[derive(Debug)]
pub struct Universe<'d> {
    index: Index<'d>,
    arena: Arena,
    slots: Slots,
    memo: Memo,
    validators: Validators,
    unverified: u64,
    steps: u64,
}

impl Default for Universe<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'d> Universe<'d> {
    /// Without documents.
    #[must_use]
    pub fn new() -> Self {
        Self {
            index: Index::default(),
            arena: Arena::new(),
            slots: Slots::default(),
            memo: Memo::default(),
            validators: Validators::default(),
            unverified: 0,
            steps: 0,
        }
    }

    /// Adds a document. Nothing is read yet but its `$id`s and anchors.
    pub fn add(&mut self, document: &'d Value, dialect: Dialect) -> Side {
        self.index.add(document, dialect)
    }

    /// Is every value of `a` a value of `b`?
    ///
    /// The values of `a` are those its producer sends ([`World`](crate::World)); `b` is always read
    /// to the letter. A pointer that leads nowhere is
    /// [`Undecided`](Answer::Undecided) by [`Reason::Reference`].
    pub fn contains(
        &mut self,
        a: Place<'_>,
        b: Place<'_>,
        reading: Reading,
        budget: Budget<'_>,
    ) -> Answer {
        let mut outside = |universe: &mut Self, to: Site<'d>| vec![universe.lower(to, reading)];
        self.ask(a, b, (Vec::new(), &mut outside), (reading, budget))
    }

    /// Is there a value of `a` in all sets of the one list and in none of the other, which are no smaller than `b`?
    fn ask(
        &mut self,
        a: Place<'_>,
        b: Place<'_>,
        (obeyed, outside): (Vec<Id>, &mut dyn FnMut(&mut Self, Site<'d>) -> Vec<Id>),
        (reading, budget): (Reading, Budget<'_>),
    ) -> Answer {
        let sites = (self.index.at(a.side, a.pointer), self.index.at(b.side, b.pointer));
        let (Some(from), Some(to)) = sites else { return Answer::Undecided(Reason::Reference) };
        self.steps = 0;
        if self.index.is_too_deep(a.side) || self.index.is_too_deep(b.side) {
            return Answer::Undecided(Reason::Nesting);
        }
        let letter = Reading { one_of: OneOf::Exactly, ..reading };
        let id = self.lower(from, letter);
        let outside = outside(self, to);
        if outside.contains(&id) {
            return Answer::Contained;
        }
        let inside = Item { id, closed: reading.world == World::Closed };
        let mut search = Search::new(&mut self.arena, &mut self.memo, Meter::new(budget));
        let sets = obeyed.iter().map(|id| Item::open(*id));
        let outcome = search.solve(sets.chain([inside]).collect(), outside.clone());
        self.steps = search.meter.used;
        let whole = self.lower(to, letter);
        let beside = outside.into_iter().filter(|id| *id != whole).collect();
        let mut check = Check { inside, obeyed, beside, sites: (from, to), lens: lens(letter) };
        match outcome {
            Ok(Outcome::Empty) => Answer::Contained,
            Ok(Outcome::Found(value)) => match self.confirm(&mut check, &value) {
                Ok(true) => Answer::Witness(self.smallest(&mut check, value)),
                Ok(false) => {
                    self.unverified += 1;
                    Answer::Undecided(Reason::Unverified)
                }
                Err(reason) => Answer::Undecided(reason),
            },
            // What could harm the validator is not given to it.
            Ok(Outcome::Doubt(_, reason @ (Reason::Endless | Reason::Nesting))) => {
                Answer::Undecided(reason)
            }
            Ok(Outcome::Doubt(Some(value), reason)) => match self.confirm(&mut check, &value) {
                Ok(true) => Answer::Witness(self.smallest(&mut check, value)),
                Ok(false) | Err(_) => Answer::Undecided(reason),
            },
            Ok(Outcome::Doubt(None, reason)) | Err(reason) => Answer::Undecided(reason),
        }
    }

    /// Which schema a place holds: two places have the same identity when their schemas are equal
    /// with everything they refer to, whatever their components are called. `None` for a pointer
    /// that leads nowhere, and in a document that is nested too deep.
    pub fn identity(&mut self, place: Place<'_>, reading: Reading) -> Option<Identity> {
        let site = self.index.at(place.side, place.pointer)?;
        if self.index.is_too_deep(place.side) {
            return None;
        }
        Some(Identity(self.lower(site, reading)))
    }

    /// Whether the independent validator accepts a value; an error when it cannot read the schema.
    ///
    /// # Errors
    ///
    /// [`Reason::Reference`] for a pointer that leads nowhere, else the reason why the schema cannot
    /// be given to the validator.
    pub fn accepts(
        &mut self,
        place: Place<'_>,
        reading: Reading,
        value: &Value,
    ) -> Result<bool, Reason> {
        let site = self.index.at(place.side, place.pointer).ok_or(Reason::Reference)?;
        if self.index.is_too_deep(place.side) {
            return Err(Reason::Nesting);
        }
        Ok(self.validators.get(&self.index, site, lens(reading))?.is_valid(value))
    }

    /// Whether the producer of a place sends a value: the independent validator accepts it, and in a
    /// closed world every property is declared.
    ///
    /// # Errors
    ///
    /// As [`Universe::accepts`]; also when it cannot be told what is declared.
    pub fn sends(
        &mut self,
        place: Place<'_>,
        reading: Reading,
        value: &Value,
    ) -> Result<bool, Reason> {
        let accepted = self.accepts(place, reading, value)?;
        let site = self.index.at(place.side, place.pointer).ok_or(Reason::Reference)?;
        if !accepted || reading.world == World::Open {
            return Ok(accepted);
        }
        let id = self.lower(site, reading);
        let mut meter = Meter::new(Budget::default());
        Eval::new(&mut self.arena, &mut meter).emits(value, &[id])
    }

    /// How many witnesses the independent validator refused: faults of this crate.
    #[must_use]
    pub fn unverified(&self) -> u64 {
        self.unverified
    }

    /// The steps that the last question took.
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.steps
    }

    fn lower(&mut self, site: Site<'d>, reading: Reading) -> Id {
        let mut lower = Lower {
            arena: &mut self.arena,
            index: &self.index,
            slots: &mut self.slots,
            lens: lens(reading),
            passing: false,
        };
        let id = lower.root(site);
        self.arena.representative(id)
    }

    /// Whether somebody else agrees that the value is in the one and not in the other.
    fn confirm(&mut self, check: &mut Check<'d>, value: &Value) -> Result<bool, Reason> {
        let inside = self.validators.get(&self.index, check.sites.0, check.lens)?;
        let outside = self.validators.get(&self.index, check.sites.1, check.lens)?;
        if !inside.is_valid(value) || outside.is_valid(value) {
            return Ok(false);
        }
        let mut meter = Meter::new(Budget::default());
        let mut eval = Eval::new(&mut self.arena, &mut meter);
        // What stands in no document has no validator: a keyword, or a schema at the end of a path.
        for id in &check.beside {
            if eval.holds(value, *id)? {
                return Ok(false);
            }
        }
        for id in &check.obeyed {
            if !eval.holds(value, *id)? {
                return Ok(false);
            }
        }
        if !check.inside.closed {
            return Ok(true);
        }
        eval.emits(value, &[check.inside.id])
    }

    fn smallest(&mut self, check: &mut Check<'d>, value: Value) -> Value {
        shrink(value, &mut |candidate| self.confirm(check, candidate) == Ok(true))
    }
}

/// What makes a value a witness.
struct Check<'d> {
    inside: Item,
    /// The sets it must be in that are no schema of a document.
    obeyed: Vec<Id>,
    /// The sets it must be outside of that are no schema of a document.
    beside: Vec<Id>,
    sites: (Site<'d>, Site<'d>),
    lens: Lens,
}

fn lens(reading: Reading) -> Lens {
    Lens { direction: reading.direction, formats: reading.formats, one_of: reading.one_of }
}
