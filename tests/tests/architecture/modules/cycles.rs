//! No cycle of modules is larger than a parent and its own children.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::GRAPHS;
use super::graph::Graph;
use crate::workspace::made_up;

/// The larger cycles that still exist: the crate, the innermost module around them, and how many modules each has, the
/// largest first. Rows only shrink.
const EXCEPTIONS: &[(&str, &str, &[usize])] = &[
    ("cli", "crate", &[12]),
    ("contract", "crate", &[2]),
    ("gateway", "crate", &[2]),
    ("openapi", "read", &[2]),
    ("publisher", "crate", &[2]),
    ("stage", "crate", &[11]),
];

/// Modules that all lead to each other: a strongly connected component.
type Cycle = BTreeSet<usize>;

#[test]
fn no_cycle_is_larger_than_a_parent_and_its_own_children() {
    let unknown = EXCEPTIONS.iter().filter(|(name, ..)| !GRAPHS.contains_key(*name));
    let mut faults: Vec<String> =
        unknown.map(|row| format!("remove {row:?}: there is no such crate")).collect();
    for (name, graph) in GRAPHS.iter() {
        let rows = EXCEPTIONS.iter().filter(|(of, ..)| of == name);
        let allowed = rows.map(|(_, place, sizes)| ((*place).to_owned(), *sizes)).collect();
        faults.extend(faults_of(graph, allowed).iter().map(|fault| format!("{name}, {fault}")));
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// What is wrong in a crate with these exceptions: the sizes of cycles, by the module around them.
fn faults_of(graph: &Graph, mut allowed: BTreeMap<String, &[usize]>) -> Vec<String> {
    let mut found: BTreeMap<String, Vec<Cycle>> = BTreeMap::new();
    for cycle in cycles(graph).into_iter().filter(|cycle| !is_family(graph, cycle)) {
        found.entry(around(graph, &cycle)).or_default().push(cycle);
    }
    for place in allowed.keys() {
        found.entry(place.clone()).or_default();
    }
    let mut faults = Vec::new();
    for (place, mut cycles) in found {
        cycles.sort_by_key(|cycle| std::cmp::Reverse(cycle.len()));
        let sizes = allowed.remove(&place).unwrap_or_default();
        let fault = fault_of(graph, &cycles, sizes);
        faults.extend(fault.map(|fault| format!("in `{place}`: {fault}")));
    }
    faults
}

/// What is wrong with these cycles, if exceptions allow such sizes; the largest first.
fn fault_of(graph: &Graph, cycles: &[Cycle], allowed: &[usize]) -> Option<String> {
    let sizes: Vec<usize> = cycles.iter().map(BTreeSet::len).collect();
    let larger: Vec<String> = cycles
        .iter()
        .enumerate()
        .filter(|(index, cycle)| allowed.get(*index).is_none_or(|size| cycle.len() > *size))
        .map(|(_, cycle)| describe(graph, cycle))
        .collect();
    if !larger.is_empty() {
        let found = format!("cycles of {sizes:?} modules, the exceptions allow {allowed:?}");
        Some(format!("{found}\n{}", larger.join("\n")))
    } else if sizes.is_empty() {
        Some(format!("the exception {allowed:?} is stale: remove it, no such cycle is left"))
    } else if sizes != allowed {
        Some(format!("the exception {allowed:?} is stale: write {sizes:?}"))
    } else {
        None
    }
}

/// The modules of a cycle, and the uses that make a shortest one.
fn describe(graph: &Graph, cycle: &Cycle) -> String {
    let names: Vec<String> = cycle.iter().map(|module| graph.name(*module)).collect();
    let way = shortest(graph, cycle);
    let next = way.iter().skip(1).chain(way.first());
    let uses: Vec<String> =
        way.iter().zip(next).map(|(from, to)| graph.line((*from, *to))).collect();
    let (names, uses) = (names.join(", "), uses.join("\n    "));
    format!("  the modules: {names}\n  a shortest cycle, remove one of these uses:\n    {uses}")
}

/// The strongly connected components of at least two modules.
fn cycles(graph: &Graph) -> Vec<Cycle> {
    let reached: Vec<BTreeSet<usize>> =
        (0..graph.modules.len()).map(|from| reached(graph, from)).collect();
    let mut found = BTreeSet::new();
    for (module, from_it) in reached.iter().enumerate() {
        let cycle = from_it.iter().copied().filter(|other| reached[*other].contains(&module));
        let cycle: Cycle = cycle.collect();
        if cycle.len() > 1 {
            found.insert(cycle);
        }
    }
    found.into_iter().collect()
}

/// The modules that a module leads to, itself among them if an arrow leads back.
fn reached(graph: &Graph, from: usize) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from];
    while let Some(module) = open.pop() {
        open.extend(graph.used_by(module).filter(|used| reached.insert(*used)));
    }
    reached
}

/// Whether a cycle consists of a parent and its own children.
fn is_family(graph: &Graph, cycle: &Cycle) -> bool {
    let is_parent = |parent: usize| {
        cycle.iter().all(|it| *it == parent || graph.modules[*it].parent == Some(parent))
    };
    cycle.iter().any(|module| is_parent(*module))
}

