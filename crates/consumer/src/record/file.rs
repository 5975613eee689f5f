use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::Path;

use pact_models::v4::pact::V4Pact;
use serde_json::{Value, json};

use super::{io, key};
use crate::Error;

/// The file's bytes, if there is a file.
pub(super) fn read(file: &Path) -> Result<Option<Vec<u8>>, Error> {
    match fs::read(file) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io("read", file)(error)),
    }
}

/// The pact in a file that can be merged with this one.
pub(super) fn parse(file: &Path, bytes: &[u8], ours: &V4Pact) -> Result<V4Pact, Error> {
    let mut json: Value = serde_json::from_slice(bytes)
        .map_err(|source| Error::Malformed { file: file.to_owned(), source })?;
    if !is_ours(&json, ours) {
        return Err(Error::Foreign { file: file.to_owned() });
    }
    let pact = V4Pact::pact_from_json(&json, &file.to_string_lossy())
        .map_err(|error| Error::Unmergeable { file: file.to_owned(), source: error.into() })?;
    if pact.interactions.iter().all(|interaction| interaction.key().is_some()) {
        return Ok(pact);
    }
    // Another library wrote some without a key, and pact_models merges well only if all have one.
    if let Some(interactions) = json["interactions"].as_array_mut() {
        for (json, interaction) in interactions.iter_mut().zip(&pact.interactions) {
            json["key"] = json!(interaction.key().unwrap_or_else(|| key(&**interaction)));
        }
    }
    V4Pact::pact_from_json(&json, &file.to_string_lossy())
        .map_err(|error| Error::Unmergeable { file: file.to_owned(), source: error.into() })
}

fn is_ours(json: &Value, ours: &V4Pact) -> bool {
    let version = json["metadata"]["pactSpecification"]["version"].as_str().unwrap_or_default();
    let is_v4 = version == "4" || version.starts_with("4.");
    is_v4
        && json["consumer"]["name"] == *ours.consumer.name
        && json["provider"]["name"] == *ours.provider.name
        && json["interactions"].is_array()
}

/// Replaces the file in one step: a reader sees the old bytes or the new ones.
pub(super) fn replace(file: &Path, temporary: &Path, bytes: &[u8]) -> Result<(), Error> {
    let written = File::create(temporary).and_then(|mut target| {
        target.write_all(bytes)?;
        target.sync_all()
    });
    written.map_err(io("write", temporary))?;
    fs::rename(temporary, file).map_err(io("replace", file))
}
