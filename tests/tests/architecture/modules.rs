//! The arrows between the modules of each crate: no cycle larger than a parent and its own children, layers that only
//! use lower ones.
//!
//! A module uses another one when its code names something of it: in a `use`, in a path, in the arguments of a macro
//! or an attribute. A re-export leads to the module that defines the name. Code that is compiled for tests only does
//! not count.

mod cycles;
mod graph;
mod layers;
mod resolve;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::workspace::{crates, sources};
use graph::Graph;

/// The graph of each crate.
static GRAPHS: LazyLock<BTreeMap<String, Graph>> = LazyLock::new(|| {
    let graph = |name: String| (name.clone(), Graph::of(&sources(&name)));
    crates().into_iter().map(graph).collect()
});
