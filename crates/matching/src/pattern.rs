//! Patterns as other languages write them, for Oniguruma.
//!
//! Pact's matching compiles each pattern with Oniguruma's syntax of Ruby, in whatever language it was written. What that syntax does not know or
//! reads as something else is written anew:
//!
//! | written | by | for Oniguruma |
//! |---|---|---|
//! | `\Q..\E` | Java, Perl, PCRE | each character escaped |
//! | `(?P<n>..)`, `(?P=n)`, `(?P>n)`, `(?'n'..)`, `\k{n}`, `\g{1}` | Python, PCRE, .NET | `(?<n>..)`, `\k<n>`, `\g<n>` |
//! | `(?s)` | all but Ruby | `(?m)`: `.` takes line breaks |
//! | the flags `u`, `U`, `a`, `L`, `d`, `n`, `J` | Java, Python, .NET, PCRE | left out: Unicode is meant, and what a match captures is not asked |
//! | `a{2,3}+` | Java, PCRE, Python | `(?>a{2,3})` |
//! | `a{2}?` | all but Ruby | `a{2}` |
//! | `\pL`, `\p{IsAlphabetic}`, `\p{javaUpperCase}`, `\p{Script=Greek}`, `\p{L&}` | Java, PCRE, ECMAScript | `\p{L}`, `\p{Alphabetic}`, .. |
//! | `\u{1F600}`, `\uD83D\uDE00` | ECMAScript, Java | `\x{1F600}` |
//! | `[` inside of a class | ECMAScript, Python | `\[`, where the pattern has no other meaning |
//!
//! Sources: the documentation of `java.util.regex.Pattern`, of Python's `re`, ECMA-262 (22.2.1), `pcre2pattern(3)`, "Regular
//! expression language" of .NET, and Oniguruma's `doc/RE`. `(?m)` stays what Ruby means by it, as Pact's verifiers read it.

mod translation;

use std::borrow::Cow;

use onig::Regex;

use translation::{Brackets, Translation};

/// The maximum number of characters of a pattern.
const MAX_LENGTH: usize = 100_000;

/// A pattern that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the pattern `{pattern}` cannot be understood: {reason}")]
pub struct PatternError {
    /// As the pact writes it, its beginning.
    pub pattern: String,
    /// What the engine says.
    pub reason: String,
}

/// The pattern in the syntax of Oniguruma, which compiles it.
///
/// # Errors
///
/// When no reading of it compiles, and when it is longer than 100,000 characters.
pub fn translated(pattern: &str) -> Result<Cow<'_, str>, PatternError> {
    let refused = |reason: String| PatternError { pattern: beginning(pattern), reason };
    if pattern.chars().nth(MAX_LENGTH).is_some() {
        return Err(refused(format!("it is longer than {MAX_LENGTH} characters")));
    }
    let written = Translation::new(pattern, Brackets::Nested).finish();
    match Regex::new(&written) {
        Ok(_) if written == pattern => Ok(Cow::Borrowed(pattern)),
        Ok(_) => Ok(Cow::Owned(written)),
        Err(error) => {
            let literal = Translation::new(pattern, Brackets::Literal).finish();
            match Regex::new(&literal) {
                Ok(_) => Ok(Cow::Owned(literal)),
                Err(_) => Err(refused(error.description().to_owned())),
            }
        }
    }
}

/// Whether a translated pattern, which has to fit a whole text, fits a part of it.
#[must_use]
pub fn fits_in_part(pattern: &str, text: &str) -> bool {
    Regex::new(pattern).is_ok_and(|it| !it.is_match(text) && it.find(text).is_some())
}

