//! The folders of a revision, and the way from a path to a file: links are followed within the repository only.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::error::{GitError, Near};

/// So many links are followed on the way to one file, as the kernel does.
const MAX_LINKS: usize = 40;

/// So many names are shown in place of one that is not there.
const SHOWN: usize = 5;

/// What a name in a folder stands for. Ids are those of git's objects; where the folders were made from the index, the id
/// of a folder is its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Entry {
    Folder(String),
    File(String),
    /// A file that holds where the link leads.
    Link(String),
    Submodule,
    /// A file whose sides have not been merged.
    Conflict,
}

/// The names of a folder.
pub(super) type Folder = BTreeMap<String, Entry>;

/// Where folders and links that are not known yet come from.
pub(super) trait Load {
    /// The content of a tree or of a blob.
    fn load(&self, id: &str) -> Result<Vec<u8>, GitError>;
}

/// The folders of a revision that are known, by their ids.
#[derive(Debug)]
pub(super) struct Tree {
    root: String,
    folders: HashMap<String, Arc<Folder>>,
}

/// The folders that lead to a place: the name of each, and its id.
type Way = Vec<(String, String)>;

impl Tree {
    /// A tree of which the root is known by its id.
    pub(super) fn new(root: String) -> Tree {
        Tree { root, folders: HashMap::new() }
    }

    /// A tree whose folders are all known.
    pub(super) fn of(folders: HashMap<String, Folder>) -> Tree {
        let folders = folders.into_iter().map(|(id, folder)| (id, Arc::new(folder))).collect();
        Tree { root: String::new(), folders }
    }

    /// The id of the file at a path from the top. `revision` is for messages: the commit, or none for the index.
    pub(super) fn find(
        &mut self,
        path: &str,
        revision: Option<&str>,
        load: &impl Load,
    ) -> Result<String, GitError> {
        let mut open: Vec<String> = segments(path);
        let mut way = Way::new();
        let mut links = 0;
        while let Some(segment) = open.pop() {
            if segment == ".." {
                way.pop().ok_or_else(|| GitError::Outside(path.to_owned()))?;
                continue;
            }
            let folder = self.folder(&way, load)?;
            match folder.get(&segment) {
                Some(Entry::Folder(id)) => way.push((segment, id.clone())),
                Some(Entry::File(id)) if open.is_empty() => return Ok(id.clone()),
                Some(Entry::Link(id)) => {
                    links += 1;
                    if links > MAX_LINKS {
                        return Err(GitError::TooManyLinks(path.to_owned()));
                    }
                    let target = load.load(id)?;
                    let target = std::str::from_utf8(&target).unwrap_or("/");
                    if target.starts_with('/') {
                        return Err(GitError::Outside(path.to_owned()));
                    }
                    open.extend(segments(target));
                }
                Some(Entry::Submodule) => {
                    return Err(GitError::Submodule(joined(&way, &segment)));
                }
                Some(Entry::Conflict) => return Err(GitError::Conflict(joined(&way, &segment))),
                Some(Entry::File(_)) | None => {
                    let near = near(&folder, &way);
                    let (revision, path) = (revision.map(str::to_owned), path.to_owned());
                    return Err(GitError::NoFile { revision, path, near });
                }
            }
        }
        Err(GitError::IsFolder(if path.is_empty() { "." } else { path }.to_owned()))
    }

    fn folder(&mut self, way: &Way, load: &impl Load) -> Result<Arc<Folder>, GitError> {
        let id = way.last().map_or(&self.root, |(_, id)| id);
        if let Some(known) = self.folders.get(id) {
            return Ok(known.clone());
        }
        let folder = Arc::new(parse(&load.load(id)?, id.len() / 2));
        self.folders.insert(id.clone(), folder.clone());
        Ok(folder)
    }
}

/// The last one first.
fn segments(path: &str) -> Vec<String> {
    let segments = path.split('/').filter(|it| !matches!(*it, "" | ".")).map(str::to_owned);
    segments.rev().collect()
}

fn joined(way: &Way, last: &str) -> String {
    let folders = way.iter().map(|(name, _)| name.as_str());
    folders.chain([last]).collect::<Vec<_>>().join("/")
}

/// The documents of a folder.
fn near(folder: &Folder, way: &Way) -> Near {
    let is_document = |name: &str| [".yaml", ".yml", ".json"].iter().any(|it| name.ends_with(it));
    let files = folder.iter().filter(|(_, entry)| matches!(entry, Entry::File(_)));
    let names = files.map(|(name, _)| name).filter(|name| is_document(name));
    let names = names.filter(|name| !name.contains(char::is_control));
    let names: Vec<String> = names.take(SHOWN).map(|name| joined(way, name)).collect();
    if names.is_empty() { Near::Nothing } else { Near::Documents(names) }
}

