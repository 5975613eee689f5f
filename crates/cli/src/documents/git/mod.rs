//! Documents of git revisions: `main:openapi.yaml`, as `git show` names them.
//!
//! | module | concept |
//! |---|---|
//! | `spelling` | what the user wrote, taken apart |
//! | `process` | a run of the command `git`: bounded, without prompts and without commands of the repository |
//! | `objects` | `git cat-file --batch`: objects by name |
//! | `index` | the files that are staged |
//! | `tree` | the folders of a revision, and the way from a path to a file |
//! | `revision` | a revision resolved once, so that a document and its files come from one state |
//! | `error` | what goes wrong, and what to do |

mod error;
mod index;
mod objects;
mod process;
mod revision;
mod spelling;
mod tree;

pub(super) use revision::RevisionFiles;
pub(crate) use spelling::RevisionPath;
