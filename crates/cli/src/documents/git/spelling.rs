//! `main:openapi.yaml`: a revision and a path in it.
//!
//! The grammar is that of gitrevisions(7), `<rev>:<path>` and `:[<n>:]<path>`.

use std::fmt;

use crate::error::CliError;

/// A file of a revision, as the user wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RevisionPath {
    pub(super) revision: Revision,
    /// From the top of the repository; `./` and `../` count from the working directory.
    pub(super) path: String,
}

/// Which state of the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Revision {
    /// That of a commit: a branch, a tag, an id, or anything else that `git rev-parse` understands.
    Commit(String),
    /// What is staged: 0, or 1 to 3 for the sides of a conflict.
    Index(u8),
}

impl RevisionPath {
    /// Takes a text apart; `None` where it is the name of a file, or a URL.
    pub(crate) fn parse(text: &str) -> Result<Option<RevisionPath>, CliError> {
        let Some((revision, path)) = split(text) else { return Ok(None) };
        if path.starts_with("//") || is_drive(revision, path) {
            return Ok(None);
        }
        let wrong = |problem: &str, help: &str| {
            let shown: String =
                text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
            Err(CliError::usage_with_help(format!("`{shown}` {problem}"), help))
        };
        if text.contains(char::is_control) {
            return wrong("holds a control character", "name the revision and the file without it");
        }
        if revision.starts_with('-') {
            return wrong(
                "is not a revision: the name of a revision does not begin with `-`",
                "write `REVISION:PATH`, such as main:openapi.yaml",
            );
        }
        if path.starts_with('/') {
            return wrong(
                "has a path that begins with `/`",
                "the path counts from the top of the repository: main:spec/openapi.yaml; with `./` in \
                 front it counts from the working directory",
            );
        }
        let (revision, path) = if revision.is_empty() {
            let (stage, path) = stage(path);
            (Revision::Index(stage), path)
        } else {
            (Revision::Commit(revision.to_owned()), path)
        };
        Ok(Some(RevisionPath { revision, path: path.to_owned() }))
    }
}

impl fmt::Display for RevisionPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.revision.prefix(), self.path)
    }
}

impl Revision {
    /// What is before the path: `main:`.
    pub(super) fn prefix(&self) -> String {
        match self {
            Self::Commit(name) => format!("{name}:"),
            Self::Index(0) => ":".to_owned(),
            Self::Index(stage) => format!(":{stage}:"),
        }
    }
}

/// At the first colon outside of braces: `HEAD@{2026-01-31 10:00}:openapi.yaml` has its own colons inside.
fn split(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ':' if depth == 0 => return Some((&text[..at], &text[at + 1..])),
            _ => {}
        }
    }
    None
}

/// `C:\openapi.yaml`. Only Windows has drives, but its paths are written elsewhere, too.
fn is_drive(revision: &str, path: &str) -> bool {
    let is_letter = revision.len() == 1 && revision.starts_with(|c: char| c.is_ascii_alphabetic());
    is_letter && (cfg!(windows) || path.starts_with(['\\', '/']))
}

/// The number of `:2:openapi.yaml`; without one, 0.
fn stage(path: &str) -> (u8, &str) {
    for (stage, prefix) in [(0, "0:"), (1, "1:"), (2, "2:"), (3, "3:")] {
        if let Some(path) = path.strip_prefix(prefix) {
            return (stage, path);
        }
    }
    (0, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revisions_are_told_from_files_and_urls() {
        let commit = |name: &str| Revision::Commit(name.to_owned());
        for (text, revision, path) in [
            ("main:openapi.yaml", commit("main"), "openapi.yaml"),
            ("HEAD~3:api/openapi.yaml", commit("HEAD~3"), "api/openapi.yaml"),
            ("v1.4.0:openapi.yaml", commit("v1.4.0"), "openapi.yaml"),
            ("origin/main:./openapi.yaml", commit("origin/main"), "./openapi.yaml"),
            ("HEAD:../openapi.yaml", commit("HEAD"), "../openapi.yaml"),
            ("HEAD:", commit("HEAD"), ""),
            ("@:a", commit("@"), "a"),
            ("main@{1 day ago}:a", commit("main@{1 day ago}"), "a"),
            ("HEAD@{2026-01-31 10:00}:a:b", commit("HEAD@{2026-01-31 10:00}"), "a:b"),
            ("HEAD^{/fix: it}:a", commit("HEAD^{/fix: it}"), "a"),
            ("me@work:openapi.yaml", commit("me@work"), "openapi.yaml"),
            (":openapi.yaml", Revision::Index(0), "openapi.yaml"),
            (":0:openapi.yaml", Revision::Index(0), "openapi.yaml"),
            (":2:openapi.yaml", Revision::Index(2), "openapi.yaml"),
            (":4:openapi.yaml", Revision::Index(0), "4:openapi.yaml"),
        ] {
            let found = RevisionPath::parse(text).unwrap();
            let expected = RevisionPath { revision, path: path.to_owned() };
            assert_eq!(found, Some(expected), "{text}");
        }
        for text in [
            "openapi.yaml",
            "-",
            "",
            "C:\\work\\openapi.yaml",
            "C:/work/openapi.yaml",
            "file:///work/openapi.yaml",
            "s3://bucket/openapi.yaml",
            "orders-api@current",
            "orders-api@1.4.0",
            "a{b:c}",
        ] {
            assert_eq!(RevisionPath::parse(text).unwrap(), None, "{text}");
        }
        for text in [
            "-p:openapi.yaml",
            "--output=x:openapi.yaml",
            ":/fix",
            "HEAD:/etc/passwd",
            "ma\nin:openapi.yaml",
            "main:open\0api.yaml",
            "main:\u{1b}[2J",
        ] {
            assert!(RevisionPath::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_prefix_is_what_git_reads() {
        for text in ["main:", ":", ":2:"] {
            let of = RevisionPath::parse(&format!("{text}a")).unwrap().unwrap();
            assert_eq!(of.revision.prefix(), text);
        }
    }
}
