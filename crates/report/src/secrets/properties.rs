//! Values that are secret by the name beside them, in whatever text names and values are written.
//!
//! | where | as |
//! |---|---|
//! | JSON, whole or cut, one or one a line; literals of other languages | `"token": "abc"`, `'token' => 'abc'`, `token: "abc"` |
//! | lists and objects under such a name | `"tokens": ["abc", {"value": "def"}]` |
//! | forms, queries, attributes | `token=abc&`, `token="abc"` |
//! | XML and HTML | `<token>abc</token>`, `<input name="token" value="abc">` |
//! | multipart forms | `form-data; name="token"` and what is below |
//! | dumps of headers | `Authorization: Bearer abc` |
//!
//! The reader is local: it needs no whole document around a pair. Numbers are never secret by their names.

mod markup;

use std::ops::Range;

use super::names::names_a_secret;

/// The longest name that is looked at, in bytes.
const LONGEST_NAME: usize = 64;

/// Headers whose lines are hidden in texts that are not JSON.
const HEADERS: [&str; 7] = [
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
    "x-api-key",
    "x-amz-security-token",
    "x-auth-token",
];

/// Where values stand that are secret by their names.
pub(super) fn places(text: &[u8]) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let read_to = match text[at] {
            b'"' | b'\'' => member(text, at, &mut places),
            b':' => unquoted(text, at, &mut places),
            b'=' => pair(text, at, &mut places),
            b'<' => markup::element(text, at, &mut places),
            _ => None,
        };
        // What was hidden is not read again: within it every name would cost another pass.
        at = read_to.unwrap_or(0).max(at + 1);
    }
    places.retain(|place| !place.is_empty());
    places
}

/// `"name": value`, from the first quote.
fn member(text: &[u8], at: usize, places: &mut Vec<Range<usize>>) -> Option<usize> {
    let quote = text[at];
    let rest = &text[at + 1..];
    let length = rest.iter().take(LONGEST_NAME).position(|byte| *byte == quote)?;
    if !is_secret(&rest[..length]) {
        return None;
    }
    let after = skip_blanks(text, at + length + 2);
    let after = match text.get(after..)? {
        [b':', ..] => after + 1,
        [b'=', b'>', ..] => after + 2,
        _ => return None,
    };
    value(text, skip_blanks(text, after), places)
}

/// `name: "value"`, or a line of headers, from the colon.
fn unquoted(text: &[u8], at: usize, places: &mut Vec<Range<usize>>) -> Option<usize> {
    let name = name_before(text, at);
    if !is_secret(name) {
        return None;
    }
    let start = skip_blanks(text, at + 1);
    let begins_a_line = matches!(text.get(..at - name.len()), Some([] | [.., b'\n' | b'\r']));
    let is_header = HEADERS.iter().any(|header| name.eq_ignore_ascii_case(header.as_bytes()));
    if matches!(text.get(start), Some(b'"' | b'\'')) {
        return value(text, start, places);
    }
    if !(begins_a_line && is_header) {
        return None;
    }
    let rest = text.get(start..)?;
    let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
    places.push(start..start + end);
    Some(start + end)
}

/// `name=value`, from the sign.
fn pair(text: &[u8], at: usize, places: &mut Vec<Range<usize>>) -> Option<usize> {
    let name = name_before(text, at);
    let is_quoted = matches!(text.get(at + 1), Some(b'"' | b'\''));
    if name == b"name" && is_quoted && text[..at].ends_with(b"form-data; name") {
        let named = at + 2..end_of_string(text, at + 1);
        return is_secret(&text[named.clone()]).then(|| markup::part(text, &named, places))?;
    }
    if !is_secret(name) {
        return None;
    }
    if is_quoted {
        return value(text, at + 1, places);
    }
    let rest = text.get(at + 1..).filter(|rest| rest.first() != Some(&b'='))?;
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b"&;,\"'<>()[]{}\\".contains(byte);
    let end = at + 1 + rest.iter().position(ends).unwrap_or(rest.len());
    places.push(at + 1..end);
    Some(end)
}

/// The texts of a value: a string, or all strings of a list or an object but the names in it.
fn value(text: &[u8], at: usize, places: &mut Vec<Range<usize>>) -> Option<usize> {
    match text.get(at)? {
        b'"' | b'\'' => {
            let end = end_of_string(text, at);
            places.push(at + 1..end);
            Some(end)
        }
        b'[' | b'{' => Some(strings_within(text, at, places)),
        _ => None,
    }
}

