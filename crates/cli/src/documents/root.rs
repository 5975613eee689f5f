//! The files that a document refers to: within its repository, or within `--root`, and no other.

use std::io;
use std::path::{Component, Path, PathBuf};

use super::file;
use crate::Context;
use crate::error::CliError;

/// What git calls the data of a repository: a folder, or a file that names one in a worktree and in a submodule.
const GIT: &str = ".git";

/// Within which folder the references of a document may name files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Root {
    /// The repository of the document: the nearest folder upwards that has a `.git`. Without one, the folder of the
    /// document.
    Repository {
        /// The user's home. A `.git` there, as some keep their settings, would make every file of the user readable for a
        /// document, so the search ends below it, and below `/`.
        home: Option<PathBuf>,
    },
    /// `--root`.
    Named {
        /// The folder, its links followed.
        path: PathBuf,
        /// As the user named it.
        shown: String,
    },
}

impl Root {
    /// The folder of `--root`, if the user named one.
    pub(crate) fn resolve(named: Option<&Path>, context: &Context) -> Result<Root, CliError> {
        let Some(named) = named else {
            let home = context.env("HOME").or_else(|| context.env("USERPROFILE"));
            return Ok(Root::Repository {
                home: home.and_then(|it| Path::new(it).canonicalize().ok()),
            });
        };
        let shown = named.display().to_string();
        match context.cwd.join(named).canonicalize() {
            Ok(path) if path.is_dir() => Ok(Root::Named { path, shown }),
            Ok(_) => Err(no_folder(&shown, "it is not a folder")),
            Err(error) => Err(no_folder(&shown, &error.to_string())),
        }
    }

    /// The files that a document may refer to. A pipe has none, as standard input has none.
    pub(super) fn folder(&self, file: &Path, shown: &str) -> Result<Option<Folder>, CliError> {
        let Some(name) = file.file_name().filter(|_| file.is_file()) else { return Ok(None) };
        let parent = file.parent().unwrap_or(Path::new(""));
        let parent = parent
            .canonicalize()
            .map_err(|source| CliError::Input { file: shown.to_owned(), source })?;
        let root = match self {
            Root::Repository { home } => repository(&parent, home.as_deref()).unwrap_or(&parent),
            Root::Named { path, .. } if parent.starts_with(path) => path,
            Root::Named { shown: root, .. } => {
                return Err(CliError::usage_with_help(
                    format!("{shown} is not in {root}, the folder of --root"),
                    "name a folder that holds both documents and all files that they refer to",
                ));
            }
        };
        let below = parent.strip_prefix(root).unwrap_or(Path::new("")).join(name);
        let is_guessed = matches!(self, Root::Repository { .. }) && root == parent;
        Ok(slashed(&below).map(|document| Folder { path: root.to_owned(), document, is_guessed }))
    }
}

fn no_folder(shown: &str, why: &str) -> CliError {
    CliError::usage_with_help(
        format!("--root {shown}: {why}"),
        "name the folder that holds the documents and all files that they refer to",
    )
}

/// The nearest folder with a `.git`, from a folder upwards.
fn repository<'p>(folder: &'p Path, home: Option<&Path>) -> Option<&'p Path> {
    folder
        .ancestors()
        .take_while(|folder| folder.parent().is_some() && Some(*folder) != home)
        .find(|folder| folder.join(GIT).symlink_metadata().is_ok())
}

/// A relative path as references write it; none where it is not Unicode.
fn slashed(path: &Path) -> Option<String> {
    let segments = path.components().map(|component| component.as_os_str().to_str());
    segments.collect::<Option<Vec<_>>>().map(|segments| segments.join("/"))
}

/// A folder, and the document in it or below it.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    /// The path of the document from the folder.
    pub(super) document: String,
    /// Whether it is the folder of the document because no other was given: neither by `--root` nor by a repository.
    pub(super) is_guessed: bool,
}

/// Why a file that a document refers to is not read.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unread {
    /// It cannot be, or is too large.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A link leads to where the document has no business.
    #[error(
        "a link leads out of the folder within which files are read; put a copy into it, or name a \
         folder that holds both with --root"
    )]
    Outside,
    /// The data of git may hold credentials.
    #[error("it belongs to the data of git, which no document refers to")]
    Git,
    /// A folder, or a pipe, which may never end.
    #[error("it is not a regular file")]
    NotAFile,
}

