//! Identity sources: where a caller says who it is.

use regex::Regex;

/// Header names are not case-sensitive (guide, "Working with AWS Lambda authorizers for HTTP APIs", identity sources).
pub(super) fn header(given: &str, named: &str) -> bool {
    given.eq_ignore_ascii_case(named)
}

/// Names of query parameters are case-sensitive (the same table).
pub(super) fn parameter(given: &str, named: &str) -> bool {
    given == named
}

/// A source that is missing, null or empty: 401, and no function is called (guide, "Input to an API Gateway Lambda
/// authorizer" and the documentation of `identitySource` in the service model).
pub(super) fn all_present(values: &[Option<String>]) -> bool {
    values.iter().all(|value| value.as_ref().is_some_and(|value| !value.is_empty()))
}

/// "The token, or the token prefixed with `Bearer `" (guide, "Control access to HTTP APIs with JWT authorizers").
pub(super) fn token(value: &str) -> &str {
    value.strip_prefix("Bearer ").unwrap_or(value)
}

/// A match anywhere in the text: the guide does not say that an expression is anchored.
pub(super) fn matches(text: &str, pattern: &str) -> Option<bool> {
    Some(Regex::new(pattern).ok()?.is_match(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_matches_where_it_is_anchored() {
        assert_eq!(matches("x-abc-1", "^x-[a-z]+"), Some(true));
        assert_eq!(matches("x-abc-1", "^x-[a-z]+$"), Some(false));
        assert_eq!(matches("an x-abc", "x-[a-z]+"), Some(true));
        assert_eq!(matches("a", "("), None);
    }

    #[test]
    fn each_source_is_there_and_not_empty() {
        let value = |text: &str| Some(text.to_owned());
        assert!(all_present(&[]));
        assert!(all_present(&[value("a"), value("b")]));
        assert!(!all_present(&[value("a"), value("")]));
        assert!(!all_present(&[value("a"), None]));
    }
}
