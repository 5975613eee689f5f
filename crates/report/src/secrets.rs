//! What must never be shown, and its removal from texts.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, PoisonError, RwLock};

use aho_corasick::{AhoCorasick, MatchKind};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// What stands in reports where a secret stood.
pub const REDACTED: &str = "[redacted]";

/// How many bytes of a secret have to be there for a text to be suspected.
const BEGINNING: usize = 32;

/// A base64 form of fewer characters would match innocent text.
const SHORTEST_BASE64: usize = 8;

/// The secret values of a run, in every spelling under which they may come back: plain, URL- and
/// form-encoded, JSON-escaped, and inside base64 at any alignment.
///
/// What a run obtains on its way is [learned](Secrets::learn): every copy knows it from then on, the
/// ones that were made before as well.
///
/// `Debug` shows how many there are, never which.
#[derive(Clone, Default)]
pub struct Secrets {
    own: Arc<Spellings>,
    learned: Arc<RwLock<Spellings>>,
}

/// Spellings, and what finds them: their beginnings. An automaton over whole tokens of some
/// thousand characters would cost more than everything else a run does.
#[derive(Clone, Default)]
struct Spellings {
    texts: BTreeSet<String>,
    beginnings: Option<AhoCorasick>,
    /// For each beginning, in the automaton's order, the texts that begin so.
    wholes: Vec<Vec<String>>,
}

impl Secrets {
    /// The same secrets and one more; an empty value is no secret.
    #[must_use]
    pub fn and(&self, value: &str) -> Secrets {
        self.with([value])
    }

    /// The same secrets and more of them.
    #[must_use]
    pub fn with<'a>(&self, values: impl IntoIterator<Item = &'a str>) -> Secrets {
        let mut values = values.into_iter().filter(|value| !value.is_empty()).peekable();
        if values.peek().is_none() {
            // The usual case, once per request: nothing to build anew.
            return self.clone();
        }
        Secrets { own: Arc::new(self.own.with(values)), learned: self.learned.clone() }
    }

    /// Adds a secret here and in every copy of these secrets.
    pub fn learn(&self, value: &str) {
        let mut learned = self.learned.write().unwrap_or_else(PoisonError::into_inner);
        *learned = learned.with([value]);
    }

    /// `text` with [`REDACTED`] in place of every secret.
    #[must_use]
    pub fn redact(&self, text: &str) -> String {
        let learned = self.learned.read().unwrap_or_else(PoisonError::into_inner);
        let mut places = self.own.places(text);
        places.extend(learned.places(text));
        places.sort_by_key(|place| (place.start, Reverse(place.end)));
        let mut clean = String::with_capacity(text.len());
        let mut end = 0;
        for place in places {
            // Where two secrets overlap, both go.
            if place.start >= end {
                clean.push_str(&text[end..place.start]);
                clean.push_str(REDACTED);
            }
            end = end.max(place.end);
        }
        clean.push_str(&text[end..]);
        clean
    }
}

impl Spellings {
    fn with<'a>(&self, values: impl IntoIterator<Item = &'a str>) -> Spellings {
        let mut texts = self.texts.clone();
        for value in values.into_iter().filter(|value| !value.is_empty()) {
            texts.extend(spellings_of(value));
        }
        let mut wholes: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for text in &texts {
            let beginning = &text[..text.floor_char_boundary(BEGINNING)];
            wholes.entry(beginning).or_default().push(text.clone());
        }
        // The standard kind finds every occurrence, those inside and across others as well.
        let beginnings = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(wholes.keys())
            .ok()
            .filter(|_| !wholes.is_empty());
        let wholes = wholes.into_values().collect();
        Spellings { texts, beginnings, wholes }
    }

    /// Where the secrets stand; of one that was cut off, or ends otherwise, the part that is there.
    fn places(&self, text: &str) -> Vec<Range<usize>> {
        let Some(beginnings) = &self.beginnings else { return Vec::new() };
        let places = beginnings.find_overlapping_iter(text).flat_map(|found| {
            let rest = &text[found.start()..];
            self.wholes[found.pattern().as_usize()]
                .iter()
                .map(move |whole| found.start()..found.start() + common(rest, whole))
        });
        places.collect()
    }
}

/// How many bytes two texts begin with alike.
fn common(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let learned = self.learned.read().unwrap_or_else(PoisonError::into_inner);
        write!(f, "Secrets({} spellings)", self.own.texts.len() + learned.texts.len())
    }
}

fn spellings_of(value: &str) -> impl Iterator<Item = String> {
    let percent = utf8_percent_encode(value, NON_ALPHANUMERIC).to_string();
    // Unreserved characters stay as they are with most encoders (RFC 3986, section 2.3).
    let unreserved = percent.replace("%2D", "-").replace("%2E", ".");
    let unreserved = unreserved.replace("%5F", "_").replace("%7E", "~");
    let form = unreserved.replace("%20", "+");
    let json = serde_json::Value::from(value).to_string();
    let json = json[1..json.len() - 1].to_owned();
    // Pact's matching of headers takes the white space behind commas away.
    let plain = [value.to_owned(), value.replace(", ", ","), json.replace('/', "\\/"), json];
    let encoded = [percent, unreserved, form];
    let lower: Vec<String> = encoded.iter().map(|text| lowercase_escapes(text)).collect();
    plain.into_iter().chain(encoded).chain(lower).chain(base64_spellings(value))
}

