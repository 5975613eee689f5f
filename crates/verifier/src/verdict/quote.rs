//! Quoting an answer: short, and without anything that nobody should read.

use gatepact_report::{REDACTED, Secrets, names_a_secret};
use serde_json::Value;

/// The longest text that a finding quotes, in characters.
const EXCERPT: usize = 400;

/// Redacted first and cut afterwards: the other way round, half a secret would stay.
pub(crate) fn excerpt(text: &str, secrets: &Secrets) -> String {
    let clean = secrets.redact(text);
    match clean.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &clean[..end]),
        None => clean,
    }
}

/// Pact's own sentence, without the terminal colours that it carries inside JSON differences and the
/// backtrace that it takes with `RUST_BACKTRACE`, and in the middle of a line.
pub(super) fn sentence(mismatch: &str) -> String {
    let mismatch = mismatch.split("\n\nStack backtrace:\n").next().unwrap_or_default();
    let mut plain = String::with_capacity(mismatch.len());
    let mut rest = mismatch;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        rest = after.split_once('m').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    let mut letters = plain.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => plain,
    }
}

pub(super) fn hidden_if(secret: bool, text: &str) -> String {
    if secret { REDACTED.to_owned() } else { text.to_owned() }
}

/// The text of a body or a part of one, with the values of secret properties hidden.
pub(crate) fn masked(bytes: &[u8]) -> String {
    masked_json(bytes).unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned())
}

pub(super) fn holds_secret(bytes: Option<&bytes::Bytes>) -> bool {
    bytes.is_some_and(|bytes| masked_json(bytes).is_some())
}

/// `None` for what is not JSON or holds nothing to hide.
fn masked_json(bytes: &[u8]) -> Option<String> {
    let mut json: Value = serde_json::from_slice(bytes).ok()?;
    mask(&mut json).then(|| json.to_string())
}

/// Hides the values of secret properties; tells whether there were any.
fn mask(json: &mut Value) -> bool {
    match json {
        Value::Object(members) => {
            // Every member is visited: `any` would stop at the first one that hides something.
            let mut found = false;
            for (name, value) in members {
                if names_a_secret(name) && !value.is_null() {
                    *value = Value::from(REDACTED);
                    found = true;
                } else {
                    found |= mask(value);
                }
            }
            found
        }
        Value::Array(elements) => {
            let mut found = false;
            for element in elements {
                found |= mask(element);
            }
            found
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_go_and_sentences_start_small() {
        assert_eq!(sentence("Expected \u{1b}[31m1\u{1b}[0m"), "expected 1");
        assert_eq!(sentence(""), "");
        assert_eq!(sentence("No XML\n\nStack backtrace:\n   0: anyhow::error"), "no XML");
    }

    #[test]
    fn a_secret_is_gone_before_the_text_is_cut() {
        let secrets = Secrets::default().and("hunter2-hunter2");
        let text = format!("{}hunter2-hunter2", "x".repeat(EXCERPT - 4));
        let cut = excerpt(&text, &secrets);
        assert!(!cut.contains("hun"), "{cut}");
        assert!(cut.ends_with('…'));
    }

    #[test]
    fn properties_that_name_secrets_are_hidden() {
        let body = br#"{"id": 1, "session": [{"accessToken": "abc"}], "password": null}"#;
        let text = masked(body);
        assert!(!text.contains("abc"), "{text}");
        assert!(text.contains("\"id\":1"), "{text}");
        assert_eq!(masked(b"plain"), "plain");
    }
}
