//! A question flattened: conjunctions taken apart, references followed, what is settled settled.

use rustc_hash::FxHashSet;

use super::{Item, Search};
use crate::node::{Arena, Id, Node};
use crate::types::Types;

/// A question without `And` inside and without `Or` outside.
#[derive(Debug)]
pub(crate) struct Flat {
    pub(crate) inside: Vec<Item>,
    pub(crate) outside: Vec<Id>,
    pub(crate) types: Types,
}

/// What is still to be looked at.
#[derive(Default)]
struct Work {
    inside: Vec<Item>,
    outside: Vec<Id>,
    /// Everything the value is known to be in.
    holding: FxHashSet<Id>,
    /// Everything it is known not to be in.
    failing: FxHashSet<Id>,
}

/// There is no such value.
struct Contradiction;

impl Search<'_, '_> {
    /// `None` when there is no such value for a reason that needs no search.
    pub(super) fn flatten(&mut self, inside: Vec<Item>, outside: Vec<Id>) -> Option<Flat> {
        let mut flat = Flat { inside: Vec::new(), outside: Vec::new(), types: Types::ALL };
        let mut work = Work { inside, outside, ..Work::default() };
        loop {
            self.take_apart(&mut work, &mut flat).ok()?;
            self.settle(&mut work, &mut flat).ok()?;
            if work.inside.is_empty() && work.outside.is_empty() {
                break;
            }
        }
        flat.inside.sort();
        // The same set, closed and open: closed says more.
        flat.inside.dedup_by(|next, kept| {
            let same = next.id == kept.id;
            kept.closed |= same && next.closed;
            same
        });
        flat.outside.sort();
        flat.outside.dedup();
        (flat.types != Types::NONE).then_some(flat)
    }

    fn take_apart(&mut self, work: &mut Work, flat: &mut Flat) -> Result<(), Contradiction> {
        loop {
            if let Some(item) = work.inside.pop() {
                self.take_inside(item, work, flat)?;
            } else if let Some(id) = work.outside.pop() {
                self.take_outside(id, work, flat)?;
            } else {
                return Ok(());
            }
        }
    }

    fn take_inside(
        &mut self,
        item: Item,
        work: &mut Work,
        flat: &mut Flat,
    ) -> Result<(), Contradiction> {
        if work.failing.contains(&item.id) {
            return Err(Contradiction);
        }
        if !work.holding.insert(item.id) {
            // Known already; only what a closed producer declares may be new.
            if !item.closed || flat.inside.contains(&item) {
                return Ok(());
            }
        }
        let with = |id: Id| Item { id, closed: item.closed };
        match self.arena.get(item.id) {
            Node::Any => {}
            Node::Never => return Err(Contradiction),
            Node::And(members) => work.inside.extend(members.iter().copied().map(with)),
            Node::Not(inner) => work.outside.push(*inner),
            Node::Ref(slot) => match self.arena.definition(*slot) {
                Some(definition) if !work.holding.contains(&definition) || item.closed => {
                    work.inside.push(with(definition));
                }
                Some(_) | None => {}
            },
            Node::Types(types) => flat.types = flat.types.and(*types),
            Node::Enum(_)
            | Node::Or(_)
            | Node::One(_)
            | Node::Range(_)
            | Node::Multiple(_)
            | Node::Length(_)
            | Node::Text(_)
            | Node::Items(_)
            | Node::Count(_)
            | Node::Unique
            | Node::Contains { .. }
            | Node::Properties(_)
            | Node::Required(_)
            | Node::Size(_)
            | Node::Names(_)
            | Node::Opaque(..) => flat.inside.push(item),
        }
        Ok(())
    }

    fn take_outside(
        &mut self,
        id: Id,
        work: &mut Work,
        flat: &mut Flat,
    ) -> Result<(), Contradiction> {
        if work.holding.contains(&id) {
            return Err(Contradiction);
        }
        if !work.failing.insert(id) {
            return Ok(());
        }
        match self.arena.get(id) {
            Node::Any => return Err(Contradiction),
            Node::Never => {}
            Node::Or(members) => work.outside.extend(members.iter().copied()),
            Node::Not(inner) => work.inside.push(Item::open(*inner)),
            Node::Ref(slot) => work.outside.extend(self.arena.definition(*slot)),
            Node::Types(types) => flat.types = flat.types.and(types.not()),
            Node::Enum(_)
            | Node::And(_)
            | Node::One(_)
            | Node::Range(_)
            | Node::Multiple(_)
            | Node::Length(_)
            | Node::Text(_)
            | Node::Items(_)
            | Node::Count(_)
            | Node::Unique
            | Node::Contains { .. }
            | Node::Properties(_)
            | Node::Required(_)
            | Node::Size(_)
            | Node::Names(_)
            | Node::Opaque(..) => flat.outside.push(id),
        }
        Ok(())
    }

