//! Which module of a crate uses which other one.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::resolve::Resolver;
use crate::source::{Module, modules};
use crate::workspace::{Files, made_up};

/// The modules of a crate, the root first, and the arrows between them.
pub(crate) struct Graph {
    pub(crate) modules: Vec<Node>,
    /// From the module that uses to the one that defines, with the first use.
    pub(crate) arrows: BTreeMap<(usize, usize), Use>,
}

/// A module of a graph.
pub(crate) struct Node {
    /// The names that lead to it from the crate's root; empty for the root.
    pub(crate) path: Vec<String>,
    pub(crate) parent: Option<usize>,
}

/// A place where a module uses another one.
#[derive(Debug, Clone)]
pub(crate) struct Use {
    file: PathBuf,
    pub(crate) line: usize,
    /// The path as the code spells it.
    path: String,
}

impl Graph {
    pub(crate) fn of(files: &Files) -> Self {
        let modules = modules(files);
        let mut arrows: BTreeMap<(usize, usize), Use> = BTreeMap::new();
        let resolver = Resolver::new(&modules);
        for (from, module) in modules.iter().enumerate() {
            for (to, spelled) in resolver.uses(from) {
                let (file, line, path) =
                    (module.file.clone(), spelled.line, spelled.path.join("::"));
                let new = Use { file, line, path };
                let first = arrows.entry((from, to)).or_insert_with(|| new.clone());
                if new.line < first.line {
                    *first = new;
                }
            }
        }
        let node = |module: Module| Node { path: module.path, parent: module.parent };
        Self { modules: modules.into_iter().map(node).collect(), arrows }
    }

    /// The modules that a module uses.
    pub(crate) fn used_by(&self, module: usize) -> impl Iterator<Item = usize> {
        self.arrows.range((module, 0)..(module + 1, 0)).map(|((_, used), _)| *used)
    }

    /// The name of a module in messages.
    pub(crate) fn name(&self, module: usize) -> String {
        let path = &self.modules[module].path;
        if path.is_empty() { "crate".to_owned() } else { path.join("::") }
    }

    /// An arrow and its first use, as a line of a message.
    pub(crate) fn line(&self, (from, to): (usize, usize)) -> String {
        let Use { file, line, path } = &self.arrows[&(from, to)];
        let (from, to) = (self.name(from), self.name(to));
        format!("{from} -> {to}: `{path}` in {}:{line}", file.display())
    }
}

fn arrows(files: &[(&str, &str)]) -> Vec<String> {
    let graph = Graph::of(&made_up(files));
    graph
        .arrows
        .keys()
        .map(|(from, to)| format!("{} -> {}", graph.name(*from), graph.name(*to)))
        .collect()
}

#[test]
fn every_way_to_name_something_is_an_arrow() {
    for code in [
        "use crate::b::B;",
        "use super::b::{self, B as Other};",
        "use super::b::*;",
        "use super::b; fn f() { b::f() }",
        "use super::b as other; fn f() { other::f() }",
        "use super::{b::{self}}; struct A(b::B);",
        "fn f() -> crate::b::B { todo!() }",
        "fn f() { super::b::f() }",
        "fn f() { use super::b; b::f() }",
        "fn f() { self::c::f() } mod c { pub use crate::b::f; }",
        "fn f() { c::f() } mod c { pub use crate::b::f; }",
        "fn f() { println!(\"{}\", [super::b::f()]) }",
        "struct A { #[arg(value_parser = super::b::f)] a: u8 }",
        "impl super::b::B { }",
    ] {
        let found =
            arrows(&[("lib.rs", "mod a; mod b { pub struct B; pub fn f() {} }"), ("a.rs", code)]);
        let expected = found.iter().filter(|arrow| *arrow == "a -> b").count();
        assert_eq!(expected, 1, "{code}: {found:?}");
    }
}

