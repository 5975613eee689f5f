//! A document that only has to be read.

use std::path::{Path, PathBuf};

use gatepact_openapi::Document;

use super::file;
use super::git::RevisionFiles;
use super::kept::Kept;
use super::loaded::{Files, LoadedDocument, OpenedDocument};
use super::root::Root;
use crate::Context;
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
    File {
        path: PathBuf,
        /// Where the files are that it refers to.
        root: Root,
    },
    /// Here.
    Fetched(Vec<u8>),
    /// In a git revision.
    Revision(Box<RevisionFiles>),
    /// In the registry.
    Kept(Kept),
}

impl Source {
    /// A file, as the user named it.
    pub(crate) fn file(path: &Path, root: &Root, context: &Context) -> Source {
        let content = Content::File { path: context.cwd.join(path), root: root.clone() };
        Source { name: path.display().to_string(), content }
    }

    /// Reads the document, and says how a report names it. Blocks, and may take seconds.
    pub(crate) fn read(self) -> Result<OpenedDocument, CliError> {
        let Source { name, content } = self;
        let alone = |bytes, name| LoadedDocument::new(bytes, name, Files::None);
        let loaded = match content {
            Content::Input => alone(file::bounded(std::io::stdin().lock(), &name)?, name),
            Content::File { path, root } => {
                let bytes = file::read(&path, &name)?;
                let files = root.folder(&path, &name)?.map_or(Files::None, Files::Folder);
                LoadedDocument::new(bytes, name, files)
            }
            Content::Fetched(bytes) => alone(bytes, name),
            Content::Revision(mut files) => match files.read() {
                Ok(bytes) => LoadedDocument::new(bytes, name, Files::Revision(files)),
                Err(error) => return Err(error.about(name)),
            },
            Content::Kept(kept) => kept.find()?,
        };
        loaded.read()
    }
}

/// A document in a file with the files that it refers to, and the bytes of its own.
pub(crate) fn read_file(
    path: &Path,
    root: &Root,
    context: &Context,
) -> Result<(Vec<u8>, Document), CliError> {
    let name = path.display().to_string();
    let path = context.cwd.join(path);
    let bytes = file::read(&path, &name)?;
    let files = root.folder(&path, &name)?.map_or(Files::None, Files::Folder);
    match files.read(&bytes) {
        Ok(document) => Ok((bytes, document)),
        Err(source) => Err(CliError::Document { file: name, source: Box::new(source) }),
    }
