//! Parts whose meaning is not known: they mean the same only where they are written in the same way, with all that they
//! refer to.

use std::collections::BTreeMap;

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

/// The parts that both documents have as often, written in the same way.
#[derive(Debug, Default)]
pub(crate) struct Doubts {
    same: Vec<Written>,
}

impl Doubts {
    pub(crate) fn of(old: &Document, new: &Document) -> Self {
        let [before, after] = [old, new].map(written);
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
        let both = before.into_iter().filter(|(written, count)| after.get(written) == Some(count));
        let same = both.map(|(written, _)| written).filter(|written| is_same(written)).collect();
        Self { same }
    }

    pub(crate) fn is_same(&self, part: &Part<'_>) -> bool {
        let written = match part {
            Part::Fault(fault) => of_fault(fault),
            Part::Reference(reference) => Written::Address(reference.target.clone()),
        };
        self.same.contains(&written)
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

/// How often each such part stands in a document.
fn written(document: &Document) -> BTreeMap<Written, usize> {
    let faults = document.faults().iter().filter(|it| it.reading == Reading::NotUnderstood);
    let unresolved = document.unresolved();
    let addresses = unresolved.into_iter().filter(|it| it.why == Unreached::Address);
    let addresses = addresses.map(|it| Written::Address(it.target));
    let mut counts = BTreeMap::new();
    for written in faults.map(of_fault).chain(addresses) {
        *counts.entry(written).or_default() += 1;
    }
    counts
}
