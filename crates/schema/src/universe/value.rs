//! Questions about one value, answered by what its schemas were lowered to: the independent validator is not asked.

use serde_json::Value;

use super::{Alternative, Fragment, Identity, Place, Universe};
use crate::answer::Reason;
use crate::budget::{Budget, Meter};
use crate::eval::Eval;
use crate::node::Id;
use crate::reading::{Reading, World};
use crate::search::{Item, Outcome, Search};

impl Universe<'_> {
    /// What a schema means that need not be part of a document; `None` where the place does not exist.
    pub fn fragment_identity(
        &mut self,
        fragment: Fragment<'_>,
        reading: Reading,
    ) -> Option<Identity> {
        self.fragment(fragment, reading).map(Identity)
    }

    /// Whether a value obeys a schema.
    ///
    /// # Errors
    ///
    /// The reason why it cannot be told.
    pub fn obeyed_by(&mut self, value: &Value, schema: Identity) -> Result<bool, Reason> {
        self.holds(value, schema.0)
    }

    /// Whether a value belongs to an alternative.
    ///
    /// # Errors
    ///
    /// [`Reason::Reference`] where the place does not exist, else the reason why it is not decided.
    pub fn belongs_to(
        &mut self,
        value: &Value,
        alternative: &Alternative,
        reading: Reading,
    ) -> Result<bool, Reason> {
        let id = self.alternative(alternative, reading).ok_or(Reason::Reference)?;
        self.holds(value, id)
    }

    /// Whether a pattern matches a text.
    ///
    /// # Errors
    ///
    /// [`Reason::Pattern`] for a pattern that is not understood.
    pub fn matches(&mut self, pattern: &str, text: &str) -> Result<bool, Reason> {
        let language = self.arena.languages.pattern(pattern);
        self.arena.languages.matches(language, text)
    }

    /// Whether the producer of a place sends a value: in a closed world every property is declared.
    ///
    /// # Errors
    ///
    /// As [`Universe::belongs_to`].
    pub fn sent_by(
        &mut self,
        value: &Value,
        place: Place<'_>,
        reading: Reading,
    ) -> Result<bool, Reason> {
        let id = self.at(place, reading)?;
        if !self.holds(value, id)? || reading.world == World::Open {
            return self.holds(value, id);
        }
        let mut meter = Meter::new(Budget::default());
        Eval::new(&mut self.arena, &mut meter).emits(value, &[id])
    }

    /// The values that obey all of the schemas.
    pub fn all_of(&mut self, schemas: impl IntoIterator<Item = Identity>) -> Identity {
        let ids: Vec<Id> = schemas.into_iter().map(|schema| schema.0).collect();
        Identity(self.arena.and(ids))
    }

    /// The values that obey one of the schemas at least.
    pub fn any_of(&mut self, schemas: impl IntoIterator<Item = Identity>) -> Identity {
        let ids: Vec<Id> = schemas.into_iter().map(|schema| schema.0).collect();
        Identity(self.arena.or(ids))
    }

    /// A value of a schema that obeys none of the others; `None` where there is none. The independent validator is not
    /// asked, so the value is one to try, not one to show.
    ///
    /// # Errors
    ///
    /// The reason why it cannot be told.
    pub fn value_outside(
        &mut self,
        schema: Identity,
        others: &[Identity],
        (world, budget): (World, Budget<'_>),
    ) -> Result<Option<Value>, Reason> {
        let inside = Item { id: schema.0, closed: world == World::Closed };
        let outside = others.iter().map(|other| other.0).collect();
        let mut search = Search::new(&mut self.arena, &mut self.memo, Meter::new(budget));
        match search.solve(vec![inside], outside)? {
            Outcome::Empty => Ok(None),
            Outcome::Found(value) => Ok(Some(value)),
            Outcome::Doubt(_, reason) => Err(reason),
        }
    }

    fn at(&mut self, place: Place<'_>, reading: Reading) -> Result<Id, Reason> {
        let site = self.index.at(place.side, place.pointer).ok_or(Reason::Reference)?;
        if self.index.is_too_deep(place.side) {
            return Err(Reason::Nesting);
        }
        Ok(self.lower(site, reading))
    }

    fn holds(&mut self, value: &Value, id: Id) -> Result<bool, Reason> {
        let mut meter = Meter::new(Budget::default());
        Eval::new(&mut self.arena, &mut meter).holds(value, id)
    }
}
