//! Elements of XML and HTML, and parts of multipart forms.

use std::ops::Range;

use super::{end_of_string, is_secret};

/// The longest tag that is looked at, in bytes.
const LONGEST_TAG: usize = 2_048;

/// How far behind the name of a part its content begins at most, in bytes.
const LONGEST_HEAD: usize = 512;

/// `<name>value</name>` and `<any name="name" value="value">`, from the first bracket.
pub(super) fn element(text: &[u8], at: usize, places: &mut Vec<Range<usize>>) -> Option<usize> {
    let rest = &text[at + 1..];
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_-.:".contains(*byte);
    let name = &rest[..rest.iter().take(LONGEST_TAG).take_while(is_name).count()];
    if name.is_empty() {
        return None;
    }
    let length = rest.iter().take(LONGEST_TAG).position(|byte| *byte == b'>')?;
    let tag = at + 1 + name.len()..at + 1 + length;
    let local = name.rsplit(|byte| *byte == b':').next().unwrap_or(name);
    let named = attribute(text, &tag, b"name").or_else(|| attribute(text, &tag, b"key"));
    let is_named = named.is_some_and(|name| is_secret(&text[name]));
    if is_named {
        places.extend(attribute(text, &tag, b"value"));
    }
    let is_open = text.get(tag.end.saturating_sub(1)) != Some(&b'/') && local != b"input";
    if !is_open || !(is_named || is_secret(local)) {
        return None;
    }
    let start = tag.end + 1;
    let end = end_of_element(text, start, name);
    places.push(start..end);
    Some(end)
}

/// The part of a multipart form whose name this is, from the sign behind `name`.
pub(super) fn part(
    text: &[u8],
    name: &Range<usize>,
    places: &mut Vec<Range<usize>>,
) -> Option<usize> {
    let head = &text[name.end..text.len().min(name.end + LONGEST_HEAD)];
    let found = |needle: &[u8]| head.windows(needle.len()).position(|it| it == needle);
    let crlf = found(b"\r\n\r\n").map(|it| it + 4);
    let start = crlf.or_else(|| found(b"\n\n").map(|it| it + 2))?;
    let start = name.end + start;
    let rest = &text[start..];
    let end = rest.windows(3).position(|it| it == b"\n--").unwrap_or(rest.len());
    let end = if end > 0 && rest.get(end - 1) == Some(&b'\r') { end - 1 } else { end };
    places.push(start..start + end);
    Some(start + end)
}

/// The value of an attribute of a tag.
fn attribute(text: &[u8], tag: &Range<usize>, name: &[u8]) -> Option<Range<usize>> {
    let inside = &text[tag.clone()];
    let mut at = 0;
    while let Some(found) = inside[at..].windows(name.len() + 2).position(|it| {
        it.starts_with(name) && it[name.len()] == b'=' && b"\"'".contains(&it[name.len() + 1])
    }) {
        let start = at + found;
        if start == 0 || inside[start - 1].is_ascii_whitespace() {
            let quote = tag.start + start + name.len() + 1;
            return Some(quote + 1..end_of_string(&text[..tag.end], quote));
        }
        at = start + 1;
    }
    None
}

fn end_of_element(text: &[u8], start: usize, name: &[u8]) -> usize {
    let rest = &text[start..];
    let closing = [b"</", name].concat();
    let end = rest.windows(closing.len()).position(|it| it.eq_ignore_ascii_case(&closing));
    start + end.unwrap_or(rest.len())
}
