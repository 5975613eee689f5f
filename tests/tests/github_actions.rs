//! `docs/github-actions.md` can be copied as it stands: its workflows parse, its scripts are bash, and
//! its `gatepact` lines are ones that the program accepts.

// Clippy takes only functions marked #[test] for tests.
#![allow(clippy::unwrap_used)]

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use saphyr::{LoadableYamlNode as _, Yaml};

const PAGE: &str = "docs/github-actions.md";

/// The workflows of the page, as text.
fn workflows() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let page = std::fs::read_to_string(root.join(PAGE)).unwrap();
    let blocks = page.split("```yaml\n").skip(1);
    let found: Vec<String> =
        blocks.map(|block| block.split("```").next().unwrap().to_owned()).collect();
    assert_eq!(found.len(), 3, "one workflow of a consumer, two of the provider");
    found
}

/// Every step of a workflow, after a look at what stands around the steps.
fn steps<'a>(workflow: &'a Yaml<'a>) -> Vec<&'a Yaml<'a>> {
    for key in ["name", "on", "permissions"] {
        assert!(workflow.as_mapping_get(key).is_some(), "no `{key}`");
    }
    let jobs = workflow.as_mapping_get("jobs").unwrap().as_mapping().unwrap();
    let mut steps = Vec::new();
    for (name, job) in jobs {
        for key in ["runs-on", "timeout-minutes"] {
            assert!(job.as_mapping_get(key).is_some(), "{name:?} has no `{key}`");
        }
        steps.extend(job.as_mapping_get("steps").unwrap().as_sequence().unwrap());
    }
    steps
}

/// The scripts of a workflow.
fn scripts(workflow: &str) -> Vec<String> {
    let documents = Yaml::load_from_str(workflow).unwrap();
    let runs = steps(&documents[0]).into_iter().filter_map(|step| step.as_mapping_get("run"));
    runs.map(|run| run.as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_step_runs_a_script_or_an_action_that_is_pinned_to_a_commit() {
    for text in workflows() {
        let documents = Yaml::load_from_str(&text).unwrap();
        assert_eq!(documents.len(), 1);
        for step in steps(&documents[0]) {
            let (run, uses) = (step.as_mapping_get("run"), step.as_mapping_get("uses"));
            assert!(run.is_some() != uses.is_some(), "{step:?}");
            let Some(uses) = uses.and_then(Yaml::as_str) else { continue };
            let (_, commit) = uses.split_once('@').unwrap();
            assert_eq!(commit.len(), 40, "{uses}: pin a commit, a tag can move");
            assert!(commit.chars().all(|digit| digit.is_ascii_hexdigit()), "{uses}");
            let line = text.lines().find(|line| line.contains(uses)).unwrap();
            assert!(line.contains(" # v"), "{uses}: say which version that is");
        }
    }
}

#[test]
fn every_script_is_bash_without_expressions() {
    let mut checked = 0;
    for script in workflows().iter().flat_map(|text| scripts(text)) {
        // The value of an expression is pasted into the script and may hold anything.
        assert!(!script.contains("${{"), "{script}");
        let mut bash = Command::new("bash").arg("-n").stdin(Stdio::piped()).spawn().unwrap();
        bash.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
        assert!(bash.wait().unwrap().success(), "{script}");
        checked += 1;
    }
    assert!(checked > 0);
}

#[test]
fn every_gatepact_line_is_one_that_the_program_accepts() {
    let mut checked = Vec::new();
    for script in workflows().iter().flat_map(|text| scripts(text)) {
        for line in script.replace("\\\n", " ").lines() {
            let words = shell_words::split(line).unwrap_or_default();
            if words.first().is_some_and(|word| word == "gatepact") {
                checked.push(words[1].clone());
                if let Err(error) = gatepact::command_line().try_get_matches_from(words) {
                    panic!("{line}\n{error}");
                }
            }
        }
    }
    assert_eq!(checked, ["diff", "verify", "publish-spec"]);
}
