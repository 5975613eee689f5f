//! `content`: the media types of a body, each with its schema.

use std::cmp::Reverse;

use crate::cursor::Cursor;
use crate::media_type::MediaType;

/// A member of `content` (OpenAPI 3.0.4 and 3.1.1, Media Type Object).
#[derive(Debug, Clone)]
pub struct Content<'d> {
    /// The key, as it stands in the document.
    pub name: &'d str,
    /// What the key names.
    pub media_type: MediaType,
    /// The Media Type Object.
    pub at: Cursor<'d>,
}

impl<'d> Content<'d> {
    /// All media types of a request body, a response, a parameter or a header, in the order of the document.
    #[must_use]
    pub fn all(part: &Cursor<'d>) -> Vec<Self> {
        let content = part.get_or_absent("content");
        content
            .members()
            .map(|(name, at)| Self { name, media_type: MediaType::parse(name), at })
            .collect()
    }

    /// What is said of the values; it may be a reference.
    #[must_use]
    pub fn schema(&self) -> Option<Cursor<'d>> {
        self.at.raw("schema")
    }

    /// Those that describe a message: the most specific of those that cover its type (OpenAPI 3.0.4 and 3.1.1, Response
    /// Object). Where a message does not say all that the keys do, all that it may be of.
    #[must_use]
    pub fn describing<'c>(all: &'c [Self], sent: &MediaType) -> Vec<&'c Self> {
        let covering = || all.iter().filter(|it| it.media_type.covers(sent));
        let specificity = |content: &&Self| Reverse(content.media_type.specificity());
        match covering().min_by_key(specificity) {
            Some(best) => covering().filter(|it| specificity(it) == specificity(&best)).collect(),
            None => all.iter().filter(|it| sent.covers(&it.media_type)).collect(),
        }
    }
}
