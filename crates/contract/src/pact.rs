//! A pact file, read.

use std::collections::BTreeMap;

use pact_models::PactSpecification;
use pact_models::pact::{determine_spec_version, parse_meta_data};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::interaction::Place;
use crate::{Interaction, ReadError, outline};

/// The largest pact that is read, in bytes. The largest ones known have some ten thousand
/// interactions and about 20 MB.
pub const MAX_PACT_BYTES: usize = 64 * 1024 * 1024;

/// What one consumer relies on, and where each part of it stands.
#[derive(Debug, Clone)]
pub struct Pact {
    /// Where it came from, as the user named it: a path or a URL.
    pub source: String,
    /// Hex SHA-256 of the bytes.
    pub sha256: String,
    /// Who relies on it.
    pub consumer: String,
    /// Who promised it.
    pub provider: String,
    /// Every interaction, in the file's order.
    pub interactions: Vec<Interaction>,
    text: String,
}

impl Pact {
    /// Reads a pact of any specification version from V1 to V4.
    ///
    /// `source` is the name that findings show. An interaction that makes no sense does not spoil
    /// the others: it becomes [`Body::Faulty`](crate::Body::Faulty).
    ///
    /// # Errors
    /// [`ReadError`] when the bytes are too many, no JSON or no pact.
    pub fn read(source: &str, bytes: Vec<u8>) -> Result<Pact, ReadError> {
        if bytes.len() > MAX_PACT_BYTES {
            return Err(ReadError::TooLarge { size: bytes.len() });
        }
        let sha256 = hex::encode(Sha256::digest(&bytes));
        let text = String::from_utf8(bytes)
            .map_err(|error| ReadError::NotUtf8 { offset: error.utf8_error().valid_up_to() })?;
        let json: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))?;
        let consumer = party(&json, "consumer", "it has no `consumer.name`")?;
        let provider = party(&json, "provider", "it has no `provider.name`")?;
        let (list, elements) = ["interactions", "messages"]
            .into_iter()
            .find_map(|list| Some((list, json.get(list)?.as_array()?)))
            .ok_or(ReadError::NotAPact { missing: "it has no list of `interactions`" })?;
        let lines = outline::lines_of_elements(text.trim_start_matches('\u{feff}'), list);
        let specification = specification(source, &json);
        let interactions = elements
            .iter()
            .zip(lines)
            .enumerate()
            .map(|(position, (element, line))| {
                Interaction::from_json(element, &specification, &Place { list, position, line })
            })
            .collect();
        Ok(Pact { source: source.to_owned(), sha256, consumer, provider, interactions, text })
    }

    /// The line, from 1, of the value at a JSON pointer into the file, or of its nearest existing
    /// ancestor.
    #[must_use]
    pub fn line_of(&self, pointer: &str) -> Option<usize> {
        outline::line_of(self.text.trim_start_matches('\u{feff}'), pointer)
    }
}

fn party(json: &Value, role: &str, missing: &'static str) -> Result<String, ReadError> {
    json.get(role)
        .and_then(|party| party.get("name"))
        .and_then(Value::as_str)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .ok_or(ReadError::NotAPact { missing })
}

fn specification(source: &str, json: &Value) -> PactSpecification {
    let metadata: BTreeMap<_, _> = parse_meta_data(json);
    determine_spec_version(source, &metadata)
}
