//! Path items behind `$ref`: written out where they are used, so that a path has its operations.

use serde_json::Value;

use super::limits;
use super::lower::{Refusal, weight};
use super::moves::Moves;
use crate::reference;
use gatepact_finding::pointer;

/// Replaces the path items that are references; those that lead nowhere stay.
pub(super) fn write_out(value: &mut Value) -> Result<Moves, Refusal> {
    let mut moves = Moves::default();
    let mut written = 0;
    let Some(Value::Object(paths)) = value.get("paths") else { return Ok(moves) };
    let mut items = Vec::new();
    for (path, item) in paths.iter().filter(|(_, item)| reference::target(item).is_some()) {
        let at = pointer::child("/paths", path);
        let Some((target, from)) = follow(value, item, &at)? else { continue };
        written += at.len() + from.len() + weight(target);
        if written > limits::WRITTEN_BYTES {
            return Err(Refusal::TooManyValues(at));
        }
        moves.copy(&at, &from);
        items.push((path.clone(), merged(target, item, &at, &mut moves)));
    }
    if let Some(Value::Object(paths)) = value.get_mut("paths") {
        for (path, item) in items {
            paths.insert(path, item);
        }
    }
    Ok(moves)
}

/// The item at the end of the references, and where it stands.
fn follow<'v>(
    root: &'v Value,
    item: &'v Value,
    at: &str,
) -> Result<Option<(&'v Value, String)>, Refusal> {
    let (mut item, mut from) = (item, at.to_owned());
    for _ in 0..limits::REFERENCES {
        let Some(reference) = reference::target(item) else {
            return Ok(item.is_object().then_some((item, from)));
        };
        let Some(target) = reference::pointer(reference) else { return Ok(None) };
        let Some(found) = root.pointer(&target) else { return Ok(None) };
        (item, from) = (found, target.into());
    }
    let at = pointer::child(at, "$ref");
    Err(Refusal::misfit(&at, "a path item that references lead back to"))
}

/// What stands beside the reference counts for more than what it refers to: it stands nearer.
fn merged(target: &Value, item: &Value, at: &str, moves: &mut Moves) -> Value {
    let mut result = target.clone();
    for (key, member) in item.as_object().into_iter().flatten().filter(|(key, _)| *key != "$ref") {
        let own = pointer::child(at, key);
        moves.copy(&own, &own);
        result[key.as_str()] = member.clone();
    }
    result
}
