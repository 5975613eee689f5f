//! What a document may cost. The largest public documents (13 MB, 600,000 values, 25 levels) stay far below.

/// The largest document that is read, in bytes of its text.
pub const BYTES: usize = 64 * 1024 * 1024;

/// Levels of nesting; below the 128 of serde_json, so that what was read can be written and read again.
pub(crate) const DEPTH: usize = 100;

/// Values (objects, arrays, scalars), counted after the expansion of YAML aliases.
pub(crate) const VALUES: usize = 5_000_000;

/// Bytes of text that the aliases of a YAML document may repeat.
pub(crate) const REPEATED_BYTES: usize = 64 * 1024 * 1024;

/// Files that a document may refer to, one by another.
pub(crate) const FILES: usize = 2_000;

/// References followed one after another: only a circle of references is longer.
pub(crate) const REFERENCES: usize = 32;

/// Bytes that writing parts out more than once may take: those of Swagger's bodies for each media type, path items
/// behind references, and the notes where all of them stood.
pub(crate) const WRITTEN_BYTES: usize = 256 * 1024 * 1024;

/// Bytes of pointers made on the way through a document that is lowered.
pub(crate) const WALKED_BYTES: usize = 2 * 1024 * 1024 * 1024;

/// Parts of another shape than the specification wants: a document with more of them is no API document.
pub(crate) const FAULTS: usize = 10_000;
