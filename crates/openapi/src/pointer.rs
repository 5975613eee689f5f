//! JSON pointers (RFC 6901): `/paths/~1orders~1{id}/get`.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS};
use serde_json::Value;

/// The pointer of the member or item `token` below `parent`.
///
/// ```
/// use gatepact_openapi::pointer;
///
/// assert_eq!(pointer::child("/paths", "/orders"), "/paths/~1orders");
/// ```
#[must_use]
pub fn child(parent: &str, token: &str) -> String {
    format!("{parent}/{}", escape(token))
}

/// A token as it stands inside a pointer.
#[must_use]
pub fn escape(token: &str) -> Cow<'_, str> {
    if token.contains(['~', '/']) {
        Cow::Owned(token.replace('~', "~0").replace('/', "~1"))
    } else {
        Cow::Borrowed(token)
    }
}

/// The tokens of a pointer, unescaped.
pub fn tokens(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    pointer.split('/').skip(1).map(unescape)
}

/// The pointer that a `$ref` inside the same document stands for (`#/components/schemas/Order`), percent
/// decoded; `None` for a reference into another document.
#[must_use]
pub fn from_reference(reference: &str) -> Option<String> {
    let fragment = reference.strip_prefix('#')?;
    let decoded = percent_encoding::percent_decode_str(fragment).decode_utf8().ok()?;
    (decoded.is_empty() || decoded.starts_with('/')).then(|| decoded.into_owned())
}

/// The `$ref` of a reference object.
#[must_use]
pub fn reference(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()
}

/// What a reader calls the place of a schema: `Order.lines[].sku` below `components`; elsewhere, and inside a composition,
/// the properties alone that lead there: `lines[].sku`. `None` for a place without either.
///
/// ```
/// use gatepact_openapi::pointer;
///
/// let sku = "/components/schemas/Order/properties/lines/items/properties/sku";
/// assert_eq!(pointer::readable(sku).as_deref(), Some("Order.lines[].sku"));
/// assert_eq!(pointer::readable("/paths/~1orders/get"), None);
///
/// let size = "/paths/~1orders/get/parameters/0/schema/properties/size";
/// assert_eq!(pointer::readable(size).as_deref(), Some("size"));
/// ```
#[must_use]
pub fn readable(pointer: &str) -> Option<String> {
    let whole = || {
        let mut tokens = tokens(pointer.strip_prefix("/components/schemas")?);
        let name = tokens.next()?.into_owned();
        named(name, tokens)
    };
    whole().or_else(|| {
        let mut starts = pointer.match_indices("/properties/").map(|(at, _)| &pointer[at..]);
        starts.find_map(|below| named(String::new(), tokens(below)))
    })
}

/// The name with the properties and items that lie below it; `None` where another keyword is in the way.
fn named<'a>(mut name: String, mut tokens: impl Iterator<Item = Cow<'a, str>>) -> Option<String> {
    while let Some(keyword) = tokens.next() {
        match keyword.as_ref() {
            "properties" => {
                if !name.is_empty() {
                    name.push('.');
                }
                name.push_str(&tokens.next()?);
            }
            "items" => name.push_str("[]"),
            "additionalProperties" => name.push_str(".*"),
            _ => return None,
        }
    }
    Some(name)
}

/// The pointer itself, then those of the parts above it, up to the whole document.
pub(crate) fn prefixes(pointer: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pointer), |pointer| {
        pointer.rsplit_once('/').map(|(parent, _)| parent)
    })
}

/// A `$ref` into the same document, as it is written in a URI: what a URI may not hold is percent-encoded.
pub(crate) fn to_reference(pointer: &str) -> String {
    format!("#{}", percent_encoding::utf8_percent_encode(pointer, NOT_IN_A_FRAGMENT))
}

/// RFC 3986, 3.5: what a fragment may not hold as it is; `{` and `}` stand in the templates of paths.
const NOT_IN_A_FRAGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Meets every part of a value, with its pointer, in the order of the text.
pub(crate) fn visit(value: &Value, at: &str, meet: &mut dyn FnMut(&str, &Value)) {
    visit_below(value, &mut at.to_owned(), meet);
}

/// One text grows and shrinks along the way: a document has hundreds of thousands of parts.
fn visit_below(value: &Value, at: &mut String, meet: &mut dyn FnMut(&str, &Value)) {
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

fn unescape(token: &str) -> Cow<'_, str> {
    if token.contains('~') {
        Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_unescapes() {
        let pointer = child(&child("", "paths"), "/a~b/{id}");
        assert_eq!(pointer, "/paths/~1a~0b~1{id}");
        assert_eq!(tokens(&pointer).collect::<Vec<_>>(), ["paths", "/a~b/{id}"]);
        assert_eq!(tokens("").count(), 0);
    }

    #[test]
    fn references_within_the_document() {
        assert_eq!(from_reference("#/a/b%7Bc%7D").as_deref(), Some("/a/b{c}"));
        assert_eq!(from_reference("#"), Some(String::new()));
        assert_eq!(from_reference("other.json#/a"), None);
        assert_eq!(from_reference("Order"), None);
    }
}
