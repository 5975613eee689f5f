//! Why bytes are not a pact.

use crate::pact::MAX_PACT_BYTES;

/// Why a pact could not be read. Each message is a fragment that reads well after the file's name.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Larger than any pact should be; nothing was parsed.
    #[error("is {size} bytes long; a pact may have at most {MAX_PACT_BYTES}")]
    TooLarge {
        /// The size of the document, in bytes.
        size: usize,
    },
    /// JSON is UTF-8 text.
    #[error("is not UTF-8 text (first bad byte at offset {offset})")]
    NotUtf8 {
        /// Offset of the first byte that is no UTF-8, from 0.
        offset: usize,
    },
    /// Torn or otherwise malformed JSON.
    #[error("is not valid JSON: {reason}, at line {line}, column {column}")]
    Json {
        /// Line of the fault, from 1.
        line: usize,
        /// Column of the fault, from 1.
        column: usize,
        /// What the parser said.
        reason: String,
    },
    /// Valid JSON, but nothing that a Pact tool writes.
    #[error("is not a pact: {missing}")]
    NotAPact {
        /// What a pact has and this document has not.
        missing: &'static str,
    },
    /// A pact that lacks a part, or has it in another shape.
    #[error("is a damaged pact: {missing}")]
    Damaged {
        /// What a pact has and this one has not.
        missing: &'static str,
    },
    /// A key of the pact itself stands twice.
    #[error("has the key `{key}` twice, at line {line}: half of it would be ignored")]
    Twice {
        /// The key.
        key: String,
        /// The line of one of the two, from 1.
        line: usize,
    },
}

impl ReadError {
    /// Whether the document is some other JSON file rather than a damaged pact.
    #[must_use]
    pub fn is_other_json(&self) -> bool {
        matches!(self, ReadError::NotAPact { .. })
    }

    /// The line of the fault, from 1, where it has one.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        match self {
            ReadError::Json { line, .. } | ReadError::Twice { line, .. } => Some(*line),
            ReadError::TooLarge { .. }
            | ReadError::NotUtf8 { .. }
            | ReadError::NotAPact { .. }
            | ReadError::Damaged { .. } => None,
        }
    }
}

impl From<serde_json::Error> for ReadError {
    fn from(error: serde_json::Error) -> Self {
        if error.is_data() {
            // Good JSON, but a list or a number.
            return ReadError::NotAPact { missing: "it has no `consumer.name`" };
        }
        let (line, column) = (error.line(), error.column());
        let text = error.to_string();
        let place = format!(" at line {line} column {column}");
        let reason = text.strip_suffix(&place).unwrap_or(&text).to_owned();
        ReadError::Json { line, column, reason }
    }
}
