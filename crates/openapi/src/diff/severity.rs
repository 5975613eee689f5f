//! How bad a change is: the one table, by effect and direction.
//!
//! A request flows from the consumer: it breaks when the service accepts less. A response flows to the consumer: it
//! breaks when the service may answer more, or promises less. Everything else follows from that.

use std::fmt;

/// Which way the changed part travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// From the consumer to the service.
    Request,
    /// From the service to the consumer.
    Response,
}

impl Direction {
    /// `request` or `response`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

/// What a change may do to a consumer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Breaks no consumer that keeps to the old release.
    Safe,
    /// Breaks some reasonable consumers, or cannot be decided from the documents.
    Risky,
    /// Breaks consumers that kept to the old release.
    Breaking,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Safe => "safe",
            Self::Risky => "risky",
            Self::Breaking => "breaking",
        })
    }
}

/// What a change does to a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Something new that nobody has to use.
    Granted,
    /// Something is gone.
    Withdrawn,
    /// Something is there, but different.
    Replaced,
    /// Fewer values pass than before.
    Narrowed,
    /// More values pass than before, of another nature: an absence, a null, another type.
    Widened,
    /// More values pass than before, of the same nature: another enum value, a longer text.
    Extended,
    /// A promised part is no longer described: nobody has to send it, nobody may rely on it.
    Dropped,
    /// An optional part is no longer described.
    Forgotten,
    /// Two texts whose meanings this engine does not compare.
    Undecided,
    /// A change behind the contract.
    Internal,
}

/// The table.
#[must_use]
pub fn severity(effect: Effect, direction: Direction) -> Severity {
    use Direction::{Request, Response};
    use Severity::{Breaking, Risky, Safe};
    match (effect, direction) {
        (Effect::Withdrawn | Effect::Replaced, Request | Response) => Breaking,
        (Effect::Narrowed, Request) | (Effect::Widened | Effect::Dropped, Response) => Breaking,
        (Effect::Dropped, Request) | (Effect::Extended, Response) => Risky,
        (Effect::Forgotten | Effect::Undecided, Request | Response) => Risky,
        (Effect::Narrowed, Response) | (Effect::Widened | Effect::Extended, Request) => Safe,
        (Effect::Granted | Effect::Internal, Request | Response) => Safe,
    }
}
