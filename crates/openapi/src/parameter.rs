//! Parameters of an operation: its own, and those of its path that it does not override.

use serde_json::Value;

use crate::read::limits;
use crate::{Operation, reference};
use gatepact_finding::Pointer;

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names are the places")]
pub enum ParameterLocation {
    Path,
    Query,
    Header,
    Cookie,
}

/// A parameter, references followed.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter<'d> {
    /// The name, as it stands in the document.
    pub name: &'d str,
    /// Where it travels.
    pub location: ParameterLocation,
    /// Whether a request without it is refused.
    pub required: bool,
    /// Where it stands; behind the references that lead to it.
    pub pointer: Pointer,
    /// The parameter itself.
    pub value: &'d Value,
}

impl<'d> Parameter<'d> {
    fn read(root: &'d Value, pointer: Pointer) -> Option<Self> {
        let (value, pointer) = resolve(root, pointer)?;
        let location = match value.get("in")?.as_str()? {
            "path" => ParameterLocation::Path,
            "query" => ParameterLocation::Query,
            "header" => ParameterLocation::Header,
            "cookie" => ParameterLocation::Cookie,
            _ => return None,
        };
        let required = value.get("required").and_then(Value::as_bool).unwrap_or_default();
        Some(Self { name: value.get("name")?.as_str()?, location, required, pointer, value })
    }

    fn is_same(&self, other: &Self) -> bool {
        (self.location, self.name) == (other.location, other.name)
    }
}

/// The parameters of an operation.
pub(crate) fn of<'d>(root: &'d Value, operation: &Operation) -> Vec<Parameter<'d>> {
    let item = operation.pointer.rsplit_once('/').map_or("", |(item, _)| item);
    let mut result = all(root, &operation.pointer);
    for parameter in all(root, &Pointer::from(item)) {
        if !result.iter().any(|own| own.is_same(&parameter)) {
            result.push(parameter);
        }
    }
    result
}

fn all<'d>(root: &'d Value, owner: &Pointer) -> Vec<Parameter<'d>> {
    let list = owner.child("parameters");
    let count = root.pointer(&list).and_then(Value::as_array).map_or(0, Vec::len);
    (0..count).filter_map(|index| Parameter::read(root, list.child(&index.to_string()))).collect()
}

/// What stands at the end of the references; `None` where they lead nowhere or in a circle.
fn resolve(root: &Value, mut pointer: Pointer) -> Option<(&Value, Pointer)> {
    for _ in 0..limits::REFERENCES {
        let value = root.pointer(&pointer)?;
        match reference::target(value) {
            Some(reference) => pointer = reference::pointer(reference)?,
            None => return Some((value, pointer)),
        }
    }
    None
}
