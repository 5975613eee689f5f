//! Files of git revisions in place of documents: `main:openapi.yaml`.

mod errors;
mod hostile;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::{BREAKING, OLD, new, sha256};
use crate::harness::Said;

/// The document with its schema in a file above its folder, and that file in both releases.
const SPEC: &str = "spec/api.yaml";
const ORDER: &str = "common/order.yaml";

/// A repository with two commits on `main`, the first of which has the tag `v1`: `openapi.yaml` of both releases, and
/// `spec/api.yaml` with the schema of an order in `common/order.yaml`.
pub(super) struct Repository {
    folder: TempDir,
    /// Where it is, below the folder.
    at: PathBuf,
}

impl Repository {
    /// `None`, and one line about it, where there is no git.
    pub(super) fn new() -> Option<Repository> {
        let repository = Repository::empty()?;
        let spec = OLD.replace("'#/components/schemas/Order'", "../common/order.yaml");
        repository.write("openapi.yaml", OLD);
        repository.write(SPEC, &spec);
        repository.write(ORDER, &order(""));
        repository.commit("one");
        repository.git(&["tag", "v1"]);
        repository.write("openapi.yaml", &new());
        repository.write(ORDER, &order("required: [size]\n"));
        repository.commit("two");
        Some(repository)
    }

    pub(super) fn empty() -> Option<Repository> {
        if Command::new("git").arg("--version").stdout(Stdio::null()).status().is_err() {
            #[allow(clippy::print_stderr, reason = "a test says what it skips")]
            {
                eprintln!("skipped: git is not installed");
            }
            return None;
        }
        let folder = TempDir::new().unwrap();
        let at = PathBuf::from("repository");
        std::fs::create_dir(folder.path().join(&at)).unwrap();
        let repository = Repository { folder, at };
        repository.git(&["init", "--quiet"]);
        repository.git(&["symbolic-ref", "HEAD", "refs/heads/main"]);
        Some(repository)
    }

    pub(super) fn path(&self) -> PathBuf {
        self.folder.path().join(&self.at)
    }

