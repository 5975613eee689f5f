//! Smaller documents that break a law as well, so that a failure can be read.

use serde_json::Value;

/// A law about two documents: what is wrong, if something is.
pub(crate) type Law<'l> = &'l dyn Fn(&Value, &Value) -> Result<(), String>;

/// Fails with the smallest pair that was found to break a law.
pub(crate) fn hold(law: Law<'_>, old: &Value, new: &Value, seed: u64) {
    let Err(first) = law(old, new) else { return };
    let (old, new, why) = shrunk(law, (old.clone(), new.clone()), first);
    panic!("seed {seed}: {why}\nold: {old}\nnew: {new}");
}

/// Members and items are left out, from both documents and from each, for as long as the law stays broken.
fn shrunk(
    law: Law<'_>,
    (mut old, mut new): (Value, Value),
    mut why: String,
) -> (Value, Value, String) {
    let mut progress = true;
    while progress {
        progress = false;
        for (from_old, from_new) in [(true, true), (true, false), (false, true)] {
            let mut at = pointers(if from_old { &old } else { &new });
            // The outer ones first: most goes at once.
            at.sort_by_key(|pointer| pointer.matches('/').count());
            for pointer in at {
                let mut smaller = (old.clone(), new.clone());
                let is_out = (from_old && left_out(&mut smaller.0, &pointer))
                    | (from_new && left_out(&mut smaller.1, &pointer));
                if !is_out {
                    continue;
                }
                if let Err(broken) = law(&smaller.0, &smaller.1)
                    && class(&broken) == class(&why)
                {
                    (old, new) = smaller;
                    why = broken;
                    progress = true;
                }
            }
        }
    }
    (old, new, why)
}

/// The severity and the id of a change: what is left has to be about the same.
fn class(why: &str) -> Vec<&str> {
    why.split(' ').take(2).collect()
}

fn left_out(value: &mut Value, pointer: &str) -> bool {
    let Some((parent, token)) = pointer.rsplit_once('/') else { return false };
    let token = token.replace("~1", "/").replace("~0", "~");
    match value.pointer_mut(parent) {
        Some(Value::Object(members)) => members.shift_remove(&token).is_some(),
        Some(Value::Array(items)) => match token.parse::<usize>() {
            Ok(index) if index < items.len() => {
                items.remove(index);
                true
            }
            Ok(_) | Err(_) => false,
        },
        Some(_) | None => false,
    }
}

pub(crate) fn pointers(value: &Value) -> Vec<String> {
    fn walk(value: &Value, at: &str, found: &mut Vec<String>) {
        match value {
            Value::Object(members) => members.iter().for_each(|(key, value)| {
                let at = crate::places::child(at, key);
                walk(value, &at, found);
                found.push(at);
            }),
            Value::Array(items) => items.iter().enumerate().for_each(|(index, value)| {
                let at = format!("{at}/{index}");
                walk(value, &at, found);
                found.push(at);
            }),
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(value, "", &mut found);
    found
}
