//! Questions about one value, answered by what its schemas were lowered to: the independent validator is not asked.

use serde_json::Value;

use super::{Alternative, Fragment, Place, Universe};
use crate::answer::Reason;
use crate::budget::{Budget, Meter};
use crate::eval::Eval;
use crate::node::Id;
use crate::reading::{Reading, World};

impl Universe<'_> {
    /// Whether a value obeys a schema that need not stand in a document.
    ///
    /// # Errors
    ///
    /// [`Reason::Reference`] for a place that is none, else the reason why it cannot be told.
    pub fn obeyed_by(
        &mut self,
        value: &Value,
        fragment: Fragment<'_>,
        reading: Reading,
    ) -> Result<bool, Reason> {
        let id = self.fragment(fragment, reading).ok_or(Reason::Reference)?;
        self.holds(value, id)
    }

    /// Whether a value belongs to an alternative.
    ///
    /// # Errors
    ///
    /// As [`Universe::obeyed_by`].
    pub fn belongs_to(
        &mut self,
        value: &Value,
        alternative: &Alternative,
        reading: Reading,
    ) -> Result<bool, Reason> {
        let id = self.alternative(alternative, reading).ok_or(Reason::Reference)?;
        self.holds(value, id)
    }

    /// Whether a place takes a value.
    ///
    /// # Errors
    ///
    /// As [`Universe::obeyed_by`].
    pub fn taken_by(
        &mut self,
        value: &Value,
        place: Place<'_>,
        reading: Reading,
    ) -> Result<bool, Reason> {
        let id = self.at(place, reading)?;
        self.holds(value, id)
    }

    /// Whether the producer of a place sends a value: in a closed world every property is declared.
    ///
    /// # Errors
    ///
    /// As [`Universe::obeyed_by`].
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
