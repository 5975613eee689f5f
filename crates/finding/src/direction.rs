//! Which half of an exchange.

use serde::Serialize;

/// Which half of an exchange: the way in which the part travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From the consumer to the provider.
    Request,
    /// From the provider to the consumer.
    Response,
}

impl Direction {
    /// `request` or `response`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Direction::Request => "request",
            Direction::Response => "response",
        }
    }
}
