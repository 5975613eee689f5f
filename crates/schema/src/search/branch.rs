//! Alternatives: the ones with the fewest branches first, each branch tried in turn.

use super::disjoint::Known;
use super::memo::Question;
use super::{Best, Item, Outcome, Search, Step};
use crate::Reason;
use crate::node::{Id, Node};
use crate::types::Type;

/// Of so many alternatives that may hold together all combinations are tried.
const TOGETHER: usize = 4;

/// What a branch adds to the question.
#[derive(Clone, Debug, Default)]
struct Branch {
    inside: Vec<Item>,
    outside: Vec<Id>,
}

/// A part of the question that has alternatives.
struct Choice {
    /// The part, which the branches replace: inside or outside.
    replaces: (Option<Item>, Option<Id>),
    branches: Vec<Branch>,
    /// Whether combinations were left out.
    partial: bool,
}

impl Search<'_, '_> {
    /// `None` when the question has no alternatives.
    pub(super) fn branch(&mut self, question: &Question) -> Step<Option<Outcome>> {
        let (inside, known) = self.known(question);
        let mut best: Option<Choice> = None;
        let mut settled = Vec::new();
        for item in &question.inside {
            let choice = match self.arena.get(item.id).clone() {
                Node::Or(members) => self.any_of(*item, &members, question.kind, &known)?,
                Node::One(members) => self.one_of(*item, &members, &known)?,
                _ => continue,
            };
            if choice.branches.is_empty() {
                return Ok(Some(Outcome::Empty));
            }
            prefer(&mut best, choice);
        }
        for id in &question.outside {
            let choice = match self.arena.get(*id).clone() {
                Node::And(members) => {
                    if self.fails(&inside, &[*id])? {
                        settled.push(*id);
                        continue;
                    }
                    not_all_of(*id, &members)
                }
                Node::One(members) => self.not_one_of(*id, &members, &known)?,
                _ => continue,
            };
            if choice.branches.is_empty() {
                return Ok(Some(Outcome::Empty));
            }
            prefer(&mut best, choice);
        }
        if !settled.is_empty() {
            let mut rest = question.clone();
            rest.outside.retain(|id| !settled.contains(id));
            return self.again(rest.kind, rest.inside, rest.outside).map(Some);
        }
        let Some(choice) = best else { return Ok(None) };
        self.choose(question, &choice).map(Some)
    }

    fn choose(&mut self, question: &Question, choice: &Choice) -> Step {
        let mut rest = question.clone();
        rest.inside.retain(|item| Some(*item) != choice.replaces.0);
        rest.outside.retain(|id| Some(*id) != choice.replaces.1);
        let mut best = Best::default();
        for branch in &choice.branches {
            let inside = rest.inside.iter().chain(&branch.inside).copied().collect();
            let outside = rest.outside.iter().chain(&branch.outside).copied().collect();
            let outcome = self.again(question.kind, inside, outside)?;
            if let Some(done) = best.take(outcome) {
                return Ok(done);
            }
        }
        if choice.partial {
            best.doubt(Reason::Alternatives);
        }
        Ok(best.outcome())
    }

    /// The same value, one alternative further.
    fn again(&mut self, kind: Type, inside: Vec<Item>, outside: Vec<Id>) -> Step {
        self.meter.step()?;
        if self.frames >= super::FRAMES {
            return Ok(Outcome::Doubt(None, Reason::Depth));
        }
        self.frames += 1;
        let outcome = self.typed(kind, &inside, &outside);
        self.frames -= 1;
        outcome
    }

    fn any_of(&mut self, item: Item, members: &[Id], kind: Type, known: &Known) -> Step<Choice> {
        let mut open = Vec::new();
        for member in members {
            if !self.fails(known, &[*member])? {
                open.push(*member);
            }
        }
        let with = |id: Id| Item { id, closed: item.closed };
        let mut branches: Vec<Branch> = open
            .iter()
            .map(|member| Branch { inside: vec![with(*member)], ..Branch::default() })
            .collect();
        // A closed producer may send what several branches declare, where they hold together.
        let declaring =
            if item.closed && kind == Type::Object { self.declaring(&open) } else { Vec::new() };
        let several = declaring.len() > 1;
        if several && declaring.len() <= TOGETHER {
            for subset in 1_u32..1 << declaring.len() {
                let chosen = declaring.iter().enumerate().filter(|(at, _)| subset >> at & 1 == 1);
                let inside: Vec<Item> = chosen.map(|(_, id)| with(*id)).collect();
                if inside.len() > 1 {
                    branches.push(Branch { inside, ..Branch::default() });
                }
            }
        }
        Ok(Choice {
            replaces: (Some(item), None),
            branches,
            partial: several && declaring.len() > TOGETHER,
        })
    }

    fn one_of(&mut self, item: Item, members: &[Id], known: &Known) -> Step<Choice> {
        let mut branches = Vec::new();
        for (at, member) in members.iter().enumerate() {
            if self.fails(known, &[*member])? {
                continue;
            }
            let others = members.iter().enumerate().filter(|(other, _)| *other != at);
            branches.push(Branch {
                inside: vec![Item { id: *member, closed: item.closed }],
                outside: others.map(|(_, id)| *id).collect(),
            });
        }
        Ok(Choice { replaces: (Some(item), None), branches, partial: false })
    }

    fn not_one_of(&mut self, id: Id, members: &[Id], known: &Known) -> Step<Choice> {
        let mut branches = vec![Branch { outside: members.to_vec(), ..Branch::default() }];
        let mut open = Vec::new();
        for member in members {
            if !self.fails(known, &[*member])? {
                open.push(*member);
            }
        }
        for (at, first) in open.iter().enumerate() {
            for second in &open[at + 1..] {
                self.meter.glance()?;
                if first == second || !self.disjoint(&[*first], &[*second])? {
                    let inside = vec![Item::open(*first), Item::open(*second)];
                    branches.push(Branch { inside, ..Branch::default() });
                }
            }
        }
        Ok(Choice { replaces: (None, Some(id)), branches, partial: false })
    }

    /// The members that declare properties of their own.
    fn declaring(&self, members: &[Id]) -> Vec<Id> {
        let declares = |id: &Id| {
            let mut open = vec![*id];
            while let Some(id) = open.pop() {
                match self.arena.get(id) {
                    Node::Properties(properties) if properties.declares() => return true,
                    Node::And(inner) | Node::Or(inner) | Node::One(inner) => {
                        open.extend(inner.iter());
                    }
                    _ => {}
                }
            }
            false
        };
        members.iter().copied().filter(declares).collect()
    }
}

fn not_all_of(id: Id, members: &[Id]) -> Choice {
    let branches = members
        .iter()
        .map(|member| Branch { outside: vec![*member], ..Branch::default() })
        .collect();
    Choice { replaces: (None, Some(id)), branches, partial: false }
}

fn prefer(best: &mut Option<Choice>, choice: Choice) {
    if best.as_ref().is_none_or(|best| choice.branches.len() < best.branches.len()) {
        *best = Some(choice);
    }
}
