use std::str::Utf8Error;

use super::format::Format;
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
    /// A YAML mapping names one member twice, or a JSON text names many; readers disagree which of them counts.
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
    /// A specification that is recognised and not read.
    #[error("{at}: {dialect} documents are not read by this version; {advice}")]
    Unsupported {
        /// The line of the version.
        at: Position,
        /// For example `OpenAPI 3.2.0`.
        dialect: String,
        /// What to do instead.
        advice: &'static str,
    },
    /// More parts of another shape than the bound: it only calls itself an API document.
    #[error(
        "{at}: more than {limit} parts have another shape than the specification wants; give an API document"
    )]
    TooManyFaults {
        /// Where the bound was passed.
        at: Position,
        /// Parts allowed.
        limit: usize,
    },
    /// The key that is kept for the files that a document refers to.
    #[error(
        "{at}: the key `{key}` is reserved for the files that the document refers to; rename it"
    )]
    Reserved {
        /// The line of the key.
        at: Position,
        /// The key.
        key: String,
    },
    /// More files than the bound.
    #[error("{at}: the document refers to more than {limit} files; put small ones together")]
    TooManyFiles {
        /// The reference to the first one too many.
        at: Position,
        /// Files allowed.
        limit: usize,
    },
    /// What is wrong in a file that the document refers to.
    #[error("{file}: {source}")]
    InFile {
        /// The path from the document's folder.
        file: String,
        /// What, and where in it.
        source: Box<ReadError>,
    },
}