/// The entries of a tree: `<mode> <name>\0<id>`, one after the other, the id in bytes. Names that are not Unicode are left
/// out, since no reference names them. What is torn ends the folder.
///
/// The format is that of "Tree Objects" in the book Pro Git, chapter 10.2; the modes are those of git-fast-import(1).
fn parse(mut bytes: &[u8], id_length: usize) -> Folder {
    let mut folder = Folder::new();
    while let Some([mode, name, id, rest]) = entry(bytes, id_length) {
        bytes = rest;
        let Ok(name) = std::str::from_utf8(name) else { continue };
        let id = || id.iter().map(|byte| format!("{byte:02x}")).collect();
        let entry = match mode {
            b"40000" | b"040000" => Entry::Folder(id()),
            b"120000" => Entry::Link(id()),
            b"160000" => Entry::Submodule,
            _ => Entry::File(id()),
        };
        folder.insert(name.to_owned(), entry);
    }
    folder
}

/// Mode, name, id, and what follows.
fn entry(bytes: &[u8], id_length: usize) -> Option<[&[u8]; 4]> {
    let space = bytes.iter().position(|byte| *byte == b' ')?;
    let (mode, rest) = bytes.split_at_checked(space)?;
    let rest = rest.get(1..)?;
    let nul = rest.iter().position(|byte| *byte == 0)?;
    let (name, rest) = rest.split_at_checked(nul)?;
    let (id, rest) = rest.get(1..)?.split_at_checked(id_length)?;
    Some([mode, name, id, rest])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Links hold where they lead in their id.
    struct Links;

    impl Load for Links {
        fn load(&self, id: &str) -> Result<Vec<u8>, GitError> {
            Ok(id.as_bytes().to_vec())
        }
    }

    fn tree() -> Tree {
        let folder = |entries: &[(&str, Entry)]| -> Folder {
            entries.iter().map(|(name, entry)| ((*name).to_owned(), entry.clone())).collect()
        };
        let link = |to: &str| Entry::Link(to.to_owned());
        let top = folder(&[
            ("api.yaml", Entry::File("1".to_owned())),
            ("spec", Entry::Folder("spec".to_owned())),
            ("vendor", Entry::Submodule),
            ("ours.yaml", Entry::Conflict),
            ("latest", link("spec")),
            ("round", link("round")),
            ("passwd", link("/etc/passwd")),
            ("out", link("spec/../../x")),
        ]);
        let spec =
            folder(&[("item.yaml", Entry::File("2".to_owned())), ("up.yaml", link("../api.yaml"))]);
        Tree::of(HashMap::from([(String::new(), top), ("spec".to_owned(), spec)]))
    }

    #[test]
    fn a_path_leads_to_a_file_through_folders_and_links() {
        let mut tree = tree();
        for (path, id) in [
            ("api.yaml", "1"),
            ("spec/item.yaml", "2"),
            ("./spec//item.yaml", "2"),
            ("spec/../api.yaml", "1"),
            ("latest/item.yaml", "2"),
            ("latest/up.yaml", "1"),
        ] {
            assert_eq!(tree.find(path, Some("main"), &Links), Ok(id.to_owned()), "{path}");
        }
        let no_file = |path: &str, near: &[&str]| GitError::NoFile {
            revision: Some("main".to_owned()),
            path: path.to_owned(),
            near: Near::Documents(near.iter().map(|it| (*it).to_owned()).collect()),
        };
        for (path, error) in [
            ("openapi.yaml", no_file("openapi.yaml", &["api.yaml"])),
            ("spec/api.yaml", no_file("spec/api.yaml", &["spec/item.yaml"])),
            ("api.yaml/x", no_file("api.yaml/x", &["api.yaml"])),
            ("spec", GitError::IsFolder("spec".to_owned())),
            ("", GitError::IsFolder(".".to_owned())),
            ("vendor/a.yaml", GitError::Submodule("vendor".to_owned())),
            ("ours.yaml", GitError::Conflict("ours.yaml".to_owned())),
            ("round", GitError::TooManyLinks("round".to_owned())),
            ("passwd", GitError::Outside("passwd".to_owned())),
            ("out/y", GitError::Outside("out/y".to_owned())),
            ("../api.yaml", GitError::Outside("../api.yaml".to_owned())),
        ] {
            assert_eq!(tree.find(path, Some("main"), &Links), Err(error), "{path}");
        }
    }

    #[test]
    fn a_tree_is_read_as_git_writes_it() {
        let mut bytes = Vec::new();
        for (mode, name) in
            [("100644", "a.yaml"), ("40000", "spec"), ("120000", "link"), ("160000", "sub")]
        {
            bytes.extend_from_slice(format!("{mode} {name}\0").as_bytes());
            bytes.extend_from_slice(&[0xab; 20]);
        }
        let whole = parse(&bytes, 20);
        let id = "ab".repeat(20);
        assert_eq!(whole["a.yaml"], Entry::File(id.clone()));
        assert_eq!(whole["spec"], Entry::Folder(id.clone()));
        assert_eq!(whole["link"], Entry::Link(id));
        assert_eq!(whole["sub"], Entry::Submodule);
        for length in 0..bytes.len() {
            assert!(parse(&bytes[..length], 20).len() < 4, "{length}");
        }
    }
}
