//! Whom a change breaks: recorded interactions, replayed on paper.

use serde::Serialize;

use crate::{Location, Text, Waived, WitnessRequest, WitnessResponse};

/// What the changes between two documents do to the recorded interactions.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Impact {
    /// Could be kept before, and cannot be relied on now.
    pub broken: Vec<ImpactedInteraction>,
    /// Have a change in their request or in their expected response, and are not broken by it.
    pub touched: Vec<ImpactedInteraction>,
    /// No operation of the old document takes their request, or they cannot be read.
    pub unmatched: Vec<ImpactedInteraction>,
    /// The old document could not keep them.
    pub already_broken: Vec<ImpactedInteraction>,
    /// How many interactions of HTTP were looked at.
    #[serde(skip)]
    pub asked: usize,
}

/// An interaction of a recorded consumer, and why it stands where it does.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ImpactedInteraction {
    /// The name of the consumer.
    pub consumer: String,
    /// The description of the interaction.
    pub interaction: String,
    /// Why.
    pub reason: Text,
    /// The pact, as the user named it.
    pub file: String,
    /// The line in the pact of the part that matters, from 1.
    pub line: usize,
    /// The operation of the old document that takes the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The part of a document that refuses the request or allows the response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// The request that is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<WitnessRequest>,
    /// The response that is allowed now and that the interaction refuses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<WitnessResponse>,
    /// The ids of the changes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<&'static str>,
    /// The positions of the changes among the findings of the comparison.
    #[serde(skip)]
    pub causes: Vec<usize>,
    /// Why it does not count, where a waiver covers it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waived: Option<Waived>,
}

impl Impact {
    /// Whether no operation takes any of the interactions, so that nothing was learned.
    #[must_use]
    pub fn is_blind(&self) -> bool {
        self.unmatched.len() == self.asked
    }

    /// The broken interactions that no waiver covers.
    pub fn counted(&self) -> impl Iterator<Item = &ImpactedInteraction> {
        self.broken.iter().filter(|it| it.waived.is_none())
    }
}
