//! Several languages walked at once: the shortest string that is in some and in none of others.

use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};

use super::characters::{LAST, rank, readable};
use super::dfa::{ALL, DEAD};
use super::{LanguageId, Languages};
use crate::Reason;
use crate::span::Span;

/// The strings that are looked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wanted {
    pub(crate) inside: Vec<LanguageId>,
    pub(crate) outside: Vec<LanguageId>,
}

/// The outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sought {
    /// There is no such string.
    Nothing,
    /// The shortest one; one of those where the languages are only known roughly.
    Text(String),
}

/// A longer string is not shown to anybody.
const LONGEST: u64 = 65_536;

/// A string this long comes through some states twice, or the automata are too large to be asked about longer ones.
const FAR: u64 = 1_000;

/// A character for each set of states that can follow.
type Moves = Vec<(char, Box<[u32]>)>;

/// How a state was reached.
struct Step {
    states: Box<[u32]>,
    /// Characters so far, counted up to the least length.
    length: u64,
    depth: u64,
    from: Option<(usize, char)>,
}

struct Walk<'a> {
    languages: &'a mut Languages,
    /// The language, and whether the string must be in it.
    parts: Vec<(LanguageId, bool)>,
    span: Span,
    limit: usize,
    steps: Vec<Step>,
    known: FxHashMap<(Box<[u32]>, u64), ()>,
    open: VecDeque<usize>,
}

impl Languages {
    /// The shortest string of a length within `span`.
    pub(crate) fn find(
        &mut self,
        wanted: &Wanted,
        span: Span,
        limit: usize,
    ) -> Result<Sought, Reason> {
        if span.is_empty() {
            return Ok(Sought::Nothing);
        }
        let inside = wanted.inside.iter().map(|id| (*id, true));
        let parts: Vec<_> = inside.chain(wanted.outside.iter().map(|id| (*id, false))).collect();
        if parts.is_empty() {
            if span.min > LONGEST {
                return Err(Reason::Size);
            }
            let length = usize::try_from(span.min).expect("bounded above");
            return Ok(Sought::Text("a".repeat(length)));
        }
        if span.min <= LONGEST {
            let mut walk = self.walk(&parts, span, limit)?;
            match walk.run() {
                Ok(None) => return Ok(Sought::Nothing),
                Ok(Some(at)) => return Ok(Sought::Text(walk.spell(at))),
                Err(Reason::AutomatonStates) if span.min > FAR => {}
                Err(reason) => return Err(reason),
            }
        }
        let mut walk = self.walk(&parts, Span::at_least(FAR), limit)?;
        match walk.run()? {
            None => Ok(Sought::Nothing),
            // What comes through a state twice comes through it as often as it likes.
            Some(at) if walk.repeats(at) => Err(Reason::Size),
            Some(_) => Err(Reason::AutomatonStates),
        }
    }

    fn walk(
        &mut self,
        parts: &[(LanguageId, bool)],
        span: Span,
        limit: usize,
    ) -> Result<Walk<'_>, Reason> {
        let mut starts = Vec::new();
        for (id, wanted) in parts {
            starts.push(self.automaton(*id, *wanted)?.start());
        }
        let mut walk = Walk {
            languages: self,
            parts: parts.to_vec(),
            span,
            limit,
            steps: Vec::new(),
            known: FxHashMap::default(),
            open: VecDeque::new(),
        };
        walk.enter(starts.into(), 0, None)?;
        Ok(walk)
    }
}