/// Hides the strings of a list or an object but the names in it; gives the place of its end.
fn strings_within(text: &[u8], at: usize, places: &mut Vec<Range<usize>>) -> usize {
    let (mut here, mut depth) = (at, 0_usize);
    while here < text.len() {
        match text[here] {
            b'[' | b'{' => depth += 1,
            b']' | b'}' if depth <= 1 => return here,
            b']' | b'}' => depth -= 1,
            b'"' => {
                let end = end_of_string(text, here);
                if text.get(skip_blanks(text, end + 1)) != Some(&b':') {
                    places.push(here + 1..end);
                }
                here = end;
            }
            _ => {}
        }
        here += 1;
    }
    text.len()
}

/// The place of the closing quote, or the end of a text that was cut.
fn end_of_string(text: &[u8], at: usize) -> usize {
    let mut here = at + 1;
    while let Some(byte) = text.get(here) {
        match byte {
            b'\\' => here += 1,
            byte if *byte == text[at] => return here,
            _ => {}
        }
        here += 1;
    }
    text.len()
}

fn skip_blanks(text: &[u8], at: usize) -> usize {
    let blanks = text.get(at..).into_iter().flatten().take_while(|byte| byte.is_ascii_whitespace());
    at + blanks.count()
}

fn name_before(text: &[u8], at: usize) -> &[u8] {
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_-.".contains(*byte);
    let length = text[..at].iter().rev().take(LONGEST_NAME).take_while(is_name).count();
    &text[at - length..at]
}

fn is_secret(name: &[u8]) -> bool {
    std::str::from_utf8(name).is_ok_and(names_a_secret)
}

#[cfg(test)]
mod tests {
    use super::super::{REDACTED, masked};

    const TOKEN: &str = "abc\u{e9}def";

    #[test]
    fn values_are_hidden_wherever_they_are_written() {
        for text in [
            "{\"access_token\": \"@\", \"id\": 1}",
            "{\"id\": 1, \"access_token\": \"@",
            "{\"a\": 1}\n{\"accessToken\":\"@\"}\n{\"b\": 2}",
            "{\"refresh_tokens\": [\"@\", {\"value\": \"@\"}], \"id\": 1}",
            "{\"body\": \"{\\\"access_token\\\":\\\"@\\\"}\"}",
            "{\"body\": \"{\\\"inner\\\":\\\"{\\\\\\\"password\\\\\\\":\\\\\\\"@\\\\\\\"}\\\"}\"}",
            "<r><ns:accessToken type=\"a\">@</ns:accessToken></r>",
            "<r><password><![CDATA[@]]></password><id>1</id></r>",
            "<r password='@' id='1'/>",
            "<input type=\"hidden\" name=\"csrf_token\" value=\"@\"/>",
            "<property name=\"password\">@</property>",
            "<x>{&quot;access_token&quot;:&quot;@&quot;}</x>",
            "grant_type=code&access_token=@&id=1",
            "data=%7B%22access_token%22%3A%22@%22%7D",
            "{'password': '@'}",
            "[\"password\" => \"@\"]",
            "HTTP/1.1 400\r\nAuthorization: Bearer @\r\nHost: a",
            "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n@\r\n--b--",
            "see https://a.example/b?access_token=@#c",
        ] {
            let text = text.replace('@', TOKEN);
            let shown = masked(&text);
            assert!(!shown.contains("abc") && !shown.contains("def"), "{text}\n{shown}");
            assert!(shown.contains(REDACTED), "{shown}");
        }
    }

    #[test]
    fn nothing_else_changes() {
        for text in [
            "{\"total_tokens\": 16,  \"max_tokens\": 1.50, \"nextToken\": \"abc\"}",
            "{\"password\": null, \"token\": 12, \"secret\": true, \"apiKey\": \"\"}",
            "<usage><total_tokens>16</total_tokens></usage>",
            "max_tokens=64&token_type=bearer",
            "Password: at least 8 characters",
            "a token == another",
            "plain \\ 100 % & more",
        ] {
            assert_eq!(masked(text), text);
        }
        assert_eq!(
            masked("{ \"id\": 1.0, \"token\":\"abc\" , \"b\": [ ] }"),
            "{ \"id\": 1.0, \"token\":\"[redacted]\" , \"b\": [ ] }"
        );
    }

    /// With the square of the length these would take minutes.
    #[test]
    fn long_texts_of_names_alone_are_read() {
        for unit in [
            "\"token\":[",
            "\"token\":{\"token\":",
            "<token>",
            "token=",
            "name=\"token\"",
            "\"token\":\"",
        ] {
            let text = unit.repeat(200_000 / unit.len());
            assert!(masked(&text).len() <= 2 * text.len(), "{unit}");
        }
    }
}
