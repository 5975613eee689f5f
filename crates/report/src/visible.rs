//! Foreign text as a reader may safely see it: on one line, with nothing that a terminal or a CI system obeys.
//!
//! | what | why | shown as |
//! |---|---|---|
//! | control characters (C0, DEL, C1) | steer terminals | `\n`, `\u{1b}` |
//! | bidirectional and invisible formatting | shows another text than there is (CVE-2021-42574) | `\u{202e}` |
//! | `##[`, `##vso[` anywhere | commands of GitHub Actions (v1) and of Azure Pipelines | `\u{23}#[` |
//! | `::` at the beginning of a line | commands of GitHub Actions (v2) | `\u{3a}:` |

use std::fmt::{self, Display, Write as _};

/// The beginnings of commands that CI systems look for anywhere in a line, in any case of letters.
const COMMANDS: [&str; 2] = ["##[", "##vso["];

/// The text on one line, without anything that steers a terminal or begins a command of a CI system.
#[must_use]
pub fn visible(text: impl Display) -> String {
    let text = text.to_string();
    if is_visible(&text) {
        return text;
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for (at, character) in text.char_indices() {
        match character {
            '#' if begins_a_command(&text[at..]) => escape(&mut shown, character),
            other if steers(other) => escape(&mut shown, other),
            other => shown.push(other),
        }
    }
    shown
}

/// The same at the beginning of a line, where two colons begin a command.
pub(crate) fn at_the_beginning(text: &str) -> String {
    let shown = visible(text);
    let indent = shown.len() - shown.trim_start().len();
    if shown[indent..].starts_with("::") {
        let mut guarded = shown[..indent].to_owned();
        escape(&mut guarded, ':');
        guarded.push_str(&shown[indent + 1..]);
        return guarded;
    }
    shown
}

/// Whether a text begins with what a CI system takes for a command, wherever in a line it stands.
pub(crate) fn begins_a_command(text: &str) -> bool {
    COMMANDS.iter().any(|command| {
        text.get(..command.len()).is_some_and(|start| start.eq_ignore_ascii_case(command))
    })
}

/// Whether a character steers what shows it: a control character, or one that changes the direction of text or is
/// invisible (Unicode, general categories Cc, Zl, Zp and most of Cf). The joiners of emoji and scripts are none.
pub(crate) fn steers(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{61c}'
            | '\u{200b}'
            | '\u{200e}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

fn is_visible(text: &str) -> bool {
    !text.chars().any(steers)
        && !text.match_indices("##").any(|(at, _)| begins_a_command(&text[at..]))
}

fn escape(shown: &mut String, character: char) {
    // Writing to a text does not fail.
    let _: fmt::Result = match character {
        '\n' => write!(shown, "\\n"),
        '\r' => write!(shown, "\\r"),
        '\t' => write!(shown, "\\t"),
        other => write!(shown, "\\u{{{:x}}}", u32::from(other)),
    };
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_steers_a_terminal() {
        assert_eq!(
            visible("a\u{1b}[31mb\r\nc\u{202e}d\u{9b}e"),
            "a\\u{1b}[31mb\\r\\nc\\u{202e}d\\u{9b}e"
        );
        assert_eq!(visible("Ünï 👩‍💻 `x` \\n"), "Ünï 👩‍💻 `x` \\n");
    }

    #[test]
    fn nothing_is_a_command() {
        assert_eq!(
            visible("a ##[error]b ###[x ##VSO[c"),
            "a \\u{23}#[error]b #\\u{23}#[x \\u{23}#VSO[c"
        );
        assert_eq!(at_the_beginning("  ::error::a"), "  \\u{3a}:error::a");
        assert_eq!(visible("a::b"), "a::b");
    }

    proptest! {
        #[test]
        fn what_is_visible_stays(text in any::<String>()) {
            let shown = at_the_beginning(&text);
            prop_assert!(is_visible(&shown));
            prop_assert!(!shown.trim_start().starts_with("::"));
            prop_assert_eq!(at_the_beginning(&shown), shown);
        }
    }
}
