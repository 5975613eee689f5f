//! How deep XML is nested.

use pact_models::bodies::OptionalBody;
use pact_models::v4::http_parts::HttpResponse;

/// The deepest XML that is matched, as deep as JSON is read: the matcher recurses into elements.
pub(crate) const MAX_XML_DEPTH: usize = 128;

/// Whether the body is XML that is nested deeper than [`MAX_XML_DEPTH`].
///
/// Counts opening tags against closing ones. Text that only looks like a tag, in a comment for
/// instance, counts as well; no document in use comes near the limit.
pub(crate) fn is_too_deep(response: &HttpResponse) -> bool {
    let OptionalBody::Present(bytes, _, _) = &response.body else { return false };
    if !response.content_type().is_some_and(|kind| kind.is_xml()) {
        return false;
    }
    let mut depth = 0_usize;
    bytes.windows(2).any(|pair| {
        match pair {
            [b'<', b'/'] | [b'/', b'>'] => depth = depth.saturating_sub(1),
            [b'<', b'!' | b'?'] => {}
            [b'<', _] => depth += 1,
            _ => {}
        }
        depth > MAX_XML_DEPTH
    })
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
        assert!(!too_deep(&format!("<r>{}</r>", "<!-- -->".repeat(999))));
        assert!(!too_deep(&format!("[\"{}\"]", "<br>".repeat(999))), "JSON is not XML");
    }
}
