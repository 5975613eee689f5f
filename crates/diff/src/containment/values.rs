//! Questions about one value.

use gatepact_finding::Direction;
use gatepact_openapi::Cursor;
use gatepact_schema::{Alternative, Fragment, Identity, OneOf, Place, Reading, Step, World};
use serde_json::Value;

use super::Containment;

impl<'d> Containment<'d> {
    /// The step to the values of an alternative.
    pub(crate) fn alternative(&self, at: &Cursor<'d>, tag: Option<Value>) -> Step {
        let Place { side, pointer } = self.place(at);
        Step::Alternative(Alternative { side, pointer: pointer.to_owned(), tag })
    }

    /// Whether a value belongs to an alternative, as far as it can be told.
    pub(crate) fn belongs_to(
        &mut self,
        value: &Value,
        alternative: &Alternative,
        direction: Direction,
    ) -> bool {
        let reading = self.reading(direction);
        self.universe.belongs_to(value, alternative, reading) == Ok(true)
    }

    /// Whether a schema takes a value and describes it: no property is one that it merely does not refuse.
    pub(crate) fn is_described(
        &mut self,
        schema: &Cursor<'d>,
        value: &Value,
        direction: Direction,
    ) -> bool {
        let reading =
            Reading { world: World::Closed, one_of: OneOf::AtLeast, ..self.reading(direction) };
        let place = self.place(schema);
        self.universe.sent_by(value, place, reading) == Ok(true)
    }

    /// Whether a pattern matches a name, as far as it is understood.
    pub(crate) fn matches(&mut self, pattern: &str, name: &str) -> bool {
        self.universe.matches(pattern, name) == Ok(true)
    }

    /// What a demand means.
    pub(crate) fn demand(
        &mut self,
        (at, fragment): (&Cursor<'d>, &Value),
        direction: Direction,
    ) -> Option<Identity> {
        let reading = self.reading(direction);
        let fragment = Fragment { at: self.place(at), schema: fragment };
        self.universe.fragment_identity(fragment, reading)
    }

    /// Whether it is known that a value disobeys a demand.
    pub(crate) fn disobeys(&mut self, value: &Value, demand: Identity) -> bool {
        self.universe.obeyed_by(value, demand) == Ok(false)
    }
}
