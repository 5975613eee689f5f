//! The authored document of a release: what its author wrote, kept beside what was exported.

use gatepact_openapi::{Document, Format};

use crate::files::sha256;
use crate::index::{Release, SourceEntry};
use crate::name::Name;

/// The authored document of a release, in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseSource {
    pub(crate) bytes: Vec<u8>,
    format: Format,
}

impl ReleaseSource {
    /// The document that was read from `bytes`. They are kept as they are; of a document with several files, what was
    /// read is kept as JSON, because a release stands alone.
    #[must_use]
    pub fn new(document: &Document, bytes: Vec<u8>) -> Self {
        if document.has_other_files() {
            let bytes = format!("{:#}\n", document.value()).into_bytes();
            return Self { bytes, format: Format::Json };
        }
        Self { bytes, format: document.format() }
    }

    /// What the index says of it.
    pub(crate) fn entry(&self, release: &Name) -> SourceEntry {
        let extension = match self.format {
            Format::Json => "json",
            Format::Yaml => "yaml",
        };
        let file = format!("{release}.source.{extension}");
        SourceEntry { file, sha256: sha256(&self.bytes) }
    }
}

impl SourceEntry {
    /// Whether its file is one that a publication of this release writes: an index that was edited names no other.
    pub(crate) fn is_of(&self, release: &Release) -> bool {
        let rest = self.file.strip_prefix(release.release.as_str());
        rest.is_some_and(|rest| matches!(rest, ".source.json" | ".source.yaml"))
    }
}
