//! `$ref`: what a reference object refers to, as it is written and as a JSON pointer.

use gatepact_finding::Pointer;
use percent_encoding::{AsciiSet, CONTROLS};
use serde_json::Value;

/// The `$ref` of a reference object.
#[must_use]
pub fn target(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()
}

/// The pointer that a `$ref` inside the same document stands for (`#/components/schemas/Order`), percent
/// decoded; `None` for a reference into another document.
#[must_use]
pub fn pointer(reference: &str) -> Option<Pointer> {
    let fragment = reference.strip_prefix('#')?;
    let decoded = percent_encoding::percent_decode_str(fragment).decode_utf8().ok()?;
    Pointer::parse(&decoded)
}

/// A `$ref` into the same document, as it is written in a URI: what a URI may not hold is percent-encoded.
pub(crate) fn written(pointer: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_within_the_document() {
        assert_eq!(pointer("#/a/b%7Bc%7D").as_deref(), Some("/a/b{c}"));
        assert_eq!(pointer("#").as_deref(), Some(""));
        assert_eq!(pointer("other.json#/a"), None);
        assert_eq!(pointer("Order"), None);
    }
}
