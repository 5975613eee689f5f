//! The questions about schemas, asked of [`gatepact_schema`].

mod alike;
mod text;

use std::collections::HashMap;
use std::sync::LazyLock;

use gatepact_schema::{
    Answer, Budget, Dialect, Direction as Way, Fragment, Identity, Place, Reading, Reason, Side,
    Step, Universe, World,
};
use serde_json::{Map, Value, json};

use super::cursor::Cursor;
use super::parameters::TEXT;
use super::severity::Direction;
use super::{Options, Tally};
use crate::Document;
use alike::Alike;

/// The schema of a part that has none: everything passes.
static ANYTHING: LazyLock<Value> = LazyLock::new(|| Value::Object(Map::new()));

/// Steps of all questions of one comparison. Large releases of large interfaces take a tenth of it.
const MOST_STEPS: u64 = 1_000_000;

/// The share of what is left that one question may cost: a few hard ones leave something for the others.
const SHARE: u64 = 50;

/// Witnesses that are put aside, one after another, because their texts are taken.
const MOST_READ_OTHERWISE: usize = 8;

/// Two documents, and what is known of their schemas.
pub(super) struct Judge<'d> {
    universe: Universe<'d>,
    old: (&'d Value, Side),
    new: (&'d Value, Side),
    anything: Side,
    text: Side,
    textless: Side,
    world: World,
    /// Whether what is sent in one pair of schemas is taken, by their meaning.
    roots: HashMap<Root, Answer>,
    alike: Alike,
    /// Steps that all questions took.
    spent: u64,
}

/// A question about two schemas that a message begins with.
type Root = (Option<Identity>, Option<Identity>, Direction, Form);

/// Two schemas: what is sent, and what is taken.
#[derive(Clone, Copy)]
pub(super) struct Traffic<'c, 'd> {
    pub(super) sent: &'c Cursor<'d>,
    pub(super) taken: &'c Cursor<'d>,
    pub(super) direction: Direction,
    pub(super) form: Form,
}

/// How values travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Form {
    /// As JSON: `5` is a number.
    Json,
    /// As text: `5` is a number and a string.
    Text,
    /// As text in one piece, so that a list is a string as well.
    Line,
    /// As a part of a path: text that is not empty.
    Segment,
}

impl<'d> Judge<'d> {
    pub(super) fn new(old: &'d Document, new: &'d Document, options: Options) -> Self {
        let mut universe = Universe::new();
        let sides =
            (universe.add(old.value(), old.dialect()), universe.add(new.value(), new.dialect()));
        let anything = universe.add(&ANYTHING, Dialect::Draft202012);
        let text = universe.add(&TEXT, Dialect::Draft202012);
        let textless = universe.add(&text::TEXTLESS, Dialect::Draft202012);
        Self {
            universe,
            old: (old.value(), sides.0),
            new: (new.value(), sides.1),
            anything,
            text,
            textless,
            world: if options.open_world { World::Open } else { World::Closed },
            roots: HashMap::new(),
            alike: Alike::default(),
            spent: 0,
        }
    }

    /// Whether two schemas mean the same.
    pub(super) fn same(
        &mut self,
        old: &Cursor<'d>,
        new: &Cursor<'d>,
        direction: Direction,
    ) -> bool {
        let one = self.identity(old, direction);
        one.is_some() && one == self.identity(new, direction)
    }

    /// What a schema means, as far as it is read.
    pub(super) fn identity(&mut self, at: &Cursor<'d>, direction: Direction) -> Option<Identity> {
        let reading = self.reading(direction);
        let place = self.place(at);
        self.universe.identity(place, reading)
    }

    /// Whether all that is sent is taken; asked once for equal schemas.
    pub(super) fn root(&mut self, traffic: Traffic<'_, 'd>) -> Answer {
        let Traffic { sent, taken, direction, form } = traffic;
        let reading = self.reading(direction);
        let (from, to) = (self.place(sent), self.place(taken));
        let identities =
            (self.universe.identity(from, reading), self.universe.identity(to, reading));
        let is_known = identities.0.is_some() && identities.1.is_some();
        if is_known && identities.0 == identities.1 {
            return Answer::Contained;
        }
        let key = (identities.0, identities.1, direction, form);
        if let Some(answer) = self.roots.get(&key).filter(|_| is_known) {
            return answer.clone();
        }
        let answer = self.read(traffic, &mut |universe, beside, budget| {
            universe.contains_beside(from, to, beside, (reading, budget))
        });
        // What nobody can read is what it was, if nobody touched it.
        let is_unread = matches!(answer, Answer::Undecided(_));
        let answer =
            if is_unread && self.alike.holds(sent, taken) { Answer::Contained } else { answer };
        self.roots.insert(key, answer.clone());
        answer
    }

    /// Whether all that is sent is taken.
    pub(super) fn contains(
        &mut self,
        sent: &Cursor<'d>,
        taken: &Cursor<'d>,
        direction: Direction,
    ) -> Answer {
        let reading = self.reading(direction);
        let (from, to) = (self.place(sent), self.place(taken));
        let budget = self.budget();
        let answer = self.universe.contains(from, to, reading, budget);
        self.spent += self.universe.steps();
        answer
    }

