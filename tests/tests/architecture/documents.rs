//! The tables of the documents hold what the code holds.

use std::collections::BTreeSet;

use gatepact_diff::policy::rules;
use gatepact_diff::rules::Remark;
use gatepact_openapi::gateway_export::NotCarriedKind;

use crate::workspace::root;

#[test]
fn every_rule_is_documented_and_every_documented_rule_exists() {
    let text = std::fs::read_to_string(root().join("docs/findings.md")).unwrap();
    let rows: Vec<(&str, &str)> = text
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` | "))
        .map(|(id, rest)| (id, rest.split(' ').next().unwrap()))
        .collect();
    let found: Vec<(&str, &str)> = gatepact_verifier::Rule::ALL
        .iter()
        .map(|rule| (rule.id(), rule.severity().name()))
        .collect();
    assert_eq!(rows, found);
}

#[test]
fn every_remark_is_documented() {
    let text = std::fs::read_to_string(root().join("docs/changes.md")).unwrap();
    for remark in Remark::ALL {
        let line = format!("\n- `{}`: {}\n", remark.id(), remark.doc());
        assert!(text.contains(&line), "no {line}");
    }
}

#[test]
fn every_kind_that_an_export_does_not_carry_is_documented() {
    let text = std::fs::read_to_string(root().join("docs/exports.md")).unwrap();
    let rows: Vec<&str> = text
        .lines()
        .skip_while(|line| *line != "| kind | what |")
        .skip(2)
        .take_while(|line| line.starts_with("| "))
        .collect();
    let kinds = NotCarriedKind::ALL.iter();
    let expected: Vec<String> =
        kinds.map(|kind| format!("| `{}` | {} |", kind.id(), kind.doc())).collect();
    assert_eq!(rows, expected);
}

#[test]
fn every_change_is_documented_and_every_documented_change_exists() {
    let path = root().join("docs/changes.md");
    let mut text = std::fs::read_to_string(&path).unwrap();
    let rows: Vec<String> = rules()
        .iter()
        .map(|(rule, info)| {
            format!("| `{}` | {} | {} |", rule.id, rule.severity.change_word(), info.doc)
        })
        .collect();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let prose = text.lines().filter(|line| !line.starts_with("| `"));
        text =
            prose.chain(rows.iter().map(String::as_str)).map(|line| format!("{line}\n")).collect();
        std::fs::write(&path, &text).unwrap();
    }
    let documented: Vec<&str> = text.lines().filter(|line| line.starts_with("| `")).collect();
    assert_eq!(documented, rows, "set UPDATE_DOCS=1 and look at the difference");
}

#[test]
fn every_fault_has_a_test_and_every_test_of_a_fault_its_row() {
    let text = std::fs::read_to_string(root().join("docs/faults.md")).unwrap();
    let (faults, _) = text.split_once(ATTACKS).unwrap();
    let rows: BTreeSet<&str> =
        faults.lines().filter_map(|line| line.strip_suffix("` |")?.rsplit('`').next()).collect();
    let folder = root().join("tests/tests/acceptance");
    let mut sources = vec![std::fs::read_to_string(folder.join("faults.rs")).unwrap()];
    for entry in std::fs::read_dir(folder.join("faults")).unwrap() {
        sources.push(std::fs::read_to_string(entry.unwrap().path()).unwrap());
    }
    let tests: BTreeSet<&str> = sources
        .iter()
        .flat_map(|source| source.split("#[test]\n").skip(1))
        .filter_map(|test| test.trim_start().strip_prefix("fn ")?.split('(').next())
        .collect();
    assert_eq!(rows, tests);
    assert!(tests.len() > 30, "{}", tests.len());
}

/// The title of the second table of docs/faults.md.
const ATTACKS: &str = "## What was attacked";

#[test]
fn every_attack_has_its_test() {
    let text = std::fs::read_to_string(root().join("docs/faults.md")).unwrap();
    let (_, attacks) = text.split_once(ATTACKS).unwrap();
    let mut tests = String::new();
    for folder in ["tests/tests", "crates"] {
        read_all(&root().join(folder), &mut tests);
    }
    let rows = attacks.lines().filter_map(|line| line.strip_suffix(" |")?.rsplit(" | ").next());
    let names: Vec<&str> = rows.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
    for name in &names {
        assert!(tests.contains(&format!("fn {name}(")), "no test is called {name}");
    }
    assert!(names.len() > 20, "{}", names.len());
}

/// The text of all Rust files below a folder.
fn read_all(folder: &std::path::Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_all(&path, text);
        } else if path.extension().is_some_and(|it| it == "rs") {
            text.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}
