//! A document, its name, the file it stands in.

use std::path::Path;

use gatepact_openapi::{Document, Place, ReadError};
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
    /// A document that stands alone.
    pub(crate) fn read(name: String, file: String, bytes: &[u8]) -> Result<Side, CliError> {
        Side::new(name, file, Document::read(bytes))
    }

    /// A document, if it could be read.
    pub(crate) fn new(
        name: String,
        file: String,
        document: Result<Document, ReadError>,
    ) -> Result<Side, CliError> {
        match document {
            Ok(document) => Ok(Side { name, file, document }),
            Err(source) => Err(CliError::Document { file, source: Box::new(source) }),
        }
    }

    /// Where a part stands in the text that somebody wrote; files that the document refers to lie beside it.
    pub(crate) fn place(&self, pointer: &str) -> Location {
        self.location(self.document.place(pointer))
    }

    /// A place of the document, under the name that the user gave it.
    pub(crate) fn location(&self, place: Place) -> Location {
        let Place { file, pointer, position } = place;
        let file = match file {
            None => self.file.clone(),
            Some(below) => {
                let folder = Path::new(&self.file).parent().unwrap_or(Path::new(""));
                folder.join(below).display().to_string()
            }
        };
        Location { file, line: usize::try_from(position.line).ok(), pointer }
    }
}