impl Folder {
    /// Reads a file by its path from the folder.
    pub(super) fn load(&self, below: &str) -> Result<Vec<u8>, Unread> {
        let folder = self.path.canonicalize()?;
        let file = folder.join(below).canonicalize()?;
        let below = file.strip_prefix(&folder).map_err(|_| Unread::Outside)?;
        if below.components().any(|it| it == Component::Normal(GIT.as_ref())) {
            return Err(Unread::Git);
        }
        if !file.is_file() {
            return Err(Unread::NotAFile);
        }
        Ok(file::at_most(std::fs::File::open(file)?)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nearest() -> Root {
        Root::Repository { home: None }
    }

    fn folder(root: &Root, file: &Path) -> Folder {
        root.folder(file, "openapi.yaml").unwrap().unwrap()
    }

    #[test]
    #[cfg(unix)]
    fn a_link_may_lead_within_the_folder_and_not_out_of_it() {
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret"), "s").unwrap();
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("models")).unwrap();
        std::fs::write(dir.path().join("models/order.yaml"), "type: object").unwrap();
        std::fs::write(dir.path().join("openapi.yaml"), "").unwrap();
        let link = |to: &Path, name: &str| {
            std::os::unix::fs::symlink(to, dir.path().join(name)).unwrap();
        };
        link(&dir.path().join("models/order.yaml"), "order.yaml");
        link(&outside.path().join("secret"), "out.yaml");
        link(outside.path(), "out");
        let read = folder(&nearest(), &dir.path().join("openapi.yaml"));
        assert_eq!(read.document, "openapi.yaml");
        assert_eq!(read.load("models/order.yaml").unwrap(), b"type: object");
        assert_eq!(read.load("order.yaml").unwrap(), b"type: object");
        for below in ["out.yaml", "out/secret"] {
            assert!(matches!(read.load(below), Err(Unread::Outside)), "{below}");
        }
        assert!(matches!(read.load("missing.yaml"), Err(Unread::Io(_))));
        assert!(matches!(read.load("models"), Err(Unread::NotAFile)));
    }

    #[test]
    fn the_root_is_the_nearest_folder_of_git_but_not_the_home() {
        let dir = tempfile::tempdir().unwrap();
        let home = dir.path().canonicalize().unwrap();
        let file = home.join("work/orders/spec/openapi.yaml");
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, "").unwrap();
        let root = Root::Repository { home: Some(home.clone()) };
        assert_eq!(folder(&root, &file).document, "openapi.yaml");
        std::fs::create_dir(home.join(".git")).unwrap();
        std::fs::write(home.join(".git/config.yaml"), "secret: 1").unwrap();
        assert_eq!(folder(&root, &file).document, "openapi.yaml");
        let everything = folder(&nearest(), &file);
        assert_eq!(everything.document, "work/orders/spec/openapi.yaml");
        assert!(matches!(everything.load(".git/config.yaml"), Err(Unread::Git)));
        // In a worktree it is a file.
        std::fs::write(home.join("work/orders/.git"), "gitdir: elsewhere").unwrap();
        assert_eq!(folder(&root, &file).document, "spec/openapi.yaml");
    }

    #[test]
    fn a_named_root_holds_the_document() {
        let dir = tempfile::tempdir().unwrap();
        let cwd = dir.path().canonicalize().unwrap();
        std::fs::create_dir_all(cwd.join("a/spec")).unwrap();
        std::fs::create_dir(cwd.join("b")).unwrap();
        std::fs::write(cwd.join("a/spec/openapi.yaml"), "").unwrap();
        let context = Context { cwd: cwd.clone(), ..Context::of_process() };
        let named = |root: &str| Root::resolve(Some(Path::new(root)), &context);
        let file = cwd.join("a/spec/openapi.yaml");
        assert_eq!(folder(&named("a").unwrap(), &file).document, "spec/openapi.yaml");
        assert_eq!(folder(&named("a/spec/..").unwrap(), &file).document, "spec/openapi.yaml");
        let error = named("b").unwrap().folder(&file, "a/spec/openapi.yaml").unwrap_err();
        assert_eq!(error.to_string(), "a/spec/openapi.yaml is not in b, the folder of --root");
        for wrong in ["missing", "a/spec/openapi.yaml"] {
            let error = named(wrong).unwrap_err().to_string();
            assert!(error.starts_with(&format!("--root {wrong}: ")), "{error}");
        }
    }
}
