//! Documents, and the questions about their schemas.

mod part;
mod value;

use serde_json::Value;

use crate::answer::{Answer, Decision, Reason};
use crate::budget::{Budget, Meter};
use crate::dialect::Dialect;
use crate::eval::Eval;
use crate::index::{Index, Side, Site};
use crate::lower::{Lens, Lower, Slots};
use crate::node::{Arena, Id};
use crate::reading::{OneOf, Reading, World};
use crate::search::{Item, Memo, Outcome, Search};
use crate::witness::{Judge, Validators, shrink};

pub use part::{Alternative, Certainty, End, Fragment, Step};

/// So many values that were found are tried for the next questions.
const MOST_FOUND: usize = 4;
/// The steps that trying them may take.
const FOUND_BEFORE: u64 = 16;

/// The steps that making one witness smaller may take.
const SHRINKING: u64 = 2_000;

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
    /// The last set that values were found in, and some of them: they may show the answer to the next question.
    found: Option<(Item, Vec<Value>)>,
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
            found: None,
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

    /// Is every value of `a` a value of `b`, without a value that shows it.
    pub fn decide_contains(
        &mut self,
        a: Place<'_>,
        b: Place<'_>,
        reading: Reading,
        budget: Budget<'_>,
    ) -> Decision {
        let mut outside = |universe: &mut Self, to: Site<'d>| vec![universe.lower(to, reading)];
        self.decide(a, b, (Vec::new(), &mut outside), (reading, budget))
    }

    /// Is there a value of `a` in all sets of the one list and in none of the other, which are no smaller than `b`?
    fn ask(
        &mut self,
        a: Place<'_>,
        b: Place<'_>,
        sets: Sets<'_, 'd>,
        asked: (Reading, Budget<'_>),
    ) -> Answer {
        self.answer(a, b, sets, (asked.0, asked.1, false))
    }

    /// The same, with whether a value that was found for another question will do.
    fn answer(
        &mut self,
        a: Place<'_>,
        b: Place<'_>,
        sets: Sets<'_, 'd>,
        (reading, budget, any_will_do): (Reading, Budget<'_>, bool),
    ) -> Answer {
        let mut meter = Meter::new(budget);
        let answer = match self.search(a, b, sets, (reading, &mut meter, any_will_do)) {
            Sought::Nothing => Answer::Contained,
            Sought::Doubt(reason) => Answer::Undecided(reason),
            Sought::Value(value, doubt, check) => match self.confirmed(&check, value, &mut meter) {
                Ok(Some(value)) => Answer::Witness(value),
                Ok(None) => {
                    self.unverified += u64::from(doubt.is_none());
                    Answer::Undecided(doubt.unwrap_or(Reason::Unverified))
                }
                Err(reason) => Answer::Undecided(doubt.unwrap_or(reason)),
            },
        };
        self.steps = meter.used;
        answer
    }

    /// As [`Self::ask`], without the value.
    fn decide(
        &mut self,
        a: Place<'_>,
        b: Place<'_>,
        sets: Sets<'_, 'd>,
        (reading, budget): (Reading, Budget<'_>),
    ) -> Decision {
        match self.likely(a, b, sets, (reading, budget, true)) {
            Answer::Contained => Decision::Contained,
            Answer::Witness(_) => Decision::NotContained,
            Answer::Undecided(reason) => Decision::Undecided(reason),
        }
    }

    /// As [`Self::answer`]; the value is neither made smaller nor confirmed, unless the search doubts it.
    fn likely(
        &mut self,
        a: Place<'_>,
        b: Place<'_>,
        sets: Sets<'_, 'd>,
        (reading, budget, any_will_do): (Reading, Budget<'_>, bool),
    ) -> Answer {
        let mut meter = Meter::new(budget);
        let answer = match self.search(a, b, sets, (reading, &mut meter, any_will_do)) {
            Sought::Nothing => Answer::Contained,
            Sought::Doubt(reason) => Answer::Undecided(reason),
            Sought::Value(value, None, _) => Answer::Witness(value),
            Sought::Value(value, Some(reason), check) => {
                let judges = self.judges(&check, &value, &mut meter);
                let confirmed =
                    judges.and_then(|judges| self.confirm(&check, &judges, &value, &mut meter));
                match confirmed {
                    Ok(true) => Answer::Witness(value),
                    Ok(false) | Err(_) => Answer::Undecided(reason),
                }
            }
        };
        self.steps = meter.used;
        answer
    }

    fn search(
        &mut self,
        a: Place<'_>,
        b: Place<'_>,
        (obeyed, outside): Sets<'_, 'd>,
        (reading, meter, any_will_do): (Reading, &mut Meter<'_>, bool),
    ) -> Sought<'d> {
        let sites = (self.index.at(a.side, a.pointer), self.index.at(b.side, b.pointer));
        let (Some(from), Some(to)) = sites else { return Sought::Doubt(Reason::Reference) };
        if self.index.is_too_deep(a.side) || self.index.is_too_deep(b.side) {
            return Sought::Doubt(Reason::Nesting);
        }
        let letter = Reading { one_of: OneOf::Exactly, ..reading };
        let id = self.lower(from, letter);
        let outside = outside(self, to);
        if outside.contains(&id) {
            return Sought::Nothing;
        }
        let inside = Item { id, closed: reading.world == World::Closed };
        let known = if any_will_do && obeyed.is_empty() {
            self.found_before(inside, &outside)
        } else {
            None
        };
        let mut search = Search::new(&mut self.arena, &mut self.memo, meter.clone());
        let sets = obeyed.iter().map(|id| Item::open(*id));
        let outcome = match known {
            Some(value) => Ok(Outcome::Found(value)),
            None => search.solve(sets.chain([inside]).collect(), outside.clone()),
        };
        *meter = search.meter;
        let (value, doubt) = match outcome {
            Ok(Outcome::Empty) => return Sought::Nothing,
            Ok(Outcome::Found(value)) => {
                self.note_found(inside, &value);
                (value, None)
            }
            // What could harm the validator is not given to it.
            Ok(Outcome::Doubt(_, reason @ (Reason::Endless | Reason::Nesting))) => {
                return Sought::Doubt(reason);
            }
            Ok(Outcome::Doubt(Some(value), reason)) => (value, Some(reason)),
            Ok(Outcome::Doubt(None, reason)) | Err(reason) => return Sought::Doubt(reason),
        };
        let whole = self.lower(to, letter);
        let beside = outside.into_iter().filter(|id| *id != whole).collect();
        let check = Check { inside, obeyed, beside, sites: (from, to), lens: lens(letter) };
        Sought::Value(value, doubt, check)
    }

    /// A value that was found inside before and is outside of all these sets.
    fn found_before(&mut self, inside: Item, outside: &[Id]) -> Option<Value> {
        let (_, values) = self.found.as_ref().filter(|(known, _)| *known == inside)?;
        let mut meter = Meter::new(Budget { steps: FOUND_BEFORE, ..Budget::default() });
        let mut eval = Eval::new(&mut self.arena, &mut meter);
        let mut is_outside =
            |value: &Value| outside.iter().all(|id| eval.holds(value, *id) == Ok(false));
        values.iter().find(|value| is_outside(value)).cloned()
    }

    fn note_found(&mut self, inside: Item, value: &Value) {
        match &mut self.found {
            Some((known, values)) if *known == inside => {
                if values.len() < MOST_FOUND && !values.contains(value) {
                    values.push(value.clone());
                }
            }
            found => *found = Some((inside, vec![value.clone()])),
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
        let mut meter = Meter::new(Budget::default());
        let asked = (site, lens(reading));
        let judge = self.validators.judge(&self.index, asked, value, &mut meter)?;
        judge.accepts(value, &mut meter)
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

    /// The validators that a value is given to, and what is left of it when parts are left out.
    fn judges(
        &mut self,
        check: &Check<'d>,
        value: &Value,
        meter: &mut Meter<'_>,
    ) -> Result<[Judge; 2], Reason> {
        let Check { sites: (from, to), lens, .. } = *check;
        let inside = self.validators.judge(&self.index, (from, lens), value, meter)?;
        let outside = self.validators.judge(&self.index, (to, lens), value, meter)?;
        Ok([inside, outside])
    }

    /// Whether somebody else agrees that the value is in the one and not in the other.
    fn confirm(
        &mut self,
        check: &Check<'d>,
        [inside, outside]: &[Judge; 2],
        value: &Value,
        meter: &mut Meter<'_>,
    ) -> Result<bool, Reason> {
        if !inside.accepts(value, meter)? || outside.accepts(value, meter)? {
            return Ok(false);
        }
        let mut eval = Eval::new(&mut self.arena, meter);
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

    /// The value, if it is a witness, as small as it can be; `None` where the validator refuses it.
    fn confirmed(
        &mut self,
        check: &Check<'d>,
        value: Value,
        meter: &mut Meter<'_>,
    ) -> Result<Option<Value>, Reason> {
        let judges = self.judges(check, &value, meter)?;
        if !self.confirm(check, &judges, &value, meter)? {
            return Ok(None);
        }
        // What is found stays found, whatever its beauty costs.
        let mut beauty = Meter::new(Budget { steps: SHRINKING, ..meter.budget });
        Ok(Some(shrink(value, &mut |candidate| {
            self.confirm(check, &judges, candidate, &mut beauty) == Ok(true)
        })))
    }
}

/// The sets that a value must be in, and those that it must be outside of once it is known where the question leads.
type Sets<'o, 'd> = (Vec<Id>, &'o mut dyn FnMut(&mut Universe<'d>, Site<'d>) -> Vec<Id>);

/// What a search ended with.
enum Sought<'d> {
    Nothing,
    Doubt(Reason),
    /// A value, why it may be none, and what makes it a witness.
    Value(Value, Option<Reason>, Check<'d>),
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
