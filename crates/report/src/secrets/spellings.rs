//! The spellings of secrets that no decoding of a text undoes, and where they stand.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use super::view::View;

/// How many bytes of a secret have to be there for a text to be suspected.
const BEGINNING: usize = 32;

/// A base64 form of fewer characters would match innocent text.
const SHORTEST_BASE64: usize = 8;

/// Spellings, and what finds them.
#[derive(Clone, Default)]
pub(super) struct Spellings {
    /// As they are written.
    exact: Finder,
    /// In either case of letters.
    hex: Finder,
}

impl Spellings {
    pub(super) fn with<'a>(&self, values: impl IntoIterator<Item = &'a str>) -> Spellings {
        let (mut exact, mut hex) = (self.exact.texts.clone(), self.hex.texts.clone());
        for value in values {
            // Pact's matching of headers takes the white space behind commas away; forms have a `+` for a blank.
            exact.extend([value.to_owned(), value.replace(", ", ","), value.replace(' ', "+")]);
            exact.extend(base64(value));
            hex.insert(value.bytes().map(|byte| format!("{byte:02x}")).collect());
        }
        Spellings { exact: Finder::new(exact, false), hex: Finder::new(hex, true) }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.exact.texts.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.exact.texts.len() + self.hex.texts.len()
    }

    /// Where in the text that a view belongs to the secrets stand; of one that was cut off, or ends otherwise, the part
    /// that is there.
    pub(super) fn places(&self, view: &View) -> impl Iterator<Item = Range<usize>> {
        let found =
            self.exact.places(view.bytes()).into_iter().chain(self.hex.places(view.bytes()));
        found.map(|place| view.origin(&place))
    }
}

/// An automaton over the beginnings of texts: one over whole tokens of some thousand characters would cost more than
/// everything else a run does.
#[derive(Clone, Default)]
struct Finder {
    texts: BTreeSet<String>,
    beginnings: Option<AhoCorasick>,
    /// For each beginning, in the automaton's order, the texts that begin so.
    wholes: Vec<Vec<String>>,
}

impl Finder {
    fn new(texts: BTreeSet<String>, any_case: bool) -> Finder {
        let mut wholes: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for text in &texts {
            let beginning = &text[..text.floor_char_boundary(BEGINNING)];
            wholes.entry(beginning).or_default().push(text.clone());
        }
        // The standard kind finds every occurrence, those inside and across others as well.
        let beginnings = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .ascii_case_insensitive(any_case)
            .build(wholes.keys())
            .ok()
            .filter(|_| !wholes.is_empty());
        let wholes = wholes.into_values().collect();
        Finder { texts, beginnings, wholes }
    }

    fn places(&self, text: &[u8]) -> Vec<Range<usize>> {
        let Some(beginnings) = &self.beginnings else { return Vec::new() };
        let places = beginnings.find_overlapping_iter(text).flat_map(|found| {
            let rest = &text[found.start()..];
            self.wholes[found.pattern().as_usize()]
                .iter()
                .map(move |whole| found.start()..found.start() + common(rest, whole.as_bytes()))
                // In a text whose case does not matter the beginning may differ in it.
                .map(move |place| place.start..place.end.max(found.end()))
        });
        places.collect()
    }
}

/// How many bytes two texts begin with alike.
fn common(a: &[u8], b: &[u8]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count()
}

/// The part of the base64 text that depends on `value` alone, for each of the three offsets at
/// which it may stand in a longer encoded text (`user:password` in Basic authentication, say).
fn base64(value: &str) -> Vec<String> {
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
            }
        }
    }
    spellings
}