/// The innermost module that is or contains all modules of a cycle.
fn around(graph: &Graph, cycle: &Cycle) -> String {
    let paths: Vec<&[String]> = cycle.iter().map(|it| graph.modules[*it].path.as_slice()).collect();
    let mut shared = paths[0];
    while !paths.iter().all(|path| path.starts_with(shared)) {
        shared = &shared[..shared.len() - 1];
    }
    if shared.is_empty() { "crate".to_owned() } else { shared.join("::") }
}

/// A shortest cycle among these modules; if possible one that is not itself a parent with its own children.
fn shortest(graph: &Graph, cycle: &Cycle) -> Vec<usize> {
    let inside = |(from, to): &&(usize, usize)| cycle.contains(from) && cycle.contains(to);
    graph
        .arrows
        .keys()
        .filter(inside)
        .map(|(from, to)| way(graph, *to, *from))
        .min_by_key(|way| (is_family(graph, &way.iter().copied().collect()), way.len()))
        .unwrap()
}

/// The modules on a shortest way from one module to another.
fn way(graph: &Graph, from: usize, to: usize) -> Vec<usize> {
    let mut before = BTreeMap::from([(from, from)]);
    let mut open = VecDeque::from([from]);
    while let Some(module) = open.pop_front() {
        for used in graph.used_by(module) {
            before.entry(used).or_insert_with(|| {
                open.push_back(used);
                module
            });
        }
    }
    let mut way = vec![to];
    while way[0] != from {
        way.insert(0, before[&way[0]]);
    }
    way
}

fn graph(modules: &str, files: &[(&str, &str)]) -> Graph {
    Graph::of(&made_up(&[&[("lib.rs", modules)], files].concat()))
}

fn cycle_of_three() -> Graph {
    graph(
        "mod a; mod b; mod c;",
        &[
            ("a.rs", "use crate::b::B;\npub struct A;"),
            ("b.rs", "pub struct B;\nfn f() { crate::c::f() }"),
            ("c.rs", "pub fn f() -> super::a::A { todo!() }"),
        ],
    )
}

#[test]
fn a_cycle_of_three_is_found_with_its_uses() {
    let expected = "in `crate`: cycles of [3] modules, the exceptions allow []\n\
                    \x20 the modules: a, b, c\n\
                    \x20 a shortest cycle, remove one of these uses:\n\
                    \x20   b -> c: `crate::c::f` in b.rs:2\n\
                    \x20   c -> a: `super::a::A` in c.rs:1\n\
                    \x20   a -> b: `crate::b::B` in a.rs:1";
    assert_eq!(faults_of(&cycle_of_three(), BTreeMap::new()), [expected]);
}

#[test]
fn the_cycle_that_is_shown_is_one_that_breaks_the_law() {
    let a =
        "mod a { use d::D; use crate::b::B; pub struct A; mod d { use super::A; pub struct D; } }";
    let others =
        "mod b { use crate::c::C; pub struct B; } mod c { use crate::a::A; pub struct C; }";
    let graph = graph(&format!("{a} {others}"), &[]);
    let cycle = &cycles(&graph)[0];
    assert_eq!((cycle.len(), shortest(&graph, cycle).len()), (4, 3));
}

#[test]
fn the_table_holds_the_exact_sizes() {
    let faults = |place: &str, sizes: &[usize]| {
        faults_of(&cycle_of_three(), BTreeMap::from([(place.to_owned(), sizes)]))
    };
    assert!(faults("crate", &[3]).is_empty());
    let larger = &faults("crate", &[2])[0];
    assert!(larger.starts_with("in `crate`: cycles of [3] modules, the exceptions allow [2]\n"));
    let stale = "in `crate`: the exception [4] is stale: write [3]";
    assert_eq!(faults("crate", &[4]), [stale]);
    assert_eq!(faults("crate", &[3, 2]), ["in `crate`: the exception [3, 2] is stale: write [3]"]);
    let gone = "in `a`: the exception [2] is stale: remove it, no such cycle is left";
    assert_eq!(faults("a", &[2])[0], gone);
}

#[test]
fn a_parent_with_its_own_children_is_fine() {
    let graph = graph(
        "mod a { mod b; mod c; pub struct A; fn f() { b::f() } fn g() { c::f() } }",
        &[("a/b.rs", "use super::{A, c::f};"), ("a/c.rs", "use super::A; use super::b::f;")],
    );
    assert_eq!(cycles(&graph).iter().map(BTreeSet::len).collect::<Vec<_>>(), [3]);
    assert_eq!(faults_of(&graph, BTreeMap::new()), [""; 0]);
}

#[test]
fn siblings_and_grandchildren_are_no_parent_with_its_own_children() {
    for (modules, names) in [
        (
            "mod a { use crate::b::B; pub struct A; } mod b { use crate::a::A; pub struct B; }",
            "a, b",
        ),
        (
            "mod a { use b::B; struct A; mod b { mod c { use crate::a::A; } use c::C; } }",
            "a, a::b, a::b::c",
        ),
        ("mod a { use b::c::C; struct A; mod b { pub mod c { use crate::a::A; } } }", "a, a::b::c"),
    ] {
        let faults = faults_of(&graph(modules, &[]), BTreeMap::new());
        assert!(faults[0].contains(&format!("the modules: {names}\n")), "{faults:?}");
    }
}
