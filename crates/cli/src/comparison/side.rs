//! A document, its name, the file it stands in.

use gatepact_openapi::Document;
use gatepact_report::Location;

use crate::error::CliError;

/// One of the two documents of a comparison.
#[derive(Debug)]
pub(crate) struct Side {
    /// As sentences call it: a release, or what the user wrote.
    pub(crate) name: String,
    /// As places call it.
    pub(crate) file: String,
    pub(crate) document: Document,
}

impl Side {
    /// Reads a document.
    pub(crate) fn read(name: String, file: String, bytes: &[u8]) -> Result<Side, CliError> {
        match Document::read(bytes) {
            Ok(document) => Ok(Side { name, file, document }),
            Err(source) => Err(CliError::Document { file, source: Box::new(source) }),
        }
    }

    /// Where a part stands.
    pub(crate) fn place(&self, pointer: &str) -> Location {
        Location {
            file: self.file.clone(),
            line: usize::try_from(self.document.position(pointer).line).ok(),
            pointer: pointer.to_owned(),
        }
    }
}
