//! The questions about schemas, asked of [`gatepact_schema`]: is all that one side sends accepted by the other?

mod readings;
mod syntactic_eq;
mod texts;
mod values;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use gatepact_finding::{Direction, Pointer, SchemaStats};
use gatepact_openapi::{Cursor, Document};
use gatepact_schema::{
    Answer, Budget, Certainty, Decision, Dialect, Direction as SchemaDirection, End, Fragment,
    Identity, OneOf, Place, Reading, Reason, Side, Step, Universe, World,
};
use serde_json::{Map, Value, json};

use crate::options::Options;
pub(crate) use syntactic_eq::SyntacticEq;

/// The schema of a part that has none: everything passes.
static ANYTHING: LazyLock<Value> = LazyLock::new(|| Value::Object(Map::new()));

/// The schema of a path parameter that a document does not describe.
pub(crate) static TEXT: LazyLock<Value> = LazyLock::new(|| json!({ "type": "string" }));

/// Steps of all questions of one comparison. Large releases of large interfaces take a tenth of it.
const MAX_STEPS: u64 = 1_000_000;

/// The share of what is left that one question may cost: a few hard ones leave something for the others.
const SHARE: u64 = 50;

/// Witnesses that are put aside, one after another, because their texts are accepted.
const MAX_READ_OTHERWISE: usize = 8;

/// Two documents, and what is known of their schemas.
pub(crate) struct Containment<'d> {
    universe: Universe<'d>,
    old: (&'d Value, Side),
    new: (&'d Value, Side),
    anything: Side,
    text: Side,
    textless: Side,
    world: World,
    /// Whether what is sent in one pair of schemas is accepted, by their meaning.
    roots: HashMap<Root, Decision>,
    /// The pairs of which a finding shows a message that is lost.
    witnessed: HashSet<Root>,
    syntactic_eq: SyntacticEq,
    /// What is accepted besides a schema that stands somewhere.
    beside: HashMap<(Side, Pointer, Direction, Encoding), Vec<Value>>,
    /// Steps that all questions took.
    spent: u64,
}

/// A question about two schemas that a message begins with: schemas that mean the same are asked about once.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Root {
    identities: [Option<Identity>; 2],
    direction: Direction,
    encoding: Encoding,
    /// The places, where a schema has no meaning that is known.
    places: Option<[Pointer; 2]>,
}

impl Root {
    fn is_known(&self) -> bool {
        self.places.is_none()
    }
}

/// Two schemas: what is sent, and what is accepted.
#[derive(Clone, Copy)]
pub(crate) struct Traffic<'c, 'd> {
    pub(crate) sent: &'c Cursor<'d>,
    pub(crate) accepted: &'c Cursor<'d>,
    pub(crate) direction: Direction,
    pub(crate) encoding: Encoding,
}

/// What is demanded at the end of a path into a value.
#[derive(Clone, Copy)]
pub(crate) struct Demand<'c, 'd> {
    pub(crate) path: &'c [Step],
    /// The schema that demands it.
    pub(crate) at: &'c Cursor<'d>,
    pub(crate) fragment: &'c Value,
}

impl<'c> Demand<'c, '_> {
    fn end(&self, at: Place<'c>) -> End<'c> {
        End { path: self.path, demand: Fragment { at, schema: self.fragment } }
    }
}

/// How values travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Encoding {
    /// As JSON: `5` is a number.
    Json,
    /// As text: `5` is a number and a string.
    Text,
    /// As text in one piece, so that a list is a string as well.
    Line,
    /// As a part of a path: text that is not empty.
    Segment,
    /// As a form, the fields of which are text.
    Form,
    /// As the text of a whole body: a list or an object is not known to be written in any way.
    Plain,
}

impl Encoding {
    /// How a body of a media type is written.
    pub(crate) fn of_media_type(name: &str) -> Self {
        let essence = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "application/x-www-form-urlencoded" => Self::Form,
            "text/plain" => Self::Plain,
            essence if essence.starts_with("multipart/") => Self::Form,
            _ => Self::Json,
        }
    }
}

