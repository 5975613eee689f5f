//! Notes of what moved, and the bounds on all that lowering writes.

use serde_json::Value;

use super::{At, Grown, Lowering};
use crate::read::limits;

impl Lowering<'_> {
    pub(super) fn subtree(&mut self, to: &str, from: &str) -> Result<(), Grown> {
        self.write(to.len() + from.len(), from)?;
        self.moves.subtree(to, from);
        Ok(())
    }

    pub(super) fn copy(&mut self, to: &str, from: &str) -> Result<(), Grown> {
        self.write(to.len() + from.len(), from)?;
        self.moves.copy(to, from);
        Ok(())
    }

    pub(super) fn made(&mut self, to: &str, from: &str) -> Result<(), Grown> {
        self.write(to.len() + from.len(), from)?;
        self.moves.made(to, from);
        Ok(())
    }

    /// Counts the bytes of a part that is written once more.
    pub(super) fn repeat(&mut self, value: &Value, from: &str) -> Result<(), Grown> {
        self.write(weight(value), from)
    }

    pub(super) fn write(&mut self, bytes: usize, from: &str) -> Result<(), Grown> {
        self.written = self.written.saturating_add(bytes);
        if self.written > limits::WRITTEN_BYTES {
            return Err(Grown(from.to_owned()));
        }
        Ok(())
    }

    pub(super) fn walk(&mut self, at: At) -> Result<At, Grown> {
        self.walked = self.walked.saturating_add(at.to.len() + at.from.len());
        if self.walked > limits::WALKED_BYTES {
            return Err(Grown(at.from));
        }
        Ok(at)
    }
}

/// Bytes of memory, roughly.
pub(in crate::read) fn weight(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => ENTRY,
        Value::String(text) => ENTRY + text.len(),
        Value::Array(items) => ENTRY + items.iter().map(weight).sum::<usize>(),
        Value::Object(members) => {
            ENTRY
                + members
                    .iter()
                    .map(|(key, value)| ENTRY + key.len() + weight(value))
                    .sum::<usize>()
        }
    }
}

/// Bytes of a value or a key without what it holds.
pub(super) const ENTRY: usize = 40;
