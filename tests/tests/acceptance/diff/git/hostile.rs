//! A repository of others: none of its settings runs a command, and git ends with the run.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{BREAKING, Repository};
use crate::harness::Said;

#[test]
fn no_setting_of_the_repository_runs_a_command() {
    let Some(repository) = Repository::new() else { return };
    let mark = repository.path().join("was-run");
    let run = format!("touch {}; false", mark.display());
    repository.write(".gitattributes", "*.yaml diff=own filter=own\n");
    repository.commit("attributes");
    let hook = repository.path().join(".git/hooks/post-index-change");
    script(&hook, &run);
    for key in [
        "core.fsmonitor",
        "core.pager",
        "pager.cat-file",
        "core.sshCommand",
        "core.askPass",
        "core.alternateRefsCommand",
        "diff.own.textconv",
        "diff.external",
        "filter.own.smudge",
        "filter.own.process",
        "credential.helper",
    ] {
        repository.git(&["config", key, &run]);
    }
    for command in ["cat-file", "rev-parse", "ls-files"] {
        repository.git(&["config", &format!("alias.{command}"), &format!("!{run}")]);
    }
    repository.diff(&["v1:openapi.yaml", "main:openapi.yaml"]).expect(1, &[BREAKING]);
    repository.diff(&["v1:spec/api.yaml", ":spec/api.yaml"]).expect(1, &[BREAKING]);
    assert!(!mark.exists(), "a command was run");
}

/// A partial clone would fetch what is missing, by a command of its settings.
#[test]
fn nothing_is_fetched_for_a_partial_clone() {
    let Some(repository) = Repository::new() else { return };
    repository.git(&["config", "uploadpack.allowFilter", "true"]);
    let clone = repository.cloned(&["--no-checkout", "--filter=blob:none"]);
    let mark = clone.path().join("was-run");
    let run = format!("touch {}; git-upload-pack", mark.display());
    clone.git(&["config", "remote.origin.uploadpack", &run]);
    clone
        .diff(&["origin/main:openapi.yaml", "origin/main:openapi.yaml"])
        .expect(2, &["the clone does not hold its content", "gatepact fetches nothing"]);
    assert!(!mark.exists(), "the remote was asked");
}

/// A git that never answers is ended when the run is interrupted.
#[test]
#[cfg(target_os = "linux")]
fn git_ends_with_the_run() {
    let Some(repository) = Repository::new() else { return };
    for hanging in ["rev-parse", "cat-file"] {
        interrupted(&repository, hanging);
    }
}

/// Interrupts a run in which one command of git never ends.
#[cfg(target_os = "linux")]
fn interrupted(repository: &Repository, hanging: &str) {
    let bin = tempfile::tempdir().unwrap();
    let (pid, path) = (bin.path().join("pid"), std::env::var("PATH").unwrap());
    let fake = format!(
        "case \"$*\" in\n  *{hanging}*) echo $$ >{0}.new; mv {0}.new {0}; exec sleep 60;;\nesac\n\
         PATH=\"{path}\" exec git \"$@\"",
        pid.display()
    );
    script(&bin.path().join("git"), &fake);
    let path = format!("{}:{path}", bin.path().display());
    let mut command = repository.command("", &["main:openapi.yaml", "openapi.yaml"]);
    let child = command.env("PATH", path).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let child = child.unwrap();
    let git = wait_for(&pid);
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let began = Instant::now();
    Said::from(child.wait_with_output().unwrap())
        .expect(130, &["interrupted: nothing was compared"]);
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    // What ended and is not yet reaped has no command line any more.
    let command_line = format!("/proc/{}/cmdline", git.trim());
    let is_gone = || std::fs::read(&command_line).map_or(true, |line| line.is_empty());
    let until = Instant::now() + Duration::from_secs(5);
    while !is_gone() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(is_gone(), "git still runs");
}

#[cfg(target_os = "linux")]
fn wait_for(file: &Path) -> String {
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        if let Ok(text) = std::fs::read_to_string(file) {
            return text;
        }
        assert!(Instant::now() < until, "git was not started");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn script(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, format!("#!/bin/sh\n{text}\n")).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}
