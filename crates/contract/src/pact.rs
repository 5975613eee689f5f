//! A pact file, read.

use std::collections::BTreeMap;

use gatepact_finding::Pointer;
use pact_models::PactSpecification;
use pact_models::pact::{determine_spec_version, parse_meta_data};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::interaction::Place;
use crate::outline::{self, Element, Members, members};
use crate::{Interaction, ReadError, caught, strict};

/// The largest pact that is read, in bytes. The largest ones known have some ten thousand
/// interactions and about 20 MB.
pub const MAX_PACT_BYTES: usize = 64 * 1024 * 1024;

const NO_CONSUMER: &str = "it has no `consumer.name`";
const NO_PROVIDER: &str = "it has no `provider.name`";
const NO_LIST: &str = "it has no list of `interactions`";

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
    list: &'static str,
    elements: Vec<Element>,
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
        let text = match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        };
        let members = members(&text)?;
        if let Some((key, line)) = twice(&text, &members) {
            return Err(ReadError::Twice { key, line });
        }
        let lacking = |missing| lacking(&members, missing);
        let consumer = party(&members, "consumer").ok_or_else(|| lacking(NO_CONSUMER))?;
        let provider = party(&members, "provider").ok_or_else(|| lacking(NO_PROVIDER))?;
        let (list, elements) = ["interactions", "messages"]
            .into_iter()
            .find_map(|list| Some((list, outline::elements(&text, members.get(list)?)?)))
            .ok_or_else(|| lacking(NO_LIST))?;
        let specification = specification(source, &members);
        // One at a time: the tree of a whole pact takes many times the memory of its text.
        let interactions = elements
            .iter()
            .enumerate()
            .map(|(position, element)| {
                let place = Place { list, position, line: element.line };
                Interaction::read(&text[element.range.clone()], &specification, &place)
            })
            .collect();
        let source = source.to_owned();
        Ok(Pact { source, sha256, consumer, provider, interactions, text, list, elements })
    }

    /// The line, from 1, of the value at a JSON pointer into the file, or of its nearest existing
    /// ancestor.
    #[must_use]
    pub fn line_of(&self, pointer: &str) -> Option<usize> {
        let within = || {
            let rest = pointer.strip_prefix('/')?.strip_prefix(self.list)?.strip_prefix('/')?;
            let index = rest.split('/').next()?;
            Some((self.elements.get(index.parse::<usize>().ok()?)?, &rest[index.len()..]))
        };
        Some(match within() {
            Some((element, below)) => outline::line_below(&self.text, element, below),
            None => outline::line_below(&self.text, &outline::whole(&self.text), pointer),
        })
    }
}

/// A key of the pact itself that stands twice, with its line; those of interactions are theirs.
fn twice(text: &str, members: &Members<'_>) -> Option<(String, usize)> {
    outline::twice(text).or_else(|| {
        ["consumer", "provider", "metadata"].into_iter().find_map(|part| {
            let at = strict::read(members.get(part)?.get()).ok()?.twice?;
            let key = at.tokens().last()?.into_owned();
            let at = Pointer::root().child(part).join(at.as_str());
            Some((key, outline::line_below(text, &outline::whole(text), &at)))
        })
    })
}

/// Whether what lacks a part is a damaged pact or some other JSON.
fn lacking(members: &Members<'_>, missing: &'static str) -> ReadError {
    let has = |part: &str| members.contains_key(part);
    let versioned = || {
        let metadata = members.get("metadata").map_or("", |metadata| metadata.get());
        ["\"pactSpecification", "\"pact-specification"].iter().any(|it| metadata.contains(it))
    };
    if has("interactions") || (has("consumer") && has("provider")) || versioned() {
        ReadError::Damaged { missing }
    } else {
        ReadError::NotAPact { missing }
    }
}

fn party(members: &Members<'_>, role: &str) -> Option<String> {
    members
        .get(role)
        .and_then(|party| serde_json::from_str::<Value>(party.get()).ok())
        .and_then(|party| party.get("name")?.as_str().map(str::to_owned))
        .filter(|name| !name.is_empty())
}

fn specification(source: &str, members: &Members<'_>) -> PactSpecification {
    let metadata = members.get("metadata").and_then(|raw| serde_json::from_str(raw.get()).ok());
    let json = json!({ "metadata": metadata.unwrap_or(Value::Null) });
    let metadata: BTreeMap<_, _> = parse_meta_data(&json);
    // A version that cannot be read is Pact's V3, as without any.
    caught(|| determine_spec_version(source, &metadata)).unwrap_or(PactSpecification::V3)
}
