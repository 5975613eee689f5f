//! What goes wrong between a revision and the text of its document, and what to do.

use std::time::Duration;

use gatepact_openapi::MAX_DOCUMENT_BYTES;

use crate::error::CliError;

/// Why a file of a revision is not read. Messages are fragments; `help` says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum GitError {
    /// There is no `git`.
    #[error("the command `git` was not found; documents of revisions are read with it")]
    NotInstalled,
    /// There is one, and it cannot be run, or broke off.
    #[error("the command `git` could not be run: {0}")]
    NotRun(String),
    /// It refused, in its own words.
    #[error("git failed: {0}")]
    Failed(String),
    /// It takes too long.
    #[error("git did not answer within {} seconds", .0.as_secs())]
    TimedOut(Duration),
    /// It says more than is read.
    #[error("git answers with more than {} MiB", .0 >> 20)]
    TooMuch(usize),
    /// The working directory is in no repository.
    #[error("there is no such file, and the working directory is not in a git repository")]
    NoRepository,
    /// A revision that the repository does not know.
    #[error("the repository has no commit `{revision}`, and there is no such file")]
    NoCommit {
        revision: String,
        /// Whether the clone lacks older commits and other branches.
        is_shallow: bool,
        /// A branch of the remote with that name, which the clone has.
        remote: Option<String>,
    },
    /// A path that the revision does not have.
    #[error("{} has no file `{path}`", .revision.as_deref().unwrap_or("the index"))]
    NoFile {
        /// The commit, as the user named it; none for the index.
        revision: Option<String>,
        path: String,
        near: Near,
    },
    /// The path of a folder.
    #[error("`{0}` is a folder")]
    IsFolder(String),
    /// A path that goes through a submodule.
    #[error("`{0}` is a submodule, whose files are not part of this repository")]
    Submodule(String),
    /// A path with `..` or a link that leads out.
    #[error("`{0}` leads out of the repository")]
    Outside(String),
    /// Links that lead to each other.
    #[error("`{0}` leads through too many links")]
    TooManyLinks(String),
    /// A file that is being merged.
    #[error("`{0}` is in conflict in the index")]
    Conflict(String),
    /// An object that a partial or damaged clone does not have.
    #[error("the clone does not hold its content")]
    Absent,
    /// A large file, in place of which the repository holds a pointer.
    #[error("`{0}` is kept by Git LFS, and the repository holds a pointer to it only")]
    Lfs(String),
    /// Larger than a document may be.
    #[error("it has {0} bytes and the limit is {MAX_DOCUMENT_BYTES}")]
    TooLarge(usize),
}

/// What there is in place of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Near {
    /// Nothing that helps.
    #[default]
    Nothing,
    /// The path would be right from the working directory: this is how to write it.
    Relative(String),
    /// Documents in the same folder.
    Documents(Vec<String>),
}

impl GitError {
    /// The same about a document, as the user named it.
    pub(crate) fn about(self, document: String) -> CliError {
        CliError::Git {
            document,
            problem: self.to_string(),
            help: self.help(),
            may_pass: matches!(self, Self::TimedOut(_)),
        }
    }

    /// What to do about it.
    fn help(&self) -> Option<String> {
        Some(match self {
            Self::NotInstalled => {
                "install git, or name files: gatepact diff OLD.yaml NEW.yaml".to_owned()
            }
            Self::NoRepository => {
                "run gatepact within the repository, or correct the name of the file".to_owned()
            }
            Self::NoCommit { remote: Some(remote), .. } => format!("write {remote}"),
            Self::NoCommit { is_shallow: true, .. } => {
                "the clone is shallow and lacks older commits and other branches: set `fetch-depth: 0` \
                 for actions/checkout, or run `git fetch --unshallow`; for a branch \
                 `git fetch --depth=1 origin main` and origin/main:PATH"
                    .to_owned()
            }
            Self::NoCommit { .. } => {
                "`git branch --all` and `git tag` list what the repository has; \
                 `git fetch origin main` fetches a branch, then named origin/main:PATH"
                    .to_owned()
            }
            Self::NoFile { near: Near::Relative(path), .. } => {
                format!("the path counts from the top of the repository: write {path}")
            }
            Self::NoFile { near: Near::Documents(names), .. } => {
                format!("the folder has {}", names.join(", "))
            }
            Self::NoFile { revision, .. } => {
                let listing = match revision {
                    Some(revision) => format!("git ls-tree -r --name-only {revision}"),
                    None => "git ls-files".to_owned(),
                };
                format!("the path counts from the top of the repository; `{listing}` lists the files")
            }
            Self::IsFolder(_) => "name the file of an API document in it".to_owned(),
            Self::Submodule(_) => {
                "run gatepact in the folder of the submodule, with a revision of the submodule"
                    .to_owned()
            }
            Self::Conflict(path) => {
                format!("resolve it, or name a side: :2:{path} is ours, :3:{path} theirs")
            }
            Self::Absent => {
                "gatepact fetches nothing; `git show` of the same file fetches it for a partial clone, \
                 then run again"
                    .to_owned()
            }
            Self::Lfs(_) => {
                "pipe the document in: git show REVISION:PATH | git lfs smudge | gatepact diff - NEW"
                    .to_owned()
            }
            Self::Outside(_) => "name a file of the repository".to_owned(),
            Self::TooManyLinks(_) => "name the file that the links should lead to".to_owned(),
            Self::NotRun(_)
            | Self::Failed(_)
            | Self::TimedOut(_)
            | Self::TooMuch(_)
            | Self::TooLarge(_) => return None,
        })
    }
}
