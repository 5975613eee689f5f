//! Characters of documents and pacts as a person may safely read them.

use std::fmt::Display;

/// The text on one line, without anything that steers a terminal or turns its reading direction.
pub(super) fn line(text: impl Display) -> String {
    text.to_string().chars().map(visible).collect()
}

/// Breaks and tabs as spaces, what steers as the replacement character.
pub(super) fn visible(character: char) -> char {
    match character {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
        // Of the controls for bidirectional text, those that reach beyond their own letter.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        control if control.is_control() => char::REPLACEMENT_CHARACTER,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_a_terminal() {
        assert_eq!(
            line("a\u{1b}[31mb\r\nc\u{202e}d\u{9b}e"),
            "a\u{fffd}[31mb  c\u{fffd}d\u{fffd}e"
        );
    }
}