    pub(super) fn write(&self, file: &str, text: &str) {
        let path = self.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(super) fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    /// What git prints, without a setting of this machine.
    pub(super) fn git(&self, arguments: &[&str]) -> String {
        let mut git = Command::new("git");
        let name = ["-c", "user.name=tests", "-c", "user.email=tests@localhost"];
        git.current_dir(self.path()).args(name).args(["-c", "protocol.file.allow=always"]);
        git.args(arguments).env("HOME", self.folder.path()).env("GIT_CONFIG_NOSYSTEM", "1");
        let done = git.output().unwrap();
        assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap().trim().to_owned()
    }

    /// A clone of it in the same folder.
    fn cloned(&self, options: &[&str]) -> Repository {
        let url = format!("file://{}", self.path().display());
        let clone = self.folder.path().join("clone");
        let to = clone.to_str().unwrap();
        self.git(&[&["clone", "--quiet"], options, &[url.as_str(), to]].concat());
        let folder = TempDir::new().unwrap();
        std::fs::rename(&clone, folder.path().join("clone")).unwrap();
        Repository { folder, at: PathBuf::from("clone") }
    }

    /// `gatepact diff` in a folder of the repository.
    pub(super) fn command(&self, folder: &str, arguments: &[&str]) -> Command {
        command(&self.path().join(folder), arguments)
    }

    pub(super) fn diff(&self, arguments: &[&str]) -> Said {
        Said::of(&mut self.command("", arguments))
    }
}

/// `gatepact diff` that finds git.
fn command(cwd: &Path, arguments: &[&str]) -> Command {
    let mut command = super::command(cwd, arguments);
    command.env("PATH", std::env::var_os("PATH").unwrap());
    command.env("GIT_CONFIG_NOSYSTEM", "1");
    command
}

fn order(more: &str) -> String {
    format!("type: object\nproperties:\n  size: {{ type: string }}\n{more}")
}

fn location(report: &Value) -> &str {
    report["findings"][0]["location"]["file"].as_str().unwrap()
}

#[test]
fn a_revision_is_compared_with_a_file() {
    let Some(repository) = Repository::new() else { return };
    for old in
        ["v1:openapi.yaml", "HEAD~1:openapi.yaml", "main^:./openapi.yaml", "main@{1}:openapi.yaml"]
    {
        repository.diff(&[old, "openapi.yaml"]).expect(1, &[BREAKING, old, "openapi.yaml:"]);
    }
    repository.diff(&["main:openapi.yaml", "openapi.yaml"]).expect(0, &["KEPT: no change"]);
    let report = repository.diff(&["v1:openapi.yaml", "HEAD:openapi.yaml", "--report", "json"]);
    let report = report.expect(1, &[]).json();
    let [old, new] = [&report["comparison"]["old"], &report["comparison"]["new"]];
    assert_eq!([&old["name"], &new["name"]], ["v1:openapi.yaml", "HEAD:openapi.yaml"]);
    assert_eq!(old["sha256"], sha256(OLD.as_bytes()));
    assert_eq!(old["revision"], repository.git(&["rev-parse", "v1^{commit}"]));
    assert_eq!(new["revision"], repository.git(&["rev-parse", "HEAD"]));
    assert_eq!(location(&report), "HEAD:openapi.yaml");
}

#[test]
fn what_is_staged_is_compared() {
    let Some(repository) = Repository::new() else { return };
    repository.write("openapi.yaml", OLD);
    repository.git(&["add", "openapi.yaml"]);
    repository.write("openapi.yaml", "what is staged counts");
    let report = repository.diff(&[":openapi.yaml", "main:openapi.yaml", "--report", "json"]);
    let report = report.expect(1, &[]).json();
    assert_eq!(report["comparison"]["old"]["name"], ":openapi.yaml");
    assert!(report["comparison"]["old"].get("revision").is_none());
    repository.diff(&[":openapi.yaml", "v1:openapi.yaml"]).expect(0, &["KEPT: no change"]);
    // Its files are those that are staged.
    std::fs::remove_dir_all(repository.path().join("common")).unwrap();
    repository.diff(&["v1:spec/api.yaml", ":spec/api.yaml"]).expect(1, &[":common/order.yaml:"]);
    Said::of(&mut repository.command("spec", &[":./api.yaml", ":spec/api.yaml"])).expect(0, &[]);
}

/// The sides of a merge that is not done.
#[test]
fn a_file_in_conflict_is_compared_by_its_sides() {
    let Some(repository) = Repository::new() else { return };
    repository.git(&["checkout", "--quiet", "-b", "next", "v1"]);
    repository.write("openapi.yaml", &OLD.replace("1.0.0", "1.0.1"));
    repository.commit("three");
    let mut merge = Command::new("git");
    merge.current_dir(repository.path()).args(["merge", "--quiet", "main"]);
    merge.env("GIT_COMMITTER_NAME", "tests").env("GIT_COMMITTER_EMAIL", "tests@localhost");
    assert!(!merge.output().unwrap().status.success());
    repository
        .diff(&[":openapi.yaml", "openapi.yaml"])
        .expect(2, &["`openapi.yaml` is in conflict", ":2:openapi.yaml is ours"]);
    repository.diff(&[":2:openapi.yaml", ":3:openapi.yaml"]).expect(1, &[BREAKING]);
}

#[test]
fn a_path_counts_from_the_top_or_from_the_working_directory() {
    let Some(repository) = Repository::new() else { return };
    let said = |old: &str| Said::of(&mut repository.command("spec", &[old, "api.yaml"]));
    // The file above is named from the working directory, as the new document is.
    said("v1:spec/api.yaml").expect(1, &[BREAKING, "../common/order.yaml:"]);
    said("v1:./api.yaml").expect(1, &[BREAKING]);
    said("v1:../spec/api.yaml").expect(1, &[BREAKING]);
    said("v1:api.yaml")
        .expect(2, &["v1 has no file `api.yaml`", "write v1:./api.yaml or v1:spec/api.yaml"]);
}

#[test]
fn files_come_from_the_revision_of_their_document() {
    let Some(repository) = Repository::new() else { return };
    let said = |old: &str, new: &str| {
        repository.diff(&[old, new, "--report", "json"]).expect(1, &[]).json()
    };
    assert_eq!(location(&said("v1:spec/api.yaml", SPEC)), ORDER);
    assert_eq!(location(&said("v1:spec/api.yaml", "main:spec/api.yaml")), "main:common/order.yaml");
    // What the working tree has lost is still in the revisions.
    std::fs::remove_dir_all(repository.path().join("common")).unwrap();
    said("v1:spec/api.yaml", "main:spec/api.yaml");
    repository.commit("three");
    repository
        .diff(&["v1:spec/api.yaml", "main:spec/api.yaml"])
        .expect(3, &["main:spec/api.yaml:", "../common/order.yaml", "main has no file"]);
    repository
        .diff(&["v1:spec/api.yaml", SPEC])
        .expect(3, &["spec/api.yaml:", "../common/order.yaml", "cannot be read"]);
}

#[test]
fn a_worktree_is_a_repository() {
    let Some(repository) = Repository::new() else { return };
    repository.git(&["worktree", "add", "--quiet", "../other", "v1"]);
    let said = Said::of(&mut repository.command("../other", &[SPEC, "main:spec/api.yaml"]));
    said.expect(1, &[BREAKING, "main:common/order.yaml:"]);
}

#[test]
#[cfg(unix)]
fn links_of_a_revision_lead_within_it() {
    let Some(repository) = Repository::new() else { return };
    let link = |to: &str, name: &str| {
        std::os::unix::fs::symlink(to, repository.path().join(name)).unwrap();
    };
    link("spec", "latest");
    link("/etc", "etc");
    link("../../x.yaml", "spec/out.yaml");
    repository.commit("links");
    let said = |new: &str| repository.diff(&["v1:spec/api.yaml", new]);
    said("HEAD:latest/api.yaml").expect(1, &[BREAKING]);
    said(":latest/api.yaml").expect(1, &[BREAKING]);
    for new in ["HEAD:etc/passwd", ":etc/passwd", "HEAD:spec/out.yaml"] {
        said(new).expect(2, &["leads out of the repository"]);
    }
}

#[test]
fn two_at_once_do_not_disturb_each_other() {
    let Some(repository) = Repository::new() else { return };
    let start = || {
        let mut command = repository.command("", &["v1:spec/api.yaml", ":spec/api.yaml"]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    for child in [start(), start(), start()] {
        Said::from(child.wait_with_output().unwrap()).expect(1, &[BREAKING]);
    }
}
