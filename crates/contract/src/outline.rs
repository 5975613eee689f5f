//! Where the parts of a JSON text stand, without building a second tree.
//!
//! [`RawValue`] borrows the text of a value, so its address tells its offset. Only the way to the
//! value asked for is parsed, and from the interaction on that it belongs to, which keeps a pact of
//! 10,000 interactions cheap, be they all broken.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::ops::Range;

use gatepact_finding::pointer;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The members of a JSON text that is an object.
pub(crate) type Members<'a> = HashMap<Cow<'a, str>, &'a RawValue>;

/// The members of the object at the root.
///
/// # Errors
/// What is wrong with the JSON; `is_data` when nothing is, but it is no object.
pub(crate) fn members(text: &str) -> Result<Members<'_>, serde_json::Error> {
    // Keys may hold escapes, hence Cow: a borrowed &str would refuse them.
    serde_json::from_str(text)
}

/// A key of the object at the root that stands twice, and the line of the second one's value.
pub(crate) fn twice(text: &str) -> Option<(String, usize)> {
    let Ok(Pairs(pairs)) = serde_json::from_str(text) else { return None };
    let mut seen = HashSet::new();
    let (key, value) = pairs.into_iter().find(|(key, _)| !seen.insert(key.clone()))?;
    Some((key.into_owned(), 1 + newlines(&text[..offset(text, value)])))
}

/// The members of an object in their order, with those that stand twice.
struct Pairs<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Pairs<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        reader.deserialize_map(Members)
    }
}

/// An element of an array, and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Element {
    /// Bytes of the text.
    pub(crate) range: Range<usize>,
    /// The line of its first byte, from 1.
    pub(crate) line: usize,
}

/// The elements of an array within `text`, in one pass; `None` where the value is none.
pub(crate) fn elements(text: &str, array: &RawValue) -> Option<Vec<Element>> {
    let elements: Vec<&RawValue> = serde_json::from_str(array.get()).ok()?;
    let (mut line, mut from) = (1, 0);
    let place = |element: &RawValue| {
        let start = offset(text, element);
        line += newlines(&text[from..start]);
        from = start;
        Element { range: start..start + element.get().len(), line }
    };
    Some(elements.into_iter().map(place).collect())
}

/// The line, from 1, of the value that the tokens of a JSON pointer lead to from `element`; of its
/// nearest existing ancestor where the value is not there (a missing property is shown at the
/// object that lacks it).
pub(crate) fn line_below(text: &str, element: &Element, tokens: &str) -> usize {
    let own = &text[element.range.clone()];
    let Ok(mut value) = serde_json::from_str::<&RawValue>(own) else { return element.line };
    for token in pointer::tokens(tokens) {
        match child(value, &token) {
            Some(next) => value = next,
            None => break,
        }
    }
    element.line + newlines(&own[..offset(own, value)])
}

/// The whole text as an element.
pub(crate) fn whole(text: &str) -> Element {
    Element { range: 0..text.len(), line: 1 }
}

fn child<'a>(value: &'a RawValue, token: &str) -> Option<&'a RawValue> {
    if value.get().starts_with('[') {
        let elements: Vec<&RawValue> = serde_json::from_str(value.get()).ok()?;
        elements.get(token.parse::<usize>().ok()?).copied()
    } else {
        members(value.get()).ok()?.get(token).copied()
    }
}

fn offset(text: &str, value: &RawValue) -> usize {
    value.get().as_ptr() as usize - text.as_ptr() as usize
}

fn newlines(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "{\n \"a\": [\n  1,\n  {\"b/c\": {\n    \"d\\u0065\": 5}}\n ],\n \"x\": null\n}";

    fn line_of(text: &str, pointer: &str) -> usize {
        line_below(text, &whole(text), pointer)
    }

    #[test]
    fn a_pointer_leads_to_its_line() {
        assert_eq!(line_of(TEXT, ""), 1);
        assert_eq!(line_of(TEXT, "/a"), 2);
        assert_eq!(line_of(TEXT, "/a/0"), 3);
        assert_eq!(line_of(TEXT, "/a/1/b~1c"), 4);
        assert_eq!(line_of(TEXT, "/a/1/b~1c/de"), 5);
        assert_eq!(line_of(TEXT, "/x"), 7);
    }

    #[test]
    fn a_missing_value_is_at_its_nearest_ancestor() {
        assert_eq!(line_of(TEXT, "/a/7"), 2);
        assert_eq!(line_of(TEXT, "/a/1/b~1c/none/deeper"), 4);
        assert_eq!(line_of("{", "/a"), 1);
    }

    #[test]
    fn a_key_that_stands_twice_has_the_line_of_the_second() {
        let text = "{\"a\": 1,\n \"b\": {\"c\": 1, \"c\": 2},\n \"\\u0061\": 2}";
        assert_eq!(twice(text), Some(("a".to_owned(), 3)));
        assert_eq!(twice(TEXT), None);
    }

    #[test]
    fn elements_are_found_in_one_pass_and_lead_on_from_where_they_stand() {
        let members = members(TEXT).unwrap();
        let found = elements(TEXT, members["a"]).unwrap();
        assert_eq!(found.iter().map(|element| element.line).collect::<Vec<_>>(), [3, 4]);
        assert_eq!(line_below(TEXT, &found[1], ""), 4);
        assert_eq!(line_below(TEXT, &found[1], "/b~1c/de"), 5);
        assert!(elements(TEXT, members["x"]).is_none());
    }
}
