//! The table of languages.

use jsonschema::Validator;
use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::dfa::Dfa;
use super::nfa::Nfa;
use super::{ecma, format};
use crate::Reason;

/// A language of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct LanguageId(u32);

/// What a language was made from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Source {
    Pattern(String),
    Format(String),
    Literals(Vec<String>),
}

#[derive(Debug)]
struct Language {
    /// Holds every string of the language.
    outer: Result<Dfa, Reason>,
    /// Holds only strings of the language; `None` where `outer` is exact.
    inner: Option<Dfa>,
    /// Decides on one string, for a format.
    check: Option<Validator>,
}

#[derive(Debug, Default)]
pub(crate) struct Languages {
    known: FxHashMap<Source, LanguageId>,
    all: Vec<Language>,
}

/// The states one language may grow to while single strings are matched.
const MATCHING: usize = 20_000;

impl Languages {
    /// The strings the ECMA pattern matches.
    pub(crate) fn pattern(&mut self, pattern: &str) -> LanguageId {
        self.intern(Source::Pattern(pattern.to_owned()), || Language {
            outer: compile(pattern),
            inner: None,
            check: None,
        })
    }

    /// The strings of a format; `None` for one that is unknown.
    pub(crate) fn format(&mut self, name: &str) -> Option<LanguageId> {
        let format = format::find(name)?;
        let source = Source::Format(name.to_owned());
        // A validator and two automata cost far more than the question whether they are there.
        if let Some(known) = self.known.get(&source) {
            return Some(*known);
        }
        let check = jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .should_validate_formats(true)
            .build(&json!({ "format": name }))
            .ok()?;
        let inner = (format.inner != format.outer).then(|| compile(format.inner).ok()).flatten();
        Some(self.intern(source, || Language {
            outer: compile(format.outer),
            inner,
            check: Some(check),
        }))
    }

    /// Exactly these strings.
    pub(crate) fn literals(&mut self, mut texts: Vec<String>) -> LanguageId {
        texts.sort();
        texts.dedup();
        let outer = Nfa::literals(texts.iter().map(String::as_str)).map(Dfa::new);
        self.intern(Source::Literals(texts), || Language { outer, inner: None, check: None })
    }

    fn intern(&mut self, source: Source, make: impl FnOnce() -> Language) -> LanguageId {
        if let Some(id) = self.known.get(&source) {
            return *id;
        }
        let id = LanguageId(u32::try_from(self.all.len()).expect("fewer than 2^32 languages"));
        self.all.push(make());
        self.known.insert(source, id);
        id
    }

    pub(crate) fn matches(&mut self, id: LanguageId, text: &str) -> Result<bool, Reason> {
        let language = &mut self.all[id.0 as usize];
        match (&language.check, &mut language.outer) {
            (Some(check), _) => Ok(check.is_valid(&Value::String(text.to_owned()))),
            (None, Ok(dfa)) => dfa.matches(text, MATCHING),
            (None, Err(reason)) => Err(*reason),
        }
    }

    /// Whether the automata describe the language exactly.
    pub(crate) fn is_exact(&self, id: LanguageId) -> bool {
        self.all[id.0 as usize].inner.is_none()
    }

    /// Whether its pattern could be read.
    pub(crate) fn fault(&self, id: LanguageId) -> Option<Reason> {
        self.all[id.0 as usize].outer.as_ref().err().copied()
    }

    /// The automaton that is safe to walk: too large where a string must be in the language, too
    /// small where it must be outside.
    pub(super) fn automaton(&mut self, id: LanguageId, wanted: bool) -> Result<&mut Dfa, Reason> {
        let language = &mut self.all[id.0 as usize];
        match (&mut language.inner, &mut language.outer) {
            (Some(inner), _) if !wanted => Ok(inner),
            (_, Ok(outer)) => Ok(outer),
            (_, Err(reason)) => Err(*reason),
        }
    }
}

fn compile(pattern: &str) -> Result<Dfa, Reason> {
    Ok(Dfa::new(Nfa::search(&ecma::parse(pattern)?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The string with one character left out, doubled or replaced.
    fn mutations(text: &str) -> Vec<String> {
        let characters: Vec<char> = text.chars().collect();
        let mut all = vec![text.to_owned()];
        for at in 0..characters.len() {
            let (before, after) = (&characters[..at], &characters[at + 1..]);
            for middle in ["", "00", "9", "a", "F", ".", "-", ":", "/", " ", "@", "é"] {
                all.push(
                    before
                        .iter()
                        .copied()
                        .chain(middle.chars())
                        .chain(after.iter().copied())
                        .collect(),
                );
            }
        }
        all
    }

    #[test]
    fn every_format_lies_between_its_two_languages() {
        let strings: Vec<String> =
            format::SAMPLES.iter().flat_map(|text| mutations(text)).collect();
        for known in &format::FORMATS {
            let mut languages = Languages::default();
            let id = languages.format(known.name).unwrap();
            let mut inner = compile(known.inner).unwrap();
            let mut outer = compile(known.outer).unwrap();
            let mut of_format = 0;
            for text in &strings {
                let checked = languages.matches(id, text).unwrap();
                of_format += usize::from(checked);
                let (inner, outer) = (
                    inner.matches(text, MATCHING).unwrap(),
                    outer.matches(text, MATCHING).unwrap(),
                );
                assert!(!inner || checked, "{}: {text} is no such thing", known.name);
                assert!(!checked || outer, "{}: {text} is left out", known.name);
            }
            assert!(of_format > 0, "{}: no sample", known.name);
        }
    }
}
