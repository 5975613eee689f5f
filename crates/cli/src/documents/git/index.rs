//! The files that are staged, as `git ls-files --stage -z` lists them.

use std::collections::HashMap;

use super::error::GitError;
use super::process::{git, output};
use super::tree::{Entry, Folder, Tree};
use crate::Context;

/// The largest list that is read, in bytes: half a million files.
const MAX_LIST_BYTES: usize = 64 * 1024 * 1024;

/// The index as it is now; `stage` is the side that counts where a file is in conflict.
pub(super) async fn tree(stage: u8, context: &Context) -> Result<Tree, GitError> {
    // From the top, wherever in the repository this runs.
    let command = git(context, &["ls-files", "--stage", "-z", "--full-name", "--", ":/"]);
    let list = output(command, MAX_LIST_BYTES).await?;
    Ok(Tree::of(folders(&list, stage)))
}

/// `<mode> <id> <stage>\t<path>\0` for each file; a file in conflict has one for each side.
fn folders(list: &[u8], wanted: u8) -> HashMap<String, Folder> {
    let mut folders = HashMap::from([(String::new(), Folder::new())]);
    for line in list.split(|byte| *byte == 0) {
        let Some((mode, id, stage, path)) = std::str::from_utf8(line).ok().and_then(fields) else {
            continue;
        };
        let entry = match (stage, mode) {
            (stage, _) if stage != wanted && stage != 0 => Entry::Conflict,
            (_, "120000") => Entry::Link(id.to_owned()),
            (_, "160000") => Entry::Submodule,
            _ => Entry::File(id.to_owned()),
        };
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let entries = folders.entry(folder.to_owned()).or_default();
        if entry == Entry::Conflict {
            entries.entry(name.to_owned()).or_insert(entry);
        } else {
            entries.insert(name.to_owned(), entry);
        }
        connect(&mut folders, folder);
    }
    folders
}

/// Enters a folder into those above it, up to the first that has it already.
fn connect(folders: &mut HashMap<String, Folder>, folder: &str) {
    let mut below = folder;
    while !below.is_empty() {
        let (above, name) = below.rsplit_once('/').unwrap_or(("", below));
        let entries = folders.entry(above.to_owned()).or_default();
        if entries.contains_key(name) {
            return;
        }
        entries.insert(name.to_owned(), Entry::Folder(below.to_owned()));
        below = above;
    }
}

fn fields(line: &str) -> Option<(&str, &str, u8, &str)> {
    let (about, path) = line.split_once('\t')?;
    let mut about = about.split(' ');
    let (mode, id, stage) = (about.next()?, about.next()?, about.next()?);
    Some((mode, id, stage.parse().ok()?, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_files_becomes_folders() {
        let list = "100644 a1 0\tapi.yaml\x00100644 b1 0\tspec/v1/item.yaml\x00\
                    120000 c1 0\tspec/latest\x00160000 d1 0\tvendor\x00\
                    100644 e1 1\tours.yaml\x00100644 e2 2\tours.yaml\x00100644 e3 3\tours.yaml\0torn";
        let at = |stage: u8, folder: &str, name: &str| {
            folders(list.as_bytes(), stage)[folder].get(name).cloned()
        };
        let file = |id: &str| Some(Entry::File(id.to_owned()));
        assert_eq!(at(0, "", "api.yaml"), file("a1"));
        assert_eq!(at(0, "", "spec"), Some(Entry::Folder("spec".to_owned())));
        assert_eq!(at(0, "spec", "v1"), Some(Entry::Folder("spec/v1".to_owned())));
        assert_eq!(at(0, "spec/v1", "item.yaml"), file("b1"));
        assert_eq!(at(0, "spec", "latest"), Some(Entry::Link("c1".to_owned())));
        assert_eq!(at(0, "", "vendor"), Some(Entry::Submodule));
        assert_eq!(at(0, "", "ours.yaml"), Some(Entry::Conflict));
        assert_eq!(at(2, "", "ours.yaml"), file("e2"));
        assert_eq!(at(3, "", "ours.yaml"), file("e3"));
        assert_eq!(at(3, "", "api.yaml"), file("a1"));
        assert_eq!(at(0, "", "torn"), None);
    }
}
