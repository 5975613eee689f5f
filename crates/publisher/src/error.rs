use std::io;
use std::path::PathBuf;

use crate::name::{Name, NameFault};

/// Why the registry could not be read or written: what, where, what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RegistryError {
    /// A name that is not safe as the name of a file.
    #[error("{what} `{name}` cannot be a file name: {fault}; choose another one")]
    Name {
        /// `api`, `stage` or `release`.
        what: &'static str,
        /// The name.
        name: String,
        /// What is wrong with it.
        fault: NameFault,
    },
    /// Two names that are one file where case does not count.
    #[error(
        "`{name}` and `{existing}` differ in case only, and many file systems take them for one; use `{existing}`"
    )]
    Collision {
        /// The name asked for.
        name: Name,
        /// The name that is there.
        existing: String,
    },
    /// A file that could not be read.
    #[error("cannot read {}; check that it exists and may be read", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file that could not be written. Nothing is lost: what was there before is still there.
    #[error("cannot write {}; check space and permissions, then publish again", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file that does not hold what the registry wrote.
    #[error("{} is damaged: {damage}; restore it from version control or a backup", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// How.
        damage: Damage,
    },
    /// A release that the registry does not hold.
    #[error("{api}/{stage} has no release `{release}`; list the releases to see those that it has")]
    UnknownRelease {
        /// The API.
        api: Name,
        /// The stage.
        stage: Name,
        /// The release asked for.
        release: String,
    },
    /// A release that is there with other bytes.
    #[error(
        "release `{release}` of {api}/{stage} is published with other bytes; a release never changes: publish under a new name"
    )]
    OtherBytes {
        /// The API.
        api: Name,
        /// The stage.
        stage: Name,
        /// The release.
        release: Name,
    },
    /// A release that is there with another source, or without one.
    #[error(
        "release `{release}` of {api}/{stage} is published with another source or without one; a release never changes: publish under a new name, or omit the source"
    )]
    OtherSource {
        /// The API.
        api: Name,
        /// The stage.
        stage: Name,
        /// The release.
        release: Name,
    },
    /// Another publisher is writing at this moment.
    #[error("another publisher is writing to {}; nothing was written: publish again", path.display())]
    Busy {
        /// The stage's directory.
        path: PathBuf,
    },
    /// Another publisher was faster: what this one compared with is no longer current.
    #[error(
        "another publisher was faster: {api}/{stage} is now at `{current}`; nothing was written: publish again"
    )]
    Conflict {
        /// The API.
        api: Name,
        /// The stage.
        stage: Name,
        /// The release that is current now.
        current: String,
    },
}

impl RegistryError {
    /// Whether the same publication may pass a moment later: another publisher was at work.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Busy { .. } | Self::Conflict { .. } => true,
            Self::Name { .. }
            | Self::Collision { .. }
            | Self::Read { .. }
            | Self::Write { .. }
            | Self::Damaged { .. }
            | Self::UnknownRelease { .. }
            | Self::OtherBytes { .. }
            | Self::OtherSource { .. } => false,
        }
    }
}

/// How a file is damaged.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Damage {
    /// The index is no JSON, or not that of an index.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// The index was written by a later version.
    #[error("it has the format `{found}` and this version reads `{expected}`; use a newer version")]
    Format {
        /// Its format.
        found: String,
        /// The format read here.
        expected: &'static str,
    },
    /// The index belongs to another directory.
    #[error("it is the index of {api}/{stage}")]
    Elsewhere {
        /// Its API.
        api: String,
        /// Its stage.
        stage: String,
    },
    /// The current release is not among the releases.
    #[error("its current release `{0}` is not one of its releases")]
    NoCurrent(String),
    /// The source of a release is not a file of that release.
    #[error("it names `{0}` as the source of a release")]
    Source(String),
    /// The bytes of a release are others than those that were published.
    #[error("its sha256 is {found}, and {expected} was published")]
    Checksum {
        /// Found.
        found: String,
        /// Published.
        expected: String,
    },
    /// A release is no UTF-8.
    #[error("it is not UTF-8")]
    NotUtf8,
}
