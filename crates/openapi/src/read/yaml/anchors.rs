//! Anchors and what aliases repeat of them, within bounds.
//!
//! What an anchor names is cloned, since a merge may move or drop the original. So both the clone and each repetition
//! count: values against [`limits::VALUES`] (by the builder), bytes of text against [`limits::REPEATED_BYTES`].

use std::collections::HashMap;

use serde_json::Value;

use super::scalar::Scalar;
use super::{ReadError, limits};
use crate::position::{Position, Spot};

/// An anchored value.
pub(super) struct Anchored {
    pub(super) value: Value,
    pub(super) spots: Vec<Spot>,
    /// Bytes of its keys and scalars.
    pub(super) text: usize,
    levels: usize,
}

#[derive(Default)]
pub(super) struct Anchors {
    values: HashMap<usize, Anchored>,
    /// The texts of anchored scalars as they are written, for aliases that are keys.
    texts: HashMap<usize, String>,
    /// Bytes of text that were cloned or repeated so far.
    repeated: usize,
}

impl Anchors {
    pub(super) fn get(&self, anchor: usize) -> Option<&Anchored> {
        self.values.get(&anchor)
    }

    /// Keeps a value; returns how many values that clones.
    pub(super) fn keep(
        &mut self,
        anchor: usize,
        value: &Value,
        spots: &[Spot],
        text: usize,
    ) -> Result<usize, ReadError> {
        let at = spots.first().map_or(Position::new(1, 1), |spot| spot.at);
        self.spend(text, at)?;
        let (value, spots, levels) = (value.clone(), spots.to_vec(), levels(value));
        let values = spots.len();
        self.values.insert(anchor, Anchored { value, spots, text, levels });
        Ok(values)
    }

    /// Keeps the text of a scalar beside its value.
    pub(super) fn keep_text(&mut self, anchor: usize, text: &str) {
        self.texts.insert(anchor, text.to_owned());
    }

    /// Keeps a key, which has no value of its own: an alias of it may stand for one. Returns how many values that makes.
    pub(super) fn keep_key(&mut self, anchor: usize, key: &Scalar<'_>) -> Result<usize, ReadError> {
        let value = if key.is_merge_key()? { Value::from(key.text) } else { key.value()? };
        self.keep_text(anchor, key.text);
        self.keep(anchor, &value, &[Spot { at: key.at, size: 1 }], key.text.len())
    }

    /// How many values an alias at `at` repeats, below so many open collections.
    pub(super) fn repeat(
        &mut self,
        anchor: usize,
        open: usize,
        at: Position,
    ) -> Result<usize, ReadError> {
        let Some(anchored) = self.values.get(&anchor) else { return Err(unfinished(at)) };
        if open + anchored.levels > limits::DEPTH {
            return Err(ReadError::TooDeep { at, limit: limits::DEPTH });
        }
        let (values, text) = (anchored.spots.len(), anchored.text);
        self.spend(text, at)?;
        Ok(values)
    }

    /// The text that an alias repeats as a key.
    pub(super) fn key(&mut self, anchor: usize, at: Position) -> Result<&str, ReadError> {
        if !self.values.contains_key(&anchor) {
            return Err(unfinished(at));
        }
        let length = self.texts.get(&anchor).map_or(0, String::len);
        self.spend(length, at)?;
        self.texts.get(&anchor).map(String::as_str).ok_or_else(|| ReadError::YamlOnly {
            at,
            what: "a key that is an alias of a list or a mapping".to_owned(),
            advice: "use plain text as the key",
        })
    }

    fn spend(&mut self, text: usize, at: Position) -> Result<(), ReadError> {
        self.repeated += text;
        if self.repeated > limits::REPEATED_BYTES {
            return Err(ReadError::TooManyValues { at, limit: limits::VALUES });
        }
        Ok(())
    }
}

/// The parser refuses an alias of an anchor that it does not know, so the anchored value is not complete yet.
fn unfinished(at: Position) -> ReadError {
    let what = "an alias inside the value it names".to_owned();
    ReadError::YamlOnly { at, what, advice: "use `$ref` for recursion" }
}

/// Levels of collections; bounded, since nothing deeper than the limit is ever built.
fn levels(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(levels).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(levels).max().unwrap_or(0),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}
