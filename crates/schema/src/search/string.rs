//! Strings: a length, some languages, none of others.

use serde_json::Value;

use super::memo::Question;
use super::{Best, Outcome, Search, Step};
use crate::Reason;
use crate::node::{Id, Node};
use crate::span::Span;
use crate::string::{SAMPLES, Sought, Wanted};

impl Search<'_, '_> {
    pub(super) fn string(&mut self, question: &Question) -> Step {
        let mut span = Span::ANY;
        let mut wanted = Wanted::default();
        let mut lengths = Vec::new();
        let mut literals = Vec::new();
        for item in &question.inside {
            match self.arena.get(item.id) {
                Node::Length(length) => span = span.meet(*length),
                Node::Text(language) => wanted.inside.push(*language),
                _ => {}
            }
        }
        for id in &question.outside {
            match self.arena.get(*id) {
                Node::Length(length) => lengths.push(*length),
                Node::Text(language) => wanted.outside.push(*language),
                Node::Enum(values) => {
                    let texts = values.iter().map(|value| self.arena.values.get(*value));
                    literals.extend(texts.filter_map(Value::as_str).map(str::to_owned));
                }
                // Any other node holds for every string.
                _ => return Ok(Outcome::Empty),
            }
        }
        if span.is_empty() {
            return Ok(Outcome::Empty);
        }
        if let Some(sample) = self.sample(question)? {
            return Ok(Outcome::Found(Value::String(sample.to_owned())));
        }
        if !literals.is_empty() {
            wanted.outside.push(self.arena.languages.literals(literals));
        }
        self.leave_lengths(&wanted, span, &lengths, question)
    }

    /// A string that a person would write.
    fn sample(&mut self, question: &Question) -> Step<Option<&'static str>> {
        for sample in SAMPLES {
            let value = Value::String(sample.to_owned());
            let inside: Vec<Id> = question.inside.iter().map(|item| item.id).collect();
            let fits = inside.iter().all(|id| self.holds(&value, *id) == Ok(true))
                && question.outside.iter().all(|id| self.holds(&value, *id) == Ok(false));
            if fits {
                return Ok(Some(sample));
            }
        }
        self.meter.step()?;
        Ok(None)
    }

    /// Chooses a side of every span of lengths that must be left.
    fn leave_lengths(
        &mut self,
        wanted: &Wanted,
        span: Span,
        lengths: &[Span],
        question: &Question,
    ) -> Step {
        let Some((first, rest)) = lengths.split_first() else {
            return self.shortest(wanted, span, question);
        };
        let mut best = Best::default();
        for outside in first.outside() {
            let outcome = self.leave_lengths(wanted, span.meet(outside), rest, question)?;
            if let Some(done) = best.take(outcome) {
                return Ok(done);
            }
        }
        Ok(best.outcome())
    }

    fn shortest(&mut self, wanted: &Wanted, span: Span, question: &Question) -> Step {
        self.meter.pay(4)?;
        let limit = self.meter.budget.automaton_states;
        let text = match self.arena.languages.find(wanted, span, limit) {
            Ok(Sought::Nothing) => return Ok(Outcome::Empty),
            Ok(Sought::Text(text)) => Value::String(text),
            Err(reason) => return Ok(Outcome::Doubt(None, reason)),
        };
        let rough = wanted
            .inside
            .iter()
            .chain(&wanted.outside)
            .any(|language| !self.arena.languages.is_exact(*language));
        if rough {
            let inside: Vec<Id> = question.inside.iter().map(|item| item.id).collect();
            let fits = inside.iter().all(|id| self.holds(&text, *id) == Ok(true))
                && question.outside.iter().all(|id| self.holds(&text, *id) == Ok(false));
            if !fits {
                return Ok(Outcome::Doubt(None, Reason::Format));
            }
        }
        Ok(Outcome::Found(text))
    }
}
