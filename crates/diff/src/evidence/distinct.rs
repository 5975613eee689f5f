//! Equal changes are one, whatever number of parts has it.

use std::collections::BTreeMap;

use gatepact_finding::{Direction, Subject};
use serde_json::Value;

use super::proven::ProvenChange;
use crate::compare::context::Context;
use crate::compare::deprecation::Stability;
use crate::compare::raw_change::{Candidate, Details, LetIn, Loss, Place, RawChange};
use crate::rules::ChangeKind;

/// Equal changes.
pub(super) struct Distinct<'d> {
    pub(super) change: ProvenChange,
    pub(super) candidate: Option<Candidate<'d>>,
    /// The nodes that noted it.
    pub(super) finders: Vec<usize>,
    /// Position of the part of the message in which the first of them did.
    pub(super) part: Option<usize>,
    /// Whom one release lets in, as the first of them says it.
    pub(super) caller: Option<LetIn>,
}

/// Takes the changes out of a comparison, with the nodes that noted them, in the order of kind and place; nothing is
/// shown yet.
pub(super) fn distinct<'d>(context: &mut Context<'d>) -> Vec<Distinct<'d>> {
    let mut groups: BTreeMap<Key, Group<'d>> = BTreeMap::new();
    for (index, node) in context.nodes.iter_mut().enumerate() {
        for change in std::mem::take(&mut node.changes) {
            let (key, first) = parts(change);
            groups.entry(key).or_insert(Group { first, finders: Vec::new() }).finders.push(index);
        }
    }
    groups.into_iter().map(Distinct::from).collect()
}

/// What makes a change the same as another one; values count by their text.
type Key = (ChangeKind, Direction, Place, Option<Subject>, ([String; 2], bool));

/// What the first of equal changes has beside its key.
struct First<'d> {
    values: [Option<Value>; 2],
    candidate: Option<Candidate<'d>>,
    loss: Loss,
    part: Option<usize>,
    caller: Option<LetIn>,
}

struct Group<'d> {
    first: First<'d>,
    finders: Vec<usize>,
}

fn parts(change: RawChange<'_>) -> (Key, First<'_>) {
    let RawChange { kind, direction, place, details, candidate, loss, part, caller } = change;
    let opened = caller.as_ref().is_some_and(|it| it.opened);
    let Details { subject, old, new } = details;
    let values = [old, new];
    let texts = values.each_ref().map(|value| match value {
        Some(value) => value.to_string(),
        None => String::new(),
    });
    let first = First { values, candidate, loss, part, caller };
    ((kind, direction, place, subject, (texts, opened)), first)
}

impl<'d> From<(Key, Group<'d>)> for Distinct<'d> {
    fn from((key, group): (Key, Group<'d>)) -> Self {
        let (kind, direction, place, subject, _) = key;
        let Group { first, finders } = group;
        let First { values: [old, new], candidate, loss, part, caller } = first;
        let details = Details { subject, old, new };
        let change = ProvenChange {
            kind,
            direction,
            place,
            details,
            operations: Vec::new(),
            loss,
            promised: Stability::Stable,
            proof: None,
            opened: false,
        };
        Distinct { change, candidate, finders, part, caller }
    }
}
