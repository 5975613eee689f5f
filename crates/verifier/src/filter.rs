//! Which interactions are replayed.

use std::collections::BTreeSet;

use gatepact_contract::{Interaction, Pact};
use regex::Regex;

/// Conditions that an interaction must all meet. The default lets everything pass.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Names of consumers, exactly; none stands for all.
    pub consumers: Vec<String>,
    /// A pattern somewhere in the description.
    pub description: Option<Regex>,
    /// A pattern somewhere in the name of one of the provider states.
    pub state: Option<Regex>,
    /// Only interactions without provider states. Together with `state`, an interaction passes that
    /// meets either of the two.
    pub no_state: bool,
    /// Only these interactions; `None` stands for all.
    pub only: Option<BTreeSet<InteractionKey>>,
}

/// What tells one interaction from another, in every run on the same pacts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct InteractionKey {
    /// Who relies on it.
    pub consumer: String,
    /// Who promised it.
    pub provider: String,
    /// What the consumer calls it.
    pub description: String,
    /// The names of its provider states.
    pub states: Vec<String>,
}

impl InteractionKey {
    fn of(pact: &Pact, interaction: &Interaction) -> InteractionKey {
        InteractionKey {
            consumer: pact.consumer.clone(),
            provider: pact.provider.clone(),
            description: interaction.description.clone(),
            states: interaction.states.iter().map(|state| state.name.clone()).collect(),
        }
    }
}

impl Filter {
    /// Whether the interaction of that pact is to be replayed.
    #[must_use]
    pub fn passes(&self, pact: &Pact, interaction: &Interaction) -> bool {
        let consumer = self.consumers.is_empty() || self.consumers.contains(&pact.consumer);
        let description =
            self.description.as_ref().is_none_or(|regex| regex.is_match(&interaction.description));
        let wanted = self
            .only
            .as_ref()
            .is_none_or(|only| only.contains(&InteractionKey::of(pact, interaction)));
        consumer && description && wanted && self.passes_states(interaction)
    }

    /// Whether any condition is set.
    #[must_use]
    pub fn is_set(&self) -> bool {
        let Filter { consumers, description, state, no_state, only } = self;
        !consumers.is_empty()
            || description.is_some()
            || state.is_some()
            || *no_state
            || only.is_some()
    }

    fn passes_states(&self, interaction: &Interaction) -> bool {
        let stateless = self.no_state && interaction.states.is_empty();
        match &self.state {
            Some(regex) => {
                stateless || interaction.states.iter().any(|state| regex.is_match(&state.name))
            }
            None => !self.no_state || stateless,
        }
    }
}
