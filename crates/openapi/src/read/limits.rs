//! What a document may cost. The largest public documents (13 MB, 600,000 values, 25 levels) stay far below.

/// The largest document that is read, in bytes of its text.
pub const BYTES: usize = 64 * 1024 * 1024;

/// Levels of nesting; below the 128 of serde_json, so that what was read can be written and read again.
pub(crate) const DEPTH: usize = 100;

/// Values (objects, arrays, scalars), counted after the expansion of YAML aliases.
pub(crate) const VALUES: usize = 5_000_000;

/// Bytes of text that the aliases of a YAML document may repeat.
pub(crate) const REPEATED_BYTES: usize = 64 * 1024 * 1024;
