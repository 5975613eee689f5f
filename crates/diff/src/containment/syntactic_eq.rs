//! Whether two schemas are written in the same way, with all that they refer to: then they mean the same, whatever that is.

use std::collections::HashSet;

use gatepact_finding::Pointer;
use serde_json::Value;

use gatepact_openapi::{Cursor, reference};

/// What says nothing of the values.
const PROSE: [&str; 3] = ["title", "description", "summary"];

/// Pairs of pointers, one of each document, that were found to be written in the same way.
#[derive(Default)]
pub(crate) struct SyntacticEq {
    known: HashSet<(Pointer, Pointer)>,
}

impl SyntacticEq {
    /// Each pair of schemas is looked at once, however many refer to it.
    pub(crate) fn holds<'d>(&mut self, old: &Cursor<'d>, new: &Cursor<'d>) -> bool {
        let mut open = vec![(old.clone(), new.clone())];
        let mut seen = HashSet::new();
        while let Some((old, new)) = open.pop() {
            let key = (old.pointer.clone(), new.pointer.clone());
            if self.known.contains(&key) || !seen.insert(key) {
                continue;
            }
            if !same(&old, &new, (old.value, new.value), &mut open) {
                return false;
            }
        }
        self.known.extend(seen);
        true
    }
}

/// Whether two values are equal up to prose; the targets of their references are noted.
fn same<'d>(
    old: &Cursor<'d>,
    new: &Cursor<'d>,
    values: (&'d Value, &'d Value),
    open: &mut Vec<(Cursor<'d>, Cursor<'d>)>,
) -> bool {
    match values {
        (Value::Object(before), Value::Object(after)) => {
            if reference::target(values.0).is_some() {
                let targets = (
                    old.moved(Pointer::root(), values.0).target(),
                    new.moved(Pointer::root(), values.1).target(),
                );
                match targets {
                    (Some(old), Some(new)) => open.push((old, new)),
                    (None, None) => {}
                    (Some(_), None) | (None, Some(_)) => return false,
                }
            }
            let is_prose = |(key, value): &(&String, &Value)| {
                PROSE.contains(&key.as_str()) && value.is_string()
            };
            let count = |members: &'d serde_json::Map<String, Value>| {
                members.iter().filter(|member| !is_prose(member)).count()
            };
            count(before) == count(after)
                && before.iter().filter(|member| !is_prose(member)).all(|(key, before)| {
                    after.get(key).is_some_and(|after| same(old, new, (before, after), open))
                })
        }
        (Value::Array(before), Value::Array(after)) => {
            before.len() == after.len()
                && before
                    .iter()
                    .zip(after)
                    .all(|(before, after)| same(old, new, (before, after), open))
        }
        (before, after) => before == after,
    }
}
