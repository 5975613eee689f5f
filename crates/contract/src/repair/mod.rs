//! What tools write in another shape than the specification's, and what is meant beyond doubt.
//!
//! Each repair is a row of the table in `docs/pacts.md`. What cannot be repaired is a fault: nothing
//! that a pact says is dropped in silence.

mod generators;
mod headers;
mod query;
mod states;

use std::collections::BTreeMap;

use gatepact_finding::Pointer;
use pact_models::generators::Generator;
use serde_json::Value;

use crate::fault::{Fault, shown};

/// What `pact_models` does not keep of a request.
#[derive(Debug, Clone, Default)]
pub struct Recorded {
    /// The parameters of the query, in the order of the pact.
    pub query: Vec<(String, Option<String>)>,
    /// The headers that are one text in the pact, as it stands there. The model takes lists apart.
    pub lines: BTreeMap<String, String>,
    /// The content type that stands beside the body (Pact V4), where no header names one.
    pub content_type: Option<String>,
    /// Generators of one value of a parameter that has several.
    pub indexed: Vec<IndexedGenerator>,
}

/// A generator of one value of a query parameter.
#[derive(Debug, Clone)]
pub struct IndexedGenerator {
    /// The parameter.
    pub name: String,
    /// Which of its values, from 0.
    pub index: usize,
    /// What makes the value.
    pub generator: Generator,
}

/// Brings an interaction into the shape of the specification.
///
/// # Errors
/// The first part that has none that can be meant.
pub(crate) fn repair(interaction: &mut Value) -> Result<Recorded, Fault> {
    let root = Pointer::root();
    let states = states::of(interaction)?;
    if let Some(members) = interaction.as_object_mut() {
        for name in ["providerState", "provider_state"] {
            members.shift_remove(name);
        }
        if states.is_empty() {
            members.shift_remove("providerStates");
        } else {
            members.insert("providerStates".to_owned(), Value::Array(states));
        }
    }
    for part in ["request", "response"] {
        let at = root.child(part);
        if let Some(part) = interaction.get_mut(part).filter(|part| part.is_object()) {
            headers::repair(part, &at)?;
        }
    }
    let Some(request) = interaction.get_mut("request").filter(|it| it.is_object()) else {
        return Ok(Recorded::default());
    };
    let at = root.child("request");
    let query = query::take(request, &at)?;
    let content_type = content_type(request, &at)?;
    let indexed = generators::repair(request, &query, &at)?;
    let lines = lines(request);
    if let Some(response) = interaction.get_mut("response").filter(|it| it.is_object()) {
        generators::repair(response, &[], &root.child("response"))?;
    }
    Ok(Recorded { query, lines, content_type, indexed })
}

fn lines(request: &Value) -> BTreeMap<String, String> {
    let headers = request.get("headers").and_then(Value::as_object).into_iter().flatten();
    let texts = headers.filter_map(|(name, line)| Some((name.clone(), line.as_str()?.to_owned())));
    texts.collect()
}

fn content_type(request: &Value, at: &Pointer) -> Result<Option<String>, Fault> {
    let named = request
        .get("headers")
        .and_then(Value::as_object)
        .is_some_and(|headers| headers.keys().any(|it| it.eq_ignore_ascii_case("content-type")));
    let body = request.get("body").filter(|body| body.get("content").is_some());
    match body.and_then(|body| body.get("contentType")) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok((!named && !text.is_empty()).then(|| text.clone())),
        Some(other) => {
            let at = at.child("body").child("contentType");
            Err(Fault::new(&at, format!("the content type of its body is {}", shown(other))))
        }
    }
}