fn beginning(pattern: &str) -> String {
    const SHOWN: usize = 80;
    match pattern.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}..", &pattern[..at]),
        None => pattern.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Patterns, a text that they take as a whole in the language that wrote them, and one that they refuse.
    const DIALECTS: [(&str, &str, &str); 44] = [
        (r"\Qa.b\E\d", "a.b1", "axb1"),
        (r".*\/(\Qorders\E\/\d+)$", "http://h/orders/42", "http://h/QordersE/42"),
        (r"\Qa+b", "a+b", "aab"),
        (r"a\Q\E+", "aa", "b"),
        (r"[\Q^]-\E]+", "]^-", "a"),
        (r"^(?P<x>a)b(?P=x)$", "aba", "abb"),
        (r"(?'x'a)b\k'x'", "aba", "abb"),
        (r"(?<x>a)b\k{x}", "aba", "abb"),
        (r"(a)b\g{1}", "aba", "abb"),
        (r"(a)b\g1", "aba", "abb"),
        (r"(a)(b)\g{-1}", "abb", "aba"),
        (r"(?P<n>\d{2})-(?P>n)", "12-34", "12-3"),
        (r"(?s)^a.c$", "a\nc", "a\nd"),
        (r"^a(?s:.)c$", "a\nc", "ac"),
        (r"(?is)A.c", "a\nC", "b\nC"),
        (r"(?i-s)a.c", "AbC", "a\nc"),
        (r"(?u)é+", "éé", "e"),
        (r"(?iu)a", "A", "b"),
        (r"(?U)\w+", "é", "-"),
        (r"(?aL)x", "x", "y"),
        (r"a{1,3}+b", "aab", "aaaab"),
        (r"(?:ab){2}+c", "ababc", "abc"),
        (r"a{1,2}+a", "aaa", "aa"),
        (r"[ab]{1,}+c", "abac", "c"),
        (r"\d{2}?", "12", ""),
        (r"a++b", "aab", "b"),
        (r"a*?b", "aab", "a"),
        (r"\pL+", "aé", "1"),
        (r"\PL+", "12", "a"),
        (r"\p{IsAlphabetic}+", "aé", "1"),
        (r"\p{IsLatin}+", "ab", "я"),
        (r"\p{javaUpperCase}", "A", "a"),
        (r"\p{Script=Greek}+", "αβ", "a"),
        (r"\p{gc=Lu}", "A", "a"),
        (r"\p{L&}", "A", "1"),
        (r"[^\p{IsDigit}]", "a", "1"),
        (r"\u{1F600}", "\u{1F600}", "a"),
        (r"\uD83D\uDE00", "\u{1F600}", "a"),
        (r"[[]a]", "[a]", "aa]"),
        (r"[]a]+", "]a", "b"),
        (r"[[:alpha:]]+", "ab", "1"),
        (r"a(?#why)b", "ab", "a"),
        (r"\{\{x\}\}{1}", "{{x}}", "{{x}"),
        (r"x{,}|{a}", "x{,}", "x"),
    ];

    #[test]
    fn patterns_mean_what_their_language_means() {
        for (pattern, taken, refused) in DIALECTS {
            let regex = Regex::new(&translated(pattern).unwrap()).unwrap();
            let is_taken = regex.is_match(taken);
            assert!(is_taken, "{pattern}: {} and {taken}", translated(pattern).unwrap());
            assert!(
                !regex.is_match(refused),
                "{pattern}: {} and {refused}",
                translated(pattern).unwrap()
            );
        }
    }

    #[test]
    fn patterns_of_ruby_stay_as_they_are() {
        for pattern in [
            "",
            r"^\d{4}-\d{2}$",
            r"(?-mix:\A[a-z]+\z)",
            r"(?m)a.b",
            r"(?<y>\d+)\k<y>\g<y>",
            r"[a-z&&[^b]]",
            r"(?>a+)b*+c++d?+",
            r"a(?=b)(?!c)(?<=a)(?<!b)",
            r"\h+\R\X\x41\x{42}A",
            r"a{2,3}?|b{1,}?",
            r"[\w\-\.]+@[\w\-]+\.\w{2,}",
        ] {
            assert_eq!(translated(pattern).unwrap(), pattern);
        }
    }

    #[test]
    fn what_no_language_means_is_refused_with_the_reason() {
        for pattern in
            ["(", "a)", "[a", r"\p{NoSuchThing}", "(?|a|b)", "(?<=a+)b", r"(?P<", r"\k<none>", "*"]
        {
            match translated(pattern) {
                Err(error) => assert!(!error.reason.is_empty()),
                Ok(written) => assert!(Regex::new(&written).is_ok(), "{pattern}"),
            }
        }
        let error = translated("(?|a|b)").unwrap_err().to_string();
        assert!(error.starts_with("the pattern `(?|a|b)` cannot be understood: "), "{error}");
    }

    #[test]
    fn a_part_is_not_the_whole() {
        assert!(fits_in_part(r"\d+", "order 42"));
        assert!(!fits_in_part(r"\d+", "42"));
        assert!(!fits_in_part(r"\d+", "none"));
    }
}
