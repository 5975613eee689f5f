//! An automaton made deterministic, state by state, as far as it is walked.

use rustc_hash::FxHashMap;

use super::nfa::{Nfa, State};
use crate::Reason;

/// The state from which nothing is accepted any more.
pub(crate) const DEAD: u32 = 0;
/// The state from which everything is accepted.
pub(crate) const ALL: u32 = 1;

/// Ranges of characters and where they lead; what is in none leads to [`DEAD`].
pub(crate) type Edges = Vec<(u32, u32, u32)>;

#[derive(Debug)]
pub(crate) struct Dfa {
    nfa: Nfa,
    states: Vec<Subset>,
    known: FxHashMap<Box<[u32]>, u32>,
    start: u32,
}

#[derive(Debug)]
struct Subset {
    members: Box<[u32]>,
    accepts: bool,
    edges: Option<Edges>,
}

impl Dfa {
    pub(crate) fn new(nfa: Nfa) -> Self {
        let everything = vec![(0, super::characters::LAST, ALL)];
        let states = vec![
            Subset { members: Box::new([]), accepts: false, edges: Some(Vec::new()) },
            Subset { members: Box::new([]), accepts: true, edges: Some(everything) },
        ];
        let mut dfa = Self { nfa, states, known: FxHashMap::default(), start: DEAD };
        let members = dfa.closure(&[dfa.nfa.start], true, false);
        // Entered without the table: the same set later in the text may accept differently.
        dfa.start = dfa.add(members, true);
        dfa
    }

    pub(crate) fn start(&self) -> u32 {
        self.start
    }

    pub(crate) fn accepts(&self, state: u32) -> bool {
        self.states[state as usize].accepts
    }

    pub(crate) fn matches(&mut self, text: &str, limit: usize) -> Result<bool, Reason> {
        let mut state = self.start;
        for character in text.chars() {
            let code = character as u32;
            let edges = self.edges(state, limit)?;
            let at = edges.partition_point(|(_, high, _)| *high < code);
            state = edges.get(at).filter(|(low, _, _)| *low <= code).map_or(DEAD, |edge| edge.2);
            if state == DEAD || state == ALL {
                break;
            }
        }
        Ok(self.accepts(state))
    }

    /// Where the characters lead from a state.
    pub(crate) fn edges(&mut self, state: u32, limit: usize) -> Result<&Edges, Reason> {
        if self.states[state as usize].edges.is_none() {
            let edges = self.walk(state, limit)?;
            self.states[state as usize].edges = Some(edges);
        }
        Ok(self.states[state as usize].edges.as_ref().expect("just walked"))
    }

    fn walk(&mut self, state: u32, limit: usize) -> Result<Edges, Reason> {
        let mut moves: Vec<(u32, u32, u32)> = Vec::new();
        for member in &self.states[state as usize].members {
            if let State::Character { ranges, next } = &self.nfa.states[*member as usize] {
                moves.extend(ranges.iter().map(|(low, high)| (*low, *high, *next)));
            }
        }
        let mut cuts: Vec<u32> =
            moves.iter().flat_map(|(low, high, _)| [*low, high.saturating_add(1)]).collect();
        cuts.sort_unstable();
        cuts.dedup();
        moves.sort_unstable();
        let mut edges: Edges = Vec::new();
        let (mut active, mut upcoming) = (Vec::new(), 0);
        for pair in cuts.windows(2) {
            let (low, high) = (pair[0], pair[1] - 1);
            while moves.get(upcoming).is_some_and(|(from, _, _)| *from <= low) {
                active.push(moves[upcoming]);
                upcoming += 1;
            }
            active.retain(|(_, to, _)| *to >= low);
            if active.is_empty() {
                continue;
            }
            let targets: Vec<u32> = active.iter().map(|(_, _, next)| *next).collect();
            let target = self.enter(&targets, limit)?;
            match edges.last_mut() {
                Some(last) if last.2 == target && last.1 + 1 == low => last.1 = high,
                _ => edges.push((low, high, target)),
            }
        }
        Ok(edges)
    }

    fn enter(&mut self, targets: &[u32], limit: usize) -> Result<u32, Reason> {
        let members = self.closure(targets, false, false);
        if members.iter().any(|member| matches!(self.nfa.states[*member as usize], State::Match)) {
            return Ok(ALL);
        }
        if let Some(known) = self.known.get(&members) {
            return Ok(*known);
        }
        if self.states.len() >= limit {
            return Err(Reason::AutomatonStates);
        }
        let state = self.add(members.clone(), false);
        self.known.insert(members, state);
        Ok(state)
    }

    fn add(&mut self, members: Box<[u32]>, at_start: bool) -> u32 {
        let matched = |members: &[u32]| {
            members.iter().any(|member| matches!(self.nfa.states[*member as usize], State::Match))
        };
        if matched(&members) {
            return ALL;
        }
        let accepts = matched(&self.closure(&members, at_start, true));
        self.states.push(Subset { members, accepts, edges: None });
        u32::try_from(self.states.len() - 1).expect("bounded by the limit")
    }

    /// All states that are reached without a character; sorted.
    fn closure(&self, from: &[u32], at_start: bool, at_end: bool) -> Box<[u32]> {
        let mut seen = std::collections::BTreeSet::new();
        let mut open: Vec<u32> = from.to_vec();
        while let Some(state) = open.pop() {
            if !seen.insert(state) {
                continue;
            }
            match &self.nfa.states[state as usize] {
                State::Character { .. } | State::Match => {}
                State::Either(next) => open.extend(next),
                State::Start(next) if at_start => open.push(*next),
                State::End(next) if at_end => open.push(*next),
                State::Start(_) | State::End(_) => {}
            }
        }
        // Only what can still move or accept tells two sets apart.
        seen.retain(|state| !matches!(self.nfa.states[*state as usize], State::Either(_)));
        seen.into_iter().collect()
    }
}
