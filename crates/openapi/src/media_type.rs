//! A media type or a range of them, and which covers which.
//!
//! | rule | source |
//! |---|---|
//! | type, subtype and the names of parameters count in any case | RFC 9110, 8.3.1 |
//! | the value of a parameter may be quoted; the quotation marks are no part of it | RFC 9110, 5.6.6 |
//! | `*/*` covers everything, `text/*` all of `text` | RFC 9110, 12.5.1 |
//! | a type without parameters covers the same with some | RFC 9110, 12.5.1 |
//! | `application/json` covers `application/problem+json`: a reader of the one can read the other | RFC 6839, 3.1 |
//! | `charset=utf-8` says nothing: JSON has no other, and UTF-8 is what is written without one | RFC 8259, 8.1 |
//! | of keys that cover a message, only the most specific one describes it | OpenAPI 3.0.4 and 3.1.1, Response Object and Request Body Object |

use std::collections::BTreeSet;
use std::fmt;

/// A media type, its names in lower case.
///
/// ```
/// use gatepact_openapi::MediaType;
///
/// let json = MediaType::parse("application/json; charset=utf-8");
/// assert_eq!(json, MediaType::parse("Application/JSON"));
/// assert!(json.covers(&MediaType::parse("application/problem+json")));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MediaType {
    kind: String,
    subtype: String,
    /// `profile=a`, all but the charset.
    parameters: BTreeSet<String>,
    /// `None` for UTF-8, whether it is named or not.
    charset: Option<String>,
}

impl MediaType {
    /// What a text names: a key of `content`, or the value of a `Content-Type`. Where there is no slash, any subtype is
    /// meant.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut parts = split(text);
        let essence = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let (kind, subtype) = essence.split_once('/').unwrap_or((&essence, "*"));
        let (mut parameters, mut charset) = (BTreeSet::new(), None);
        for part in parts {
            let part = part.trim().to_ascii_lowercase().replace(['"', ' '], "");
            match part.strip_prefix("charset=") {
                Some(name) => {
                    charset.get_or_insert_with(|| name.to_owned());
                }
                None if part.is_empty() => {}
                None => {
                    parameters.insert(part);
                }
            }
        }
        let charset = charset.filter(|name| !matches!(name.as_str(), "utf-8" | "utf8"));
        Self { kind: kind.to_owned(), subtype: subtype.to_owned(), parameters, charset }
    }

    /// The character set, in lower case; `None` for UTF-8, whether it is named or not.
    #[must_use]
    pub fn charset(&self) -> Option<&str> {
        self.charset.as_deref()
    }

    /// The structured syntax that the subtype ends with (RFC 6839): `json` of `problem+json`.
    #[must_use]
    pub fn suffix(&self) -> Option<&str> {
        self.subtype.rsplit_once('+').map(|(_, suffix)| suffix)
    }

    /// Whether bodies of this type are JSON: by the subtype, or by its suffix (RFC 6839, 3.1).
    #[must_use]
    pub fn is_json(&self) -> bool {
        self.subtype == "json" || self.suffix() == Some("json")
    }

    /// Whether bodies of this type are XML: by the subtype, or by its suffix (RFC 7303, 4.2).
    #[must_use]
    pub fn is_xml(&self) -> bool {
        self.subtype == "xml" || self.suffix() == Some("xml")
    }

    /// Whether it names more than one type: `*/*`, `text/*`.
    #[must_use]
    pub fn is_range(&self) -> bool {
        self.kind == "*" || self.subtype == "*"
    }

    /// Whether type and subtype are equal, whatever the parameters say.
    #[must_use]
    pub fn is_same_type(&self, other: &Self) -> bool {
        (&self.kind, &self.subtype) == (&other.kind, &other.subtype)
    }

    /// Whether nothing but the character set differs.
    #[must_use]
    pub fn differs_in_charset_only(&self, other: &Self) -> bool {
        self.is_same_type(other)
            && self.parameters == other.parameters
            && self.charset != other.charset
    }

    /// Whether every message of type `other` is one of this as well.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        (self.charset.is_none() || self.charset == other.charset)
            && self.parameters.is_subset(&other.parameters)
            && (self.kind == "*" || self.kind == other.kind)
            && (self.subtype == "*"
                || self.subtype == other.subtype
                || other.suffix() == Some(&self.subtype))
    }

    /// How much it says, to compare with others: the greatest is the most specific.
    #[must_use]
    pub fn specificity(&self) -> impl Ord + use<> {
        let parameters = self.parameters.len() + usize::from(self.charset.is_some());
        (self.kind != "*", self.subtype != "*", self.suffix().is_some(), parameters)
    }
}

