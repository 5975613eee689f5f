//! Names of APIs, stages and releases: each is a name of a file or directory, on any system, and nothing else.

use std::fmt;

use crate::RegistryError;

/// Bytes of a name; with `.source.json` it stays below every file system's limit.
const LONGEST: usize = 100;

/// Names that Windows keeps for devices, with any extension.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// A name that is safe as the name of a file or directory.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

/// What is wrong with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NameFault {
    /// Nothing.
    #[error("it is empty")]
    Empty,
    /// Too long.
    #[error("it is longer than {LONGEST} bytes")]
    TooLong,
    /// A character other than the allowed ones; separators above all.
    #[error("it may hold letters, digits, spaces and `._-+$` only")]
    Character,
    /// A first character that hides the file, or looks like an option.
    #[error("it may not begin with `.`, `-` or a space")]
    Beginning,
    /// A last character that Windows removes.
    #[error("it may not end with `.` or a space")]
    End,
    /// A name that Windows or the registry keeps for itself.
    #[error("it is reserved")]
    Reserved,
}

impl Name {
    /// The name of an API.
    ///
    /// # Errors
    ///
    /// A name that is not safe as the name of a directory.
    pub fn api(name: &str) -> Result<Self, RegistryError> {
        Self::new("api", name)
    }

    /// The name of a stage; `$default` is one.
    ///
    /// # Errors
    ///
    /// A name that is not safe as the name of a directory.
    pub fn stage(name: &str) -> Result<Self, RegistryError> {
        Self::new("stage", name)
    }

    /// The name of a release. `index`, `*.full` and `*.source` are names of other files beside it.
    ///
    /// # Errors
    ///
    /// A name that is not safe as the name of a file.
    pub fn release(name: &str) -> Result<Self, RegistryError> {
        let lower = name.to_ascii_lowercase();
        if lower == "index" || [".full", ".source"].iter().any(|end| lower.ends_with(end)) {
            return Err(refusal("release", name, NameFault::Reserved));
        }
        Self::new("release", name)
    }

    fn new(what: &'static str, name: &str) -> Result<Self, RegistryError> {
        check(name).map(|()| Self(name.to_owned())).map_err(|fault| refusal(what, name, fault))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether another name is the same file where case does not count, and another one where it does.
    pub(crate) fn collides_with(&self, other: &str) -> bool {
        self.0 != other && self.0.eq_ignore_ascii_case(other)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn refusal(what: &'static str, name: &str, fault: NameFault) -> RegistryError {
    RegistryError::Name { what, name: name.to_owned(), fault }
}

fn check(name: &str) -> Result<(), NameFault> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || " ._-+$".contains(c);
    if name.is_empty() {
        Err(NameFault::Empty)
    } else if name.len() > LONGEST {
        Err(NameFault::TooLong)
    } else if !name.chars().all(allowed) {
        Err(NameFault::Character)
    } else if name.starts_with(['.', '-', ' ']) {
        Err(NameFault::Beginning)
    } else if name.ends_with(['.', ' ']) {
        Err(NameFault::End)
    } else if is_device(name) {
        Err(NameFault::Reserved)
    } else {
        Ok(())
    }
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let numbered = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    DEVICES.contains(&stem.as_str())
        || numbered.is_some_and(|number| {
            number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_digit())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_files_and_names_that_are_not() {
        for good in [
            "1.4.0",
            "v1+build.7",
            "2026-11-24",
            "abc123",
            "$default",
            "Orders API",
            "COMET",
            "a..b",
        ] {
            assert!(Name::release(good).is_ok(), "{good}");
        }
        let bad = [
            ("", NameFault::Empty),
            ("a/b", NameFault::Character),
            ("..", NameFault::Beginning),
            ("../x", NameFault::Character),
            ("a\\b", NameFault::Character),
            ("C:", NameFault::Character),
            ("a\0", NameFault::Character),
            ("é", NameFault::Character),
            (".hidden", NameFault::Beginning),
            ("-rf", NameFault::Beginning),
            (" a", NameFault::Beginning),
            ("a.", NameFault::End),
            ("a ", NameFault::End),
            ("NUL", NameFault::Reserved),
            ("con.json", NameFault::Reserved),
            ("lpt1", NameFault::Reserved),
            ("Index", NameFault::Reserved),
            ("1.0.FULL", NameFault::Reserved),
        ];
        for (name, expected) in bad {
            let Err(RegistryError::Name { fault, .. }) = Name::release(name) else {
                panic!("{name}")
            };
            assert_eq!(fault, expected, "{name}");
        }
        assert!(Name::release(&"a".repeat(LONGEST)).is_ok());
        assert!(Name::release(&"a".repeat(LONGEST + 1)).is_err());
        assert!(Name::stage("index").is_ok(), "a directory beside no index");
    }
}
