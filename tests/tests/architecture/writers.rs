//! One way out: nothing is written to a terminal, a log or a report but through a page, which makes it visible.

use syn::visit::{self, Visit};
use syn::{Attribute, ExprCall, ExprMethodCall, Item, LitStr, Macro};

use crate::source::{modules, visit_literals};
use crate::workspace::sources;

/// Modules that hold a stream or a file of a user, and nothing else does.
const STREAMS: [&str; 7] = [
    "cli/src/console.rs",
    "cli/src/main.rs",
    "cli/src/output/sink.rs",
    "cli/src/panics.rs",
    "cli/src/context.rs",
    // The pacts of the demonstration, as they are committed.
    "cli/src/commands/demo.rs",
    // Asks git for objects, by its standard input.
    "cli/src/documents/git/objects.rs",
];

/// Modules that call a text their own although the compiler cannot see that.
const OWN: [&str; 3] =
    ["cli/src/lib.rs", "cli/src/commands/completions.rs", "cli/src/last_failed.rs"];

/// Macros and functions that write at once.
const WRITING: [&str; 10] = [
    "print",
    "println",
    "eprint",
    "eprintln",
    "dbg",
    "stdout",
    "stderr",
    "write_all",
    "write_fmt",
    "write",
];

/// What a crate's modules do, where they are none of `allowed`.
fn faults(krate: &str, allowed: &[&str], find: fn(&[Item]) -> Vec<(usize, String)>) -> Vec<String> {
    let mut faults = Vec::new();
    for module in modules(&sources(krate)) {
        let file = module.file.display().to_string();
        if !allowed.iter().any(|it| file.ends_with(it)) {
            let found = find(&module.items);
            faults.extend(found.iter().map(|(line, fault)| format!("{file}:{line}: {fault}")));
        }
    }
    faults
}

#[test]
fn only_the_console_and_the_sinks_write() {
    for krate in ["cli", "report", "verifier", "diff", "compat", "contract", "finding", "matching"]
    {
        let found = faults(krate, &STREAMS, writes);
        assert!(found.is_empty(), "write through `Console` or `Sink`:\n{}", found.join("\n"));
    }
}

#[test]
fn only_known_modules_call_a_text_their_own() {
    let found = faults("cli", &OWN, |items| paths(items, "own"));
    assert!(found.is_empty(), "make it a `Page`:\n{}", found.join("\n"));
}

/// A format that ends its lines by itself could put what is foreign at the beginning of one.
#[test]
fn no_format_ends_a_line_by_itself() {
    let is_a_page = |fault: &String| !fault.contains("/src/page");
    let found: Vec<String> =
        faults("report", &[], line_ends).into_iter().filter(is_a_page).collect();
    let found: Vec<&String> = found.iter().filter(|it| it.contains("/render/")).collect();
    assert!(found.is_empty(), "add a line to the page instead: {found:#?}");
}

fn writes(items: &[Item]) -> Vec<(usize, String)> {
    let mut reader = Writes::default();
    items.iter().for_each(|item| reader.visit_item(item));
    reader.0
}

#[derive(Default)]
struct Writes(Vec<(usize, String)>);

impl<'a> Visit<'a> for Writes {
    fn visit_macro(&mut self, node: &'a Macro) {
        if let Some(name) = node.path.segments.last() {
            let text = name.ident.to_string();
            // `write!` into a text is no output.
            if WRITING.contains(&text.as_str()) && text != "write" {
                self.0.push((name.ident.span().start().line, text));
            }
        }
        visit::visit_macro(self, node);
    }

    fn visit_expr_method_call(&mut self, node: &'a ExprMethodCall) {
        let name = node.method.to_string();
        if ["write_all", "write_fmt"].contains(&name.as_str()) {
            self.0.push((node.method.span().start().line, name));
        }
        visit::visit_expr_method_call(self, node);
    }

    fn visit_expr_call(&mut self, node: &'a ExprCall) {
        if let syn::Expr::Path(path) = &*node.func
            && let [.., module, name] = path.path.segments.iter().collect::<Vec<_>>().as_slice()
            && ["io", "fs"].iter().any(|it| module.ident == it)
            && WRITING.iter().any(|it| name.ident == it)
        {
            let line = name.ident.span().start().line;
            self.0.push((line, format!("{}::{}", module.ident, name.ident)));
        }
        visit::visit_expr_call(self, node);
    }
}

/// Calls of a function of this name.
fn paths(items: &[Item], name: &str) -> Vec<(usize, String)> {
    struct Calls<'n>(&'n str, Vec<(usize, String)>);
    impl<'a> Visit<'a> for Calls<'_> {
        fn visit_path(&mut self, node: &'a syn::Path) {
            let names: Vec<String> = node.segments.iter().map(|it| it.ident.to_string()).collect();
            if names.ends_with(&["Shown".to_owned(), self.0.to_owned()]) {
                self.1.push((node.segments[0].ident.span().start().line, names.join("::")));
            }
            visit::visit_path(self, node);
        }
    }
    let mut calls = Calls(name, Vec::new());
    items.iter().for_each(|item| calls.visit_item(item));
    calls.1
}

/// Literals with a line break in them, and `writeln!`.
fn line_ends(items: &[Item]) -> Vec<(usize, String)> {
    #[derive(Default)]
    struct Ends(Vec<(usize, String)>);
    impl<'a> Visit<'a> for Ends {
        fn visit_lit_str(&mut self, node: &'a LitStr) {
            // Lines that are joined become escapes of JSON, or `%0A`.
            if node.value().contains('\n') && node.value() != "\n" && !node.value().contains("{}") {
                self.0.push((node.span().start().line, format!("{:?}", node.value())));
            }
        }

        fn visit_macro(&mut self, node: &'a Macro) {
            if node.path.is_ident("writeln") {
                self.0.push((node.path.segments[0].ident.span().start().line, "writeln".into()));
            }
            visit_literals(self, node.tokens.clone());
        }

        fn visit_attribute(&mut self, _: &'a Attribute) {}
    }
    let mut ends = Ends::default();
    items.iter().for_each(|item| ends.visit_item(item));
    ends.0
}

#[test]
fn what_writes_is_found() {
    let items = |code: &str| syn::parse_file(code).unwrap().items;
    for code in [
        "println!(\"a\")",
        "std::io::stdout()",
        "file.write_all(b)",
        "fs::write(path, text)",
        "std::io::Write::write_fmt(&mut out, a)",
        "io::stderr().lock()",
    ] {
        let found = writes(&items(&format!("fn f() {{ {code}; }}")));
        // A path through the trait is found by its own name.
        assert!(!found.is_empty() || code.contains("Write::"), "{code}");
    }
    assert_eq!(writes(&items("fn f() { let _ = write!(text, \"a\"); format!(\"b\"); }")), []);
    assert_eq!(paths(&items("fn f() { Shown::own(text) }"), "own").len(), 1);
    assert_eq!(line_ends(&items("fn f() { writeln!(text, \"a\"); \"b\\nc\"; }")).len(), 2);
}
