//! Regular expressions for tokens: asked through `gatepact-schema`, which decides them exactly or says that it cannot.

use gatepact_schema::{Answer, Budget, Dialect, Place, Reading, Universe};
use serde_json::{Value, json};

/// Whether a text matches a pattern, anywhere in the text as with JSON Schema: the developer guide does not say that an
/// expression is anchored. `None` where that cannot be decided.
pub(super) fn is_match(pattern: &str, text: &str) -> Option<bool> {
    match ask(&json!({ "const": text }), &matching(pattern)) {
        Answer::Contained => Some(true),
        Answer::Witness(_) => Some(false),
        Answer::Undecided(_) => None,
    }
}

/// Texts of the pattern that the other pattern tells apart: one that both match, one that only the first matches. Whether
/// that was decided comes with them.
pub(super) fn examples(pattern: &str, other: Option<&str>) -> (Vec<String>, bool) {
    let own = matching(pattern);
    let anything = json!({ "type": "string" });
    let (shared, only) = match other.map(matching) {
        Some(other) => (json!({ "not": other }), other),
        None => (json!({ "not": anything }), json!({ "type": "string" })),
    };
    let answers = [ask(&own, &shared), ask(&own, &only)];
    let is_decided = !answers.iter().any(|it| matches!(it, Answer::Undecided(_)));
    let text = |answer| match answer {
        Answer::Witness(Value::String(text)) => Some(text),
        Answer::Witness(_) | Answer::Contained | Answer::Undecided(_) => None,
    };
    (answers.into_iter().filter_map(text).collect(), is_decided)
}

fn matching(pattern: &str) -> Value {
    json!({ "type": "string", "minLength": 1, "pattern": pattern })
}

fn ask(one: &Value, other: &Value) -> Answer {
    let mut universe = Universe::new();
    let [one, other] = [one, other].map(|schema| universe.add(schema, Dialect::Draft202012));
    let place = |side| Place { side, pointer: "" };
    universe.contains(place(one), place(other), Reading::literal(), Budget::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_matches_or_does_not() {
        assert_eq!(is_match("^a[0-9]+$", "a17"), Some(true));
        assert_eq!(is_match("^a[0-9]+$", "b17"), Some(false));
        assert_eq!(is_match("[0-9]", "b17"), Some(true));
        assert_eq!(is_match("^(?!a)b$", "b"), Some(true));
    }

    #[test]
    fn two_patterns_are_told_apart() {
        let (texts, is_decided) = examples("^a[0-9]{1,3}$", Some("^a[0-9]{2}$"));
        assert!(is_decided);
        let apart: Vec<_> = texts.iter().map(|text| is_match("^a[0-9]{2}$", text)).collect();
        assert_eq!(apart, [Some(true), Some(false)], "{texts:?}");
        let (texts, _) = examples("^a$", Some("^[ab]$"));
        assert_eq!(texts, ["a"]);
        let (texts, _) = examples("^a$", None);
        assert_eq!(texts, ["a"]);
    }
}
