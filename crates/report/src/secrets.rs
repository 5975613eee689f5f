//! What must never be shown, and its removal from texts.
//!
//! | module | concept |
//! |---|---|
//! | `names` | names under which secrets stand |
//! | `properties` | values that are secret by the name beside them |
//! | `spellings` | values that are known to be secret |
//! | `view` | a text as those see it who decode it |

mod names;
mod properties;
mod spellings;
mod view;

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

pub use names::{names_a_secret, path_names_a_secret};
use spellings::Spellings;
use view::View;

/// What stands in reports where a secret stood.
pub const REDACTED: &str = "[redacted]";

/// A shorter secret is not looked for: it would be found in innocent text.
pub const SHORTEST: usize = 8;

/// The secret values of a run, in every spelling under which they may come back: plain, encoded for JSON, URLs, forms,
/// HTML or XML, as often as three times, in hexadecimal, and inside base64 at any alignment.
///
/// What a run obtains on its way is [learned](Secrets::learn): every copy knows it from then on, the
/// ones that were made before as well. Values of fewer than [`SHORTEST`] characters are hidden by the names of their
/// headers only; [`Secrets::has_short`] tells that there are some.
///
/// `Debug` shows how many there are, never which.
#[derive(Clone, Default)]
pub struct Secrets {
    own: Arc<Spellings>,
    learned: Arc<RwLock<Spellings>>,
    short: Arc<AtomicBool>,
    headers: Arc<BTreeSet<String>>,
    known: Arc<[String]>,
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
        let mut values = values.into_iter().filter(|value| self.is_long(value)).peekable();
        if values.peek().is_none() {
            // The usual case, once per request: nothing to build anew.
            return self.clone();
        }
        Secrets { own: Arc::new(self.own.with(values)), ..self.clone() }
    }

    /// The same secrets, the values of these headers among them, however short.
    #[must_use]
    pub fn with_headers<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Secrets {
        let names = names.into_iter().map(str::to_lowercase).chain(self.headers.iter().cloned());
        Secrets { headers: Arc::new(names.collect()), ..self.clone() }
    }

    /// The same secrets, but these texts are never rewritten: those of the pact, say, which its readers know and which
    /// have to stay what they are.
    #[must_use]
    pub fn beside<'a>(&self, known: impl IntoIterator<Item = &'a str>) -> Secrets {
        let known = known.into_iter().filter(|known| known.len() >= SHORTEST).map(str::to_owned);
        Secrets { known: self.known.iter().cloned().chain(known).collect(), ..self.clone() }
    }

    /// The same secrets, for what was received: there the texts of the pact are no excuse.
    #[must_use]
    pub fn strict(&self) -> Secrets {
        Secrets { known: Arc::default(), ..self.clone() }
    }

    /// Whether the values of a header are hidden by its name.
    #[must_use]
    pub fn hides_header(&self, name: &str) -> bool {
        names_a_secret(name) || self.headers.contains(&name.to_lowercase())
    }

    /// Adds a secret here and in every copy of these secrets.
    pub fn learn(&self, value: &str) {
        if self.is_long(value) {
            let mut learned = self.learned.write().unwrap_or_else(PoisonError::into_inner);
            *learned = learned.with([value]);
        }
    }

    /// Whether a secret is too short to be looked for.
    #[must_use]
    pub fn has_short(&self) -> bool {
        self.short.load(Ordering::Relaxed)
    }

    fn is_long(&self, value: &str) -> bool {
        let is_short = value.chars().take(SHORTEST).count() < SHORTEST;
        if is_short && !value.is_empty() {
            self.short.store(true, Ordering::Relaxed);
        }
        !is_short
    }

    /// `text` with [`REDACTED`] in place of every secret, credentials in URLs among them.
    #[must_use]
    pub fn redact(&self, text: &str) -> String {
        let learned = self.learned.read().unwrap_or_else(PoisonError::into_inner);
        let mut places: Vec<Range<usize>> = Vec::new();
        if !(self.own.is_empty() && learned.is_empty()) {
            for view in View::all_of(text).iter().chain(&View::without_breaks(text)) {
                places.extend(self.own.places(view));
                places.extend(learned.places(view));
            }
        }
        places.retain(|place| !is_within(text, place, &self.known));
        places.extend(credentials_in_urls(text));
        hide(text, places)
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let learned = self.learned.read().unwrap_or_else(PoisonError::into_inner);
        write!(f, "Secrets({} spellings)", self.own.len() + learned.len())
    }
}

/// A text that was received, without the values of properties whose names say that they are secret. Nothing else in
/// it changes.
#[must_use]
pub fn masked(text: &str) -> String {
    let views = View::all_of(text);
    let places = views.iter().flat_map(|view| {
        let found = properties::places(view.bytes());
        found.into_iter().map(|place| view.origin(&place)).collect::<Vec<_>>()
    });
    hide(text, places.filter(|place| &text[place.clone()] != REDACTED).collect())
}

/// The text with [`REDACTED`] in each place; where two overlap, both go.
fn hide(text: &str, mut places: Vec<Range<usize>>) -> String {
    places.sort_by_key(|place| (place.start, Reverse(place.end)));
    let mut clean = String::with_capacity(text.len());
    let mut end = 0;
    for place in places {
        let start = text.floor_char_boundary(place.start);
        if start >= end {
            clean.push_str(&text[end..start]);
            clean.push_str(REDACTED);
        }
        end = end.max(text.ceil_char_boundary(place.end));
    }
    clean.push_str(&text[end..]);
    clean
}

/// Whether a place lies within an occurrence of one of the texts.
fn is_within(text: &str, place: &Range<usize>, known: &[String]) -> bool {
    let own = &text[text.floor_char_boundary(place.start)..text.ceil_char_boundary(place.end)];
    known.iter().filter(|known| known.contains(own)).any(|known| {
        text.match_indices(known.as_str())
            .any(|(at, _)| at <= place.start && place.end <= at + known.len())
    })
}

/// What stands before the `@` of each URL with a user name and a password, or with either in one of HTTP.
fn credentials_in_urls(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices("://").filter_map(|(at, _)| {
        let start = at + 3;
        let ends = |c: char| {
            c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'' | '<' | '>' | '`')
        };
        let rest = &text[start..];
        let authority = &rest[..rest.find(ends).unwrap_or(rest.len())];
        let (user, _) = authority.rsplit_once('@')?;
        let is_http = text[..at].ends_with("http") || text[..at].ends_with("https");
        (is_http || user.contains(':')).then(|| start..start + user.len())
    })
}

#[cfg(test)]
mod tests;
