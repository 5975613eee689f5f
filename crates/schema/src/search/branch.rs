//! Alternatives: the ones with the fewest branches first, each branch tried in turn.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::disjoint::Known;
use super::flat::Flat;
use super::memo::Question;
use super::{Best, Item, Outcome, Search, Step};
use crate::Reason;
use crate::eval::Eval;
use crate::node::{Arena, Id, Name, Named, Node, Properties};
use crate::types::{Type, Types};

/// Of so many alternatives that may hold together all combinations are tried.
const TOGETHER: usize = 4;

/// Among more alternatives looking at a pair costs a whole step.
const PAIRED: usize = 64;

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
    /// Branches that allow too much: nothing in them is a proof, a value of them must be checked.
    loose: Vec<Branch>,
}

impl Search<'_, '_> {
    /// `None` when the question has no alternatives.
    pub(super) fn branch(&mut self, question: &Question) -> Step<Option<Outcome>> {
        if let Some(outcome) = self.one_by_one(question)? {
            return Ok(Some(outcome));
        }
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
            return self.again(rest.kind, &rest.inside, &rest.outside).map(Some);
        }
        let Some(choice) = best else { return Ok(None) };
        self.choose(question, &choice).map(Some)
    }

    /// Each set outside alone: one that cannot be left settles the question, and so does a value
    /// that happens to be outside of all.
    fn one_by_one(&mut self, question: &Question) -> Step<Option<Outcome>> {
        let alternatives =
            |item: &Item| matches!(self.arena.get(item.id), Node::Or(_) | Node::One(_));
        if question.outside.len() < 2 || question.inside.iter().any(alternatives) {
            return Ok(None);
        }
        let flat = Flat {
            inside: question.inside.clone(),
            outside: question.outside.clone(),
            types: Types::only(question.kind),
        };
        for id in &question.outside {
            match self.again(question.kind, &question.inside, &[*id])? {
                Outcome::Empty => return Ok(Some(Outcome::Empty)),
                Outcome::Found(value) => {
                    if self.belongs(&value, &flat) == Ok(true) {
                        return Ok(Some(Outcome::Found(value)));
                    }
                }
                Outcome::Doubt(..) => {}
            }
        }
        Ok(None)
    }

    fn choose(&mut self, question: &Question, choice: &Choice) -> Step {
        let mut rest = question.clone();
        rest.inside.retain(|item| Some(*item) != choice.replaces.0);
        rest.outside.retain(|id| Some(*id) != choice.replaces.1);
        let mut best = Best::default();
        for branch in &choice.branches {
            let inside: Vec<Item> = rest.inside.iter().chain(&branch.inside).copied().collect();
            let outside: Vec<Id> = rest.outside.iter().chain(&branch.outside).copied().collect();
            let outcome = self.again(question.kind, &inside, &outside)?;
            if let Some(done) = best.take(outcome) {
                return Ok(done);
            }
        }
        for branch in &choice.loose {
            let inside: Vec<Item> = rest.inside.iter().chain(&branch.inside).copied().collect();
            let outside: Vec<Id> = rest.outside.iter().chain(&branch.outside).copied().collect();
            let outcome = self.again(question.kind, &inside, &outside)?;
            if let Some(done) = best.take(self.tightened(question, outcome)) {
                return Ok(done);
            }
        }
        Ok(best.outcome())
    }

    /// A value of a loose branch, if its producer would send it.
    fn tightened(&mut self, question: &Question, outcome: Outcome) -> Outcome {
        let Outcome::Found(value) = outcome else { return outcome };
        let closed: Vec<Id> =
            question.inside.iter().filter(|item| item.closed).map(|item| item.id).collect();
        match Eval::new(self.arena, &mut self.meter).emits(&value, &closed) {
            Ok(true) => Outcome::Found(value),
            Ok(false) | Err(_) => Outcome::Doubt(None, Reason::Alternatives),
        }
    }

    /// The same value, one alternative further.
    pub(super) fn again(&mut self, kind: Type, inside: &[Item], outside: &[Id]) -> Step {
        self.meter.pay(super::size_of_question(inside, outside))?;
        if self.frames >= super::FRAMES {
            return Ok(Outcome::Doubt(None, Reason::Depth));
        }
        self.frames += 1;
        let outcome = self.typed(kind, inside, outside);
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
        let mut loose = Vec::new();
        if item.closed && kind == Type::Object {
            let declaring = self.declaring(&open);
            match declaring.len() {
                0 | 1 => {}
                2..=TOGETHER => {
                    branches.extend(combined(&declaring, item.closed));
                }
                _ => loose = self.loosened(&open, &declaring),
            }
        }
        Ok(Choice { replaces: (Some(item), None), branches, loose })
    }

    fn one_of(&mut self, item: Item, members: &[Id], known: &Known) -> Step<Choice> {
        // Every branch names all others.
        self.meter.pay((members.len() * members.len() / 256) as u64)?;
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
        Ok(Choice { replaces: (Some(item), None), branches, loose: Vec::new() })
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
                if open.len() > PAIRED {
                    self.meter.step()?;
                } else {
                    self.meter.glance()?;
                }
                if first == second || !self.disjoint(&[*first], &[*second])? {
                    let inside = vec![Item::open(*first), Item::open(*second)];
                    branches.push(Branch { inside, ..Branch::default() });
                }
            }
        }
        Ok(Choice { replaces: (None, Some(id)), branches, loose: Vec::new() })
    }

    /// Each member with whatever the others declare, if it belongs to any of them.
    fn loosened(&mut self, members: &[Id], declaring: &[Id]) -> Vec<Branch> {
        let mut all: BTreeMap<Name, Vec<Id>> = BTreeMap::new();
        let mut patterns = Vec::new();
        let mut open = declaring.to_vec();
        let mut opens = false;
        while let Some(id) = open.pop() {
            match self.arena.get(id) {
                Node::Properties(properties) => {
                    opens |= properties.explicit;
                    for named in properties.named.iter().filter(|named| named.sent) {
                        all.entry(named.name.clone()).or_default().push(named.schema);
                    }
                    patterns.extend(properties.patterns.iter().map(|(id, _)| (*id, Arena::ANY)));
                }
                Node::And(inner) | Node::Or(inner) | Node::One(inner) => open.extend(inner.iter()),
                _ => {}
            }
        }
        patterns.sort();
        patterns.dedup();
        let mut branches = Vec::new();
        for member in members {
            let own = self.declared_names(*member);
            let mut named = Vec::new();
            for (name, schemas) in all.iter().filter(|(name, _)| !own.contains(*name)) {
                let schema = self.arena.or(schemas.iter().copied());
                named.push(Named { name: name.clone(), schema, sent: true });
            }
            let (patterns, rest) = (patterns.clone(), Arena::ANY);
            let others = Properties { named, patterns, rest, explicit: opens };
            let others = self.arena.intern(Node::Properties(Arc::new(others)));
            let inside = vec![*member, others];
            let inside = inside.into_iter().map(|id| Item { id, closed: true }).collect();
            branches.push(Branch { inside, ..Branch::default() });
        }
        branches
    }

    fn declared_names(&self, id: Id) -> BTreeSet<Name> {
        let mut names = BTreeSet::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            match self.arena.get(id) {
                Node::Properties(all) => {
                    names.extend(all.named.iter().map(|named| named.name.clone()));
                }
                Node::And(inner) => open.extend(inner.iter()),
                _ => {}
            }
        }
        names
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

/// All combinations of more than one.
fn combined(members: &[Id], closed: bool) -> Vec<Branch> {
    let mut branches = Vec::new();
    for subset in 1_u32..1 << members.len() {
        let chosen = members.iter().enumerate().filter(|(at, _)| subset >> at & 1 == 1);
        let inside: Vec<Item> = chosen.map(|(_, id)| Item { id: *id, closed }).collect();
        if inside.len() > 1 {
            branches.push(Branch { inside, ..Branch::default() });
        }
    }
    branches
}

fn not_all_of(id: Id, members: &[Id]) -> Choice {
    let branches = members
        .iter()
        .map(|member| Branch { outside: vec![*member], ..Branch::default() })
        .collect();
    Choice { replaces: (None, Some(id)), branches, loose: Vec::new() }
}

fn prefer(best: &mut Option<Choice>, choice: Choice) {
    if best.as_ref().is_none_or(|best| choice.branches.len() < best.branches.len()) {
        *best = Some(choice);
    }
}
