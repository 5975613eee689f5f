//! Why a change is believed.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::{Text, Witness};

/// What stands behind a change.
#[derive(Debug, Clone, PartialEq)]
pub enum Proof {
    /// A message that one release accepts or sends and the other does not.
    Witness(Box<Witness>),
    /// It could not be decided; why not.
    Unproved(Text),
    /// The documents say so outside of the schemas: an authorizer, a resource policy.
    Declared,
}

impl Proof {
    /// The word that reports use.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Proof::Witness(_) => "witness",
            Proof::Unproved(_) => "unproved",
            Proof::Declared => "declared",
        }
    }

    /// The message that shows the change.
    #[must_use]
    pub fn witness(&self) -> Option<&Witness> {
        match self {
            Proof::Witness(witness) => Some(witness),
            Proof::Unproved(_) | Proof::Declared => None,
        }
    }
}

/// The members `proof` and, where there is one, `witness` of a finding.
impl Serialize for Proof {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(None)?;
        members.serialize_entry("proof", self.name())?;
        if let Some(witness) = self.witness() {
            members.serialize_entry("witness", witness)?;
        }
        members.end()
    }
}
