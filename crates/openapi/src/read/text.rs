//! From bytes to a value and the places of its parts.

use serde_json::Value;

use super::error::ReadError;
use super::format::Format;
use super::{json, limits, yaml};
use crate::position::Spots;

/// The value of a text and the places of its parts, whatever it is about. YAML may start like JSON, so where that fails
/// the `name` decides.
pub(super) fn parse(bytes: &[u8], name: &str) -> Result<(Format, Value, Spots), ReadError> {
    let text = decode(bytes)?;
    let format = format_of(text);
    let (value, spots) = match format {
        Format::Json => match json::parse(text) {
            Err(ReadError::Syntax { .. })
                if [".yaml", ".yml"].iter().any(|it| name.ends_with(it)) =>
            {
                let (value, spots) = yaml::parse(text)?;
                return Ok((Format::Yaml, value, spots));
            }
            parsed => parsed?,
        },
        Format::Yaml => yaml::parse(text)?,
    };
    Ok((format, value, spots))
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
