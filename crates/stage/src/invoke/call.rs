//! A request as it arrived.

use std::net::SocketAddr;

use bytes::Bytes;
use gatepact_gateway_responses::ResponseType;
use gatepact_openapi::MediaType;
use http::HeaderMap;

use crate::ids::RequestIds;
use crate::own::Own;
use crate::signature::Arrived;

/// What the gateway takes of the request line and the headers together.
const HEADERS: usize = 10_240;

/// A request as it arrived.
pub(crate) struct Call {
    pub(crate) method: String,
    /// The path, encoded as it arrived, the stage included.
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Whether there was more of the body than the gateway takes.
    pub(crate) too_large: bool,
    pub(crate) from: SocketAddr,
    pub(crate) ids: RequestIds,
}

impl Call {
    /// A header's value, where it is text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub(crate) fn target(&self) -> String {
        match self.query.as_str() {
            "" => self.path.clone(),
            query => format!("{}?{query}", self.path),
        }
    }

    pub(crate) fn printable_headers(&self) -> Vec<(String, String)> {
        self.headers
            .iter()
            .map(|(name, value)| {
                (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            })
            .collect()
    }

    pub(crate) fn arrived(&self) -> Arrived<'_> {
        Arrived {
            method: &self.method,
            path: &self.path,
            query: &self.query,
            headers: &self.headers,
            body: &self.body,
        }
    }

    /// The media type of the body; JSON where none is given.
    pub(super) fn media_type(&self) -> MediaType {
        MediaType::parse(self.header("content-type").unwrap_or("application/json"))
    }

    /// What the gateway refuses before it looks any further.
    pub(super) fn within_limits(&self) -> Result<(), Own> {
        let of_header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
            name.as_str().len() + value.len() + ": \r\n".len()
        };
        let line = self.method.len() + self.path.len() + self.query.len();
        if line + self.headers.iter().map(of_header).sum::<usize>() > HEADERS {
            return Err(ResponseType::HeadersTooLarge.into());
        }
        if self.too_large {
            return Err(ResponseType::PayloadTooLarge.into());
        }
        Ok(())
    }
}
