//! A document in a file, or on standard input: never more than the limit is held.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use gatepact_openapi::{MAX_DOCUMENT_BYTES, ReadError};

use crate::error::CliError;

/// Reads a file unless it says that it is too large; `shown` is its name in messages.
pub(super) fn read(path: &Path, shown: &str) -> Result<Vec<u8>, CliError> {
    let fault = |source| CliError::Input { file: shown.to_owned(), source };
    let file = File::open(path).map_err(fault)?;
    let about = file.metadata().map_err(fault)?;
    if about.is_dir() {
        return Err(CliError::usage_with_help(
            format!("{shown} is a folder"),
            "name the file of an API document in it",
        ));
    }
    match usize::try_from(about.len()) {
        Ok(size) if size <= MAX_DOCUMENT_BYTES => bounded(file, shown),
        Ok(size) => Err(too_large(size, shown)),
        Err(_) => Err(too_large(usize::MAX, shown)),
    }
}

/// Reads to one byte beyond the limit, which is enough to tell: a pipe does not say how much is coming.
pub(super) fn bounded(reader: impl Read, shown: &str) -> Result<Vec<u8>, CliError> {
    let bytes =
        at_most(reader).map_err(|source| CliError::Input { file: shown.to_owned(), source })?;
    if bytes.len() > MAX_DOCUMENT_BYTES {
        return Err(too_large(bytes.len(), shown));
    }
    Ok(bytes)
}

/// One byte more than a document may have, at most.
pub(super) fn at_most(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(MAX_DOCUMENT_BYTES).unwrap_or(u64::MAX);
    reader.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub(super) fn too_large(bytes: usize, shown: &str) -> CliError {
    CliError::Document {
        file: shown.to_owned(),
        source: Box::new(ReadError::TooLarge { bytes, limit: MAX_DOCUMENT_BYTES }),
    }
}
