//! A document that was read, with its names.

use gatepact_diff::NamedDocument;
use gatepact_openapi::{Document, ReadError};

use crate::error::CliError;

/// One of the two documents of a comparison.
#[derive(Debug)]
pub(crate) struct ReadDocument {
    /// As sentences call it: a release, or what the user wrote.
    pub(crate) name: String,
    /// As places call it.
    pub(crate) file: String,
    /// What is before the path in `file`: `main:` for a document of a git revision.
    pub(crate) prefix: String,
    pub(crate) document: Document,
}

impl ReadDocument {
    /// A document without files beside it.
    pub(crate) fn read(name: String, file: String, bytes: &[u8]) -> Result<Self, CliError> {
        Self::new(name, file, Document::read(bytes))
    }

    /// A document, if it could be read.
    pub(crate) fn new(
        name: String,
        file: String,
        document: Result<Document, ReadError>,
    ) -> Result<Self, CliError> {
        match document {
            Ok(document) => Ok(Self { name, file, prefix: String::new(), document }),
            Err(source) => Err(CliError::Document { file, source: Box::new(source) }),
        }
    }

    /// The same for the comparison.
    pub(crate) fn named(&self) -> NamedDocument<'_> {
        NamedDocument {
            name: &self.name,
            file: &self.file,
            prefix: &self.prefix,
            document: &self.document,
        }
    }
}
