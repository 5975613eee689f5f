//! A revision, resolved once: a document and the files that it refers to come from one state of the repository.

use super::error::{GitError, Near};
use super::index;
use super::objects::{Kind, Object, Objects};
use super::process::{git, output};
use super::spelling::{Revision, RevisionPath};
use super::tree::{Load, Tree};
use crate::Context;

/// The longest answer about the repository, in bytes: it holds one path.
const MAX_ANSWER_BYTES: usize = 64 * 1024;

/// What a pointer of Git LFS begins with (git-lfs, docs/spec.md).
const LFS_POINTER: &[u8] = b"version https://git-lfs.github.com/spec/";

/// The longest pointer of Git LFS, in bytes.
const MAX_LFS_POINTER_BYTES: usize = 1024;

/// The files of a revision, and the document among them.
#[derive(Debug)]
pub(crate) struct RevisionFiles {
    objects: Objects,
    tree: Tree,
    /// The commit, as the user named it.
    revision: Option<String>,
    /// What the user wrote before the path: `main:`.
    prefix: String,
    /// The working directory, from the top.
    cwd: String,
    /// The id of the commit; an index has none.
    commit: Option<String>,
    /// The path of the document, from the top.
    document: String,
}

impl RevisionFiles {
    /// Finds the repository around the working directory, and the revision in it.
    pub(crate) async fn open(
        RevisionPath { revision, path }: RevisionPath,
        context: &Context,
    ) -> Result<RevisionFiles, GitError> {
        let about = git(context, &["rev-parse", "--is-shallow-repository", "--show-prefix"]);
        let about = output(about, MAX_ANSWER_BYTES).await?;
        let about = String::from_utf8_lossy(&about).into_owned();
        let (is_shallow, cwd) = about.split_once('\n').unwrap_or(("", ""));
        let cwd = cwd.strip_suffix('\n').unwrap_or(cwd);
        let document = from_top(&path, cwd)?;
        let objects = Objects::open(context)?;
        let (tree, commit) = match &revision {
            Revision::Index(stage) => (index::tree(*stage, context).await?, None),
            Revision::Commit(name) => {
                let Some(Object { id, .. }) = of_kind(&objects, name, Kind::Commit).await? else {
                    let remote = remote(&objects, name, &path).await?;
                    let (revision, is_shallow) = (name.clone(), is_shallow == "true");
                    return Err(GitError::NoCommit { revision, is_shallow, remote });
                };
                let tree = of_kind(&objects, &id, Kind::Tree).await?.ok_or(GitError::Absent)?;
                (Tree::new(tree.id), Some(id))
            }
        };
        Ok(RevisionFiles {
            objects,
            tree,
            prefix: revision.prefix(),
            revision: match revision {
                Revision::Commit(name) => Some(name),
                Revision::Index(_) => None,
            },
            cwd: cwd.to_owned(),
            commit,
            document,
        })
    }

    /// The id of the commit.
    pub(crate) fn commit(&self) -> Option<&str> {
        self.commit.as_deref()
    }

    /// What the user wrote before the path.
    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The path of the document, from the top of the repository.
    pub(crate) fn document(&self) -> &str {
        &self.document
    }

    /// The text of the document. Blocks, as reading a file does.
    pub(crate) fn read(&mut self) -> Result<Vec<u8>, GitError> {
        let path = self.document.clone();
        let found = self.load(&path);
        let Err(GitError::NoFile { revision, path, near }) = found else { return found };
        // `main:openapi.yaml` in the folder of openapi.yaml is a usual slip.
        let relative = format!("{}{path}", self.cwd);
        let is_there =
            !self.cwd.is_empty() && self.tree.find(&relative, None, &self.objects).is_ok();
        let near = match is_there {
            true => Near::Relative(format!("{}./{path} or {}{relative}", self.prefix, self.prefix)),
            false => near,
        };
        Err(GitError::NoFile { revision, path, near })
    }

    /// The text of a file, by its path from the top. Blocks, as reading a file does.
    pub(crate) fn load(&mut self, path: &str) -> Result<Vec<u8>, GitError> {
        let id = self.tree.find(path, self.revision.as_deref(), &self.objects)?;
        let bytes = self.objects.load(&id)?;
        if bytes.len() <= MAX_LFS_POINTER_BYTES && bytes.starts_with(LFS_POINTER) {
            return Err(GitError::Lfs(path.to_owned()));
        }
        Ok(bytes)
    }
}

impl Load for Objects {
    fn load(&self, id: &str) -> Result<Vec<u8>, GitError> {
        let found = self.get_blocking(id.to_owned())?;
        found.map(|object| object.bytes).ok_or(GitError::Absent)
    }
}

/// What a name stands for, if that is of this kind or leads to it: a tag to its commit, a commit to its tree.
async fn of_kind(objects: &Objects, name: &str, kind: Kind) -> Result<Option<Object>, GitError> {
    let word = match kind {
        Kind::Commit => "commit",
        Kind::Tree => "tree",
        Kind::Blob => "blob",
        Kind::Tag => "tag",
    };
    let found = objects.get(format!("{name}^{{{word}}}")).await?;
    Ok(found.filter(|object| object.kind == kind))
}

/// The document on a branch of that name which the remote has: in a fresh clone, only one branch is local.
async fn remote(objects: &Objects, name: &str, path: &str) -> Result<Option<String>, GitError> {
    let name = format!("origin/{name}");
    let found = of_kind(objects, &name, Kind::Commit).await?;
    Ok(found.map(|_| format!("{name}:{path}")))
}

/// A path from the top: `./` and `../` count from the working directory, everything else from the top
/// (gitrevisions(7), "<rev>:<path>").
fn from_top(path: &str, cwd: &str) -> Result<String, GitError> {
    let is_relative =
        matches!(path, "." | "..") || path.starts_with("./") || path.starts_with("../");
    let mut segments: Vec<&str> = Vec::new();
    for segment in if is_relative { cwd } else { "" }.split('/').chain(path.split('/')) {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop().ok_or_else(|| GitError::Outside(path.to_owned()))?;
            }
            _ => segments.push(segment),
        }
    }
    Ok(segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_count_from_the_top_or_from_the_working_directory() {
        for (path, cwd, expected) in [
            ("openapi.yaml", "spec/", "openapi.yaml"),
            ("./openapi.yaml", "spec/", "spec/openapi.yaml"),
            ("../common/item.yaml", "spec/", "common/item.yaml"),
            ("./openapi.yaml", "", "openapi.yaml"),
            ("a/../b.yaml", "spec/", "b.yaml"),
            ("", "spec/", ""),
            (".", "spec/", "spec"),
        ] {
            assert_eq!(from_top(path, cwd), Ok(expected.to_owned()), "{path} in {cwd}");
        }
        assert!(from_top("../../x.yaml", "spec/").is_err());
        assert!(from_top("a/../../x.yaml", "spec/").is_err());
    }
}
