use std::str::Utf8Error;

use super::Format;
use crate::Position;

/// Why a document could not be read: what, where, and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The text is larger than this version reads.
    #[error(
        "the document has {bytes} bytes and the limit is {limit}; split it or export one API only"
    )]
    TooLarge {
        /// Size found.
        bytes: usize,
        /// Size allowed.
        limit: usize,
    },
    /// The bytes are not UTF-8.
    #[error("line {line} is not UTF-8; save the document as UTF-8")]
    NotUtf8 {
        /// Line of the first bad byte.
        line: usize,
        /// Where and what exactly.
        source: Utf8Error,
    },
    /// The text does not follow the grammar of its format.
    #[error("{at}: not valid {format}: {reason}")]
    Syntax {
        /// The format that the content announced.
        format: Format,
        /// Where reading stopped.
        at: Position,
        /// The parser's words.
        reason: String,
    },
    /// An object names one member twice; readers disagree which of them counts.
    #[error("{at}: the key `{key}` stands twice in one object; remove one of them")]
    DuplicateKey {
        /// The second occurrence.
        at: Position,
        /// The key.
        key: String,
    },
    /// Nesting beyond the bound.
    #[error("{at}: nested deeper than {limit} levels; move inner parts to `components`")]
    TooDeep {
        /// Where the bound was passed.
        at: Position,
        /// Levels allowed.
        limit: usize,
    },
    /// More values than the bound, usually because YAML aliases multiply each other.
    #[error(
        "{at}: the document grows beyond {limit} values or repeats too much text; write aliases out or use `$ref`"
    )]
    TooManyValues {
        /// Where the bound was passed.
        at: Position,
        /// Values allowed.
        limit: usize,
    },
    /// YAML that has no counterpart in JSON.
    #[error("{at}: {what} has no counterpart in JSON; {advice}")]
    YamlOnly {
        /// Where it stands.
        at: Position,
        /// The construct, for example ``the tag `!Sub` ``.
        what: String,
        /// What to do instead.
        advice: &'static str,
    },
    /// The document has another top level than an object.
    #[error(
        "line 1: an API document is an object with `openapi`, `info` and `paths`; this one is {found}"
    )]
    NotAnObject {
        /// What the top level is.
        found: &'static str,
    },
    /// Neither `openapi` nor `swagger` at the top level.
    #[error(
        "line 1: neither `openapi` nor `swagger` at the top level; give an exported API document"
    )]
    NotADocument,
    /// A dialect that this version recognises but does not read.
    #[error("{at}: {dialect} documents are not read yet by this version; {advice}")]
    Unsupported {
        /// The line of the version.
        at: Position,
        /// For example `Swagger 2.0`.
        dialect: String,
        /// What to do instead.
        advice: &'static str,
    },
    /// Valid JSON or YAML that is no OpenAPI 3.0.
    #[error("{at}: at {pointer}: {reason}; OpenAPI 3.0 wants another shape here")]
    Shape {
        /// The line of the part.
        at: Position,
        /// The JSON pointer of the part.
        pointer: String,
        /// What was found and what was expected.
        reason: String,
    },
}
