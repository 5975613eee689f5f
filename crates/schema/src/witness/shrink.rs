//! Makes a witness as small and as readable as it can be while it stays one.

use serde_json::Value;

/// So many smaller values are tried.
const TRIES: usize = 160;
/// Nested deeper nothing is tried.
const DEEPEST: usize = 16;

/// The smallest value found for which `is_witness` still says yes.
pub(crate) fn shrink(value: Value, is_witness: &mut dyn FnMut(&Value) -> bool) -> Value {
    let mut shrinking = Shrinking { best: value, tries: TRIES, is_witness };
    while shrinking.round(&mut Vec::new()) {}
    shrinking.best
}

struct Shrinking<'a> {
    best: Value,
    tries: usize,
    is_witness: &'a mut dyn FnMut(&Value) -> bool,
}

/// A step into a value.
#[derive(Clone, Debug)]
enum Key {
    Name(String),
    Index(usize),
}

impl Shrinking<'_> {
    /// Tries everything once below the path; whether something became smaller.
    fn round(&mut self, path: &mut Vec<Key>) -> bool {
        if path.len() > DEEPEST {
            return false;
        }
        let mut smaller = false;
        let keys: Vec<Key> = match find(&mut self.best, path) {
            Some(Value::Object(members)) => members.keys().cloned().map(Key::Name).collect(),
            Some(Value::Array(items)) => (0..items.len()).rev().map(Key::Index).collect(),
            Some(_) | None => Vec::new(),
        };
        for key in keys {
            if self.without(path, &key) {
                smaller = true;
                continue;
            }
            path.push(key);
            smaller |= self.round(path);
            path.pop();
        }
        smaller
    }

    /// Tries to leave a part out.
    fn without(&mut self, path: &[Key], key: &Key) -> bool {
        if self.tries == 0 {
            return false;
        }
        self.tries -= 1;
        let mut candidate = self.best.clone();
        match (find(&mut candidate, path), key) {
            (Some(Value::Object(members)), Key::Name(name)) => {
                members.shift_remove(name);
            }
            (Some(Value::Array(items)), Key::Index(index)) if *index < items.len() => {
                items.remove(*index);
            }
            _ => return false,
        }
        let kept = (self.is_witness)(&candidate);
        if kept {
            self.best = candidate;
        }
        kept
    }
}

fn find<'v>(value: &'v mut Value, path: &[Key]) -> Option<&'v mut Value> {
    path.iter().try_fold(value, |value, key| match (value, key) {
        (Value::Object(members), Key::Name(name)) => members.get_mut(name),
        (Value::Array(items), Key::Index(index)) => items.get_mut(*index),
        _ => None,
    })
}
