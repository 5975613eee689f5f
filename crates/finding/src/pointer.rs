//! JSON pointers (RFC 6901): `/paths/~1orders~1{id}/get`. Nothing else of Gatepact escapes or unescapes one.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::ops::Deref;

use serde::Serialize;

/// A JSON pointer: empty for the whole document, else a `/` before each escaped token.
///
/// ```
/// use gatepact_finding::Pointer;
///
/// let operation = Pointer::root().child("paths").child("/orders/{id}").child("get");
/// assert_eq!(operation.as_str(), "/paths/~1orders~1{id}/get");
/// assert_eq!(operation.tokens().nth(1).as_deref(), Some("/orders/{id}"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Pointer(String);

impl Pointer {
    /// The whole document.
    #[must_use]
    pub const fn root() -> Pointer {
        Pointer(String::new())
    }

    /// A pointer that is written down; `None` for text that is not one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Pointer> {
        (text.is_empty() || text.starts_with('/')).then(|| Pointer(text.to_owned()))
    }

    /// The member of this name, or the item of this index.
    #[must_use]
    pub fn child(&self, token: &str) -> Pointer {
        Pointer(child(&self.0, token))
    }

    /// The part at a pointer that counts from here.
    #[must_use]
    pub fn join(&self, below: &str) -> Pointer {
        Pointer(format!("{}{below}", self.0))
    }

    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The tokens, unescaped.
    pub fn tokens(&self) -> impl Iterator<Item = Cow<'_, str>> {
        tokens(&self.0)
    }
}

impl From<String> for Pointer {
    /// A text that is known to be a pointer.
    fn from(text: String) -> Pointer {
        Pointer(text)
    }
}

impl From<&str> for Pointer {
    /// A text that is known to be a pointer.
    fn from(text: &str) -> Pointer {
        Pointer(text.to_owned())
    }
}

impl From<Pointer> for String {
    fn from(pointer: Pointer) -> String {
        pointer.0
    }
}

impl Deref for Pointer {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Pointer {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Pointer {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Pointer {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The pointer of the member or item `token` below `parent`, for those who build many of them as text.
#[must_use]
pub fn child(parent: &str, token: &str) -> String {
    format!("{parent}/{}", escape(token))
}

/// A token as it is written inside a pointer (RFC 6901, section 3).
#[must_use]
pub fn escape(token: &str) -> Cow<'_, str> {
    if token.contains(['~', '/']) {
        Cow::Owned(token.replace('~', "~0").replace('/', "~1"))
    } else {
        Cow::Borrowed(token)
    }
}

/// The tokens of a pointer, unescaped (RFC 6901, section 4).
pub fn tokens(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    pointer.split('/').skip(1).map(unescape)
}

fn unescape(token: &str) -> Cow<'_, str> {
    if token.contains('~') {
        Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_escaped_and_unescaped() {
        let pointer = Pointer::root().child("paths").child("/a~b/{id}").child("~1");
        assert_eq!(pointer.as_str(), "/paths/~1a~0b~1{id}/~01");
        assert_eq!(pointer.tokens().collect::<Vec<_>>(), ["paths", "/a~b/{id}", "~1"]);
        assert_eq!(Pointer::root().tokens().count(), 0);
    }

    #[test]
    fn a_pointer_is_empty_or_begins_with_a_slash() {
        assert_eq!(Pointer::parse(""), Some(Pointer::root()));
        assert_eq!(Pointer::parse("/a/b").map(|it| it.join("/c")), Some("/a/b/c".into()));
        assert_eq!(Pointer::parse("a"), None);
    }
}
