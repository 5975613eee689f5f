//! Where the parts of a JSON text stand, without building a second tree.
//!
//! [`RawValue`] borrows the text of a value, so its address tells its offset. Only the way to the
//! value asked for is parsed, which keeps a pact of 10,000 interactions cheap.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::value::RawValue;

/// The line, from 1, of the value at a JSON pointer; of its nearest existing ancestor where the
/// value is not there (a missing property is shown at the object that lacks it).
///
/// `None` when the text is not JSON.
pub(crate) fn line_of(text: &str, pointer: &str) -> Option<usize> {
    let mut value: &RawValue = serde_json::from_str(text).ok()?;
    for token in pointer.split('/').skip(1) {
        match child(value, &token.replace("~1", "/").replace("~0", "~")) {
            Some(next) => value = next,
            None => break,
        }
    }
    Some(line_at(text, offset(text, value)))
}

/// The lines, from 1, of the elements of the array at a root property, in one pass.
pub(crate) fn lines_of_elements(text: &str, property: &str) -> Vec<usize> {
    let root: Option<&RawValue> = serde_json::from_str(text).ok();
    let Some(array) = root.and_then(|root| child(root, property)) else { return Vec::new() };
    let elements: Vec<&RawValue> = serde_json::from_str(array.get()).unwrap_or_default();
    let (mut line, mut from) = (1, 0);
    elements
        .into_iter()
        .map(|element| {
            let to = offset(text, element);
            line += newlines(&text[from..to]);
            from = to;
            line
        })
        .collect()
}

fn child<'a>(value: &'a RawValue, token: &str) -> Option<&'a RawValue> {
    if value.get().starts_with('[') {
        let elements: Vec<&RawValue> = serde_json::from_str(value.get()).ok()?;
        elements.get(token.parse::<usize>().ok()?).copied()
    } else {
        // Keys may hold escapes, hence Cow: a borrowed &str would refuse them.
        let members: HashMap<Cow<'_, str>, &RawValue> = serde_json::from_str(value.get()).ok()?;
        members.get(token).copied()
    }
}

fn offset(text: &str, value: &RawValue) -> usize {
    value.get().as_ptr() as usize - text.as_ptr() as usize
}

fn line_at(text: &str, offset: usize) -> usize {
    1 + newlines(&text[..offset])
}

fn newlines(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "{\n \"a\": [\n  1,\n  {\"b/c\": {\n    \"d\\u0065\": 5}}\n ],\n \"x\": null\n}";

    #[test]
    fn a_pointer_leads_to_its_line() {
        assert_eq!(line_of(TEXT, ""), Some(1));
        assert_eq!(line_of(TEXT, "/a"), Some(2));
        assert_eq!(line_of(TEXT, "/a/0"), Some(3));
        assert_eq!(line_of(TEXT, "/a/1/b~1c"), Some(4));
        assert_eq!(line_of(TEXT, "/a/1/b~1c/de"), Some(5));
        assert_eq!(line_of(TEXT, "/x"), Some(7));
    }

    #[test]
    fn a_missing_value_is_at_its_nearest_ancestor() {
        assert_eq!(line_of(TEXT, "/a/7"), Some(2));
        assert_eq!(line_of(TEXT, "/a/1/b~1c/none/deeper"), Some(4));
        assert_eq!(line_of("{", "/a"), None);
    }

    #[test]
    fn elements_are_found_in_one_pass() {
        assert_eq!(lines_of_elements(TEXT, "a"), [3, 4]);
        assert!(lines_of_elements(TEXT, "x").is_empty());
        assert!(lines_of_elements(TEXT, "none").is_empty());
    }
}
