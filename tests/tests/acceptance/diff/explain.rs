//! `gatepact diff --explain`.

use gatepact_diff::policy::rules;
use tempfile::TempDir;

use super::command;
use crate::harness::{Said, gatepact};

fn explained(arguments: &[&str]) -> Said {
    let folder = TempDir::new().unwrap();
    let arguments = [&["--explain"], arguments].concat();
    Said::of(&mut command(folder.path(), &arguments))
}

#[test]
fn every_id_is_explained_with_an_example_and_what_to_do() {
    let ids = rules();
    assert!(ids.len() >= 100, "{}", ids.len());
    for (rule, _) in ids {
        let severity = rule.severity.change_word();
        let said = explained(&[rule.id]).expect(
            0,
            &[rule.id, severity, &format!("Why {severity}:"), "For example, in", "Proof: "],
        );
        // A safe change has nothing that could be waived.
        let has_waiver = said.stdout.contains(&format!("id = \"{}\"", rule.id));
        assert_eq!(has_waiver, severity != "safe", "{}", said.stdout);
        assert!(said.stdout.lines().all(|line| line.chars().count() <= 100), "{}", said.stdout);
    }
}

#[test]
fn both_directions_are_told() {
    explained(&["request.enum.value-added"]).expect(
        0,
        &[
            "Why safe",
            "In a response (response.enum.value-added) it is risky",
            "enum: [open, shipped, returned]",
        ],
    );
}

#[test]
fn what_is_said_besides_is_explained_as_well() {
    for id in ["spec.reference-dangling", "waiver.expired", "waiver.incomplete", "waiver.stale"] {
        explained(&[id]).expect(0, &[id, "warning"]);
    }
}

#[test]
fn without_an_id_all_are_listed() {
    let said =
        explained(&[]).expect(0, &["breaking  operation.removed", "says more of one of them"]);
    for (rule, _) in rules() {
        assert!(said.stdout.contains(&format!("  {}  ", rule.id)), "{}", rule.id);
    }
}

#[test]
fn an_id_that_is_not_known_is_answered_with_the_nearest() {
    explained(&["response.type.chnaged"])
        .expect(2, &["no finding has the id `response.type.chnaged`", "`response.type.changed`"]);
    explained(&["value-removed"]).expect(2, &["`request.enum.value-removed`"]);
    explained(&["\u{1f980}"]).expect(2, &["did you mean"]);
    explained(&["spec.not-undrstood"]).expect(2, &["did you mean `spec.not-understood`"]);
    explained(&["interaction.faulted"]).expect(2, &["did you mean `interaction.faulty`"]);
}

#[test]
fn an_explanation_needs_no_documents_and_takes_none() {
    let folder = TempDir::new().unwrap();
    Said::of(&mut command(folder.path(), &[])).expect(2, &["OLD", "NEW"]);
    Said::of(&mut command(folder.path(), &["one.yaml"])).expect(2, &["NEW"]);
    Said::of(&mut command(folder.path(), &["a", "b", "--explain", "operation.removed"]))
        .expect(2, &["cannot be used with"]);
}

#[test]
fn the_command_line_knows_the_command() {
    let folder = TempDir::new().unwrap();
    Said::of(gatepact(folder.path()).arg("--help"))
        .expect(0, &["diff", "gatepact diff orders-api@current"]);
    let help = Said::of(gatepact(folder.path()).args(["diff", "--help"]));
    help.expect(0, &["--explain", "[[waiver]]", "expires = 2027-01-31", "--open-world"]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        Said::of(gatepact(folder.path()).args(["completions", shell]))
            .expect(0, &["diff", "explain", "open-world"]);
    }
}