    /// Whether all that is sent obeys one demand of what is taken.
    pub(super) fn obeys(
        &mut self,
        sent: &Cursor<'d>,
        (at, fragment): (&Cursor<'d>, &Value),
        direction: Direction,
    ) -> Answer {
        let reading = self.reading(direction);
        let (from, at) = (self.place(sent), self.place(at));
        let (fragment, budget) = (Fragment { at, schema: fragment }, self.budget());
        let answer = self.universe.obeys(from, fragment, reading, budget);
        self.spent += self.universe.steps();
        answer
    }

    /// Whether all that is sent is taken in spite of a demand at the end of a path.
    pub(super) fn survives(
        &mut self,
        traffic: Traffic<'_, 'd>,
        path: &[Step],
        (at, fragment): (&Cursor<'d>, &Value),
    ) -> Answer {
        let Traffic { sent, taken, direction, .. } = traffic;
        let reading = self.reading(direction);
        let (from, to, at) = (self.place(sent), self.place(taken), self.place(at));
        let fragment = Fragment { at, schema: fragment };
        self.read(traffic, &mut |universe, beside, budget| {
            universe.survives(from, to, (path, fragment), beside, (reading, budget))
        })
    }

    /// Asks whether all that is sent is taken, by the schema or by those beside it. A witness whose text is also that
    /// of a value which is taken is none, and another one is looked for.
    fn read(
        &mut self,
        traffic: Traffic<'_, 'd>,
        ask: &mut dyn FnMut(&mut Universe<'d>, &[Value], Budget<'_>) -> Answer,
    ) -> Answer {
        let Traffic { taken, direction, form, .. } = traffic;
        let mut beside = self.beside(taken, direction, form);
        for _ in 0..MOST_READ_OTHERWISE {
            let budget = self.budget();
            let answer = ask(&mut self.universe, &beside, budget);
            self.spent += self.universe.steps();
            let Answer::Witness(value) = &answer else { return answer };
            if form == Form::Json || !self.is_read_otherwise(traffic, value) {
                return answer;
            }
            beside.push(json!({ "enum": [value] }));
        }
        Answer::Undecided(Reason::Format)
    }

    /// What the next question may cost.
    fn budget(&self) -> Budget<'static> {
        let usual = Budget::default();
        let left = MOST_STEPS.saturating_sub(self.spent);
        Budget { steps: usual.steps.min(left / SHARE), ..usual }
    }

    fn is_read_otherwise(&mut self, traffic: Traffic<'_, 'd>, value: &Value) -> bool {
        let Traffic { taken, direction, form, .. } = traffic;
        let (place, reading) = (self.place(taken), self.reading(direction));
        let is_one_text = matches!(form, Form::Line | Form::Segment);
        let whole = is_one_text.then(|| text::wholes(value)).into_iter().flatten();
        let mut readings = whole.chain(text::readings(value));
        readings.any(|value| self.universe.accepts(place, reading, &value) == Ok(true))
    }

    /// A value that is sent and has a text.
    pub(super) fn sample_text(&mut self, sent: &Cursor<'d>, direction: Direction) -> Option<Value> {
        let (from, reading) = (self.place(sent), self.reading(direction));
        let to = Place { side: self.textless, pointer: "" };
        match self.universe.contains(from, to, reading, Budget::default()) {
            Answer::Witness(value) => Some(value),
            Answer::Contained | Answer::Undecided(_) => None,
        }
    }

    /// A value that is sent.
    pub(super) fn sample(&mut self, sent: &Cursor<'d>, direction: Direction) -> Option<Value> {
        let reading = self.reading(direction);
        let place = self.place(sent);
        self.universe.sample(place, reading, Budget::default())
    }

    /// Whether a value is one that is sent.
    pub(super) fn is_sent(
        &mut self,
        sent: &Cursor<'d>,
        value: &Value,
        direction: Direction,
    ) -> bool {
        let reading = self.reading(direction);
        let place = self.place(sent);
        self.universe.sends(place, reading, value) == Ok(true)
    }

    /// What became of the schemas that messages begin with.
    pub(super) fn tally(&self) -> Tally {
        let mut tally = Tally {
            unverified: usize::try_from(self.universe.unverified()).unwrap_or(usize::MAX),
            ..Tally::default()
        };
        for answer in self.roots.values() {
            tally.pairs += 1;
            match answer {
                Answer::Contained => tally.contained += 1,
                Answer::Witness(_) => tally.witnessed += 1,
                Answer::Undecided(_) => tally.unproved += 1,
            }
        }
        tally
    }

    /// What is taken besides: values of other types whose texts are all texts of values that are taken, and what
    /// cannot be sent in this form.
    fn beside(&mut self, taken: &Cursor<'d>, direction: Direction, form: Form) -> Vec<Value> {
        let unsent = match form {
            Form::Json => return Vec::new(),
            Form::Text | Form::Line => json!({ "enum": [null, [], {}] }),
            Form::Segment => text::TEXTLESS.clone(),
        };
        let readable = text::FORMS
            .iter()
            .filter(|form| {
                let place = self.place(taken);
                let reading = self.reading(direction);
                let form = Fragment { at: place, schema: &form.read };
                self.universe.takes(form, place, reading, Budget::default())
            })
            .map(|form| form.written.clone());
        readable.chain([unsent]).collect()
    }

    fn reading(&self, direction: Direction) -> Reading {
        let direction = match direction {
            Direction::Request => Way::Request,
            Direction::Response => Way::Response,
        };
        Reading { direction, world: self.world, ..Reading::default() }
    }

    fn place<'c>(&self, cursor: &'c Cursor<'d>) -> Place<'c> {
        if cursor.is_absent() {
            return Place { side: self.anything, pointer: "" };
        }
        let sides = [self.old, self.new];
        match sides.iter().find(|(root, _)| cursor.is_of(root)) {
            Some((_, side)) => Place { side: *side, pointer: &cursor.pointer },
            // A path parameter that a document leaves out.
            None => Place { side: self.text, pointer: "" },
        }
    }
}
