//! The crate `report` prints what its data says: it spells no id of a rule and takes no message apart.
//!
//! What a format has to know of a finding is a field of the data. A rule can then get another id or another text, and
//! no format prints anything wrong.

use std::collections::BTreeSet;

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{
    Attribute, Expr, ExprClosure, ExprMethodCall, ExprPath, Item, LitStr, Macro, Member, Token,
};

use crate::rules::ids;
use crate::source::{modules, visit_literals};
use crate::workspace::sources;

/// Fields and variables that hold sentences.
const SENTENCES: [&str; 3] = ["message", "explains", "help"];

/// Methods that look into a text; with them all that begin with `rsplit`.
const METHODS: [&str; 12] = [
    "split",
    "split_once",
    "splitn",
    "contains",
    "starts_with",
    "ends_with",
    "strip_prefix",
    "strip_suffix",
    "find",
    "rfind",
    "replace",
    "replacen",
];

#[test]
fn the_report_spells_no_id_and_takes_no_message_apart() {
    let ids = ids();
    let mut faults = Vec::new();
    for module in modules(&sources("report")) {
        let found = faults_of(&module.items, &ids);
        let file = module.file.display();
        faults.extend(found.iter().map(|(line, fault)| format!("{file}:{line}: {fault}")));
    }
    let advice = "make what the format needs a field of the data in crates/report";
    assert!(faults.is_empty(), "{advice}\n{}", faults.join("\n"));
}

/// The lines that spell an id or take a message apart, and how.
fn faults_of(items: &[Item], ids: &BTreeSet<String>) -> Vec<(usize, String)> {
    let mut reader = Reader { ids, faults: Vec::new() };
    items.iter().for_each(|item| reader.visit_item(item));
    reader.faults
}

struct Reader<'i> {
    ids: &'i BTreeSet<String>,
    faults: Vec<(usize, String)>,
}

impl Reader<'_> {
    fn add(&mut self, span: Span, fault: String) {
        self.faults.push((span.start().line, fault));
    }
}

impl<'a> Visit<'a> for Reader<'_> {
    fn visit_lit_str(&mut self, node: &'a LitStr) {
        if is_of_an_id(&node.value(), self.ids) {
            self.add(node.span(), format!("spells an id: {:?}", node.value()));
        }
    }

    fn visit_expr_method_call(&mut self, node: &'a ExprMethodCall) {
        let method = node.method.to_string();
        if METHODS.contains(&method.as_str()) || method.starts_with("rsplit") {
            let mut sentence = Sentence(None);
            sentence.visit_expr(&node.receiver);
            if let Some(sentence) = sentence.0 {
                self.add(node.method.span(), format!("takes `{sentence}` apart: `{method}`"));
            }
        }
        visit::visit_expr_method_call(self, node);
    }

    fn visit_macro(&mut self, node: &'a Macro) {
        match node.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated) {
            Ok(arguments) => arguments.iter().for_each(|it| Reader::visit_expr(self, it)),
            Err(_) => visit_literals(self, node.tokens.clone()),
        }
    }

    /// Attributes hold documentation and names of fields.
    fn visit_attribute(&mut self, _: &'a Attribute) {}
}

/// Whether a text is an id or a part of one that begins with a segment, such as `request.` or `enum.value-`. Of a format
/// string, what stands before its first argument counts.
fn is_of_an_id(text: &str, ids: &BTreeSet<String>) -> bool {
    let text = text.split('{').next().unwrap_or_default();
    let segments = text.trim_start_matches('.');
    text.contains('.')
        && !segments.is_empty()
        && segments.chars().all(|sign| sign.is_ascii_lowercase() || ".-".contains(sign))
        && ids.iter().any(|id| format!(".{id}.").contains(&format!(".{segments}")))
}

/// The sentence that an expression mentions.
struct Sentence(Option<String>);

impl Sentence {
    fn add(&mut self, name: &impl ToString) {
        let name = name.to_string();
        if SENTENCES.contains(&name.as_str()) {
            self.0.get_or_insert(name);
        }
    }

    fn add_tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.add_tokens(group.stream()),
                TokenTree::Ident(name) => self.add(&name),
                TokenTree::Literal(_) | TokenTree::Punct(_) => {}
            }
        }
    }
}

impl<'a> Visit<'a> for Sentence {
    fn visit_member(&mut self, node: &'a Member) {
        if let Member::Named(name) = node {
            self.add(name);
        }
    }

