//! A difference in a value that is hidden: the reason is told, the value is not.

use std::borrow::Cow;

use gatepact_report::REDACTED;
use serde_json::Value;

/// What a value of JSON is, in a reader's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Boolean,
    Number,
    Text,
    List,
    Object,
}

impl Kind {
    /// The kind of a value that Pact's matching shows as `text`, in whose sentence texts stand in quotes.
    pub(super) fn of(text: &str, sentence: &str) -> Kind {
        let is_quoted = || sentence.contains(&format!("'{text}'"));
        match serde_json::from_str(text) {
            Ok(Value::Object(_)) => Kind::Object,
            Ok(Value::Array(_)) => Kind::List,
            Ok(Value::Null) if !is_quoted() => Kind::Null,
            Ok(Value::Bool(_)) if !is_quoted() => Kind::Boolean,
            Ok(Value::Number(_)) if !is_quoted() => Kind::Number,
            Err(_) if text.is_empty() && !is_quoted() => Kind::Null,
            Ok(_) | Err(_) => Kind::Text,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Kind::Null => "null",
            Kind::Boolean => "a boolean",
            Kind::Number => "a number",
            Kind::Text => "a text",
            Kind::List => "a list",
            Kind::Object => "an object",
        }
    }
}

/// The text that Pact's matching shows, sometimes as JSON and sometimes as it is.
pub(super) fn content(shown: &str) -> Cow<'_, str> {
    match serde_json::from_str(shown) {
        Ok(Value::String(text)) => Cow::Owned(text),
        Ok(_) | Err(_) => Cow::Borrowed(shown),
    }
}

/// A value under a secret name: texts are hidden, what is not a text is shown.
pub(super) fn value(text: &str, kind: Kind) -> String {
    match kind {
        Kind::Null | Kind::Boolean | Kind::Number => text.to_owned(),
        Kind::Text => REDACTED.to_owned(),
        Kind::List | Kind::Object => {
            // Under a name that is secret every text of it is.
            let named = gatepact_report::masked(&format!("\"password\":{text}"));
            named.strip_prefix("\"password\":").unwrap_or(REDACTED).to_owned()
        }
    }
}

/// Why the value is not the promised one.
pub(super) fn reason(
    promised: (&str, Kind),
    received: (&str, Kind),
    sentence: &str,
) -> Option<String> {
    if promised.1 != received.1 {
        return Some(format!("{} where {} was promised", received.1.words(), promised.1.words()));
    }
    let hidden = [received, promised].into_iter().filter(|(_, kind)| *kind == Kind::Text);
    let mut told = sentence.to_owned();
    for (text, _) in hidden {
        let text = content(text);
        let text = text.as_ref();
        // In quotes, as Pact's sentences have them: a short text may be a part of another word.
        told = told.replace(&format!("'{text}'"), &format!("'{REDACTED}'"));
        let is_left = !text.is_empty() && told.replace(REDACTED, "").contains(text);
        if is_left {
            return None;
        }
    }
    matches!(received.1, Kind::Text).then_some(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_is_told_without_the_value() {
        let told = |promised: &str, received: &str, sentence: &str| {
            let kind = |text| Kind::of(text, sentence);
            reason((promised, kind(promised)), (received, kind(received)), sentence)
        };
        assert_eq!(
            told("1", "abc", "expected 'abc' (String) to be an integer").unwrap(),
            "a text where a number was promised"
        );
        assert_eq!(
            told("x-y", "\"abc\"", "expected 'abc' to match '^[0-9]+$'").unwrap(),
            "expected '[redacted]' to match '^[0-9]+$'"
        );
        assert_eq!(told("x", "e", "expected 'e' to be equal to 'x'"), None);
    }

    #[test]
    fn numbers_are_shown() {
        assert_eq!(value("16", Kind::of("16", "expected 16 (Integer) to be 2")), "16");
        assert_eq!(value("16", Kind::of("16", "expected '16' (String) to be 2")), REDACTED);
        assert_eq!(value("\"16\"", Kind::of("\"16\"", "")), REDACTED);
        assert_eq!(value(r#"["abc",1]"#, Kind::List), r#"["[redacted]",1]"#);
    }
}
