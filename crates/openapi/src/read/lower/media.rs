//! `consumes` and `produces`.

use serde_json::{Map, Value};

/// The media types that hold where an operation names none.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Media {
    pub(super) consumes: Vec<String>,
    pub(super) produces: Vec<String>,
}

const JSON: &str = "application/json";

impl Media {
    /// What holds where the document says nothing.
    pub(super) fn default() -> Self {
        let json = || vec![JSON.to_owned()];
        Self { consumes: json(), produces: json() }
    }

    /// Those that `owner` names, or else these.
    pub(super) fn of(&self, owner: &Map<String, Value>) -> Self {
        let named = |key: &str, otherwise: &Vec<String>| {
            owner.get(key).and_then(media_types).unwrap_or_else(|| otherwise.clone())
        };
        Self {
            consumes: named("consumes", &self.consumes),
            produces: named("produces", &self.produces),
        }
    }
}

/// An empty list takes back what the document says.
fn media_types(names: &Value) -> Option<Vec<String>> {
    let mut result: Vec<String> = Vec::new();
    for name in names.as_array()?.iter().filter_map(Value::as_str) {
        if !result.iter().any(|known| known == name) {
            result.push(name.to_owned());
        }
    }
    Some(if result.is_empty() { vec![JSON.to_owned()] } else { result })
}
