//! Patterns of IAM: `*` is any text, `?` any character (IAM user guide, "IAM JSON policy elements: Resource").

/// Whether a text matches a pattern. Linear in the text for each `*`: the last one that may take more is remembered.
pub(super) fn is_match(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), text.chars().collect());
    let (mut at, mut from) = (0, 0);
    let mut star = None;
    while from < text.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, from));
                at += 1;
            }
            Some(wanted) if *wanted == '?' || *wanted == text[from] => {
                at += 1;
                from += 1;
            }
            _ => {
                let Some((place, taken)) = star else { return false };
                star = Some((place, taken + 1));
                (at, from) = (place + 1, taken + 1);
            }
        }
    }
    pattern[at..].iter().all(|rest| *rest == '*')
}

/// The same as a regular expression.
pub(super) fn as_regex(pattern: &str) -> String {
    let mut regex = String::from("^");
    for character in pattern.chars() {
        match character {
            '*' => regex.push_str(r"[\s\S]*"),
            '?' => regex.push_str(r"[\s\S]"),
            character => push_literal(&mut regex, character),
        }
    }
    regex.push('$');
    regex
}

/// A character that stands for itself in a regular expression.
pub(super) fn push_literal(regex: &mut String, character: char) {
    if r"\^$.|?*+()[]{}".contains(character) {
        regex.push('\\');
    }
    regex.push(character);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_question_marks() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("prod/*", "prod/GET/a/b", true),
            ("prod/*/a", "prod/GET/b/a", true),
            ("prod/GET/a", "prod/GET/a/", false),
            ("*/GET/?", "prod/GET/a", true),
            ("*/GET/?", "prod/GET/ab", false),
            ("a*b*c", "a1b2b3c", true),
            ("a*b*c", "a1b2b3", false),
            ("", "a", false),
        ] {
            assert_eq!(is_match(pattern, text), expected, "{pattern} {text}");
        }
        assert_eq!(as_regex("a.b/*?"), r"^a\.b/[\s\S]*[\s\S]$");
    }
}
