//! From bytes to a value and the places of its parts.

use serde_json::Value;

use super::error::ReadError;
use super::format::Format;
use super::{json, lenient, limits, yaml};
use crate::position::{Position, Spots};

/// A text that was read.
pub(super) struct Text {
    pub(super) format: Format,
    pub(super) value: Value,
    pub(super) spots: Spots,
    /// Where it is not valid JSON, and why, although it was read as such.
    pub(super) slip: Option<(Position, String)>,
}

/// The value of a text and the places of its parts, whatever it is about. YAML may start like JSON, so where that fails
/// the `name` decides.
pub(super) fn parse(bytes: &[u8], name: &str) -> Result<Text, ReadError> {
    let text = decode(bytes)?;
    let read = |format, (value, spots), slip| Text { format, value, spots, slip };
    match format_of(text) {
        Format::Json => match json::parse(text) {
            Err(ReadError::Syntax { .. })
                if [".yaml", ".yml"].iter().any(|it| name.ends_with(it)) =>
            {
                Ok(read(Format::Yaml, yaml::parse(text)?, None))
            }
            Err(ReadError::Syntax { format, at, reason }) => match lenient::parse(text) {
                Some(parsed) => Ok(read(Format::Json, parsed, Some((at, reason)))),
                None => Err(ReadError::Syntax { format, at, reason }),
            },
            parsed => Ok(read(Format::Json, parsed?, None)),
        },
        Format::Yaml => Ok(read(Format::Yaml, yaml::parse(text)?, None)),
    }
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
