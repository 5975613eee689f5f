//! From text to a [`Document`](crate::Document).
//!
//! ```text
//! bytes -> json | yaml -> dialect -> bundle -> path_items -> lower -> shape -> value
//!          value, spots   which    other files  $ref items   2.0 only  refuses
//! ```
//!
//! Every step is bounded ([`limits`]) and none panics, whatever the bytes are. Each step that moves parts notes where
//! they stood ([`moves`]), so that [`sources`] finds the line of every part in the text that its author wrote.

mod bundle;
mod dialect;
mod error;
mod grammar;
mod json;
pub(crate) mod limits;
mod location;
mod lower;
mod moves;
mod parts;
mod path_items;
mod references;
mod shape;
mod sources;
mod yaml;

use std::fmt;

use serde_json::Value;

pub(crate) use bundle::Folder;
pub use dialect::Specification;
pub use error::ReadError;
pub use location::Forbidden;
pub(crate) use moves::Moves;
pub(crate) use sources::{FILES, Sources};

use crate::position::{Place, Spots};
use grammar::Kind;
use lower::Refusal;
use parts::Parts;
use shape::Misfit;

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

/// A text that was read: the value in the shape of OpenAPI 3, and what it was made from.
pub(crate) struct Parsed {
    pub(crate) format: Format,
    pub(crate) value: Value,
    pub(crate) sources: Sources,
}

/// Reads a text; files that it refers to only where a folder is given.
pub(crate) fn read(bytes: &[u8], folder: Option<Folder<'_>>) -> Result<Parsed, ReadError> {
    let name = folder.as_ref().map_or("", |folder| folder.root);
    let (format, mut value, spots) = parse(bytes, name)?;
    let specification = dialect::of(&value, &spots)?;
    let mut sources = Sources::new(specification, spots);
    // Most documents stand alone, and following their references would double what reading costs.
    let folder = folder.filter(|_| bundle::names_files(&value));
    let mut parts = match folder {
        Some(folder) => bundle::bundle(&mut value, &mut sources, folder)?,
        None if specification == Specification::Swagger20 => Parts::of(&value, specification),
        None => Parts::default(),
    };
    let root = (specification == Specification::Swagger20).then(|| value.clone());
    let steps =
        path_items::write_out(&mut value).map_err(|refusal| refuse(refusal, &value, &sources))?;
    if !steps.is_empty() {
        sources.steps.push(steps);
    }
    if let Some(root) = root {
        let (lowered, moves) = lower::lower(&value, &mut parts)
            .map_err(|refusal| refuse(refusal, &value, &sources))?;
        value = lowered;
        sources.root = Some(root);
        sources.steps.push(moves);
    }
    shape::check(&value, Kind::Document, specification.lowered())
        .and_then(|()| check_parts(&value, &parts, specification.lowered()))
        .map_err(|misfit| refuse(Refusal::Misfit(misfit), &value, &sources))?;
    Ok(Parsed { format, value, sources })
}

fn check_parts(value: &Value, parts: &Parts, specification: Specification) -> Result<(), Misfit> {
    for (at, kind) in parts.outermost() {
        let Some(part) = value.pointer(at) else { continue };
        shape::check(part, kind, specification).map_err(|Misfit { pointer, reason }| Misfit {
            pointer: format!("{at}{pointer}"),
            reason,
        })?;
    }
    Ok(())
}

/// A refusal in the author's own terms.
fn refuse(refusal: Refusal, value: &Value, sources: &Sources) -> ReadError {
    let specification = sources.specification;
    match refusal {
        Refusal::Misfit(Misfit { pointer, reason }) => {
            sources.blame(value, &pointer, |Place { pointer, position: at, .. }| ReadError::Shape {
                specification,
                at,
                pointer: pointer.into(),
                reason,
            })
        }
        Refusal::TooManyValues(pointer) => sources.blame(value, &pointer, |place| {
            ReadError::TooManyValues { at: place.position, limit: limits::VALUES }
        }),
    }
}

/// The value of a text and the places of its parts, whatever it is about. YAML may start like JSON, so where that fails
/// the `name` decides.
fn parse(bytes: &[u8], name: &str) -> Result<(Format, Value, Spots), ReadError> {
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

/// What a value is, for a message.
fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "empty",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "plain text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
