//! What the parts of an interaction may be: tables of bounds, asked before `pact_models` reads it.
//!
//! The model takes what it cannot represent for something else (a status of 65736 for 200), leaves
//! it out, or panics. Each of these is a fault here, with its reason.

mod expression;
mod generators;
mod parts;
mod paths;
mod pattern;
mod rules;

use gatepact_finding::Pointer;
use serde_json::Value;

use crate::fault::Fault;
pub(crate) use generators::generator;

/// The first fault of a repaired interaction.
///
/// # Errors
/// The fault.
pub(crate) fn interaction(json: &Value) -> Result<(), Fault> {
    let root = Pointer::root();
    rules::plugins(json, &root)?;
    for name in ["request", "response"] {
        let Some(part) = json.get(name) else { continue };
        let at = root.child(name);
        match name {
            "request" => parts::request(part, &at)?,
            _ => parts::response(part, &at)?,
        }
        generators::of(part, &at)?;
        rules::indexes(part, &at)?;
    }
    json.get("response").map_or(Ok(()), |response| rules::known(response, &root.child("response")))
}
