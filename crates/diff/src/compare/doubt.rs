//! Parts whose meaning is not known: they mean the same only where they are written in the same way, with all that they
//! refer to.

use std::collections::{BTreeMap, BTreeSet};

use gatepact_finding::Pointer;
use gatepact_openapi::{Document, Fault, Reading, Unreached, Unresolved};

use crate::containment::SyntacticEq;

/// A part whose meaning is not known.
pub(crate) enum Part<'p> {
    Fault(&'p Fault),
    Reference(&'p Unresolved),
}

/// How the part is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Written {
    Fault { reason: String, written: String, targets: Vec<Pointer> },
    Address(String),
}

/// The parts that both documents have, written in the same way: in the same place, or else as often.
#[derive(Debug, Default)]
pub(crate) struct Doubts {
    same: BTreeSet<(Option<Pointer>, Written)>,
}

impl Doubts {
    pub(crate) fn of(old: &Document, new: &Document) -> Self {
        let [mut before, mut after] = [old, new].map(written);
        let mut syntactic_eq = SyntacticEq::default();
        let mut is_same = |written: &Written| match written {
            Written::Address(_) => true,
            Written::Fault { targets, .. } => targets.iter().all(|target| {
                let [old, new] = [old, new].map(|document| document.root().at(target));
                match (old, new) {
                    (Some(old), Some(new)) => syntactic_eq.holds(&old, &new),
                    (None, None) => true,
                    (Some(_), None) | (None, Some(_)) => false,
                }
            }),
        };
        let in_place: Vec<_> = before.intersection(&after).cloned().collect();
        for part in &in_place {
            before.remove(part);
            after.remove(part);
        }
        let [before, after] = [before, after].map(|parts| counted(parts.into_iter()));
        let both = before.into_iter().filter(|(written, count)| after.get(written) == Some(count));
        let same = in_place.into_iter().map(|(pointer, written)| (Some(pointer), written));
        let same = same.chain(both.map(|(written, _)| (None, written)));
        Self { same: same.filter(|(_, written)| is_same(written)).collect() }
    }

    pub(crate) fn is_same(&self, part: &Part<'_>) -> bool {
        let (pointer, written) = match part {
            Part::Fault(fault) => (&fault.pointer, of_fault(fault)),
            Part::Reference(reference) => {
                (&reference.pointer, Written::Address(reference.target.clone()))
            }
        };
        let in_place = (Some(pointer.clone()), written);
        if self.same.contains(&in_place) {
            return true;
        }
        self.same.contains(&(None, in_place.1))
    }
}

fn of_fault(fault: &Fault) -> Written {
    let Fault { reason, written, targets, .. } = fault;
    let mut written = written.clone();
    written.sort_all_objects();
    Written::Fault {
        reason: reason.clone(),
        written: written.to_string(),
        targets: targets.clone(),
    }
}

/// Each such part of a document, with its place.
fn written(document: &Document) -> BTreeSet<(Pointer, Written)> {
    let faults = document.faults().iter().filter(|it| it.reading == Reading::NotUnderstood);
    let faults = faults.map(|it| (it.pointer.clone(), of_fault(it)));
    let unresolved = document.unresolved();
    let addresses = unresolved.into_iter().filter(|it| it.why == Unreached::Address);
    let addresses = addresses.map(|it| (it.pointer, Written::Address(it.target)));
    faults.chain(addresses).collect()
}

/// How often each is written, wherever it is.
fn counted(parts: impl Iterator<Item = (Pointer, Written)>) -> BTreeMap<Written, usize> {
    let mut counts = BTreeMap::new();
    for (_, written) in parts {
        *counts.entry(written).or_default() += 1;
    }
    counts
}