impl<'d> Containment<'d> {
    pub(crate) fn new(old: &'d Document, new: &'d Document, options: Options) -> Self {
        let mut universe = Universe::new();
        let sides =
            (universe.add(old.value(), old.dialect()), universe.add(new.value(), new.dialect()));
        let anything = universe.add(&ANYTHING, Dialect::Draft202012);
        let text = universe.add(&TEXT, Dialect::Draft202012);
        let textless = universe.add(&readings::TEXTLESS, Dialect::Draft202012);
        Self {
            universe,
            old: (old.value(), sides.0),
            new: (new.value(), sides.1),
            anything,
            text,
            textless,
            world: if options.open_world { World::Open } else { World::Closed },
            roots: HashMap::new(),
            witnessed: HashSet::new(),
            syntactic_eq: SyntacticEq::default(),
            beside: HashMap::new(),
            spent: 0,
        }
    }

    /// Whether two schemas mean the same.
    pub(crate) fn same(
        &mut self,
        old: &Cursor<'d>,
        new: &Cursor<'d>,
        direction: Direction,
    ) -> bool {
        let one = self.identity(old, direction);
        one.is_some() && one == self.identity(new, direction)
    }

    /// What a schema means, as far as it is read.
    pub(crate) fn identity(&mut self, at: &Cursor<'d>, direction: Direction) -> Option<Identity> {
        let reading = self.reading(direction);
        let place = self.place(at);
        self.universe.identity(place, reading)
    }

    /// Whether all that is sent is accepted; asked once for equal schemas.
    pub(crate) fn decide_root(&mut self, traffic: Traffic<'_, 'd>) -> Decision {
        let Traffic { sent, accepted, direction, encoding } = traffic;
        let key = self.key(traffic);
        let is_known = key.is_known();
        if is_known && key.identities[0] == key.identities[1] {
            return Decision::Contained;
        }
        if let Some(decision) = self.roots.get(&key).filter(|_| is_known) {
            return *decision;
        }
        let decision = if encoding == Encoding::Json {
            let (from, to) = (self.place(sent), self.place(accepted));
            let asked = (self.reading(direction), self.budget());
            let decision = self.universe.decide_contains_beside(from, to, &[], asked);
            self.spent += self.universe.steps();
            decision
        } else {
            decision(&self.whole(traffic))
        };
        // A schema that cannot be read means what it meant, if it is written as it was.
        let is_unread = matches!(decision, Decision::Undecided(_));
        let decision = if is_unread && self.syntactic_eq.holds(sent, accepted) {
            Decision::Contained
        } else {
            decision
        };
        self.roots.insert(key, decision);
        decision
    }

    fn whole(&mut self, traffic: Traffic<'_, 'd>) -> Answer {
        let reading = self.reading(traffic.direction);
        let (from, to) = (self.place(traffic.sent), self.place(traffic.accepted));
        self.read(traffic, &mut |universe, beside, budget| {
            universe.contains_beside(from, to, beside, (reading, budget))
        })
    }

    fn key(&mut self, traffic: Traffic<'_, 'd>) -> Root {
        let Traffic { sent, accepted, direction, encoding } = traffic;
        let identities = [sent, accepted].map(|at| self.identity(at, direction));
        let is_known = identities.iter().all(Option::is_some);
        let places = (!is_known).then(|| [sent, accepted].map(|at| at.pointer.clone()));
        Root { identities, direction, encoding, places }
    }

    /// Notes that a finding shows a message of these schemas that is lost.
    pub(crate) fn witness(&mut self, traffic: Traffic<'_, 'd>) {
        let key = self.key(traffic);
        self.witnessed.insert(key);
    }

    /// Whether all that is sent is accepted.
    pub(crate) fn decide_contains(
        &mut self,
        sent: &Cursor<'d>,
        accepted: &Cursor<'d>,
        direction: Direction,
    ) -> Decision {
        let reading = self.reading(direction);
        let (from, to) = (self.place(sent), self.place(accepted));
        let budget = self.budget();
        let decision = self.universe.decide_contains(from, to, reading, budget);
        self.spent += self.universe.steps();
        decision
    }

