//! Which messages reach a change: against the arrows of the comparison, from the schemas where it was noted to those that
//! messages begin with.

use std::collections::{BTreeMap, VecDeque};

use gatepact_schema::Step;

use crate::compare::context::Context;

/// The arrows of a comparison, reversed.
pub(super) struct Reach {
    above: Vec<Vec<(usize, Option<Step>)>>,
    /// The roots of each pair of schemas that messages begin with.
    roots: BTreeMap<usize, Vec<usize>>,
}

/// A way from where a message begins to a change.
#[derive(Debug, Clone)]
pub(super) struct Way {
    /// The pair of schemas that the message begins with.
    pub(super) pair: usize,
    /// The steps from there.
    pub(super) path: Vec<Step>,
    /// Each alternative on the way, from the outside in: the pair that lists it, its own, the steps before it.
    pub(super) alternatives: Vec<Passed>,
}

/// An alternative on a way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passed {
    /// The pair of schemas that lists it.
    pub(super) list: usize,
    /// The pair of the alternative itself.
    pub(super) pair: usize,
    /// How many steps of the path lead into it.
    pub(super) depth: usize,
}

impl Reach {
    pub(super) fn new(context: &Context<'_>) -> Self {
        let mut above = vec![Vec::new(); context.nodes.len()];
        for (index, node) in context.nodes.iter().enumerate() {
            for (below, step) in &node.reaches {
                above[*below].push((index, step.clone()));
            }
        }
        let mut roots: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, root) in context.roots.iter().enumerate() {
            roots.entry(root.pair).or_default().push(index);
        }
        Self { above, roots }
    }

    /// The ways to any of the nodes, the shortest first; one for each pair that messages begin with.
    pub(super) fn ways(&self, nodes: &[usize]) -> Vec<Way> {
        /// Where the search came from: the node below, and the step that leads there.
        type Came<'s> = Option<(usize, Option<&'s Step>)>;
        let mut came: BTreeMap<usize, Came<'_>> = nodes.iter().map(|node| (*node, None)).collect();
        let mut open: VecDeque<usize> = nodes.iter().copied().collect();
        let mut ways = Vec::new();
        while let Some(node) = open.pop_front() {
            if self.roots.contains_key(&node) {
                let (mut path, mut alternatives) = (Vec::new(), Vec::new());
                let mut here = node;
                while let Some(Some((below, step))) = came.get(&here) {
                    path.extend(step.cloned());
                    if matches!(step, Some(Step::Alternative(_))) {
                        let depth = path.len();
                        alternatives.push(Passed { list: here, pair: *below, depth });
                    }
                    here = *below;
                }
                ways.push(Way { pair: node, path, alternatives });
            }
            for (above, step) in &self.above[node] {
                came.entry(*above).or_insert_with(|| {
                    open.push_back(*above);
                    Some((node, step.as_ref()))
                });
            }
        }
        ways
    }

    /// The names of the operations whose messages begin where the ways do.
    pub(super) fn operations<'w>(
        &'w self,
        context: &'w Context<'_>,
        ways: &'w [Way],
    ) -> impl Iterator<Item = String> + 'w {
        let roots = ways.iter().flat_map(|way| &self.roots[&way.pair]);
        let names = roots
            .filter_map(|root| context.nodes[context.roots[*root].operation].operation.as_ref());
        names.map(|operation| operation.name.clone())
    }

    /// The first of the roots of a pair.
    pub(super) fn first_root(&self, pair: usize) -> usize {
        self.roots[&pair][0]
    }

    /// The pairs that messages begin with, in the order of the comparison.
    pub(super) fn root_pairs(&self) -> impl Iterator<Item = usize> {
        self.roots.keys().copied()
    }
}
