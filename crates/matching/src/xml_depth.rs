//! How deep XML is nested.

use pact_models::bodies::OptionalBody;
use pact_models::v4::http_parts::HttpResponse;

/// The deepest XML that is matched, as deep as JSON is read: the matcher recurses into elements.
pub(crate) const MAX_XML_DEPTH: usize = 128;

/// Whether the body is XML that is nested deeper than [`MAX_XML_DEPTH`].
pub(crate) fn is_too_deep(response: &HttpResponse) -> bool {
    let OptionalBody::Present(bytes, _, _) = &response.body else { return false };
    response.content_type().is_some_and(|kind| kind.is_xml()) && is_deep_xml(bytes)
}

/// Whether XML is nested deeper than it is matched: its parsers recurse into elements, and a stack
/// that overflows ends the program.
///
/// Takes the text apart as XML's grammar does (XML 1.0, 2.4 to 2.7 and 3.1): what looks like a tag in
/// a comment, a section of text or an attribute is none.
#[must_use]
pub fn is_deep_xml(text: &[u8]) -> bool {
    let (mut rest, mut depth) = (text, 0_usize);
    while let Some(start) = rest.iter().position(|byte| *byte == b'<') {
        rest = &rest[start..];
        let end: &[u8] = match rest {
            [b'<', b'!', b'-', b'-', ..] => b"-->",
            [b'<', b'!', b'[', ..] => b"]]>",
            [b'<', b'?', ..] => b"?>",
            [b'<', b'!', ..] => b">",
            [b'<', b'/', ..] => {
                depth = depth.saturating_sub(1);
                b">"
            }
            _ => {
                let length = tag(rest);
                if length < 2 || rest[length - 2] != b'/' {
                    depth += 1;
                }
                if depth > MAX_XML_DEPTH {
                    return true;
                }
                rest = &rest[length..];
                continue;
            }
        };
        let Some(at) = rest.windows(end.len()).position(|bytes| bytes == end) else { return false };
        rest = &rest[at + end.len()..];
    }
    false
}

/// The length of the tag at the beginning, with its brackets; a `>` within quotes does not end it.
fn tag(text: &[u8]) -> usize {
    let mut quote = None;
    for (at, byte) in text.iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn too_deep(text: &str) -> bool {
        let body = OptionalBody::Present(text.as_bytes().to_vec().into(), None, None);
        is_too_deep(&HttpResponse { body, ..HttpResponse::default() })
    }

    #[test]
    fn only_nesting_makes_xml_deep() {
        assert!(too_deep(&format!("{}{}", "<a>".repeat(129), "</a>".repeat(129))));
        assert!(!too_deep(&format!("{}{}", "<a>".repeat(128), "</a>".repeat(128))));
        assert!(!too_deep(&format!("<r>{}{}</r>", "<a/>".repeat(999), "<b></b>".repeat(999))));
        assert!(!too_deep(&format!("<r>{}</r>", "<!-- <a> -->".repeat(999))));
        assert!(!too_deep(&format!("<r>{}</r>", "<![CDATA[<a>]]>".repeat(999))));
        assert!(too_deep(&format!("{}{}", "<a>/>".repeat(129), "</a>".repeat(129))));
        assert!(too_deep(&"<a b='/>'>".repeat(129)));
        assert!(!too_deep(&format!("[\"{}\"]", "<br>".repeat(999))), "JSON is not XML");
    }
}
