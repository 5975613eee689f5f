//! Regular expressions for tokens: asked through `gatepact-schema`, which decides them exactly or says that it cannot.

use gatepact_schema::{Answer, Budget, Dialect, Place, Reading, Universe};
use serde_json::{Value, json};

use super::wildcard;

/// The maximum number of patterns of which all parts are asked, and of pairs beyond.
const MAX_CUTS: usize = 5;
const MAX_PAIRS: usize = 64;

/// The maximum number of bytes of a pattern that is asked about.
const MAX_PATTERN: usize = 2_000;

/// Whether a text matches a pattern, anywhere in the text as with JSON Schema: the developer guide does not say that an
/// expression is anchored. `None` where that cannot be decided.
pub(super) fn is_match(pattern: &str, text: &str) -> Option<bool> {
    if !is_understood(pattern) {
        return None;
    }
    match ask(&json!({ "const": text }), &matching(pattern)) {
        Answer::Contained => Some(true),
        Answer::Witness(_) => Some(false),
        Answer::Undecided(_) => None,
    }
}

/// Whether a pattern means the same to API Gateway and to JSON Schema, and is not too large to be asked about: the one reads
/// expressions of Java (`java.util.regex.Pattern`), the other those of ECMA-262.
fn is_understood(pattern: &str) -> bool {
    const OF_JAVA: [&str; 14] = [
        r"\A", r"\z", r"\Z", r"\Q", r"\E", r"\G", r"\h", r"\R", "(?>", "(?<", "++", "*+", "?+",
        "}+",
    ];
    let has_flags = pattern.split("(?").skip(1).any(|it| !it.starts_with([':', '=', '!']));
    pattern.len() <= MAX_PATTERN && !has_flags && !OF_JAVA.iter().any(|it| pattern.contains(it))
}

/// Texts that tell patterns of IAM apart, among those that match a regular expression: of each part into which the patterns
/// cut them one, as far as the parts are few; else of each pattern and each pair.
pub(super) fn apart(among: &str, wildcards: &[&str]) -> Vec<String> {
    let within = matching(among);
    let cutting: Vec<Value> = wildcards
        .iter()
        .map(|it| matching(&wildcard::as_regex(it)))
        .filter(|it| {
            let parts = [ask(&within, it), ask(&within, &json!({ "not": it }))];
            parts.iter().all(|answer| !matches!(answer, Answer::Contained))
        })
        .collect();
    let pairs = || {
        let others = |one| (one..cutting.len()).map(move |other| vec![one, other]);
        (0..cutting.len()).flat_map(others).take(MAX_PAIRS)
    };
    let parts: Vec<Vec<usize>> = match cutting.len() <= MAX_CUTS {
        true => (0..1_usize << cutting.len())
            .map(|part| (0..cutting.len()).filter(|index| part >> index & 1 == 1).collect())
            .collect(),
        false => std::iter::once(Vec::new()).chain(pairs()).collect(),
    };
    let sample = |part: &Vec<usize>| {
        let (mut of_all, mut of_none) = (vec![within.clone()], vec![json!(false)]);
        for (index, pattern) in cutting.iter().enumerate() {
            let side = if part.contains(&index) { &mut of_all } else { &mut of_none };
            side.push(pattern.clone());
        }
        text(ask(&json!({ "allOf": of_all }), &json!({ "anyOf": of_none })))
    };
    parts.iter().filter_map(sample).collect()
}

/// Texts of the pattern that the other pattern tells apart: one that both match, one that only the first matches. Whether
/// that was decided comes with them.
pub(super) fn examples(pattern: &str, other: Option<&str>) -> (Vec<String>, bool) {
    if ![Some(pattern), other].into_iter().flatten().all(is_understood) {
        return (Vec::new(), false);
    }
    let own = matching(pattern);
    let anything = json!({ "type": "string" });
    let (shared, only) = match other.map(matching) {
        Some(other) => (json!({ "not": other }), other),
        None => (json!({ "not": anything }), json!({ "type": "string" })),
    };
    let answers = [ask(&own, &shared), ask(&own, &only)];
    let is_decided = !answers.iter().any(|it| matches!(it, Answer::Undecided(_)));
    (answers.into_iter().filter_map(text).collect(), is_decided)
}

fn text(answer: Answer) -> Option<String> {
    match answer {
        Answer::Witness(Value::String(text)) => Some(text),
        Answer::Witness(_) | Answer::Contained | Answer::Undecided(_) => None,
    }
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
        for of_java in [r"\Ab\z", "(?i)b", "b++", r"^\Qb\E$"] {
            assert_eq!(is_match(of_java, "b"), None, "{of_java}");
        }
    }

    #[test]
    fn patterns_of_iam_are_told_apart_within_an_expression() {
        let texts =
            apart("^prod/(?:GET|PUT)/files/[^/]+$", &["prod/*", "prod/?ET/*", "*/files/a*"]);
        let of = |text: &String| {
            (wildcard::is_match("prod/?ET/*", text), wildcard::is_match("*/files/a*", text))
        };
        let mut parts: Vec<_> = texts.iter().map(of).collect();
        parts.sort_unstable();
        assert_eq!(
            parts,
            [(false, false), (false, true), (true, false), (true, true)],
            "{texts:?}"
        );
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
