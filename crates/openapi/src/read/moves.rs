//! Where the parts of a rewritten value stood before: a map of moved subtrees, the longest prefix wins.

use std::collections::BTreeMap;

use crate::visit;

/// From the pointers of the rewritten value to those of the value before.
#[derive(Debug, Clone, Default)]
pub(crate) struct Moves {
    origins: BTreeMap<String, Origin>,
    /// The other way; of several copies of one part, the first counts.
    targets: BTreeMap<String, String>,
}

#[derive(Debug, Clone)]
enum Origin {
    /// What is below has the same pointer from here on.
    Subtree(String),
    /// What is below was made from this part and has no pointer of its own.
    Made(String),
}

impl Moves {
    /// The whole part at `from` now stands at `to`.
    pub(crate) fn subtree(&mut self, to: &str, from: &str) {
        self.targets.entry(from.to_owned()).or_insert_with(|| to.to_owned());
        self.origins.insert(to.to_owned(), Origin::Subtree(from.to_owned()));
    }

    /// What stands at `to` repeats the part at `from`, to which references lead as before.
    pub(crate) fn copy(&mut self, to: &str, from: &str) {
        self.origins.insert(to.to_owned(), Origin::Subtree(from.to_owned()));
    }

    /// The part at `to` was made from the one at `from`, whose own shape is another one.
    pub(crate) fn made(&mut self, to: &str, from: &str) {
        self.origins.insert(to.to_owned(), Origin::Made(from.to_owned()));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.origins.is_empty()
    }

    /// Where the part at `pointer` stood before.
    pub(crate) fn origin(&self, pointer: &str) -> String {
        match nearest(&self.origins, pointer) {
            Some((Origin::Subtree(from), rest)) => format!("{from}{rest}"),
            Some((Origin::Made(from), _)) => from.clone(),
            None => pointer.to_owned(),
        }
    }

    /// Where the part that stood at `pointer` is now.
    pub(super) fn target(&self, pointer: &str) -> String {
        match nearest(&self.targets, pointer) {
            Some((to, rest)) => format!("{to}{rest}"),
            None => pointer.to_owned(),
        }
    }
}

/// The entry of the longest prefix, in whole tokens, and what follows it.
fn nearest<'m, 'p, T>(map: &'m BTreeMap<String, T>, pointer: &'p str) -> Option<(&'m T, &'p str)> {
    visit::prefixes(pointer)
        .find_map(|prefix| map.get(prefix).map(|entry| (entry, &pointer[prefix.len()..])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_prefix_wins_and_prefixes_are_whole_tokens() {
        let mut moves = Moves::default();
        moves.subtree("/components/schemas", "/definitions");
        moves.subtree("/components/schemas/A/properties/x", "/definitions/B");
        moves.made("/servers", "/basePath");
        let cases = [
            ("/components/schemas/A/type", "/definitions/A/type"),
            ("/components/schemas/A/properties/x/type", "/definitions/B/type"),
            ("/components/schemasX/A", "/components/schemasX/A"),
            ("/servers/0/url", "/basePath"),
            ("", ""),
        ];
        for (pointer, origin) in cases {
            assert_eq!(moves.origin(pointer), origin);
        }
        assert_eq!(moves.target("/definitions/C"), "/components/schemas/C");
        assert_eq!(moves.target("/definitions/B/type"), "/components/schemas/A/properties/x/type");
        assert_eq!(moves.target("/basePath"), "/basePath", "made from it, not moved");
    }
}
