//! A text as those see it who decode it: each view knows which bytes of the text each of its own bytes came from.
//!
//! What is looked for is looked for in every view, so no spelling of it has to be foreseen: `\u0061`, `%61`, `%2561`,
//! `&#97;` and any mixture of them are the same letter in one of the views.

mod escapes;

use std::ops::Range;

use escapes::{Decoded, any, backslash, entity, line_break, percent};

/// How often a text may be encoded on the way: JSON within JSON within a form.
const DEPTH: usize = 3;

/// How many views a text may have; real ones have one or two.
const MOST: usize = 24;

/// A text, decoded.
pub(super) struct View {
    bytes: Vec<u8>,
    /// Where in the text each byte came from; one more for the end. Empty where the view is the text itself.
    origins: Vec<u32>,
}

impl View {
    /// The text itself and everything that it decodes to.
    pub(super) fn all_of(text: &str) -> Vec<View> {
        let mut views = vec![View { bytes: text.as_bytes().to_vec(), origins: Vec::new() }];
        let (mut from, mut depth) = (0, 0);
        while depth < DEPTH && from < views.len() && u32::try_from(text.len()).is_ok() {
            let until = views.len();
            for at in from..until {
                for decode in [any, backslash, percent, entity] {
                    let decoded = views[at].decoded(decode);
                    let is_new = |view: &View| views.iter().all(|it| it.bytes != view.bytes);
                    if let Some(view) = decoded.filter(is_new).filter(|_| views.len() < MOST) {
                        views.push(view);
                    }
                }
            }
            (from, depth) = (until, depth + 1);
        }
        views
    }

    /// The text and what it decodes to, each without the breaks that lines of base64 have (RFC 2045, section 6.8).
    pub(super) fn without_breaks(text: &str) -> Vec<View> {
        View::all_of(text).iter().filter_map(|view| view.decoded(line_break)).collect()
    }

    /// What a reader of the text sees.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes of the text that a range of the view came from.
    pub(super) fn origin(&self, range: &Range<usize>) -> Range<usize> {
        self.place(range.start)..self.place(range.end)
    }

    fn place(&self, at: usize) -> usize {
        match self.origins.get(at) {
            Some(place) => *place as usize,
            None => at,
        }
    }

    /// `None` where nothing in the view is encoded so.
    fn decoded(&self, decode: fn(&[u8]) -> Option<Decoded>) -> Option<View> {
        let mut view: Option<View> = None;
        let mut at = 0;
        while at < self.bytes.len() {
            let found = decode(&self.bytes[at..]);
            if found.is_some() && view.is_none() {
                let origins = (0..at).map(|it| self.place_u32(it)).collect();
                view = Some(View { bytes: self.bytes[..at].to_vec(), origins });
            }
            let length = found.as_ref().map_or(1, |found| found.length);
            if let Some(view) = &mut view {
                let bytes = match &found {
                    Some(Decoded { character, .. }) => character.as_slice(),
                    None => &self.bytes[at..=at],
                };
                for byte in bytes {
                    view.bytes.push(*byte);
                    view.origins.push(self.place_u32(at));
                }
            }
            at += length;
        }
        if let Some(view) = &mut view {
            view.origins.push(self.place_u32(self.bytes.len()));
        }
        view
    }

    fn place_u32(&self, at: usize) -> u32 {
        u32::try_from(self.place(at)).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let views = View::all_of(text);
        views.iter().map(|view| String::from_utf8_lossy(view.bytes()).into_owned()).collect()
    }

    #[test]
    fn every_encoding_is_seen_through() {
        for text in [
            r"a\u002fb",
            r"a\/b",
            r"a\x2fb",
            "a%2fb",
            "a%252Fb",
            "a%25252fb",
            "a&#47;b",
            "a&#x2F;b",
            "a&sol;b",
            "a&amp;#x2f;b",
            r"a%5Cu002fb",
            r"a\\u002fb",
            r"\u0061\u002f\u0062",
        ] {
            assert!(shown(text).contains(&"a/b".to_owned()), "{text}: {:?}", shown(text));
        }
        assert!(shown(r"\ud83d\ude00").contains(&"😀".to_owned()));
        assert_eq!(shown("100 % & more \\"), ["100 % & more \\"]);
    }

    #[test]
    fn places_lead_back_to_the_text() {
        let text = r#"x "a%252F\u0062" y"#;
        let views = View::all_of(text);
        let (view, at) = views
            .iter()
            .find_map(|view| {
                let seen = String::from_utf8_lossy(view.bytes());
                seen.find("a/b").map(|at| (view, at))
            })
            .unwrap();
        assert_eq!(&text[view.origin(&(at..at + 3))], r"a%252F\u0062");
    }

    #[test]
    fn there_is_a_bound() {
        let nested = "%25\\u0025&#37;".repeat(2_000);
        assert!(View::all_of(&nested).len() <= MOST);
    }
}
