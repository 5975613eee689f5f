//! The layers of a crate only use lower ones.
//!
//! A layer is a top-level module with all that is in it. Top-level modules that are not in the table are the base:
//! every layer may use them, and they use no layer. The crate's root may use everything; what it re-exports counts
//! as used where it is defined, and nothing may use what the root itself defines.

use super::GRAPHS;
use super::graph::Graph;
use crate::workspace::made_up;

/// The layers of a crate, the lowest first.
const LAYERS: &[(&str, &[&str])] =
    &[("diff", &["containment", "compare", "evidence", "policy", "document_remarks"])];

#[test]
fn layers_only_use_lower_ones() {
    let mut faults: Vec<String> = Vec::new();
    for (name, layers) in LAYERS {
        let graph = GRAPHS.get(*name).unwrap_or_else(|| panic!("there is no crate {name}"));
        faults.extend(faults_of(graph, layers).iter().map(|fault| format!("{name}, {fault}")));
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

fn faults_of(graph: &Graph, layers: &[&str]) -> Vec<String> {
    let is_module = |name: &str| graph.modules.iter().any(|module| module.path == [name]);
    let absent = layers.iter().filter(|layer| !is_module(layer));
    let absent = absent.map(|layer| format!("the layer `{layer}` is not a top-level module"));
    let upward = graph
        .arrows
        .keys()
        .filter(|(from, to)| height(graph, layers, *from) < height(graph, layers, *to));
    absent.chain(upward.map(|arrow| format!("an upward arrow: {}", graph.line(*arrow)))).collect()
}

/// How high a module stands: the base lowest, the root highest.
fn height(graph: &Graph, layers: &[&str], module: usize) -> usize {
    let Some(top) = graph.modules[module].path.first() else { return layers.len() + 1 };
    layers.iter().position(|layer| layer == top).map_or(0, |layer| layer + 1)
}

/// What is wrong in a crate with two layers, a base and these modules.
fn faults_with(code: &str) -> Vec<String> {
    let modules = "pub use high::High; pub struct Root; mod low; mod high; mod base;";
    let files = [
        ("lib.rs", modules),
        ("low.rs", "pub struct Low;"),
        ("high.rs", "pub struct High; mod part;"),
        ("high/part.rs", "pub struct Part;"),
        ("base.rs", "pub struct Base;"),
    ];
    let (changed, code) = code.split_once(": ").unwrap();
    let text = |file: &str, text: &str| {
        if file == changed { format!("{text} {code}") } else { text.to_owned() }
    };
    let files = files.map(|(file, of_it)| (file, text(file, of_it)));
    let files: Vec<(&str, &str)> =
        files.iter().map(|(file, text)| (*file, text.as_str())).collect();
    faults_of(&Graph::of(&made_up(&files)), &["low", "high"])
}

#[test]
fn an_upward_arrow_is_found() {
    for (code, arrow) in [
        ("low.rs: use crate::high::High;", "low -> high: `crate::high::High` in low.rs:1"),
        ("low.rs: use crate::High;", "low -> high: `crate::High` in low.rs:1"),
        (
            "low.rs: use crate::high::part::Part;",
            "low -> high::part: `crate::high::part::Part` in low.rs:1",
        ),
        ("base.rs: fn f() { crate::low::f() }", "base -> low: `crate::low::f` in base.rs:1"),
        ("high.rs: use crate::Root;", "high -> crate: `crate::Root` in high.rs:1"),
        ("base.rs: use crate::Root;", "base -> crate: `crate::Root` in base.rs:1"),
    ] {
        assert_eq!(faults_with(code), [format!("an upward arrow: {arrow}")], "{code}");
    }
}

#[test]
fn arrows_down_and_within_a_layer_are_fine() {
    for code in [
        "high.rs: use crate::low::Low; use crate::base::Base;",
        "high/part.rs: use super::High; use crate::low::Low; use crate::High as Other;",
        "low.rs: use crate::base::Base;",
        "lib.rs: use base::Base; pub use low::Low;",
        "low.rs: #[cfg(test)] mod tests { use crate::high::High; }",
    ] {
        assert_eq!(faults_with(code), [""; 0], "{code}");
    }
}

#[test]
fn a_layer_that_is_not_a_module_is_found() {
    let graph = Graph::of(&made_up(&[("lib.rs", "mod low {}")]));
    let expected = "the layer `high` is not a top-level module";
    assert_eq!(faults_of(&graph, &["low", "high"]), [expected]);
}
