//! How long the texts are that a pattern generates.

use regex_syntax::hir::{Hir, HirKind};

/// How often Pact repeats what a pattern leaves unbounded, beyond its minimum.
const UNBOUNDED: u64 = 20;

/// The longest text that the pattern generates, in bytes; `None` for a pattern that Pact generates
/// nothing from, so that the recorded example is sent.
pub(super) fn longest(pattern: &str) -> Option<u64> {
    // As `pact_models` 1.3.17 reads it: without anchors, byte by byte.
    let bare = pattern.strip_prefix('^').unwrap_or(pattern);
    let bare = bare.strip_suffix('$').unwrap_or(pattern);
    let mut parser = regex_syntax::ParserBuilder::new().unicode(false).build();
    parser.parse(bare).ok().map(|hir| length(&hir))
}

fn length(hir: &Hir) -> u64 {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(literal) => u64::try_from(literal.0.len()).unwrap_or(u64::MAX),
        // The longest character of UTF-8.
        HirKind::Class(_) => 4,
        HirKind::Repetition(repetition) => {
            let min = u64::from(repetition.min);
            let times = repetition.max.map_or(min.saturating_add(UNBOUNDED), u64::from);
            length(&repetition.sub).saturating_mul(times)
        }
        HirKind::Capture(capture) => length(&capture.sub),
        HirKind::Concat(parts) => parts.iter().map(length).fold(0, u64::saturating_add),
        HirKind::Alternation(parts) => parts.iter().map(length).max().unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_text_is_known_beforehand() {
        assert_eq!(longest("^abc$"), Some(3));
        assert_eq!(longest("(a|bcd){2}[0-9]"), Some(10));
        assert_eq!(longest("a+"), Some(21));
        assert!(
            longest("((((a{1000}){1000}){100}){10}){10}").is_some_and(|it| it >= 10_000_000_000)
        );
        assert_eq!(longest("((((){1000}){1000}){1000})"), Some(0), "nothing is repeated once");
        assert_eq!(longest("("), None);
    }
}
