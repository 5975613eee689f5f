//! The text of a document, loaded, and how it becomes a document.

use gatepact_finding::Location;
use gatepact_openapi::{Document, ReadError};
use gatepact_report::ComparedDocument;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::git::RevisionFiles;
use super::root::Folder;
use crate::comparison::ReadDocument;
use crate::error::CliError;

/// The text of a document, loaded.
pub(super) struct LoadedDocument {
    /// As sentences call it.
    pub(super) name: String,
    /// As places call it.
    pub(super) file: String,
    pub(super) bytes: Vec<u8>,
    /// Hex SHA-256 of the bytes.
    pub(super) sha256: String,
    /// Where the files are that it refers to.
    pub(super) files: Files,
    /// Whether the registry keeps it as the export of a release.
    pub(super) is_release: bool,
    /// The authored document that the release was published with.
    pub(super) source: Option<Box<LoadedDocument>>,
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

/// A document that is found, and read on demand.
pub(crate) struct FoundDocument(Box<LoadedDocument>);

impl FoundDocument {
    /// Reads it.
    pub(crate) fn read(self) -> Result<OpenedDocument, CliError> {
        self.0.read()
    }
}

/// Where the files are that a document refers to.
pub(super) enum Files {
    /// Nowhere: nothing is read for the document.
    None,
    /// In a folder.
    Folder(Folder),
    /// In a git revision.
    Revision(Box<RevisionFiles>),
}

impl LoadedDocument {
    pub(super) fn new(bytes: Vec<u8>, name: String, files: Files) -> LoadedDocument {
        let digest = Sha256::digest(&bytes);
        let sha256 = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        let (is_release, source) = (false, None);
        LoadedDocument { file: name.clone(), name, bytes, sha256, files, is_release, source }
    }

    /// Reads the document and the files that it refers to, and says how a report names it.
    pub(super) fn read(self) -> Result<OpenedDocument, CliError> {
        let LoadedDocument { name, file, bytes, sha256, files, is_release, source } = self;
        let (prefix, commit) = match &files {
            Files::Revision(files) => (files.prefix().to_owned(), files.commit()),
            Files::None | Files::Folder(_) => (String::new(), None),
        };
        let revision = commit.map(str::to_owned);
        let is_guessed = matches!(&files, Files::Folder(folder) if folder.is_guessed);
        let document = files.read(&bytes);
        let side = ReadDocument { prefix, ..ReadDocument::new(name, file, document)? };
        if is_guessed {
            within_its_folder(&side)?;
        }
        let text = |pointer: &str| {
            let value = side.document.at(pointer).and_then(Value::as_str);
            value.map(str::to_owned).filter(|text| !text.is_empty())
        };
        let described = ComparedDocument {
            name: side.name.clone(),
            file: side.file.clone(),
            sha256,
            revision,
            title: text("/info/title"),
            version: text("/info/version"),
            compared_as: None,
        };
        let source = source.map(FoundDocument);
        Ok(OpenedDocument { document: side, described, is_release, source })
    }
}

/// Refuses a reference that leaves a guessed folder: `--root` can say which folder is meant.
fn within_its_folder(side: &ReadDocument) -> Result<(), CliError> {
    let Some(outside) = side.document.outside() else { return Ok(()) };
    let Location { file, line, .. } = side.named().location(&outside.pointer);
    let line = line.map_or_else(String::new, |line| format!(":{line}"));
    Err(CliError::usage_with_help(
        format!(
            "{file}{line}: the reference `{}` leaves the folder of the document, which is in no git repository",
            outside.target
        ),
        "name the folder that holds the documents and all files that they refer to with --root",
    ))
}

impl Files {
    pub(super) fn read(self, bytes: &[u8]) -> Result<Document, ReadError> {
        match self {
            Files::None => Document::read(bytes),
            Files::Folder(folder) => {
                Document::read_with(bytes, &folder.document, |path| folder.load(path))
            }
            Files::Revision(mut files) => {
                let document = files.document().to_owned();
                Document::read_with(bytes, &document, |path| files.load(path))
            }
        }
    }
}
