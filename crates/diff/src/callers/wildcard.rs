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

/// A text that matches a pattern.
pub(super) fn example(pattern: &str) -> String {
    pattern.replace(['*', '?'], "1")
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
        for pattern in ["vpce-*", "a?c", "abc"] {
            assert!(is_match(pattern, &example(pattern)), "{pattern}");
        }
    }
}
