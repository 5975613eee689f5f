//! Sentences whose names stay names.

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};

/// A sentence of prose and of names. A name may hold any character, a backtick or a colon among them, so no reader has
/// to find it in the sentence again.
///
/// ```
/// use gatepact_finding::Text;
///
/// let text = Text::prose("the property ").and_code("dc: `title`").and_prose(" is gone");
/// assert_eq!(text.to_string(), "the property `dc: `title`` is gone");
/// assert_eq!(text.names().collect::<Vec<_>>(), ["dc: `title`"]);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text(Vec<Span>);

/// A part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Span {
    /// Words.
    Prose(Cow<'static, str>),
    /// A name or a value, as it is written in a document.
    Code(Cow<'static, str>),
}

impl Text {
    /// Words, nothing else.
    #[must_use]
    pub fn prose(words: impl Into<Cow<'static, str>>) -> Text {
        Text::default().and_prose(words)
    }

    /// A name.
    #[must_use]
    pub fn code(name: impl Into<Cow<'static, str>>) -> Text {
        Text::default().and_code(name)
    }

    /// The same, followed by words.
    #[must_use]
    pub fn and_prose(self, words: impl Into<Cow<'static, str>>) -> Text {
        self.and(Span::Prose(words.into()))
    }

    /// The same, followed by a name.
    #[must_use]
    pub fn and_code(self, name: impl Into<Cow<'static, str>>) -> Text {
        self.and(Span::Code(name.into()))
    }

    /// The same, followed by another text.
    #[must_use]
    pub fn and_text(self, other: Text) -> Text {
        other.0.into_iter().fold(self, Text::and)
    }

    fn and(mut self, span: Span) -> Text {
        match (self.0.last_mut(), span) {
            (_, Span::Prose(words)) if words.is_empty() => {}
            (Some(Span::Prose(before)), Span::Prose(words)) => before.to_mut().push_str(&words),
            (_, span) => self.0.push(span),
        }
        self
    }

    /// The parts, in their order.
    pub fn spans(&self) -> impl Iterator<Item = &Span> {
        self.0.iter()
    }

    /// The names, in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|span| match span {
            Span::Code(name) => Some(name.as_ref()),
            Span::Prose(_) => None,
        })
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same, each part changed by `change`.
    #[must_use]
    pub fn map(self, change: impl Fn(&str) -> String) -> Text {
        let spans = self.0.into_iter().map(|span| match span {
            Span::Prose(words) => Span::Prose(change(&words).into()),
            Span::Code(name) => Span::Code(change(&name).into()),
        });
        Text(spans.collect())
    }
}

/// Names in backticks.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|span| match span {
            Span::Prose(words) => f.write_str(words),
            Span::Code(name) => write!(f, "`{name}`"),
        })
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl From<String> for Text {
    fn from(words: String) -> Text {
        Text::prose(words)
    }
}

impl From<&'static str> for Text {
    fn from(words: &'static str) -> Text {
        Text::prose(words)
    }
}
