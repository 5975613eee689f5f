//! How much decoration a text may carry.

/// How much decoration a text may carry; the other formats have none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Decoration {
    /// Whether colours are wanted.
    pub colour: bool,
    /// Whether only the result line and what needs attention is wanted.
    pub terse: bool,
    /// Whether everything is wanted, however long it gets.
    pub verbose: bool,
}