impl Walk<'_> {
    /// Where the shortest string ends.
    fn run(&mut self) -> Result<Option<usize>, Reason> {
        while let Some(at) = self.open.pop_front() {
            if self.accepts(at)? {
                return Ok(Some(at));
            }
            if self.span.max.is_some_and(|max| self.steps[at].depth >= max) {
                continue;
            }
            for (character, states) in self.moves(at)? {
                self.enter(states, self.steps[at].depth + 1, Some((at, character)))?;
            }
        }
        Ok(None)
    }

    /// Whether a string comes through the same states twice.
    fn repeats(&self, at: usize) -> bool {
        let back = |at: &usize| self.steps[*at].from.map(|(from, _)| from);
        let mut seen = FxHashSet::default();
        !std::iter::successors(Some(at), back).all(|at| seen.insert(&self.steps[at].states))
    }

    fn enter(
        &mut self,
        states: Box<[u32]>,
        depth: u64,
        from: Option<(usize, char)>,
    ) -> Result<(), Reason> {
        let hopeless = states
            .iter()
            .zip(&self.parts)
            .any(|(state, (_, wanted))| if *wanted { *state == DEAD } else { *state == ALL });
        let length = depth.min(self.span.min);
        if hopeless || self.known.insert((states.clone(), length), ()).is_some() {
            return Ok(());
        }
        if self.steps.len() >= self.limit {
            return Err(Reason::AutomatonStates);
        }
        self.open.push_back(self.steps.len());
        self.steps.push(Step { states, length, depth, from });
        Ok(())
    }

    fn accepts(&mut self, at: usize) -> Result<bool, Reason> {
        if self.steps[at].length < self.span.min {
            return Ok(false);
        }
        for part in 0..self.parts.len() {
            let (id, wanted) = self.parts[part];
            let state = self.steps[at].states[part];
            if self.languages.automaton(id, wanted)?.accepts(state) != wanted {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// A readable character for every set of states that can follow.
    fn moves(&mut self, at: usize) -> Result<Moves, Reason> {
        let mut edges = Vec::new();
        let mut cuts = vec![0, LAST + 1];
        for part in 0..self.parts.len() {
            let (id, wanted) = self.parts[part];
            let state = self.steps[at].states[part];
            let limit = self.limit;
            let of_part = self.languages.automaton(id, wanted)?.edges(state, limit)?.clone();
            cuts.extend(of_part.iter().flat_map(|(low, high, _)| [*low, high + 1]));
            edges.push(of_part);
        }
        cuts.sort_unstable();
        cuts.dedup();
        let mut best = Moves::new();
        let mut index: FxHashMap<Box<[u32]>, usize> = FxHashMap::default();
        let mut cursors = vec![0; edges.len()];
        for pair in cuts.windows(2) {
            let (low, high) = (pair[0], pair[1] - 1);
            let states: Box<[u32]> = edges
                .iter()
                .zip(&mut cursors)
                .map(|(edges, cursor)| {
                    while edges.get(*cursor).is_some_and(|(_, to, _)| *to < low) {
                        *cursor += 1;
                    }
                    edges.get(*cursor).filter(|(from, _, _)| *from <= low).map_or(DEAD, |e| e.2)
                })
                .collect();
            let Some(character) = readable(low, high) else { continue };
            match index.get(&states) {
                Some(known) if rank(best[*known].0) <= rank(character) => {}
                Some(known) => best[*known].0 = character,
                None => {
                    index.insert(states.clone(), best.len());
                    best.push((character, states));
                }
            }
        }
        best.sort_by_key(|(character, _)| (rank(*character), *character));
        Ok(best)
    }

    fn spell(&self, mut at: usize) -> String {
        let mut characters = Vec::new();
        while let Some((from, character)) = self.steps[at].from {
            characters.push(character);
            at = from;
        }
        characters.iter().rev().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shortest(inside: &[&str], outside: &[&str], span: Span) -> Option<String> {
        let mut languages = Languages::default();
        let wanted = Wanted {
            inside: inside.iter().map(|pattern| languages.pattern(pattern)).collect(),
            outside: outside.iter().map(|pattern| languages.pattern(pattern)).collect(),
        };
        match languages.find(&wanted, span, 10_000).unwrap() {
            Sought::Nothing => None,
            Sought::Text(text) => Some(text),
        }
    }

    #[test]
    fn languages_are_met_and_complemented() {
        assert_eq!(shortest(&["^[a-z]+$"], &["^.{0,2}$"], Span::ANY).unwrap(), "aaa");
        assert_eq!(shortest(&["^a*$", "b"], &[], Span::ANY), None);
        assert_eq!(shortest(&["^ab?$"], &["^a$"], Span::ANY).unwrap(), "ab");
        assert_eq!(shortest(&["^[ab]{2}$"], &["a"], Span::ANY).unwrap(), "bb");
        assert_eq!(shortest(&["x$"], &["^"], Span::ANY), None);
        assert_eq!(shortest(&["^$"], &[], Span::ANY).unwrap(), "");
        assert_eq!(shortest(&["^$"], &[], Span::at_least(1)), None);
        assert_eq!(shortest(&["^(ab)*$"], &[], Span { min: 3, max: Some(4) }).unwrap(), "abab");
        assert_eq!(shortest(&["^(ab)*$"], &[], Span { min: 3, max: Some(3) }), None);
        assert_eq!(shortest(&["a$b"], &[], Span::ANY), None);
    }

    #[test]
    fn growth_is_bounded() {
        let mut languages = Languages::default();
        let inside = vec![languages.pattern("(a|b)*a(a|b){30}c$"), languages.pattern("d")];
        let outside = vec![languages.pattern("[cd]")];
        let wanted = Wanted { inside, outside };
        assert_eq!(languages.find(&wanted, Span::ANY, 500), Err(Reason::AutomatonStates));
    }
}
