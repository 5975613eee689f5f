//! Which templates may take a path: found by the literal segments, so that a large document is not searched as a whole.

use std::collections::HashMap;

use super::template::{Key, Template, decode, split};

/// A tree of segments; the leaves are positions in the list of templates.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    root: Node,
    /// Those that take every path.
    all: Vec<usize>,
}

#[derive(Debug, Clone, Default)]
struct Node {
    literals: HashMap<String, Node>,
    any: Option<Box<Node>>,
    /// Templates that end here.
    ends: Vec<usize>,
    /// Templates with a greedy parameter here; what follows it is not looked at.
    greedy: Vec<usize>,
}

impl Index {
    pub(super) fn new<'t>(templates: impl Iterator<Item = &'t Template>) -> Self {
        let mut index = Self::default();
        for (position, template) in templates.enumerate() {
            let Some(keys) = template.keys() else {
                index.all.push(position);
                continue;
            };
            index.root.insert(keys, position);
        }
        index
    }

    /// The positions of the templates that may take a path, in their order.
    pub(super) fn candidates(&self, path: &str) -> Vec<usize> {
        let parts: Vec<_> = split(path).map(decode).collect();
        let mut found = self.all.clone();
        let mut open = vec![(&self.root, 0)];
        while let Some((node, depth)) = open.pop() {
            let Some(part) = parts.get(depth) else {
                found.extend(&node.ends);
                continue;
            };
            found.extend(&node.greedy);
            open.extend(node.literals.get(part.as_ref()).map(|next| (next, depth + 1)));
            open.extend(node.any.as_deref().map(|next| (next, depth + 1)));
        }
        found.sort_unstable();
        found
    }
}

impl Node {
    fn insert<'t>(&mut self, keys: impl Iterator<Item = Key<'t>>, position: usize) {
        let mut node = self;
        for key in keys {
            node = match key {
                Key::Literal(text) => node.literals.entry(text.to_owned()).or_default(),
                Key::Any => node.any.get_or_insert_default(),
                Key::Several => {
                    node.greedy.push(position);
                    return;
                }
            };
        }
        node.ends.push(position);
    }
}
