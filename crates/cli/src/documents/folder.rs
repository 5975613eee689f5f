//! The files beside a document: those that it refers to, and no other.

use std::io;
use std::path::{Path, PathBuf};

use super::file;

/// The folder of a document.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    /// The name of the document in it.
    pub(super) document: String,
}

/// Why a file beside a document is not read.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unread {
    /// It cannot be, or is too large.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A link leads to where the document has no business.
    #[error("a link leads out of the folder of the document; put a copy beside it")]
    Outside,
}

impl Folder {
    /// The folder of a file.
    pub(super) fn of(file: &Path) -> Option<Folder> {
        let document = file.file_name()?.to_str()?.to_owned();
        let path = file.parent().unwrap_or(Path::new("")).to_owned();
        Some(Folder { path, document })
    }

    /// Reads a file by its path from the folder.
    pub(super) fn load(&self, below: &str) -> Result<Vec<u8>, Unread> {
        let folder = self.path.canonicalize()?;
        let file = folder.join(below).canonicalize()?;
        if !file.starts_with(&folder) {
            return Err(Unread::Outside);
        }
        Ok(file::at_most(std::fs::File::open(file)?)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn a_link_may_lead_within_the_folder_and_not_out_of_it() {
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret"), "s").unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("models")).unwrap();
        std::fs::write(folder.path().join("models/order.yaml"), "type: object").unwrap();
        let link = |to: &Path, name: &str| {
            std::os::unix::fs::symlink(to, folder.path().join(name)).unwrap();
        };
        link(&folder.path().join("models/order.yaml"), "order.yaml");
        link(&outside.path().join("secret"), "out.yaml");
        link(outside.path(), "out");
        let read = Folder::of(&folder.path().join("openapi.yaml")).unwrap();
        assert_eq!(read.document, "openapi.yaml");
        assert_eq!(read.load("models/order.yaml").unwrap(), b"type: object");
        assert_eq!(read.load("order.yaml").unwrap(), b"type: object");
        for below in ["out.yaml", "out/secret"] {
            assert!(matches!(read.load(below), Err(Unread::Outside)), "{below}");
        }
        assert!(matches!(read.load("missing.yaml"), Err(Unread::Io(_))));
    }
}
