//! The responses of an operation, and which of them describes a status.

use std::collections::HashSet;

use crate::cursor::Cursor;
use crate::status_range::StatusRange;
use crate::view::content::Content;

/// All responses of an operation, in the order of the document.
#[derive(Debug, Clone, Default)]
pub struct Responses<'d>(Vec<Response<'d>>);

/// A response, references followed.
#[derive(Debug, Clone)]
pub struct Response<'d> {
    /// The key, as it stands in the document.
    pub key: &'d str,
    /// What the key stands for.
    pub status: StatusRange<'d>,
    /// The Response Object.
    pub at: Cursor<'d>,
}

/// A header of a response, references followed.
#[derive(Debug, Clone)]
pub struct Header<'d> {
    /// The name, as it stands in the document.
    pub name: &'d str,
    /// The Header Object.
    pub at: Cursor<'d>,
}

impl<'d> Responses<'d> {
    /// The responses of an operation, be it one of a path or of a callback.
    #[must_use]
    pub fn of(operation: &Cursor<'d>) -> Self {
        let responses = operation.get_or_absent("responses");
        let responses = responses.members().filter(|(key, _)| !key.starts_with("x-"));
        let response = |(key, at)| Response { key, status: StatusRange::parse(key), at };
        Self(responses.map(response).collect())
    }

    /// The responses in the order of the document.
    pub fn iter(&self) -> std::slice::Iter<'_, Response<'d>> {
        self.0.iter()
    }

    /// Whether none is described.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The response whose key stands for just this.
    #[must_use]
    pub fn get(&self, status: StatusRange<'_>) -> Option<&Response<'d>> {
        self.iter().find(|response| response.status == status)
    }

    /// The response that describes a status, or a range of them: that of its own key, else that of its class, else
    /// `default` (OpenAPI 3.0.4 and 3.1.1, Responses Object).
    #[must_use]
    pub fn describing(&self, status: StatusRange<'_>) -> Option<&Response<'d>> {
        let covering = self.iter().filter(|response| response.status.covers(status));
        covering.min_by_key(|response| response.status.breadth())
    }
}

impl<'d> IntoIterator for Responses<'d> {
    type Item = Response<'d>;
    type IntoIter = std::vec::IntoIter<Response<'d>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'r, 'd> IntoIterator for &'r Responses<'d> {
    type Item = &'r Response<'d>;
    type IntoIter = std::slice::Iter<'r, Response<'d>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'d> Response<'d> {
    /// The headers, in the order of the document. Names count in any case (RFC 9110, 5.1), and the last one of a name
    /// counts. `Content-Type` is left out: the media types say it, and a header of this name "SHALL be ignored"
    /// (OpenAPI 3.0.4 and 3.1.1, Response Object).
    #[must_use]
    pub fn headers(&self) -> Vec<Header<'d>> {
        let headers = self.at.get_or_absent("headers");
        let mut headers: Vec<_> = headers.members().map(|(name, at)| Header { name, at }).collect();
        let mut seen = HashSet::from(["content-type".to_owned()]);
        headers.reverse();
        headers.retain(|header| seen.insert(header.key()));
        headers.reverse();
        headers
    }

    /// The media types of the body.
    #[must_use]
    pub fn content(&self) -> Vec<Content<'d>> {
        Content::all(&self.at)
    }
}

impl Header<'_> {
    /// The name in lower case.
    #[must_use]
    pub fn key(&self) -> String {
        self.name.to_ascii_lowercase()
    }
}
