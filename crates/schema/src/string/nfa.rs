//! A pattern as a non-deterministic automaton (Thompson's construction).

use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

use crate::Reason;

/// More states than this are not built.
const LARGEST: usize = 20_000;

#[derive(Clone, Debug)]
pub(crate) enum State {
    /// A character of the ranges leads on; sorted.
    Character { ranges: Box<[(u32, u32)]>, next: u32 },
    /// Any of them, without a character.
    Either(Vec<u32>),
    /// On, at the start of the text only.
    Start(u32),
    /// On, at the end of the text only.
    End(u32),
    /// The pattern has matched.
    Match,
}

#[derive(Clone, Debug)]
pub(crate) struct Nfa {
    pub(crate) states: Vec<State>,
    pub(crate) start: u32,
}

impl Nfa {
    /// The strings in which the expression matches somewhere.
    pub(crate) fn search(expression: &Hir) -> Result<Self, Reason> {
        let mut build = Build { states: vec![State::Match] };
        let inner = build.expression(expression, 0)?;
        let start = build.push(State::Either(vec![inner]))?;
        let skip = build.push(State::Character {
            ranges: Box::new([(0, super::characters::LAST)]),
            next: start,
        })?;
        build.states[start as usize] = State::Either(vec![inner, skip]);
        Ok(Self { states: build.states, start })
    }

    /// Exactly these strings.
    pub(crate) fn literals<'a>(texts: impl Iterator<Item = &'a str>) -> Result<Self, Reason> {
        let mut build = Build { states: vec![State::Match] };
        let end = build.push(State::End(0))?;
        let mut starts = Vec::new();
        for text in texts {
            let mut next = end;
            for character in text.chars().rev() {
                let code = character as u32;
                next = build.push(State::Character { ranges: Box::new([(code, code)]), next })?;
            }
            starts.push(next);
        }
        let start = build.push(State::Either(starts))?;
        Ok(Self { states: build.states, start })
    }
}

struct Build {
    states: Vec<State>,
}

impl Build {
    fn push(&mut self, state: State) -> Result<u32, Reason> {
        if self.states.len() >= LARGEST {
            return Err(Reason::AutomatonStates);
        }
        self.states.push(state);
        Ok(u32::try_from(self.states.len() - 1).expect("bounded above"))
    }

    /// The entry of the expression, when `next` follows it.
    fn expression(&mut self, expression: &Hir, next: u32) -> Result<u32, Reason> {
        match expression.kind() {
            HirKind::Empty => Ok(next),
            HirKind::Literal(literal) => {
                let text = std::str::from_utf8(&literal.0).map_err(|_| Reason::Pattern)?;
                text.chars().rev().try_fold(next, |next, character| {
                    let code = character as u32;
                    self.push(State::Character { ranges: Box::new([(code, code)]), next })
                })
            }
            HirKind::Class(Class::Unicode(class)) => {
                let ranges =
                    class.iter().map(|range| (range.start() as u32, range.end() as u32)).collect();
                self.push(State::Character { ranges, next })
            }
            HirKind::Class(Class::Bytes(class)) => {
                let ranges = class
                    .iter()
                    .map(|range| (u32::from(range.start()), u32::from(range.end())))
                    .collect();
                self.push(State::Character { ranges, next })
            }
            HirKind::Look(Look::Start) => self.push(State::Start(next)),
            HirKind::Look(Look::End) => self.push(State::End(next)),
            HirKind::Look(_) => Err(Reason::Pattern),
            HirKind::Repetition(repetition) => self.repetition(repetition, next),
            HirKind::Capture(capture) => self.expression(&capture.sub, next),
            HirKind::Concat(parts) => {
                parts.iter().rev().try_fold(next, |next, part| self.expression(part, next))
            }
            HirKind::Alternation(branches) => {
                let entries: Result<Vec<u32>, Reason> =
                    branches.iter().map(|branch| self.expression(branch, next)).collect();
                self.push(State::Either(entries?))
            }
        }
    }

    fn repetition(&mut self, repetition: &Repetition, next: u32) -> Result<u32, Reason> {
        let mut entry = next;
        match repetition.max {
            None => {
                let again = self.push(State::Either(vec![next]))?;
                let inner = self.expression(&repetition.sub, again)?;
                self.states[again as usize] = State::Either(vec![inner, next]);
                entry = again;
            }
            Some(max) => {
                for _ in repetition.min..max {
                    let inner = self.expression(&repetition.sub, entry)?;
                    entry = self.push(State::Either(vec![inner, next]))?;
                }
            }
        }
        for _ in 0..repetition.min {
            entry = self.expression(&repetition.sub, entry)?;
            // A repetition of nothing builds nothing, so it cannot run into the bound.
            if matches!(repetition.sub.kind(), HirKind::Empty) {
                break;
            }
        }
        Ok(entry)
    }
}
