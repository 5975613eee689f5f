//! Schemas that contain themselves: equal where no unfolding tells them apart.
//!
//! Hash-consing makes all other equal schemas one node. A recursive one is a slot of its own in every
//! document, so two of them are compared by assuming that they are equal and looking for a
//! contradiction: the greatest fixpoint.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::{Arena, Id, Node, Unread};

/// More pairs are not compared.
const MOST: usize = 20_000;
/// With more different recursive schemas of one shape a new one is compared with the first of them only.
const REPRESENTATIVES: usize = 256;
/// So many levels make the shape of a schema: the values of a tag are two levels below the object that has it.
const LEVELS: u8 = 4;
/// A longer chain of references without anything between them is not followed.
const CHAIN: usize = 64;

/// What is known of recursive schemas.
#[derive(Debug, Default)]
pub(crate) struct Recursive {
    /// The first node that was equal; itself where there was none.
    known: FxHashMap<Id, Id>,
    /// By their shape: only those of one shape can be equal.
    representatives: FxHashMap<u64, Vec<Id>>,
    shapes: FxHashMap<(Id, u8), u64>,
    reaching: FxHashMap<Id, bool>,
}

impl Arena {
    /// The first node that was met which is equal to this one.
    pub(crate) fn representative(&mut self, id: Id) -> Id {
        if let Some(known) = self.recursive.known.get(&id) {
            return *known;
        }
        let mut first = id;
        if self.reaches_itself(id) {
            let shape = self.shape(id, LEVELS);
            let others = self.recursive.representatives.get(&shape).into_iter().flatten().copied();
            match others.take(REPRESENTATIVES).find(|other| self.are_equal(*other, id)) {
                Some(other) => first = other,
                None => self.recursive.representatives.entry(shape).or_default().push(id),
            }
        }
        self.recursive.known.insert(id, first);
        first
    }

    fn reaches_itself(&mut self, id: Id) -> bool {
        if let Some(known) = self.recursive.reaching.get(&id) {
            return *known;
        }
        let node = self.get(id);
        let reaches = matches!(node, Node::Ref(_))
            || parts(node).into_iter().any(|part| self.reaches_itself(part));
        self.recursive.reaching.insert(id, reaches);
        reaches
    }

    /// A number that equal schemas share, made of the first levels.
    fn shape(&mut self, mut id: Id, levels: u8) -> u64 {
        for _ in 0..CHAIN {
            let Node::Ref(slot) = self.get(id) else { break };
            let Some(definition) = self.definition(*slot) else { break };
            id = definition;
        }
        if let Some(known) = self.recursive.shapes.get(&(id, levels)) {
            return *known;
        }
        let node = self.get(id).clone();
        let mut hasher = FxHasher::default();
        std::mem::discriminant(&node).hash(&mut hasher);
        let parts = parts(&node);
        if parts.is_empty() {
            node.hash(&mut hasher);
        }
        if let Node::Properties(all) = &node {
            for named in &all.named {
                (&named.name, named.sent).hash(&mut hasher);
            }
        }
        if levels > 0 {
            // Members of a list have no order that two documents share.
            let mut below: Vec<u64> =
                parts.into_iter().map(|part| self.shape(part, levels - 1)).collect();
            below.sort_unstable();
            below.hash(&mut hasher);
        }
        let shape = hasher.finish();
        self.recursive.shapes.insert((id, levels), shape);
        shape
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