    /// Whether all that is sent is accepted, if it obeys some schemas and belongs to both schemas of one of the pairs.
    pub(crate) fn contains_where(
        &mut self,
        (sent, accepted): (&Cursor<'d>, &Cursor<'d>),
        (obeyed, pairs): (&[Value], &[[Cursor<'d>; 2]]),
        (direction, one_of): (Direction, OneOf),
    ) -> Answer {
        let reading = Reading { one_of, ..self.reading(direction) };
        let (from, to) = (self.place(sent), self.place(accepted));
        let end = |schema| End { path: &[], demand: Fragment { at: from, schema } };
        let obeyed: Vec<End<'_>> = obeyed.iter().map(end).collect();
        let pairs: Vec<_> =
            pairs.iter().map(|pair| pair.each_ref().map(|at| self.place(at))).collect();
        let asked = (reading, self.budget());
        let answer = self.universe.contains_where(from, to, (&obeyed, &pairs), asked);
        self.spent += self.universe.steps();
        answer
    }

    /// Whether all that is sent obeys one demand of what is accepted.
    pub(crate) fn obeys(
        &mut self,
        sent: &Cursor<'d>,
        (at, fragment): (&Cursor<'d>, &Value),
        direction: Direction,
    ) -> Decision {
        let reading = self.reading(direction);
        let (from, at) = (self.place(sent), self.place(at));
        let (fragment, budget) = (Fragment { at, schema: fragment }, self.budget());
        let decision = self.universe.decide_obeys(from, fragment, reading, budget);
        self.spent += self.universe.steps();
        decision
    }

    /// Whether all that is sent is accepted in spite of a demand, if it obeys others.
    pub(crate) fn survives(
        &mut self,
        traffic: Traffic<'_, 'd>,
        (demand, obeyed): (Demand<'_, 'd>, &[Demand<'_, 'd>]),
        (one_of, certainty): (OneOf, Certainty),
    ) -> Answer {
        let reading = Reading { one_of, ..self.reading(traffic.direction) };
        let fragment = self.demand_of_texts((demand.at, demand.fragment), traffic, demand.path);
        let demand = Demand { fragment: &fragment, ..demand };
        let [from, to, at] = [traffic.sent, traffic.accepted, demand.at].map(|it| self.place(it));
        let obeyed = self.ends(obeyed);
        self.read(traffic, &mut |universe, beside, budget| {
            let demands = (demand.end(at), &obeyed[..], beside);
            universe.survives(from, to, demands, (reading, budget, certainty))
        })
    }

    fn ends<'c>(&self, demands: &[Demand<'c, 'd>]) -> Vec<End<'c>> {
        demands.iter().map(|demand| demand.end(self.place(demand.at))).collect()
    }

    /// Asks whether all that is sent is accepted, by the schema or by those beside it. A value whose text is also
    /// that of an accepted value is no witness, and another one is looked for.
    fn read(
        &mut self,
        traffic: Traffic<'_, 'd>,
        ask: &mut dyn FnMut(&mut Universe<'d>, &[Value], Budget<'_>) -> Answer,
    ) -> Answer {
        let Traffic { accepted, direction, encoding, .. } = traffic;
        let mut beside = self.beside(accepted, direction, encoding);
        for _ in 0..MAX_READ_OTHERWISE {
            let budget = self.budget();
            let answer = ask(&mut self.universe, &beside, budget);
            self.spent += self.universe.steps();
            let Answer::Witness(value) = &answer else { return answer };
            if encoding == Encoding::Json || !self.is_read_otherwise(traffic, value) {
                return answer;
            }
            beside.push(json!({ "enum": [value] }));
        }
        Answer::Undecided(Reason::Format)
    }

    /// What the next question may cost.
    fn budget(&self) -> Budget<'static> {
        let usual = Budget::default();
        let left = MAX_STEPS.saturating_sub(self.spent);
        Budget { steps: usual.steps.min(left / SHARE), ..usual }
    }

    fn is_read_otherwise(&mut self, traffic: Traffic<'_, 'd>, value: &Value) -> bool {
        let Traffic { accepted, direction, encoding, .. } = traffic;
        if encoding == Encoding::Plain && (value.is_object() || value.is_array()) {
            return false;
        }
        let (place, reading) = (self.place(accepted), self.reading(direction));
        let is_one_text = matches!(encoding, Encoding::Line | Encoding::Segment);
        let whole = is_one_text.then(|| readings::wholes(value)).into_iter().flatten();
        let mut readings = whole.chain(readings::readings(value));
        readings.any(|value| self.universe.accepts(place, reading, &value) == Ok(true))
    }

    /// A value that is sent and has a text.
    pub(crate) fn sample_text(&mut self, sent: &Cursor<'d>, direction: Direction) -> Option<Value> {
        let (from, reading) = (self.place(sent), self.reading(direction));
        let to = Place { side: self.textless, pointer: "" };
        match self.universe.contains(from, to, reading, Budget::default()) {
            Answer::Witness(value) => Some(value),
            Answer::Contained | Answer::Undecided(_) => None,
        }
    }

    /// A value that is sent.
    pub(crate) fn sample(&mut self, sent: &Cursor<'d>, direction: Direction) -> Option<Value> {
        let reading = self.reading(direction);
        let place = self.place(sent);
        self.universe.sample(place, reading, Budget::default())
    }

    /// Whether a value is one that is sent.
    pub(crate) fn is_sent(
        &mut self,
        sent: &Cursor<'d>,
        value: &Value,
        direction: Direction,
    ) -> bool {
        let reading = self.reading(direction);
        let place = self.place(sent);
        self.universe.sends(place, reading, value) == Ok(true)
    }

    /// How the questions about the schemas ended that messages begin with: what is unproved here is what the findings
    /// leave unproved.
    pub(crate) fn stats(&self) -> SchemaStats {
        let mut stats = SchemaStats {
            unverified: usize::try_from(self.universe.unverified()).unwrap_or(usize::MAX),
            ..SchemaStats::default()
        };
        for (root, answer) in &self.roots {
            stats.pairs += 1;
            match answer {
                Decision::Contained => stats.contained += 1,
                _ if self.witnessed.contains(root) => stats.witnessed += 1,
                Decision::NotContained | Decision::Undecided(_) => stats.unproved += 1,
            }
        }
        stats
    }

    /// What is accepted besides: values of other types whose texts are all texts of values that are accepted, and what
    /// cannot be sent in this encoding. It is asked for once for a place.
    fn beside(
        &mut self,
        accepted: &Cursor<'d>,
        direction: Direction,
        encoding: Encoding,
    ) -> Vec<Value> {
        let unsent = match encoding {
            Encoding::Json => return Vec::new(),
            Encoding::Form | Encoding::Plain => None,
            Encoding::Text | Encoding::Line => Some(json!({ "enum": [null, [], {}] })),
            Encoding::Segment => Some(readings::TEXTLESS.clone()),
        };
        let side = self.place(accepted).side;
        let key = (side, accepted.pointer.clone(), direction, encoding);
        if let Some(known) = self.beside.get(&key) {
            return known.clone();
        }
        let mut beside = self.same_texts(accepted, direction, encoding);
        beside.extend(unsent);
        self.beside.insert(key, beside.clone());
        beside
    }

    fn reading(&self, direction: Direction) -> Reading {
        let direction = match direction {
            Direction::Request => SchemaDirection::Request,
            Direction::Response => SchemaDirection::Response,
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

fn decision(answer: &Answer) -> Decision {
    match answer {
        Answer::Contained => Decision::Contained,
        Answer::Witness(_) => Decision::NotContained,
        Answer::Undecided(reason) => Decision::Undecided(*reason),
    }
}