#[test]
fn a_re_export_leads_to_the_module_that_defines() {
    let files = |root: &'static str, code: &'static str| {
        [
            ("lib.rs", root),
            ("a.rs", "mod inner; pub use inner::Thing;"),
            ("a/inner.rs", "pub struct Thing; pub fn f() {}"),
            ("b.rs", code),
        ]
    };
    for (root, code) in [
        ("mod a; mod b;", "use crate::a::Thing;"),
        ("pub mod a; mod b; pub use a::Thing;", "use crate::Thing;"),
        ("mod a; mod b; pub use a::Thing as Other;", "use crate::Other;"),
        ("mod a; mod b; pub use a::*;", "fn f(_: crate::Thing) {}"),
        ("mod a; mod b; use a::inner;", "fn f() { super::inner::f() }"),
    ] {
        let found = arrows(&files(root, code));
        let from_b: Vec<&String> = found.iter().filter(|arrow| arrow.starts_with("b ")).collect();
        assert_eq!(from_b, ["b -> a::inner"], "{root} {code}");
    }
}

#[test]
fn what_the_parent_defines_leads_to_the_parent() {
    let root = "mod a { pub enum Sense {} struct Views; mod b { use super::{Sense, Views}; } }";
    assert_eq!(arrows(&[("lib.rs", root)]), ["a::b -> a"]);
    assert_eq!(arrows(&[("lib.rs", "mod a { use super::*; } struct Root;")]), ["a -> crate"]);
    assert_eq!(
        arrows(&[("lib.rs", "mod a { use crate::made; } macros::make!(made);")]),
        ["a -> crate"]
    );
}

#[test]
fn a_module_and_a_function_of_one_name_are_told_apart() {
    let root = "mod a; mod b; mod key { pub struct Key; pub mod key { pub struct Inner; } pub fn key() {} }";
    let from_a = |code: &str| {
        let found =
            arrows(&[("lib.rs", root), ("a.rs", code), ("b.rs", "pub use crate::key::key;")]);
        found
            .iter()
            .filter_map(|arrow| Some(arrow.strip_prefix("a -> ")?.to_owned()))
            .collect::<Vec<_>>()
    };
    assert_eq!(from_a("use crate::key::Key;"), ["key"]);
    assert_eq!(from_a("use crate::b::key;"), ["key"]);
    assert_eq!(from_a("fn f() { crate::b::key() }"), ["key"]);
    assert_eq!(from_a("use crate::b::key::Inner;"), ["key::key"]);
    assert_eq!(from_a("fn f(_: crate::b::key::Inner) {}"), ["key::key"]);
}

#[test]
fn what_is_not_code_of_another_module_is_no_arrow() {
    for a in [
        "#[cfg(test)] mod tests { use crate::b::B; }",
        "#[cfg(test)] use crate::b::B;",
        "fn f() { #[cfg(test)] use crate::b::B; }",
        "fn f() { #[cfg(test)] let it = crate::b::B; }",
        "impl A { #[cfg(test)] fn f() { crate::b::f() } }",
        "/// [`crate::b::B`]\n pub(in crate::b) struct A;",
        "use std::b::B; use ::c::C as Other; fn f() { ::c::C } mod c { pub struct C; }",
        "fn f() { use crate::other::B; }",
        "use crate::b;",
        "struct A; fn f() { self::A; Self::b::B }",
    ] {
        let found = arrows(&[("lib.rs", "mod a; mod b { pub struct B; }"), ("a.rs", a)]);
        assert!(
            !found.iter().any(|arrow| arrow.starts_with("a -> a::c") || arrow == "a -> b"),
            "{a}"
        );
    }
    let root =
        "mod a { use crate::c::B; } mod b { pub struct B; } mod c { fn f() { use crate::b::B; } }";
    assert_eq!(
        arrows(&[("lib.rs", root)]),
        ["a -> c", "c -> b"],
        "an import in a function is its own"
    );
}

#[test]
fn an_arrow_has_the_line_of_its_first_use() {
    let code = "fn f() {\n    super::b::g();\n    super::b::f();\n}\nuse super::b::B;\n";
    let root = "mod a; mod b { pub struct B; pub fn f() {} }";
    let graph = Graph::of(&made_up(&[("lib.rs", root), ("a.rs", code)]));
    assert_eq!(graph.line((1, 2)), "a -> b: `super::b::g` in a.rs:2");
}
