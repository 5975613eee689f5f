//! The walk over two documents: which pairs of parts were compared, what was found in each, who reaches it.
//!
//! Each pair of schemas is compared once per direction, from a queue: recursion in a schema ends, nothing overflows,
//! and the time is that of the documents, not of the paths through them. An operation then owns all changes in the
//! pairs it can reach.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::Options;
use super::change::{Change, Facts};
use super::cursor::Cursor;
use super::rules::Kind;
use super::schema;
use super::severity::Direction;

/// The state of one comparison.
#[derive(Default)]
pub(super) struct Walk<'d> {
    pub(super) options: Options,
    nodes: Vec<Node>,
    pairs: HashMap<(String, String, Direction), usize>,
    queue: Vec<(Pass, Cursor<'d>, Cursor<'d>)>,
}

/// What is being compared: a node of the walk, in a direction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pass {
    node: usize,
    pub(super) direction: Direction,
}

impl Pass {
    pub(super) fn towards(self, direction: Direction) -> Self {
        Self { direction, ..self }
    }
}

#[derive(Default)]
struct Node {
    operation: Option<String>,
    found: Vec<Found>,
    reaches: Vec<usize>,
}

struct Found {
    kind: Kind,
    direction: Direction,
    place: Place,
    facts: Facts,
}

/// Where a change stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    old: Option<String>,
    new: Option<String>,
}

impl Place {
    pub(super) fn added(new: &Cursor<'_>) -> Self {
        Self { old: None, new: Some(new.pointer.clone()) }
    }

    pub(super) fn removed(old: &Cursor<'_>) -> Self {
        Self { old: Some(old.pointer.clone()), new: None }
    }

    pub(super) fn both(old: &Cursor<'_>, new: &Cursor<'_>) -> Self {
        Self { old: Some(old.pointer.clone()), new: Some(new.pointer.clone()) }
    }
}

impl<'d> Walk<'d> {
    pub(super) fn new(options: Options) -> Self {
        Self { options, ..Self::default() }
    }

    /// A pass over the API as a whole.
    pub(super) fn whole(&mut self) -> Pass {
        self.enter(Node::default())
    }

    /// A pass over an operation.
    pub(super) fn operation(&mut self, name: String) -> Pass {
        self.enter(Node { operation: Some(name), ..Node::default() })
    }

    fn enter(&mut self, node: Node) -> Pass {
        self.nodes.push(node);
        Pass { node: self.nodes.len() - 1, direction: Direction::Request }
    }

    /// Notes a change.
    pub(super) fn report(&mut self, pass: Pass, kind: Kind, place: Place, facts: Facts) {
        self.nodes[pass.node].found.push(Found { kind, direction: pass.direction, place, facts });
    }

    /// Two schemas to compare, now or already.
    pub(super) fn schemas(&mut self, pass: Pass, old: &Cursor<'d>, new: &Cursor<'d>) {
        let (old, new) = (old.resolved(), new.resolved());
        let key = (old.pointer.clone(), new.pointer.clone(), pass.direction);
        let node = match self.pairs.get(&key) {
            Some(node) => *node,
            None => {
                let inner = self.enter(Node::default()).towards(pass.direction);
                self.pairs.insert(key, inner.node);
                self.queue.push((inner, old, new));
                inner.node
            }
        };
        self.nodes[pass.node].reaches.push(node);
    }

    /// Compares what is left and collects the changes.
    pub(super) fn finish(mut self) -> Vec<Change> {
        while let Some((pass, old, new)) = self.queue.pop() {
            schema::compare(&mut self, pass, &old, &new);
        }
        self.collect()
    }

    /// Equal findings are one change; its operations are those from which a walk reaches one of them.
    fn collect(self) -> Vec<Change> {
        let (mut changes, owners) = self.distinct();
        let mut seen = vec![usize::MAX; self.nodes.len()];
        for (root, node) in self.nodes.iter().enumerate() {
            let Some(operation) = &node.operation else { continue };
            let mut open = vec![root];
            while let Some(index) = open.pop() {
                if seen[index] == root {
                    continue;
                }
                seen[index] = root;
                open.extend(&self.nodes[index].reaches);
                for change in &owners[index] {
                    changes[*change].operations.push(operation.clone());
                }
            }
        }
        for change in &mut changes {
            change.operations.sort();
            change.operations.dedup();
        }
        changes.sort_by_cached_key(|change| (Reverse(change.severity()), change.id()));
        changes
    }

    /// The distinct changes in the order of kind and place, and which of them each node found.
    fn distinct(&self) -> (Vec<Change>, Vec<Vec<usize>>) {
        let mut finders: BTreeMap<_, (&Found, Vec<usize>)> = BTreeMap::new();
        for (index, node) in self.nodes.iter().enumerate() {
            for found in &node.found {
                finders.entry(found.key()).or_insert((found, Vec::new())).1.push(index);
            }
        }
        let mut changes = Vec::with_capacity(finders.len());
        let mut owners = vec![Vec::new(); self.nodes.len()];
        for (found, indices) in finders.into_values() {
            for index in indices {
                owners[index].push(changes.len());
            }
            changes.push(found.change());
        }
        (changes, owners)
    }
}

impl Found {
    /// What makes a finding the same as another one; values count by their text.
    fn key(&self) -> (Kind, Direction, &Place, Option<&str>, [String; 2]) {
        let text =
            |value: &Option<Value>| value.as_ref().map_or_else(String::new, Value::to_string);
        let values = [text(&self.facts.old), text(&self.facts.new)];
        (self.kind, self.direction, &self.place, self.facts.subject.as_deref(), values)
    }

    fn change(&self) -> Change {
        Change {
            kind: self.kind,
            direction: self.direction,
            operations: Vec::new(),
            pointer_old: self.place.old.clone(),
            pointer_new: self.place.new.clone(),
            facts: self.facts.clone(),
            proof: self.kind.row().declared(self.direction),
        }
    }
}
