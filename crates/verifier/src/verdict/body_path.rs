//! Where in a body a mismatch is.

use std::borrow::Cow;

use gatepact_finding::Pointer;
use pact_models::path_exp::{DocPath, PathToken};
use serde_json::Value;

/// Pact's matching shows the members of a list as texts, whatever they are; then the list is looked up in the body.
pub(super) fn as_sent<'a>(shown: &'a [u8], body: &[u8], path: &str) -> Cow<'a, [u8]> {
    let is_list =
        |bytes| serde_json::from_slice::<Vec<String>>(bytes).is_ok_and(|it| !it.is_empty());
    if !is_list(shown) {
        return Cow::Borrowed(shown);
    }
    let pointer = pointer_of(path, Pointer::root());
    let found = serde_json::from_slice::<Value>(body).ok();
    let list = found.as_ref().and_then(|body| body.pointer(pointer.as_str()));
    match list.filter(|list| list.is_array()) {
        Some(list) => Cow::Owned(list.to_string().into_bytes()),
        None => Cow::Borrowed(shown),
    }
}

/// The JSON pointer below `start` of the same way as Pact's path expression.
pub(super) fn pointer_of(path: &str, start: Pointer) -> Pointer {
    let Ok(path) = DocPath::new(path) else { return start };
    let steps = path.tokens().iter().map_while(|token| match token {
        PathToken::Root => Some(None),
        PathToken::Field(name) => Some(Some(name.clone())),
        PathToken::Index(index) => Some(Some(index.to_string())),
        PathToken::Star | PathToken::StarIndex => None,
    });
    steps.flatten().fold(start, |pointer, token| pointer.child(&token))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_follow_paths() {
        assert_eq!(pointer_of("$", Pointer::root()).as_str(), "");
        assert_eq!(pointer_of("$.lines[0].sku", Pointer::root()).as_str(), "/lines/0/sku");
        assert_eq!(pointer_of("$['a/b~c']", Pointer::root()).as_str(), "/a~1b~0c");
        assert_eq!(pointer_of("$.lines[*].sku", Pointer::root()).as_str(), "/lines");
    }
}
