//! Schemas that contain themselves: equal where no unfolding tells them apart.
//!
//! Hash-consing makes all other equal schemas one node. A recursive one is a slot of its own in every
//! document, so two of them are compared by assuming that they are equal and looking for a
//! contradiction: the greatest fixpoint.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Arena, Id, Node, Unread};

/// More pairs are not compared.
const MOST: usize = 20_000;
/// With more different recursive schemas a new one is compared with the first of them only.
const REPRESENTATIVES: usize = 256;

/// What is known of recursive schemas.
#[derive(Debug, Default)]
pub(crate) struct Recursive {
    /// The first node that was equal; itself where there was none.
    known: FxHashMap<Id, Id>,
    representatives: Vec<Id>,
}

impl Arena {
    /// The first node that was met which is equal to this one.
    pub(crate) fn representative(&mut self, id: Id) -> Id {
        if let Some(known) = self.recursive.known.get(&id) {
            return *known;
        }
        let mut first = id;
        if self.reaches_itself(id) {
            let others = self.recursive.representatives.iter().copied();
            match others.take(REPRESENTATIVES).find(|other| self.are_equal(*other, id)) {
                Some(other) => first = other,
                None => self.recursive.representatives.push(id),
            }
        }
        self.recursive.known.insert(id, first);
        first
    }

    fn reaches_itself(&self, id: Id) -> bool {
        let mut open = vec![id];
        let mut seen = FxHashSet::default();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            if let Node::Ref(_) = self.get(id) {
                return true;
            }
            open.extend(parts(self.get(id)));
        }
        false
    }

    fn are_equal(&self, left: Id, right: Id) -> bool {
        let mut assumed = FxHashSet::default();
        let mut open = vec![(left, right)];
        while let Some((left, right)) = open.pop() {
            if left == right || !assumed.insert((left, right)) {
                continue;
            }
            if assumed.len() > MOST {
                return false;
            }
            match (self.get(left), self.get(right)) {
                (Node::Ref(slot), _) => match self.definition(*slot) {
                    Some(definition) => open.push((definition, right)),
                    None => return false,
                },
                (_, Node::Ref(slot)) => match self.definition(*slot) {
                    Some(definition) => open.push((left, definition)),
                    None => return false,
                },
                (left, right) => match pairs(left, right) {
                    Some(pairs) => open.extend(pairs),
                    None => return false,
                },
            }
        }
        true
    }
}

/// The pairs that must be equal for two different nodes to be; `None` when they are not.
fn pairs(left: &Node, right: &Node) -> Option<Vec<(Id, Id)>> {
    let same_frame = match (left, right) {
        (Node::And(a), Node::And(b))
        | (Node::Or(a), Node::Or(b))
        | (Node::One(a), Node::One(b)) => return members(a, b),
        (Node::Not(_), Node::Not(_)) | (Node::Names(_), Node::Names(_)) => true,
        (Node::Opaque(a, Unread::Meant(_)), Node::Opaque(b, Unread::Meant(_))) => a == b,
        (Node::Items(a), Node::Items(b)) => a.prefix.len() == b.prefix.len(),
        (Node::Contains { span: a, .. }, Node::Contains { span: b, .. }) => a == b,
        (Node::Properties(a), Node::Properties(b)) => {
            let named = a.named.iter().map(|named| (&named.name, named.sent));
            a.explicit == b.explicit
                && named.eq(b.named.iter().map(|named| (&named.name, named.sent)))
                && a.patterns.iter().map(|pattern| pattern.0).eq(b.patterns.iter().map(|p| p.0))
        }
        _ => false,
    };
    same_frame.then(|| parts(left).into_iter().zip(parts(right)).collect())
}

/// Members in the order in which they were met, those that both have left out.
fn members(left: &[Id], right: &[Id]) -> Option<Vec<(Id, Id)>> {
    let only = |these: &[Id], those: &[Id]| -> Vec<Id> {
        these.iter().copied().filter(|id| those.binary_search(id).is_err()).collect()
    };
    let (ours, theirs) = (only(left, right), only(right, left));
    let alike = left.len() == right.len() && ours.len() == theirs.len();
    alike.then(|| ours.into_iter().zip(theirs).collect())
}

/// The nodes a node is made of.
fn parts(node: &Node) -> Vec<Id> {
    match node {
        Node::And(members) | Node::Or(members) | Node::One(members) => members.to_vec(),
        Node::Not(inner) | Node::Names(inner) | Node::Contains { item: inner, .. } => vec![*inner],
        Node::Items(items) => items.prefix.iter().copied().chain([items.rest]).collect(),
        Node::Properties(all) => {
            let named = all.named.iter().map(|named| named.schema);
            let patterns = all.patterns.iter().map(|(_, schema)| *schema);
            named.chain(patterns).chain([all.rest]).collect()
        }
        Node::Any
        | Node::Never
        | Node::Types(_)
        | Node::Enum(_)
        | Node::Ref(_)
        | Node::Range(_)
        | Node::Multiple(_)
        | Node::Length(_)
        | Node::Text(_)
        | Node::Count(_)
        | Node::Unique
        | Node::Required(_)
        | Node::Size(_)
        | Node::Opaque(_, Unread::Written(_) | Unread::Alone(_) | Unread::Within(_)) => Vec::new(),
        Node::Opaque(_, Unread::Meant(meant)) => vec![*meant],
    }
}
