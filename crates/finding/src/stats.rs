//! How the comparison of the schemas ended.

use serde::Serialize;

/// How the comparison of the schemas ended that two documents have in common and that differ.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct SchemaStats {
    /// Pairs of schemas (of parameters, bodies and headers) that differ in more than names; equal pairs count once.
    pub pairs: usize,
    /// All that the one release sends is accepted by the other.
    pub contained: usize,
    /// A value was found that is not.
    pub witnessed: usize,
    /// Neither could be shown.
    pub unproved: usize,
    /// Values that an independent validator refused as witnesses: faults of the engine, counted among the unproved.
    pub unverified: usize,
}
