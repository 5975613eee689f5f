//! JSON with slips that other tools read: comments, a comma before the end of an object or a list, single quotes.
//!
//! Comments and such commas are replaced by blanks, so that all places stay; what is no JSON then is read as the flow
//! style of YAML, of which JSON is a part (YAML 1.2.2, 1.3).

use serde_json::Value;

use super::{json, yaml};
use crate::position::Spots;

/// The value of an object, if the text is one by these rules.
pub(super) fn parse(text: &str) -> Option<(Value, Spots)> {
    let text = without_slips(text);
    let parsed = json::parse(&text).or_else(|_| yaml::parse(&text)).ok()?;
    parsed.0.is_object().then_some(parsed)
}

/// The text with blanks in the place of comments and of commas that nothing follows.
fn without_slips(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut at = 0;
    let mut comma = None;
    while let Some(byte) = bytes.get(at).copied() {
        match byte {
            b'"' | b'\'' => {
                at = end_of_text(&bytes, at);
                comma = None;
                continue;
            }
            b'/' if matches!(bytes.get(at + 1), Some(b'/' | b'*')) => {
                let end = end_of_comment(&bytes, at);
                let is_blank = |byte: &u8| matches!(byte, b'\n' | b'\r');
                bytes[at..end].iter_mut().filter(|it| !is_blank(it)).for_each(|it| *it = b' ');
                at = end;
                continue;
            }
            b',' => comma = Some(at),
            b'}' | b']' => {
                if let Some(comma) = comma.take() {
                    bytes[comma] = b' ';
                }
            }
            byte if byte.is_ascii_whitespace() => {}
            _ => comma = None,
        }
        at += 1;
    }
    // Each byte of a comment became a blank of its own, so nothing is half a character.
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// What follows a text that begins here.
fn end_of_text(bytes: &[u8], from: usize) -> usize {
    let quote = bytes[from];
    let mut at = from + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            byte if *byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// What follows a comment that begins here.
fn end_of_comment(bytes: &[u8], from: usize) -> usize {
    let rest = &bytes[from + 2..];
    let length = match bytes[from + 1] {
        b'/' => rest.iter().position(|byte| *byte == b'\n'),
        _ => rest.windows(2).position(|pair| pair == b"*/").map(|at| at + 2),
    };
    length.map_or(bytes.len(), |length| from + 2 + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_become_blanks_and_texts_stay() {
        for (text, expected) in [
            ("{\"a\": [1, 2,],}", "{\"a\": [1, 2 ] }"),
            ("{\"a\": 1, // ,}\n}", "{\"a\": 1       \n}"),
            ("{\"a\": /* \u{e9} */ 1}", "{\"a\":          1}"),
            ("{\"a\": \"//,}\", \"b\": \"\\\",}\"}", "{\"a\": \"//,}\", \"b\": \"\\\",}\"}"),
            ("{'a': '/* \" */',}", "{'a': '/* \" */' }"),
            ("{\"a\": 1 /", "{\"a\": 1 /"),
            ("{\"a\": 1 /*", "{\"a\": 1   "),
            ("{\"a\": '\\", "{\"a\": '\\"),
        ] {
            assert_eq!(without_slips(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_object_is_not_read() {
        for text in ["[1,]", "{", "{{ template }}", "{\"a\" 1}", "{\"a\": 1} x"] {
            assert!(parse(text).is_none(), "{text}");
        }
        assert!(parse("{'a': {\"b\": [1,],},}").is_some());
    }
}
