//! A media type or a range of them, and which covers which.
//!
//! | covers | source |
//! |---|---|
//! | `*/*` everything, `text/*` all of `text` | RFC 9110, 12.5.1 |
//! | a type without parameters the same with some | RFC 9110, 12.5.1 |
//! | `application/json` the same as `application/problem+json`: a reader of the one can read the other | RFC 6839 |
//! | `charset=utf-8` says nothing: JSON has no other, and UTF-8 is what is written without one | RFC 8259, 8.1 |

use std::collections::BTreeSet;
use std::fmt;

/// A media type, its names in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct MediaType {
    kind: String,
    subtype: String,
    parameters: BTreeSet<String>,
}

impl MediaType {
    pub(super) fn new(text: &str) -> Self {
        let mut parts = text.split(';').map(|part| part.trim().to_ascii_lowercase());
        let essence = parts.next().unwrap_or_default();
        let (kind, subtype) = essence.split_once('/').unwrap_or((&essence, "*"));
        Self {
            kind: kind.to_owned(),
            subtype: subtype.to_owned(),
            parameters: parts
                .map(|part| part.replace(['"', ' '], ""))
                .filter(|part| !part.is_empty() && part != "charset=utf-8")
                .collect(),
        }
    }

    /// Whether every message of type `other` is one of this as well.
    pub(super) fn covers(&self, other: &Self) -> bool {
        self.parameters.is_subset(&other.parameters)
            && (self.kind == "*" || self.kind == other.kind)
            && self.covers_subtype(&other.subtype)
    }

    fn covers_subtype(&self, other: &str) -> bool {
        self.subtype == "*"
            || self.subtype == other
            || other.rsplit_once('+').is_some_and(|(_, suffix)| suffix == self.subtype)
    }

    /// How much it leaves open: the smaller, the more it says.
    pub(super) fn openness(&self) -> (bool, bool, bool, usize) {
        let more = usize::MAX - self.parameters.len();
        (self.kind == "*", self.subtype == "*", !self.subtype.contains('+'), more)
    }
}

/// `application/json;profile=a`
impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.subtype)?;
        self.parameters.iter().try_for_each(|parameter| write!(f, ";{parameter}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn which_covers_which() {
        for (one, other, there, back) in [
            ("application/json", "Application/JSON", true, true),
            ("application/json", "application/json; charset=\"UTF-8\"", true, true),
            ("application/json", "application/json;profile=a", true, false),
            ("application/json;profile=a", "application/json;profile=b", false, false),
            ("application/*", "application/json", true, false),
            ("*/*", "text/*", true, false),
            ("*", "text/plain", true, false),
            ("text/*", "application/json", false, false),
            ("application/json", "application/problem+json", true, false),
            ("application/json", "application/xml+jsonp", false, false),
            ("application/problem+json", "application/vnd.a+json", false, false),
        ] {
            let (one, other) = (MediaType::new(one), MediaType::new(other));
            assert_eq!(one.covers(&other), there, "{one:?} {other:?}");
            assert_eq!(other.covers(&one), back, "{other:?} {one:?}");
        }
    }
}
