//! The keywords under which schemas stand are spelled in one table, `gatepact_schema::applicator`.
//!
//! Code that gives one of them a meaning of its own may spell it; code that only has to reach the schemas below another
//! one asks the table. So every file that spells one is listed here with its reason. The list may only shrink.

use std::collections::BTreeSet;

use gatepact_schema::applicator::Applicator;
use syn::visit::Visit;
use syn::{Attribute, Item, LitStr, Macro};

use crate::source::{modules, visit_literals};
use crate::workspace::{Files, crates, made_up, sources};

/// The files that spell such a keyword, and why.
const SPELLED: &[(&str, &str)] = &[
    ("crates/schema/src/applicator/table.rs", "the table"),
    ("crates/schema/src/lower/array.rs", "the meaning of the keywords of arrays"),
    ("crates/schema/src/lower/composition.rs", "the meaning of the keywords in place"),
    ("crates/schema/src/index/circle.rs", "parents that list their children"),
    ("crates/schema/src/lower/direction.rs", "the properties that are withheld"),
    ("crates/schema/src/lower/object.rs", "the meaning of the keywords of objects"),
    ("crates/schema/src/lower/unevaluated.rs", "what each keyword evaluates"),
    (
        "crates/schema/src/witness/portable.rs",
        "a translation that shares nothing with the lowering",
    ),
    ("crates/schema/src/witness/portable/direction.rs", "the same translation"),
    ("crates/schema/src/witness/portable/keywords.rs", "the same translation"),
    ("crates/diff/src/callers/pattern.rs", "texts that do not match a pattern"),
    ("crates/compat/src/body/kept.rs", "where a member of a response is described"),
    ("crates/compat/src/inheritance.rs", "the parents that children include"),
    ("crates/compat/src/parameters.rs", "the members of an object that travel as parameters"),
    ("crates/compat/src/shape.rs", "what the alternatives of a schema say of a value's parts"),
    ("crates/compat/src/text_values.rs", "the items of a list that travels as text"),
    ("crates/diff/src/compare/absences.rs", "which properties a schema demands"),
    ("crates/diff/src/compare/inheritance.rs", "the parents that children include"),
    ("crates/diff/src/compare/schema.rs", "which demands are left to the pairs of items"),
    ("crates/diff/src/compare/schema/alternatives.rs", "the keywords that list alternatives"),
    ("crates/diff/src/compare/schema/alternatives/pairing.rs", "what alternatives are alike by"),
    ("crates/diff/src/compare/schema/alternatives/tag.rs", "the values of a tag"),
    ("crates/diff/src/compare/schema/constraint.rs", "the demand of each keyword"),
    ("crates/diff/src/compare/schema/content.rs", "the schema of what a text holds"),
    ("crates/diff/src/compare/schema/effective_schema.rs", "properties and alternatives"),
    ("crates/diff/src/compare/schema/properties.rs", "what an object says of other properties"),
    ("crates/diff/src/compare/schema/subschemas.rs", "how the parts of each keyword pair"),
    ("crates/diff/src/compare/schema/violation.rs", "the sentence about each keyword"),
    ("crates/diff/src/compare/serialization.rs", "the items of a list that travels as text"),
    ("crates/diff/src/compare/unknown.rs", "the parts of a schema that are unknown for themselves"),
    ("crates/diff/src/compare/unknown/stand_in.rs", "the schema that stands for an unknown one"),
    ("crates/diff/src/compare/xml.rs", "the parts that are elements of their own"),
    ("crates/diff/src/containment/texts.rs", "the parts that travel as texts of their own"),
    ("crates/diff/src/evidence/reader.rs", "a value with all properties of a schema"),
    ("crates/diff/src/policy/schema_place.rs", "how each keyword is written in a path"),
    ("crates/openapi/src/read/grammar.rs", "`definitions` of a Swagger 2.0 document"),
    ("crates/openapi/src/read/lower.rs", "`definitions` of a Swagger 2.0 document"),
    ("crates/openapi/src/read/lower/body.rs", "form fields that become properties"),
    ("crates/openapi/src/read/lower/parameter.rs", "`items` of a Swagger 2.0 parameter"),
    ("crates/openapi/src/read/remedy.rs", "what is meant by a list in `items`"),
    ("crates/openapi/src/read/shape.rs", "the schemas in such a list; `required` at a property"),
    ("crates/stage/src/control/http_api.rs", "`items` of a response of the control plane"),
    ("crates/stage/src/invoke/validate/model.rs", "a schema that refers to a model"),
];