/// `application/json;profile=a`
impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.subtype)?;
        let charset = self.charset.as_ref().map(|name| format!("charset={name}"));
        let parameters: BTreeSet<&String> = self.parameters.iter().chain(&charset).collect();
        parameters.into_iter().try_for_each(|parameter| write!(f, ";{parameter}"))
    }
}

/// The parts between semicolons that are not quoted (RFC 9110, 5.6.4).
fn split(text: &str) -> impl Iterator<Item = &str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    text.split(move |character| {
        let escapes = is_quoted && !is_escaped && character == '\\';
        if character == '"' && !is_escaped {
            is_quoted = !is_quoted;
        }
        is_escaped = escapes;
        character == ';' && !is_quoted
    })
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
            ("application/json;profile=a", "application/json;version=1;PROFILE=a", true, false),
            ("application/json", "application/json; charset=iso-8859-1", true, false),
            ("text/csv;charset=a", "text/csv;charset=b", false, false),
            ("application/*", "application/json", true, false),
            ("application/*", "application/problem+json", true, false),
            ("*/*", "text/*", true, false),
            ("*", "text/plain", true, false),
            ("text/*", "application/json", false, false),
            ("application/json", "application/problem+json", true, false),
            ("application/json", "text/problem+json", false, false),
            ("application/json", "application/xml+jsonp", false, false),
            ("application/problem+json", "application/vnd.a+json", false, false),
        ] {
            let (one, other) = (MediaType::parse(one), MediaType::parse(other));
            assert_eq!(one.covers(&other), there, "{one:?} {other:?}");
            assert_eq!(other.covers(&one), back, "{other:?} {one:?}");
        }
    }

    #[test]
    fn what_a_text_names() {
        for (text, expected, charset) in [
            ("application/json", "application/json", None),
            (
                " Text/HTML ; Charset = \"ISO-8859-1\"",
                "text/html;charset=iso-8859-1",
                Some("iso-8859-1"),
            ),
            ("text/html; charset=utf-8; a=b", "text/html;a=b", None),
            ("text/html; charset=UTF8", "text/html", None),
            (
                "text/html; b=c; charset=latin1; a=b",
                "text/html;a=b;b=c;charset=latin1",
                Some("latin1"),
            ),
            ("a/b; title=\"x;y\"; c=d", "a/b;c=d;title=x;y", None),
            (r#"a/b; title="x\";y"; c=d"#, r"a/b;c=d;title=x\;y", None),
            ("a/b; title=\"never closed; c=d", "a/b;title=neverclosed;c=d", None),
            ("a/b;;", "a/b", None),
            ("*", "*/*", None),
            ("json", "json/*", None),
            ("", "/*", None),
        ] {
            let parsed = MediaType::parse(text);
            assert_eq!(
                (parsed.to_string().as_str(), parsed.charset()),
                (expected, charset),
                "{text}"
            );
        }
    }

    #[test]
    fn which_are_json_and_which_are_ranges() {
        for text in
            ["application/json", "APPLICATION/PROBLEM+JSON", "text/json; charset=a", "*/json"]
        {
            assert!(MediaType::parse(text).is_json(), "{text}");
        }
        for text in ["application/*", "application/jsonl", "application/x-ndjson", "image/svg+xml"]
        {
            assert!(!MediaType::parse(text).is_json(), "{text}");
        }
        for text in ["application/xml", "TEXT/XML; charset=utf-8", "image/svg+xml"] {
            assert!(MediaType::parse(text).is_xml(), "{text}");
        }
        assert!(!MediaType::parse("application/json").is_xml());
        for (text, is_range) in
            [("*/*", true), ("text/*", true), ("*", true), ("text/plain", false)]
        {
            assert_eq!(MediaType::parse(text).is_range(), is_range, "{text}");
        }
    }

    #[test]
    fn from_the_least_to_the_most_specific() {
        let types =
            ["*/*", "text/*", "text/csv", "text/csv;a=b", "text/csv;a=b;charset=c", "text/x+csv"];
        let types = types.map(MediaType::parse);
        assert!(types.is_sorted_by(|one, other| one.specificity() < other.specificity()));
        let same = MediaType::parse("text/csv; charset=utf-8");
        assert!(same.is_same_type(&types[4]) && !same.is_same_type(&types[5]));
        let other = MediaType::parse("text/csv; charset=c");
        assert!(same.differs_in_charset_only(&other) && !same.differs_in_charset_only(&same));
        assert!(!other.differs_in_charset_only(&types[4]));
    }
}
