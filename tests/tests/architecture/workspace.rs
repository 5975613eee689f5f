//! The folders and files of the workspace.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The text of each file, by its path from the workspace's folder.
pub(crate) type Files = BTreeMap<PathBuf, String>;

/// The workspace's folder.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The names of the folders under `crates`, sorted.
pub(crate) fn crates() -> Vec<String> {
    let entries = std::fs::read_dir(root().join("crates")).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The Rust files under a crate's `src`.
pub(crate) fn sources(name: &str) -> Files {
    let mut files = Files::new();
    let mut folders = vec![Path::new("crates").join(name).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(root().join(&folder)).unwrap() {
            let path = folder.join(entry.unwrap().file_name());
            if root().join(&path).is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.insert(path.clone(), std::fs::read_to_string(root().join(&path)).unwrap());
            }
        }
    }
    files
}

/// The files of a crate that a test makes up.
pub(crate) fn made_up(files: &[(&str, &str)]) -> Files {
    files.iter().map(|(path, text)| (path.into(), (*text).to_owned())).collect()
}
