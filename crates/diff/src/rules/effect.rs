//! What a change does to a promise, and whether a consumer may lose something by it.
//!
//! A request flows from the consumer: it breaks when the service accepts less. A response flows to the consumer: it
//! breaks when the service may send more, or promises less. Everything else follows from that.

use gatepact_finding::Direction;

/// What a change does to a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Something new that no consumer has to use.
    Allowed,
    /// Something that was promised is gone.
    Withdrawn,
    /// Something is there, but different.
    Replaced,
    /// Fewer values pass than before.
    Narrowed,
    /// More values pass than before, of another nature: an absence, a null, another type.
    Widened,
    /// More values pass than before, of the same nature: another enum value, a longer text.
    Extended,
    /// A promised part is no longer described: no consumer has to send it, none may rely on it.
    Removed,
    /// An optional part is no longer described.
    Undescribed,
    /// Two texts whose meanings this engine does not compare.
    Undecided,
    /// A change behind the contract.
    Internal,
}

impl Effect {
    /// All of them, for audits.
    pub const ALL: [Effect; 10] = [
        Effect::Allowed,
        Effect::Withdrawn,
        Effect::Replaced,
        Effect::Narrowed,
        Effect::Widened,
        Effect::Extended,
        Effect::Removed,
        Effect::Undescribed,
        Effect::Undecided,
        Effect::Internal,
    ];

    /// Whether a message or a promise of the old release may be lost by it; else it breaks no consumer and needs no
    /// proof. How bad a loss is decides the policy.
    #[must_use]
    pub fn may_lose(self, direction: Direction) -> bool {
        match (self, direction) {
            (Effect::Narrowed, Direction::Request) => true,
            (Effect::Widened | Effect::Extended, Direction::Response) => true,
            (Effect::Narrowed, Direction::Response) => false,
            (Effect::Widened | Effect::Extended, Direction::Request) => false,
            (Effect::Withdrawn | Effect::Replaced | Effect::Removed, _) => true,
            (Effect::Undescribed | Effect::Undecided, _) => true,
            (Effect::Allowed | Effect::Internal, _) => false,
        }
    }
}