/// `%2F` as `%2f`, everything else as it is.
fn lowercase_escapes(encoded: &str) -> String {
    let mut parts = encoded.split('%');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (escape, rest) = part.split_at(2);
        text.push('%');
        text.push_str(&escape.to_lowercase());
        text.push_str(rest);
    }
    text
}

/// The part of the base64 text that depends on `value` alone, for each of the three offsets at
/// which it may stand in a longer encoded text (`user:password` in Basic authentication, say).
fn base64_spellings(value: &str) -> Vec<String> {
    let mut spellings = Vec::new();
    for offset in 0..3 {
        let mut bytes = vec![0_u8; offset];
        bytes.extend(value.as_bytes());
        // A character holds 6 bits: the first ones hold bits of what stands before, the last one
        // perhaps bits of what follows.
        let first = (offset * 8).div_ceil(6);
        let last = bytes.len() * 8 / 6;
        for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
            let text = engine.encode(&bytes);
            let own = &text[first..last];
            if own.len() >= SHORTEST_BASE64 {
                spellings.push(own.to_owned());
                spellings.push(own.replace('/', "%2F").replace('+', "%2B"));
                spellings.push(own.replace('/', "\\/"));
            }
        }
    }
    spellings
}

/// Whether a header, cookie or property of this name holds what nobody should read.
///
/// Paging tokens (`nextToken`, `page_token`) are no secrets, whatever their names.
#[must_use]
pub fn names_a_secret(name: &str) -> bool {
    const SECRET: [&str; 14] = [
        "password",
        "passwd",
        "passphrase",
        "secret",
        "token",
        "apikey",
        "authorization",
        "cookie",
        "credential",
        "privatekey",
        "accesskey",
        "signature",
        "sessionid",
        "jwt",
    ];
    const PAGING: [&str; 5] =
        ["nexttoken", "pagetoken", "continuationtoken", "paginationtoken", "startingtoken"];
    let name: String =
        name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    SECRET.iter().any(|word| name.contains(word)) && !PAGING.iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_spelling_goes() {
        let secret = "a/b+c \"d\"~e";
        let secrets = Secrets::default().and(secret);
        for text in [
            secret.to_owned(),
            serde_json::to_string(secret).unwrap(),
            utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string(),
            utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string().to_lowercase(),
            "a%2Fb%2Bc+%22d%22~e".to_owned(),
            STANDARD.encode(secret),
        ] {
            let clean = secrets.redact(&format!("<{text}>"));
            assert!(clean.contains(REDACTED), "{text} became {clean}");
        }
    }

    #[test]
    fn debug_shows_nothing() {
        let secrets = Secrets::default().and("hunter2");
        secrets.learn("hunter3");
        let shown = format!("{secrets:?}");
        assert!(!shown.contains("hunter"), "{shown}");
    }

    #[test]
    fn what_is_learned_is_known_to_every_copy() {
        let before = Secrets::default().and("hunter2");
        let copy = before.and("hunter3");
        before.learn("a-late-token");
        for secrets in [&before, &copy, &copy.clone()] {
            assert_eq!(secrets.redact("<a-late-token hunter2>"), "<[redacted] [redacted]>");
        }
    }

    #[test]
    fn a_long_secret_is_hidden_also_where_it_was_cut_off() {
        let token = "0123456789".repeat(700);
        let secrets = Secrets::default();
        secrets.learn(&token);
        assert_eq!(secrets.redact(&format!("<{token}>")), "<[redacted]>");
        assert_eq!(secrets.redact(&format!("<{}>", &token[..500])), "<[redacted]>");
        assert_eq!(secrets.redact(&format!("<{}…", &token[..500])), "<[redacted]…");
    }

    #[test]
    fn nothing_is_left_of_secrets_that_overlap() {
        let secrets = Secrets::default().with(["abcdef", "abc", "efgh"]);
        secrets.learn("hijk");
        secrets.learn("cd");
        let clean = secrets.redact("<abcdefghijk> <abcd> <xcdx>");
        assert_eq!(clean, "<[redacted]> <[redacted]> <x[redacted]x>");
    }

    #[test]
    fn no_secret_no_change() {
        assert_eq!(Secrets::default().and("").redact("abc"), "abc");
    }

    #[test]
    fn names_of_secrets_are_known_however_they_are_spelled() {
        for name in ["X-Api-Key", "accessToken", "client_secret", "Set-Cookie", "passWord"] {
            assert!(names_a_secret(name), "{name}");
        }
        for name in ["id", "nextToken", "page_token", "author", "keyboard"] {
            assert!(!names_a_secret(name), "{name}");
        }
    }

    proptest! {
        #[test]
        fn base64_of_a_longer_text_is_found(
            before in "[ -~]{0,5}", secret in "[ -~]{12,40}", after in "[ -~]{0,5}",
        ) {
            let secrets = Secrets::default().and(&secret);
            let clean = secrets.redact(&STANDARD.encode(format!("{before}{secret}{after}")));
            prop_assert!(clean.contains(REDACTED));
        }

        #[test]
        fn nothing_of_the_secret_is_left(text in "[a-z]{0,20}", secret in "[A-Z0-9/+]{8,20}") {
            let secrets = Secrets::default().and(&secret);
            let clean = secrets.redact(&[text.as_str(), &secret, &text].concat());
            prop_assert!(!clean.contains(&secret));
        }
    }
}