    /// Uses what is known to make alternatives smaller; what becomes certain is work again.
    fn settle(&mut self, work: &mut Work, flat: &mut Flat) -> Result<(), Contradiction> {
        for item in std::mem::take(&mut flat.inside) {
            match self.arena.get(item.id).clone() {
                Node::Or(members) => self.settle_or(item, &members, work, flat)?,
                Node::One(members) => self.settle_one(item, &members, work, flat)?,
                _ => flat.inside.push(item),
            }
        }
        for id in std::mem::take(&mut flat.outside) {
            match self.arena.get(id).clone() {
                Node::And(members) => self.settle_not_all(id, &members, work, flat)?,
                Node::One(members) => self.settle_not_one(id, &members, work, flat),
                _ => flat.outside.push(id),
            }
        }
        Ok(())
    }

    fn settle_or(
        &mut self,
        item: Item,
        members: &[Id],
        work: &mut Work,
        flat: &mut Flat,
    ) -> Result<(), Contradiction> {
        // One that holds is enough, unless the others may declare more properties.
        if !item.closed && members.iter().any(|member| work.holding.contains(member)) {
            return Ok(());
        }
        let open: Vec<Id> =
            members.iter().copied().filter(|member| !work.failing.contains(member)).collect();
        match open.as_slice() {
            [] => return Err(Contradiction),
            [only] => work.inside.push(Item { id: *only, closed: item.closed }),
            _ if open.len() < members.len() => {
                let id = self.arena.or(open);
                work.inside.push(Item { id, closed: item.closed });
            }
            _ => flat.inside.push(item),
        }
        Ok(())
    }

    fn settle_one(
        &mut self,
        item: Item,
        members: &[Id],
        work: &mut Work,
        flat: &mut Flat,
    ) -> Result<(), Contradiction> {
        let open: Vec<Id> =
            members.iter().copied().filter(|member| !work.failing.contains(member)).collect();
        let holding: Vec<Id> =
            open.iter().copied().filter(|member| work.holding.contains(member)).collect();
        match (holding.as_slice(), open.as_slice()) {
            (_, []) | ([_, _, ..], _) => return Err(Contradiction),
            ([one], _) => {
                let others = open.iter().copied().filter(|member| member != one);
                work.outside.extend(others);
                if item.closed {
                    work.inside.push(Item { id: *one, closed: true });
                }
            }
            ([], [only]) => work.inside.push(Item { id: *only, closed: item.closed }),
            ([], _) if open.len() < members.len() => {
                let id = self.arena.one(open);
                work.inside.push(Item { id, closed: item.closed });
            }
            ([], _) => flat.inside.push(item),
        }
        Ok(())
    }

    /// Outside of a conjunction: one of its members fails.
    fn settle_not_all(
        &mut self,
        id: Id,
        members: &[Id],
        work: &mut Work,
        flat: &mut Flat,
    ) -> Result<(), Contradiction> {
        // Members are sorted, and there may be far more of them than of what fails.
        let fails = if work.failing.len() < members.len() / 8 {
            work.failing.iter().any(|failing| members.binary_search(failing).is_ok())
        } else {
            members.iter().any(|member| work.failing.contains(member))
        };
        if fails {
            return Ok(());
        }
        let open: Vec<Id> =
            members.iter().copied().filter(|member| !work.holding.contains(member)).collect();
        match open.as_slice() {
            [] => return Err(Contradiction),
            [only] => work.outside.push(*only),
            _ if open.len() < members.len() => {
                let smaller = self.arena.and(open);
                work.outside.push(smaller);
            }
            _ => flat.outside.push(id),
        }
        Ok(())
    }

    /// Outside of "exactly one": none of them holds, or two.
    fn settle_not_one(&mut self, id: Id, members: &[Id], work: &mut Work, flat: &mut Flat) {
        let open: Vec<Id> =
            members.iter().copied().filter(|member| !work.failing.contains(member)).collect();
        let holding = open.iter().filter(|member| work.holding.contains(member)).count();
        match (holding, open.as_slice()) {
            (_, []) | (2.., _) => {}
            (1, _) => {
                let others: Vec<Id> =
                    open.iter().copied().filter(|member| !work.holding.contains(member)).collect();
                let another = self.arena.or(others);
                work.inside.push(Item::open(another));
            }
            (0, [only]) => work.outside.push(*only),
            (0, _) if open.len() < members.len() => {
                let smaller = self.arena.one(open);
                work.outside.push(smaller);
            }
            (0, _) => flat.outside.push(id),
        }
    }
}

/// Nothing is asked of a value.
pub(super) fn is_trivial(id: Id) -> bool {
    id == Arena::ANY
}
