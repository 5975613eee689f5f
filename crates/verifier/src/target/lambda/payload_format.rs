//! The shape of events and answers.

use std::fmt;
use std::str::FromStr;

/// The shape of events and answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PayloadFormat {
    /// 1.0: what a REST API sends, and an HTTP API if it is told to.
    #[default]
    V1,
    /// 2.0: what an HTTP API sends, and a function URL.
    V2,
}

/// A text that names no payload format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown payload format `{0}`: 1.0 (REST APIs) or 2.0 (HTTP APIs, function URLs)")]
pub struct UnknownPayloadFormat(String);

impl PayloadFormat {
    /// `1.0` or `2.0`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            PayloadFormat::V1 => "1.0",
            PayloadFormat::V2 => "2.0",
        }
    }
}

impl fmt::Display for PayloadFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for PayloadFormat {
    type Err = UnknownPayloadFormat;

    fn from_str(text: &str) -> Result<PayloadFormat, UnknownPayloadFormat> {
        [PayloadFormat::V1, PayloadFormat::V2]
            .into_iter()
            .find(|format| format.name() == text)
            .ok_or_else(|| UnknownPayloadFormat(text.to_owned()))
    }
}