    fn visit_expr_path(&mut self, node: &'a ExprPath) {
        if let Some(name) = node.path.get_ident() {
            self.add(name);
        }
    }

    fn visit_expr_method_call(&mut self, node: &'a ExprMethodCall) {
        self.add(&node.method);
        visit::visit_expr_method_call(self, node);
    }

    /// What a closure looks at is not what the method is called on.
    fn visit_expr_closure(&mut self, _: &'a ExprClosure) {}

    fn visit_macro(&mut self, node: &'a Macro) {
        self.add_tokens(node.tokens.clone());
    }
}

fn faults_in(code: &str) -> Vec<String> {
    let ids = ["operation.removed", "request.enum.value-added", "response.body.incompatible"];
    let ids = ids.map(str::to_owned).into_iter().collect();
    let items = syn::parse_file(code).unwrap().items;
    faults_of(&items, &ids).into_iter().map(|(line, fault)| format!("{line}: {fault}")).collect()
}

#[test]
fn an_id_is_found_however_it_is_spelled() {
    for (code, text) in [
        ("id == \"operation.removed\"", "operation.removed"),
        ("match id { \"operation.removed\" | \"a\" => 1, _ => 2 }", "operation.removed"),
        ("matches!(id, \"operation.removed\")", "operation.removed"),
        ("matches!(id, \"operation.removed\" if yes)", "operation.removed"),
        ("id.starts_with(\"request.\")", "request."),
        ("id.strip_prefix(\"response.\")", "response."),
        ("kind(id).starts_with(\"enum.value-\")", "enum.value-"),
        ("kind == \"enum.value-added\"", "enum.value-added"),
        ("id.ends_with(\".removed\")", ".removed"),
        ("format!(\"response.body.{rest}\")", "response.body.{rest}"),
        ("[(\"operation.removed\", 1)]", "operation.removed"),
    ] {
        let expected = format!("2: spells an id: {text:?}");
        assert_eq!(faults_in(&format!("fn f() {{\n{code};\n}}")), [expected], "{code}");
    }
    assert_eq!(faults_in("const KINDS: &[&str] = &[\"operation.removed\"];").len(), 1);
}

#[test]
fn other_texts_are_no_ids() {
    for code in [
        "\"operation\"",
        "\"removed\"",
        "\"the operation.removed\"",
        "\"operation.added\"",
        "\"report.json\"",
        "\".\"",
        "\"..\"",
        "\"{}.removed\"",
        "\"\"",
    ] {
        assert_eq!(faults_in(&format!("fn f() {{ print({code}); }}")), [""; 0], "{code}");
    }
    assert_eq!(
        faults_in("/// Not `operation.removed`.\n#[doc = \"operation.removed\"] struct A;"),
        [""; 0]
    );
}

#[test]
fn a_message_that_is_taken_apart_is_found() {
    for (code, sentence, method) in [
        ("finding.message.split_once(\": \")", "message", "split_once"),
        ("message.split('`').skip(1)", "message", "split"),
        ("if change.message.contains(why) {}", "message", "contains"),
        ("self.help.as_deref().unwrap_or(\"\").ends_with('.')", "help", "ends_with"),
        ("(&witness.explains[1..]).strip_suffix(why)", "explains", "strip_suffix"),
        ("finding.message().rsplitn(2, ':')", "message", "rsplitn"),
        ("clean(&finding.message).replace('a', b)", "message", "replace"),
        ("format!(\"{}\", finding.message).find('a')", "message", "find"),
        ("println!(\"{}\", finding.message.starts_with('a'))", "message", "starts_with"),
        (
            "match it { Some(it) if it.message.strip_prefix(why) => 1, _ => 2 }",
            "message",
            "strip_prefix",
        ),
    ] {
        let expected = format!("2: takes `{sentence}` apart: `{method}`");
        assert_eq!(faults_in(&format!("fn f() {{\n{code};\n}}")), [expected], "{code}");
    }
}

#[test]
fn a_message_that_is_printed_is_fine() {
    for code in [
        "finding.message.clone()",
        "text.push_str(&finding.message)",
        "finding.file.split_once(':')",
        "message::lines(text).contains(&at)",
        "findings.iter().filter(|finding| finding.message.is_empty()).find(first)",
        "text.replace('a', &finding.message)",
    ] {
        assert_eq!(faults_in(&format!("fn f() {{ {code}; }}")), [""; 0], "{code}");
    }
}