#[test]
fn only_listed_files_spell_an_applicator() {
    let spelled: BTreeSet<String> =
        crates().iter().flat_map(|name| files_in(&sources(name))).collect();
    let faults = faults_of(&spelled, SPELLED);
    let advice = "reach schemas by `gatepact_schema::applicator::subschemas`";
    assert!(faults.is_empty(), "{advice}\n{}", faults.join("\n"));
}

fn faults_of(spelled: &BTreeSet<String>, listed: &[(&str, &str)]) -> Vec<String> {
    let is_listed = |file: &str| listed.iter().any(|(known, _)| *known == file);
    let unlisted = spelled.iter().filter(|file| !is_listed(file));
    let unlisted = unlisted.map(|file| format!("{file} spells an applicator and is not listed"));
    let stale = listed.iter().filter(|(file, _)| !spelled.contains(*file));
    let stale = stale.map(|(file, _)| format!("{file} spells none: remove it from the list"));
    unlisted.chain(stale).collect()
}

/// The files of a crate that spell an applicator outside of tests.
fn files_in(files: &Files) -> BTreeSet<String> {
    let spells = |items: &[Item]| {
        let mut reader = Reader { found: false };
        items.iter().for_each(|item| reader.visit_item(item));
        reader.found
    };
    let modules = modules(files);
    let spelling = modules.iter().filter(|module| spells(&module.items));
    spelling.map(|module| module.file.to_str().unwrap().to_owned()).collect()
}

struct Reader {
    found: bool,
}

impl<'a> Visit<'a> for Reader {
    fn visit_lit_str(&mut self, node: &'a LitStr) {
        self.found |= Applicator::named(&node.value()).is_some();
    }

    fn visit_macro(&mut self, node: &'a Macro) {
        visit_literals(self, node.tokens.clone());
    }

    /// Attributes hold documentation.
    fn visit_attribute(&mut self, _: &'a Attribute) {}
}

fn spells(code: &str) -> bool {
    !files_in(&made_up(&[("src/lib.rs", "mod a;"), ("src/a.rs", code)])).is_empty()
}

#[test]
fn a_spelled_applicator_is_found() {
    for code in [
        "fn f() { schema.get(\"allOf\"); }",
        "const ONE: [&str; 2] = [\"title\", \"items\"];",
        "fn f() { match key { \"a\" | \"not\" => 1, _ => 2 } }",
        "fn f() { json!({ \"properties\": { \"a\": {} } }) }",
        "fn f() { matches!(key, \"if\") }",
        "mod b { fn f() { g(r\"$defs\") } }",
    ] {
        assert!(spells(code), "{code}");
    }
}

#[test]
fn other_texts_are_no_applicators() {
    for code in [
        "fn f() { schema.get(\"type\"); }",
        "fn f() { print(\"not a schema: items\"); }",
        "/// \"items\"\n#[doc = \"items\"] struct A;",
        "#[cfg(test)] mod tests { fn f() { g(\"allOf\") } }",
        "fn items() { let not = 1; }",
    ] {
        assert!(!spells(code), "{code}");
    }
}

#[test]
fn a_file_that_is_not_listed_and_one_that_need_not_be_are_faults() {
    let spelled = ["a.rs", "b.rs"].map(str::to_owned).into();
    let faults = faults_of(&spelled, &[("b.rs", "why"), ("c.rs", "why")]);
    let expected = [
        "a.rs spells an applicator and is not listed",
        "c.rs spells none: remove it from the list",
    ];
    assert_eq!(faults, expected);
    assert_eq!(faults_of(&spelled, &[("a.rs", "why"), ("b.rs", "why")]), [""; 0]);
}
