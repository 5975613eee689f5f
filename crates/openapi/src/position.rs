//! Where each part of a document stands in its text.
//!
//! A [`Spots`] holds one entry per value, in the order in which a depth-first walk of the
//! [`serde_json::Value`] meets them, so it needs no keys of its own: twelve bytes per value.

use std::fmt;

use serde_json::Value;

use gatepact_finding::{Pointer, pointer};

/// A place in a text: both counted from one, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

impl Position {
    pub(crate) fn new(line: usize, column: usize) -> Self {
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { line: narrow(line), column: narrow(column) }
    }

    /// The position of a byte column (as serde_json counts them) in characters.
    pub(crate) fn from_byte_column(text: &str, line: usize, column: usize) -> Self {
        let start = text.split('\n').nth(line.saturating_sub(1)).unwrap_or_default();
        let before = start.as_bytes().get(..column.saturating_sub(1)).unwrap_or(start.as_bytes());
        let characters = before.iter().filter(|byte| !is_continuation(**byte)).count();
        Self::new(line.max(1), characters + 1)
    }
}

/// Where the author of a document finds a part of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file, by its path from the folder of the document, which may begin with `../`; `None` for the document itself.
    pub file: Option<String>,
    /// The JSON pointer in that text: `/definitions/Order` in Swagger 2.0.
    pub pointer: Pointer,
    /// Line and column in that text.
    pub position: Position,
}

pub(crate) fn is_continuation(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}

/// One value: where it starts (the key, for a member of an object) and how many values it holds,
/// itself included.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spot {
    pub(crate) at: Position,
    pub(crate) size: u32,
}

/// The places of all values of one document, and the pointers of those whose keys stand more than once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Spots(Vec<Spot>, Vec<String>);

impl Spots {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Enters a value and returns the number to [`close`](Self::close) it with.
    pub(crate) fn open(&mut self, at: Position) -> usize {
        self.0.push(Spot { at, size: 1 });
        self.0.len() - 1
    }

    /// Leaves the value opened under `index`: all that came since belongs to it.
    pub(crate) fn close(&mut self, index: usize) {
        let size = u32::try_from(self.0.len() - index).unwrap_or(u32::MAX);
        self.0[index].size = size;
    }

    /// Appends closed values, the first of them entered at `at` where it is given, as an alias of YAML does.
    pub(crate) fn append(&mut self, values: &[Spot], at: Option<Position>) {
        let index = self.0.len();
        self.0.extend_from_slice(values);
        if let (Some(first), Some(at)) = (self.0.get_mut(index), at) {
            first.at = at;
        }
    }

    /// The values from `index`.
    pub(crate) fn from(&self, index: usize) -> &[Spot] {
        self.0.get(index..).unwrap_or_default()
    }

    /// Takes the values from `index` away.
    pub(crate) fn split_off(&mut self, index: usize) -> Vec<Spot> {
        self.0.split_off(index.min(self.0.len()))
    }

    /// Forgets the values that stand at `replaced`, each with all that it holds, because others of the same key at
    /// `kept` count instead: these are remembered by their pointers in `root`, the value that is left.
    pub(crate) fn drop_replaced(&mut self, mut pairs: Vec<(usize, usize)>, root: &Value) {
        pairs.sort_unstable();
        let mut kept: Vec<usize> = pairs.iter().map(|(_, kept)| *kept).collect();
        // The last one first, so that those before it stay where they are.
        for (start, _) in pairs.into_iter().rev() {
            let Some(size) = self.0.get(start).map(|spot| spot.size) else { continue };
            let end = start + size as usize;
            for (index, spot) in self.0[..start].iter_mut().enumerate() {
                if index + spot.size as usize > start {
                    spot.size -= size;
                }
            }
            self.0.drain(start..end);
            kept.retain(|kept| !(start..end).contains(kept));
            for kept in kept.iter_mut().filter(|kept| **kept >= end) {
                *kept -= size as usize;
            }
        }
        self.1 = kept.into_iter().map(|index| self.way(root, index)).collect();
    }

    /// Whether these are the places of `root`: one for each value, each as large as its value.
    #[cfg(test)]
    pub(crate) fn fit(&self, root: &Value) -> bool {
        fn size(spots: &[Spot], value: &Value) -> Option<usize> {
            let mut at = 1;
            let parts: Vec<&Value> = match value {
                Value::Array(items) => items.iter().collect(),
                Value::Object(members) => members.values().collect(),
                _ => Vec::new(),
            };
            for part in parts {
                at += size(spots.get(at..)?, part)?;
            }
            (spots.first()?.size as usize == at).then_some(at)
        }
        size(&self.0, root) == Some(self.0.len())
    }

    /// The pointers of the values whose keys stand more than once in their objects.
    pub(crate) fn repeated_keys(&self) -> &[String] {
        &self.1
    }

    /// The pointer of the value with a number.
    fn way(&self, root: &Value, wanted: usize) -> String {
        let (mut pointer, mut value, mut index) = (String::new(), root, 0);
        while index < wanted {
            let children: Vec<(String, &Value)> = match value {
                Value::Object(members) => {
                    members.iter().map(|(key, it)| (key.clone(), it)).collect()
                }
                Value::Array(items) => {
                    items.iter().enumerate().map(|(at, it)| (at.to_string(), it)).collect()
                }
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => break,
            };
            index += 1;
            let mut below = None;
            for (token, child) in children {
                let size = self.0.get(index).map_or(1, |spot| spot.size as usize);
                if wanted < index + size {
                    below = Some((token, child));
                    break;
                }
                index += size;
            }
            let Some((token, child)) = below else { break };
            (pointer, value) = (pointer::child(&pointer, &token), child);
        }
        pointer
    }

    /// The place of `pointer` in `root`, or of the nearest part above it that exists.
    pub(crate) fn find(&self, root: &Value, pointer: &str) -> Position {
        let mut index = 0;
        let mut value = root;
        for token in pointer::tokens(pointer) {
            let Some((next, child)) = self.child(index, value, &token) else { break };
            (index, value) = (next, child);
        }
        self.0.get(index).map_or(Position::new(1, 1), |spot| spot.at)
    }

    fn child<'v>(
        &self,
        parent: usize,
        value: &'v Value,
        token: &str,
    ) -> Option<(usize, &'v Value)> {
        let mut index = parent + 1;
        let mut skip = |spots: &[Spot]| spots.get(index).map(|spot| index += spot.size as usize);
        match value {
            Value::Object(members) => {
                for (key, child) in members {
                    if key == token {
                        return Some((index, child));
                    }
                    skip(&self.0)?;
                }
                None
            }
            Value::Array(items) => {
                let wanted: usize = token.parse().ok()?;
                let child = items.get(wanted)?;
                for _ in 0..wanted {
                    skip(&self.0)?;
                }
                Some((index, child))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        }
    }
}
