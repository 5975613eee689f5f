//! ECMAScript patterns, said in the syntax of `regex-syntax`.
//!
//! `\d`, `\w` and `\s` mean what ECMA-262 says; a class is spelled out as ranges, since both
//! syntaxes differ inside brackets. What is not regular is refused.

use regex_syntax::hir::Hir;

use crate::Reason;

mod class;

/// White space of ECMA-262.
const SPACE: &str = r"\t\n\x0B\x0C\r \u{A0}\u{1680}\u{2000}-\u{200A}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}\u{FEFF}";
/// Patterns longer than this are not read.
const LONGEST: usize = 4096;

/// The pattern as an expression of `regex-syntax`.
pub(crate) fn parse(pattern: &str) -> Result<Hir, Reason> {
    if pattern.len() > LONGEST {
        return Err(Reason::Pattern);
    }
    let translated = translate(pattern).ok_or(Reason::Pattern)?;
    regex_syntax::ParserBuilder::new()
        .nest_limit(64)
        .build()
        .parse(&translated)
        .map_err(|_| Reason::Pattern)
}

fn translate(pattern: &str) -> Option<String> {
    let characters: Vec<char> = pattern.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while let Some(character) = characters.get(at) {
        at += 1;
        match character {
            '\\' => at = escape(&characters, at, &mut out)?,
            '[' => at = class::translate(&characters, at, &mut out)?,
            '.' => out.push_str(r"[^\n\r\u{2028}\u{2029}]"),
            '(' => at = group(&characters, at, &mut out)?,
            '{' if !is_quantifier(&characters[at..]) => out.push_str(r"\{"),
            '{' => {
                let length = characters[at..].iter().position(|character| *character == '}')?;
                out.push('{');
                out.extend(&characters[at..=at + length]);
                at += length + 1;
            }
            '}' | ']' => {
                out.push('\\');
                out.push(*character);
            }
            other => out.push(*other),
        }
    }
    Some(out)
}

/// Whether `3}`, `3,}` or `3,5}` follows.
fn is_quantifier(after: &[char]) -> bool {
    let Some(length) = after.iter().position(|character| *character == '}') else { return false };
    let inside: String = after[..length].iter().collect();
    let (low, high) = inside.split_once(',').unwrap_or((&inside, ""));
    let digits = |text: &str| text.chars().all(|character| character.is_ascii_digit());
    !low.is_empty() && digits(low) && digits(high)
}

/// After an opening parenthesis: only plain, non-capturing and named groups are regular.
fn group(characters: &[char], at: usize, out: &mut String) -> Option<usize> {
    if characters.get(at) != Some(&'?') {
        out.push_str("(?:");
        return Some(at);
    }
    match (characters.get(at + 1), characters.get(at + 2)) {
        (Some(':'), _) => {
            out.push_str("(?:");
            Some(at + 2)
        }
        (Some('<'), Some(next)) if !matches!(next, '=' | '!') => {
            let length = characters[at..].iter().position(|character| *character == '>')?;
            out.push_str("(?:");
            Some(at + length + 1)
        }
        _ => None,
    }
}

/// After a backslash, outside of brackets.
fn escape(characters: &[char], at: usize, out: &mut String) -> Option<usize> {
    match characters.get(at)? {
        'd' => out.push_str("[0-9]"),
        'D' => out.push_str("[^0-9]"),
        'w' => out.push_str("[0-9A-Za-z_]"),
        'W' => out.push_str("[^0-9A-Za-z_]"),
        's' => out.push_str(&format!("[{SPACE}]")),
        'S' => out.push_str(&format!("[^{SPACE}]")),
        'p' | 'P' => return property(characters, at, out),
        // Look-around of one character and references back.
        'b' | 'B' | 'k' | '1'..='9' => return None,
        _ => {
            let (code, next) = class::escaped(characters, at)?;
            out.push_str(&format!("\\x{{{code:X}}}"));
            return Some(next);
        }
    }
    Some(at + 1)
}

/// `\p{...}`, which both syntaxes share.
fn property(characters: &[char], at: usize, out: &mut String) -> Option<usize> {
    if characters.get(at + 1) != Some(&'{') {
        return None;
    }
    let length = characters[at..].iter().position(|character| *character == '}')?;
    out.push('\\');
    out.extend(&characters[at..=at + length]);
    Some(at + length + 1)
}

/// A condition at the start of a pattern: what follows must, or must not, begin so.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Lookahead {
    /// A pattern of its own.
    pub(crate) pattern: String,
    pub(crate) wanted: bool,
}

/// `^(?=a)(?!b)c` taken apart into its conditions and the pattern `^c`; `None` for a pattern that
/// has none at its start.
pub(crate) fn lookaheads(pattern: &str) -> Option<(Vec<Lookahead>, String)> {
    let mut rest = pattern.strip_prefix('^')?;
    let mut conditions = Vec::new();
    loop {
        let wanted = rest.starts_with("(?=");
        if !wanted && !rest.starts_with("(?!") {
            break;
        }
        let (inside, after) = closing(&rest[3..])?;
        conditions.push(Lookahead { pattern: format!("^(?:{inside})"), wanted });
        rest = after;
    }
    (!conditions.is_empty() && !has_alternatives(rest)).then(|| (conditions, format!("^{rest}")))
}

/// The text up to the parenthesis that closes, and what follows it.
fn closing(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    for (at, character) in outside_of_brackets(text) {
        match character {
            '(' => depth += 1,
            ')' if depth == 0 => return Some((&text[..at], &text[at + 1..])),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn has_alternatives(text: &str) -> bool {
    let mut depth = 0_i32;
    outside_of_brackets(text).any(|(_, character)| {
        depth += i32::from(character == '(') - i32::from(character == ')');
        character == '|' && depth == 0
    })
}

/// The characters that are neither escaped nor in a class.
fn outside_of_brackets(text: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut escaped, mut class) = (false, false);
    text.char_indices().filter(move |(_, character)| {
        if escaped {
            escaped = false;
            return false;
        }
        match character {
            '\\' => escaped = true,
            '[' => class = true,
            ']' => class = false,
            _ => return !class,
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_at_the_start_are_taken_apart() {
        let (conditions, rest) = lookaheads("^(?!aws:)(?=a(b|c))x+$").unwrap();
        assert_eq!(rest, "^x+$");
        assert_eq!(
            conditions,
            [
                Lookahead { pattern: "^(?:aws:)".into(), wanted: false },
                Lookahead { pattern: "^(?:a(b|c))".into(), wanted: true },
            ]
        );
        assert!(lookaheads("^(?!a)b|c").is_none());
        assert!(lookaheads("^abc").is_none());
    }

    #[test]
    fn what_is_not_regular_is_refused() {
        for pattern in [r"(a)\1", "a(?=b)", r"\bword", "(?<=a)b", "(", "[a", r"\", r"[\p"] {
            assert!(parse(pattern).is_err(), "{pattern}");
        }
        for pattern in ["a{", "a{,3}", "[^]", "[]", r"[\d-x]", r"\cJ", r"\/", r"\p{L}", "(?<n>a)"] {
            assert!(parse(pattern).is_ok(), "{pattern}");
        }
    }
}
