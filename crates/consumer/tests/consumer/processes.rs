//! Processes of their own, as cargo-nextest runs tests: this binary starts itself.

use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::{env, fs};

use gatepact_consumer::prelude::*;
use serde_json::Value;

use crate::support::{get, recorded};

const DESCRIPTION: &str = "GATEPACT_TEST_DESCRIPTION";
const PATH: &str = "GATEPACT_TEST_PATH";
const EXPLICIT: &str = "GATEPACT_TEST_OUTPUT_DIR";

/// What each process does; by itself it is no test.
#[tokio::test]
#[ignore = "it is started by the other tests of this file"]
async fn child() -> Result<(), Error> {
    let (Ok(description), Ok(path)) = (env::var(DESCRIPTION), env::var(PATH)) else {
        return Ok(());
    };
    let mut pact = Pact::between("web-shop", "orders-api");
    if let Some(directory) = env::var_os(EXPLICIT) {
        pact = pact.output_dir(directory);
    }
    pact.interaction(&description, |i| {
        i.request.path(path.as_str());
    })
    .test(async |stage| {
        get(&stage, &path).send().await.unwrap();
    })
    .await
}

/// A process that will record this interaction.
fn recording(description: &str, path: &str) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "processes::child", "--ignored", "--nocapture"]);
    command.env(DESCRIPTION, description).env(PATH, path);
    command.env_remove(EXPLICIT).env_remove("PACT_OUTPUT_DIR").env_remove("NEXTEST_RUN_ID");
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn outcome(child: Child) -> (bool, String) {
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    (status.success(), String::from_utf8_lossy(&[stdout, stderr].concat()).into_owned())
}

fn run(command: &mut Command) -> (bool, String) {
    outcome(command.spawn().unwrap())
}

fn count(directory: &Path) -> usize {
    let pact: Value = serde_json::from_str(&recorded(directory)).unwrap();
    pact["interactions"].as_array().unwrap().len()
}

#[test]
fn no_interaction_is_lost() {
    let directory = tempfile::tempdir().unwrap();
    let children: Vec<_> = (0..24)
        .map(|number| format!("/orders/{number}"))
        .map(|path| recording(&path, &path).env(EXPLICIT, directory.path()).spawn().unwrap())
        .collect();
    for child in children {
        let (success, output) = outcome(child);
        assert!(success, "{output}");
    }
    assert_eq!(count(directory.path()), 24);
    let left: Vec<_> = fs::read_dir(directory.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".tmp"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_conflict_is_found_across_the_processes_of_one_run() {
    let directory = tempfile::tempdir().unwrap();
    let record = |path: &str, nextest_run: &str| {
        let mut command = recording("an order", path);
        run(command.env(EXPLICIT, directory.path()).env("NEXTEST_RUN_ID", nextest_run))
    };
    let (success, output) = record("/orders/1", "run-1");
    assert!(success, "{output}");
    let (success, output) = record("/orders/2", "run-1");
    assert!(!success);
    assert!(output.contains("two tests record \"an order\" in the same states"), "{output}");
    let (success, output) = record("/orders/2", "run-2");
    assert!(success, "{output}");
}

#[test]
fn the_directory_is_the_explicit_one_else_the_environments_else_the_crates() {
    let root = tempfile::tempdir().unwrap();
    let [explicit, environment, package] =
        ["explicit", "environment", "package"].map(|name| root.path().join(name));
    let mut command = recording("an order", "/orders/1");
    command.env("CARGO_MANIFEST_DIR", &package);
    assert!(run(&mut command).0);
    assert_eq!(count(&package.join("target/pacts")), 1);

    command.env("PACT_OUTPUT_DIR", &environment);
    assert!(run(&mut command).0);
    assert_eq!(count(&environment), 1);

    fs::remove_dir_all(&environment).unwrap();
    command.env(EXPLICIT, &explicit);
    assert!(run(&mut command).0);
    assert_eq!(count(&explicit), 1);
    assert!(!environment.exists());
}
