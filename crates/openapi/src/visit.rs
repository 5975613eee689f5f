//! Every part of a value with its pointer, and the parts above a part.

use gatepact_finding::pointer::escape;
use serde_json::Value;

/// The pointer itself, then those of the parts above it, up to the whole document.
pub(crate) fn prefixes(pointer: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pointer), |pointer| {
        pointer.rsplit_once('/').map(|(parent, _)| parent)
    })
}

/// Meets every part of a value, with its pointer, in the order of the text.
pub(crate) fn visit<'v>(value: &'v Value, at: &str, meet: &mut dyn FnMut(&str, &'v Value)) {
    visit_below(value, &mut at.to_owned(), meet);
}

/// One text grows and shrinks along the way: a document has hundreds of thousands of parts.
fn visit_below<'v>(value: &'v Value, at: &mut String, meet: &mut dyn FnMut(&str, &'v Value)) {
    meet(at, value);
    let length = at.len();
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                at.push('/');
                at.push_str(&index.to_string());
                visit_below(item, at, meet);
                at.truncate(length);
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                at.push('/');
                at.push_str(&escape(key));
                visit_below(member, at, meet);
                at.truncate(length);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
