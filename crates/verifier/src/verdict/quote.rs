//! Quoting an answer: short, and without anything that must not be read.

use gatepact_report::Secrets;
use serde_json::Value;

/// The longest text that a finding quotes, in characters.
const EXCERPT: usize = 400;

/// So much of a text is looked at, in bytes: more than any redaction of it shortens to an excerpt.
const LOOKED_AT: usize = 64 * 1024;

/// Redacted first and cut afterwards: the other way round, half a secret would stay.
pub(crate) fn excerpt(text: &str, secrets: &Secrets) -> String {
    cut(text, |text| secrets.redact(text))
}

/// The same of what was received, where values are secret by the names beside them as well. Known values go first: a
/// part of one may look like such a pair.
pub(crate) fn received(text: &str, secrets: &Secrets) -> String {
    let strict = secrets.strict();
    cut(text, |text| gatepact_report::masked(&strict.redact(text)))
}

fn cut(text: &str, clean: impl Fn(&str) -> String) -> String {
    let beginning = &text[..text.floor_char_boundary(LOOKED_AT)];
    let clean = clean(beginning);
    match clean.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &clean[..end]),
        // Hardly anything is left of it; at its end half a secret may stand.
        None if beginning.len() < text.len() => "…".to_owned(),
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
    // Where RUST_BACKTRACE is set, errors of the matcher carry one.
    if let Some((before, _)) = plain.split_once("\n\nStack backtrace:") {
        plain = before.to_owned();
    }
    let mut letters = plain.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => plain,
    }
}

/// The text of a body or a part of one, with the values of secret properties hidden.
pub(crate) fn masked(bytes: &[u8]) -> String {
    gatepact_report::masked(&String::from_utf8_lossy(bytes))
}

/// All texts of a JSON value, names among them; of another body its text.
pub(super) fn texts_of(body: &[u8], texts: &mut Vec<String>) {
    match serde_json::from_slice(body) {
        Ok(value) => collect(&value, texts),
        Err(_) => texts.push(String::from_utf8_lossy(body).into_owned()),
    }
}

fn collect(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
        Value::String(text) => texts.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, texts)),
        Value::Object(members) => {
            for (name, member) in members {
                texts.push(name.clone());
                collect(member, texts);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_go_and_sentences_start_small() {
        assert_eq!(sentence("Expected \u{1b}[31m1\u{1b}[0m"), "expected 1");
        assert_eq!(sentence(""), "");
        assert_eq!(sentence("Failed: 'a\n\nStack backtrace:\n   0: b'"), "failed: 'a");
        assert_eq!(sentence("No XML\n\nStack backtrace:\n   0: anyhow::error"), "no XML");
    }

    #[test]
    fn a_secret_is_gone_before_the_text_is_cut() {
        let secrets = Secrets::default().and("hunter2-hunter2");
        for length in [EXCERPT, LOOKED_AT] {
            let text = format!("{}hunter2-hunter2{}", "x".repeat(length - 4), "y".repeat(EXCERPT));
            let cut = excerpt(&text, &secrets);
            assert!(!cut.contains("hun"), "{cut}");
            assert!(cut.ends_with('…'));
        }
        let text = "hunter2-hunter2".repeat(LOOKED_AT);
        assert!(!excerpt(&text, &secrets).contains("hun"));
    }

    #[test]
    fn properties_that_name_secrets_are_hidden() {
        let body = br#"{"id": 1, "session": [{"accessToken": "abc"}], "password": null}"#;
        let text = masked(body);
        assert!(!text.contains("abc"), "{text}");
        assert!(text.contains("\"id\": 1"), "{text}");
        assert_eq!(masked(b"plain"), "plain");
    }
}
