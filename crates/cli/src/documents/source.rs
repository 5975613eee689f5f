//! A document that only has to be read.

use std::path::{Path, PathBuf};

use gatepact_openapi::Document;
use gatepact_report::ComparedDocument;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::file;
use super::folder::Folder;
use super::kept::Kept;
use crate::comparison::ReadDocument;
use crate::error::CliError;

/// A document that only has to be read.
#[derive(Debug)]
pub(crate) struct Source {
    /// As the user named it, without secrets.
    pub(super) name: String,
    pub(super) content: Content,
}

/// Where the text is.
#[derive(Debug)]
pub(super) enum Content {
    /// On standard input.
    Input,
    /// In a file.
    File(PathBuf),
    /// Here.
    Fetched(Vec<u8>),
    /// In the registry.
    Kept(Kept),
}

impl Source {
    /// Reads the document, and says how a report names it. Blocks, and may take seconds.
    pub(crate) fn read(self) -> Result<OpenedDocument, CliError> {
        let Source { name, content } = self;
        let found = match content {
            Content::Input => Found::new(file::bounded(std::io::stdin().lock(), &name)?, name),
            Content::File(path) => {
                let bytes = file::read(&path, &name)?;
                Found { folder: Folder::of(&path), ..Found::new(bytes, name) }
            }
            Content::Fetched(bytes) => Found::new(bytes, name),
            Content::Kept(kept) => kept.find()?,
        };
        found.read()
    }
}

/// A document in a file with the files that it refers to, and the bytes of its own; `shown` is its name in messages.
pub(crate) fn read_file(path: &Path, shown: &str) -> Result<(Vec<u8>, Document), CliError> {
    let bytes = file::read(path, shown)?;
    let read = |bytes: &[u8]| match Folder::of(path) {
        None => Document::read(bytes),
        Some(folder) => Document::read_with(bytes, &folder.document, |below| folder.load(below)),
    };
    match read(&bytes) {
        Ok(document) => Ok((bytes, document)),
        Err(source) => Err(CliError::Document { file: shown.to_owned(), source: Box::new(source) }),
    }
}

/// A document that was read.
pub(crate) struct OpenedDocument {
    pub(crate) document: ReadDocument,
    /// How a report names it.
    pub(crate) described: ComparedDocument,
    /// Whether the registry keeps it: what it keeps was exported by API Gateway.
    pub(crate) is_release: bool,
    /// The authored document that the release was published with.
    pub(crate) source: Option<FoundDocument>,
}

/// The text of a document, found.
pub(crate) struct FoundDocument(Box<Found>);

impl FoundDocument {
    /// Reads it.
    pub(crate) fn read(self) -> Result<OpenedDocument, CliError> {
        self.0.read()
    }
}

impl From<Found> for FoundDocument {
    fn from(found: Found) -> Self {
        Self(Box::new(found))
    }
}

/// The text of a document, found.
pub(super) struct Found {
    /// As sentences call it.
    pub(super) name: String,
    /// As places call it.
    pub(super) file: String,
    pub(super) bytes: Vec<u8>,
    /// Hex SHA-256 of the bytes.
    pub(super) sha256: String,
    /// Where the files are that it refers to; nothing is read for a document without a folder.
    pub(super) folder: Option<Folder>,
    /// Whether the registry keeps it as the export of a release.
    pub(super) is_release: bool,
    /// The authored document that the release was published with.
    pub(super) source: Option<FoundDocument>,
}

impl Found {
    fn new(bytes: Vec<u8>, name: String) -> Found {
        let digest = Sha256::digest(&bytes);
        let sha256 = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        let (folder, is_release, source) = (None, false, None);
        Found { file: name.clone(), name, bytes, sha256, folder, is_release, source }
    }

    fn read(self) -> Result<OpenedDocument, CliError> {
        let Found { name, file, bytes, sha256, folder, is_release, source } = self;
        let document = match &folder {
            None => Document::read(&bytes),
            Some(folder) => {
                Document::read_with(&bytes, &folder.document, |below| folder.load(below))
            }
        };
        let side = ReadDocument::new(name, file, document)?;
        let text = |pointer: &str| {
            let value = side.document.at(pointer).and_then(Value::as_str);
            value.map(str::to_owned).filter(|text| !text.is_empty())
        };
        let described = ComparedDocument {
            name: side.name.clone(),
            file: side.file.clone(),
            sha256,
            title: text("/info/title"),
            version: text("/info/version"),
            compared_as: None,
        };
        Ok(OpenedDocument { document: side, described, is_release, source })
    }
}
