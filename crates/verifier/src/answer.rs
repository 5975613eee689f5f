//! An answer as it was received.

use std::collections::HashMap;

use bytes::Bytes;
use http::HeaderMap;
use pact_models::headers::parse_header;

use crate::decoding::{TooLarge, decoded};

/// Headers that API Gateway leaves on what passes through it, its own request ids first.
pub(crate) const GATEWAY_MARKS: [&str; 4] =
    ["x-amz-apigw-id", "apigw-requestid", "x-amzn-requestid", "x-amzn-errortype"];

/// An answer as it came.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HashMap<String, Vec<String>>,
    /// Without the encodings that `Content-Encoding` names.
    pub(crate) body: Bytes,
    /// As it was received, where it was encoded.
    pub(crate) encoded: Option<Bytes>,
}

impl Answer {
    /// An answer whose body is decoded.
    ///
    /// # Errors
    ///
    /// When the decoded body is too large.
    pub(crate) fn new(
        status: u16,
        headers: HashMap<String, Vec<String>>,
        body: Bytes,
    ) -> Result<Self, TooLarge> {
        let encodings = headers.get("content-encoding").map_or(&[][..], Vec::as_slice);
        Ok(match decoded(&body, encodings)? {
            Some(inner) => Self { status, headers, body: inner, encoded: Some(body) },
            None => Self { status, headers, body, encoded: None },
        })
    }

    /// The first value of a header, by its name in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.first().map(String::as_str)
    }

    /// Whether the answer bears a mark of API Gateway, whoever gave it.
    pub(crate) fn came_through_the_gateway(&self) -> bool {
        GATEWAY_MARKS.iter().any(|name| self.headers.contains_key(*name))
    }
}

/// Headers as Pact's matching takes them: lists split at commas where their grammar says so.
pub(crate) fn header_values(headers: &HeaderMap) -> HashMap<String, Vec<String>> {
    headers
        .keys()
        .map(|name| {
            let values = headers
                .get_all(name)
                .iter()
                // Latin-1 is what the bytes of a header value are, where they are not ASCII.
                .map(|value| value.as_bytes().iter().copied().map(char::from).collect::<String>())
                .flat_map(|value| parse_header(name.as_str(), &value))
                .collect();
            (name.as_str().to_owned(), values)
        })
        .collect()
}
