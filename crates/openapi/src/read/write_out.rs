//! References in places where a part has to stand itself: written out where they are used.
//!
//! Path items may be references in every specification. Operations, lists and whole maps (`paths`, `responses`,
//! `components.schemas`, ..) may not, and authors write it all the same.

use serde_json::Value;

use super::grammar::Kind;
use super::limits;
use super::lower::weight;
use super::moves::Moves;
use super::remedy::Remedy;
use super::shape::{Misfit, Site};
use super::sources::Sources;
use crate::position::Place;
use crate::reference;
use gatepact_finding::pointer;

/// What came of writing out.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// Where the parts stood, for this pass.
    pub(super) moves: Moves,
    /// What no specification allows, or leads back to itself, with the places.
    pub(super) misfits: Vec<(Misfit, Place)>,
    /// Bytes written so far, in all passes.
    bytes: usize,
}

/// Writing out grows beyond the bounds at this part.
#[derive(Debug)]
pub(super) struct TooMuch(pub(super) String);

/// Replaces the parts that are references; those that lead nowhere stay.
pub(super) fn write_out(
    value: &mut Value,
    sites: Vec<Site>,
    sources: &Sources,
    written: &mut Written,
) -> Result<(), TooMuch> {
    let mut parts = Vec::new();
    let odd = |value: &Value, at: &str, reason: &str, remedy| {
        let pointer = pointer::child(at, "$ref");
        let place = sources.place(value, &pointer);
        (Misfit { pointer, reason: reason.to_owned(), remedy }, place)
    };
    for Site { pointer: at, kind } in sites {
        match follow(value, &at) {
            End::Nowhere => {}
            End::Circle => {
                let reason = "a reference that leads back to itself";
                written.misfits.push(odd(value, &at, reason, Remedy::NotUnderstood));
            }
            End::Part(target, from) => {
                written.bytes += at.len() + from.len() + weight(target);
                if written.bytes > limits::WRITTEN_BYTES {
                    return Err(TooMuch(at));
                }
                let part = merged(value.pointer(&at), target, &at, &mut written.moves);
                written.moves.copy(&at, &from);
                if kind != Kind::PathItem {
                    let reason = "a reference, where none may stand";
                    let remedy = Remedy::read("what it refers to");
                    written.misfits.push(odd(value, &at, reason, remedy));
                }
                parts.push((at, part));
            }
        }
    }
    for (at, part) in parts {
        if let Some(place) = value.pointer_mut(&at) {
            *place = part;
        }
    }
    Ok(())
}

/// Where references lead.
enum End<'v> {
    Part(&'v Value, String),
    Nowhere,
    Circle,
}

/// The part at the end of the references, and where it stands.
fn follow<'v>(root: &'v Value, at: &str) -> End<'v> {
    let Some(mut part) = root.pointer(at) else { return End::Nowhere };
    let mut from = at.to_owned();
    for _ in 0..limits::REFERENCES {
        let Some(reference) = reference::target(part) else {
            return match part {
                Value::Object(_) | Value::Array(_) => End::Part(part, from),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => End::Nowhere,
            };
        };
        let target = reference::pointer(reference);
        let found = target.and_then(|target| Some((root.pointer(&target)?, target)));
        let Some((found, target)) = found else { return End::Nowhere };
        // What contains the reference would contain itself.
        let is_around = at.strip_prefix(target.as_str()).is_some_and(|rest| rest.starts_with('/'));
        if is_around {
            return End::Circle;
        }
        (part, from) = (found, target.into());
    }
    End::Circle
}

/// What stands beside the reference counts for more than what it refers to: it stands nearer.
fn merged(item: Option<&Value>, target: &Value, at: &str, moves: &mut Moves) -> Value {
    let mut result = target.clone();
    let Value::Object(members) = &mut result else { return result };
    let beside = item.and_then(Value::as_object).into_iter().flatten();
    for (key, member) in beside.filter(|(key, _)| *key != "$ref") {
        let own = pointer::child(at, key);
        moves.copy(&own, &own);
        members.insert(key.clone(), member.clone());
    }
    result
}
