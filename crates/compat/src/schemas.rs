//! The schemas of both documents, and questions about values.

use std::collections::HashMap;

use gatepact_openapi::Cursor;
use gatepact_schema::{Budget, Formats, Fragment, Identity, OneOf, Place, Reading, Side, Universe};
use gatepact_schema::{Dialect, World};
use serde_json::Value;

/// A schema of one of the documents.
#[derive(Debug, Clone)]
pub(crate) struct Part<'d> {
    pub(crate) side: Side,
    pub(crate) at: Cursor<'d>,
}

/// Schemas that a value has to obey together; none for a value of which nothing is said.
pub(crate) type All<'d> = Vec<Part<'d>>;

/// Alternatives, of which a value has to obey one.
pub(crate) type Any<'d> = Vec<All<'d>>;

/// Steps of one question about a value that is looked for.
const STEPS: u64 = 5_000;

/// The values of one interaction that are held against alternatives.
const MOST_VALUES: usize = 500_000;

/// The schemas of both documents.
pub(crate) struct Schemas<'d> {
    /// How many more values of one interaction are held against alternatives.
    left: usize,
    /// Whether some schema means children that it does not list, which its own meaning leaves out.
    has_parents: bool,
    universe: Universe<'d>,
    known: HashMap<(Side, usize, Reading), Option<Identity>>,
}

/// How requests are judged: overlapping alternatives are a choice.
pub(crate) fn of_requests(formats: Formats) -> Reading {
    Reading { one_of: OneOf::AtLeast, formats, ..Reading::request() }
}

/// How responses are judged.
pub(crate) fn of_responses() -> Reading {
    Reading { one_of: OneOf::AtLeast, ..Reading::response() }
}

impl<'d> Schemas<'d> {
    pub(crate) fn new() -> Self {
        let (universe, known) = (Universe::new(), HashMap::new());
        Self { left: MOST_VALUES, has_parents: false, universe, known }
    }

    /// Begins with the next interaction.
    pub(crate) fn begin(&mut self) {
        self.left = MOST_VALUES;
    }

    /// Whether one more value may be held against an alternative: a hostile pair of alternatives would ask for ever.
    pub(crate) fn may_look(&mut self) -> bool {
        self.left = self.left.saturating_sub(1);
        self.left > 0
    }

    pub(crate) fn add(&mut self, document: &'d Value, dialect: Dialect) -> Side {
        let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
        self.has_parents |=
            schemas.is_some_and(|all| all.values().any(crate::inheritance::is_parent));
        self.universe.add(document, dialect)
    }

    /// Whether both sides say the same, with all that they refer to.
    pub(crate) fn is_same(
        &mut self,
        sides: [&Any<'d>; 2],
        value: &Value,
        reading: Reading,
    ) -> bool {
        let [old, new] = sides.map(|any| self.meaning(any, reading));
        let is_composite = matches!(value, Value::Object(_) | Value::Array(_));
        old == new && !(self.has_parents && is_composite)
    }

    fn identity(&mut self, part: &Part<'d>, reading: Reading) -> Option<Identity> {
        let key = (part.side, std::ptr::from_ref(part.at.value) as usize, reading);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let place = Place { side: part.side, pointer: &part.at.pointer };
        let identity = self.universe.identity(place, reading);
        self.known.insert(key, identity);
        identity
    }

    /// What the alternatives mean; parts that cannot be read say nothing.
    pub(crate) fn meaning(&mut self, any: &Any<'d>, reading: Reading) -> Identity {
        let alternatives: Vec<Identity> =
            any.iter().map(|all| self.meaning_of_all(all, reading)).collect();
        self.universe.any_of(alternatives)
    }

    pub(crate) fn meaning_of_all(&mut self, all: &All<'d>, reading: Reading) -> Identity {
        let parts: Vec<Identity> =
            all.iter().filter_map(|part| self.identity(part, reading)).collect();
        self.universe.all_of(parts)
    }

    pub(crate) fn both(&mut self, one: Identity, other: Identity) -> Identity {
        self.universe.all_of([one, other])
    }

    /// Whether a value is allowed; what cannot be told counts as allowed.
    pub(crate) fn allows(&mut self, meaning: Identity, value: &Value) -> bool {
        self.universe.obeyed_by(value, meaning).unwrap_or(true)
    }

    /// The values that a pattern of a consumer takes, read beside a part of a document.
    pub(crate) fn pattern(&mut self, beside: &Part<'d>, pattern: &str) -> Option<Identity> {
        let schema = serde_json::json!({ "type": "string", "pattern": pattern });
        let at = Place { side: beside.side, pointer: &beside.at.pointer };
        self.universe.fragment_identity(Fragment { at, schema: &schema }, Reading::literal())
    }

    /// Whether a pattern matches a name; a pattern that is not understood matches.
    pub(crate) fn matches(&mut self, pattern: &str, name: &str) -> bool {
        self.universe.matches(pattern, name).unwrap_or(true)
    }

    /// A value that is allowed and that none of the others allow, with nothing that is not declared.
    pub(crate) fn value_outside(
        &mut self,
        meaning: Identity,
        others: &[Identity],
    ) -> Option<Value> {
        let budget = Budget { steps: STEPS, ..Budget::default() };
        self.universe.value_outside(meaning, others, (World::Closed, budget)).ok().flatten()
    }
}
