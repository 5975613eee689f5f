use std::path::Path;

use pact_models::PactSpecification;
use pact_models::pact::Pact;
use pact_models::v4::pact::V4Pact;
use serde_json::{Map, Value};

use crate::Error;

/// The one way to write a pact: keys sorted, interactions by description, states and key, no version
/// of a library in the metadata (an update of a tool changes no promise), a newline at the end.
pub(super) fn bytes(pact: &V4Pact, file: &Path) -> Result<Vec<u8>, Error> {
    let json = pact
        .to_json(PactSpecification::V4)
        .map_err(|error| Error::Unmergeable { file: file.to_owned(), source: error.into() })?;
    let mut json = sorted(json);
    if let Some(metadata) = json["metadata"].as_object_mut() {
        metadata.remove("pactRust");
    }
    if let Some(interactions) = json["interactions"].as_array_mut() {
        interactions.sort_by_cached_key(|interaction| {
            ["description", "providerStates", "key"].map(|part| interaction[part].to_string())
        });
    }
    Ok(format!("{json:#}\n").into_bytes())
}

/// A value with the keys of all its objects in order, whether or not serde_json keeps the order of
/// insertion.
pub(super) fn sorted(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let mut entries: Vec<_> = object.into_iter().collect();
            entries.sort_by(|(left, _), (right, _)| left.cmp(right));
            let entries = entries.into_iter().map(|(key, value)| (key, sorted(value)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}
