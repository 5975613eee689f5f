//! From text to a [`Document`](crate::Document): decode, parse, recognise, type.
//!
//! Every step is bounded ([`limits`]) and none panics, whatever the bytes are.

mod complete;
mod dialect;
mod error;
mod json;
pub(crate) mod limits;
mod localise;
mod yaml;

use std::fmt;

use openapiv3::OpenAPI;
use serde_json::Value;

pub use error::ReadError;

use crate::position::{Position, Spots};

/// How a document is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JSON: the first character that is not white space is `{` or `[`.
    Json,
    /// YAML 1.2: everything else.
    Yaml,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Json => "JSON",
            Self::Yaml => "YAML",
        })
    }
}

/// A text that was read: the raw value, the places of its parts, the typed model.
pub(crate) struct Parsed {
    pub(crate) format: Format,
    pub(crate) value: Value,
    pub(crate) spots: Spots,
    pub(crate) model: OpenAPI,
}

pub(crate) fn read(bytes: &[u8]) -> Result<Parsed, ReadError> {
    let text = decode(bytes)?;
    let format = format_of(text);
    let (value, spots) = match format {
        Format::Json => json::parse(text)?,
        Format::Yaml => yaml::parse(text)?,
    };
    dialect::check(&value, &spots)?;
    let model = localise::model(&value, &spots)?;
    Ok(Parsed { format, value, spots, model })
}

fn decode(bytes: &[u8]) -> Result<&str, ReadError> {
    if bytes.len() > limits::BYTES {
        return Err(ReadError::TooLarge { bytes: bytes.len(), limit: limits::BYTES });
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|source| {
        let lines = bytes[..source.valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
        ReadError::NotUtf8 { line: lines + 1, source }
    })
}

/// By content: API Gateway answers `application/octet-stream` for both formats.
fn format_of(text: &str) -> Format {
    if text.trim_start().starts_with(['{', '[']) { Format::Json } else { Format::Yaml }
}

/// The place of the part `pointer`.
fn place(value: &Value, spots: &Spots, pointer: &str) -> Position {
    spots.find(value, pointer)
}
