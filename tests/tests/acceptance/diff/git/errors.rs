//! Revisions that cannot be read: what is said, and exit code 2.

use tempfile::TempDir;

use super::{BREAKING, OLD, Repository, command, new};
use crate::harness::Said;

#[test]
fn what_is_not_there_is_named_with_what_is() {
    let Some(repository) = Repository::new() else { return };
    repository.git(&[
        "update-index",
        "--add",
        "--cacheinfo",
        &format!("160000,{},vendor", "a".repeat(40)),
    ]);
    repository.git(&["commit", "--quiet", "--message", "a submodule"]);
    let said = |old: &str, texts: &[&str]| {
        let said = repository.diff(&["--", old, "openapi.yaml"]).expect(2, texts);
        assert!(said.stdout.is_empty(), "{}", said.stdout);
    };
    said(
        "next:openapi.yaml",
        &["next:openapi.yaml: the repository has no commit `next`", "git branch"],
    );
    said("v1^{tree}:openapi.yaml", &["no commit `v1^{tree}`"]);
    said("v1..main:openapi.yaml", &["no commit `v1..main`"]);
    said("^main:openapi.yaml", &["no commit `^main`"]);
    said("v1:api.yaml", &["v1 has no file `api.yaml`", "openapi.yaml"]);
    said("v1:spec/openapi.yaml", &["the folder has spec/api.yaml"]);
    said(":other/openapi.yaml", &["the index has no file `other/openapi.yaml`"]);
    said("v1:spec", &["`spec` is a folder", "name the file"]);
    said("v1:", &["is a folder"]);
    said("v1:../openapi.yaml", &["leads out of the repository"]);
    said("main:vendor/api.yaml", &["`vendor` is a submodule", "in the folder of the submodule"]);
    said(":vendor/api.yaml", &["`vendor` is a submodule"]);
    said("v1:/openapi.yaml", &["begins with `/`", "counts from the top"]);
    said(
        "v1:common/order.yaml",
        &["v1:common/order.yaml: line 1: neither `openapi` nor `swagger`"],
    );
    for hostile in ["-p:openapi.yaml", "--output=x:openapi.yaml", "--upload-pack=x:openapi.yaml"] {
        said(hostile, &["is not a revision: the name of a revision does not begin with `-`"]);
    }
    assert!(!repository.path().join("x").exists());
}

#[test]
fn a_pointer_of_git_lfs_is_told() {
    let Some(repository) = Repository::new() else { return };
    repository.write(
        "large.yaml",
        &format!(
            "version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize 1\n",
            "0".repeat(64)
        ),
    );
    repository.commit("large");
    repository.diff(&["HEAD:large.yaml", "openapi.yaml"]).expect(2, &["Git LFS", "git lfs smudge"]);
}

#[test]
fn without_a_repository_a_revision_is_no_file() {
    let Some(repository) = Repository::new() else { return };
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("new.yaml"), new()).unwrap();
    Said::of(&mut command(folder.path(), &["main:old.yaml", "new.yaml"])).expect(
        2,
        &[
            "main:old.yaml: there is no such file",
            "not in a git repository",
            "within the repository",
        ],
    );
    // A file of that name is meant before a revision.
    std::fs::write(folder.path().join("main:old.yaml"), OLD).unwrap();
    Said::of(&mut command(folder.path(), &["main:old.yaml", "new.yaml"])).expect(1, &[BREAKING]);
    drop(repository);
}

#[test]
fn without_git_it_is_told_that_there_is_none() {
    let Some(repository) = Repository::new() else { return };
    let empty = TempDir::new().unwrap();
    let mut command = repository.command("", &["main:openapi.yaml", "openapi.yaml"]);
    command.env("PATH", empty.path());
    Said::of(&mut command).expect(2, &["the command `git` was not found", "install git"]);
}

#[test]
fn a_shallow_clone_lacks_the_commit() {
    let Some(repository) = Repository::new() else { return };
    let clone = repository.cloned(&["--depth", "1"]);
    clone.diff(&["HEAD:openapi.yaml", "openapi.yaml"]).expect(0, &["KEPT"]);
    for old in ["HEAD~1:openapi.yaml", "v1:openapi.yaml"] {
        let texts = ["has no commit", "shallow", "fetch-depth: 0", "git fetch --unshallow"];
        clone.diff(&[old, "openapi.yaml"]).expect(2, &texts);
    }
}

/// A pipeline that checks out one branch has the others as those of the remote.
#[test]
fn a_branch_of_the_remote_is_proposed() {
    let Some(repository) = Repository::new() else { return };
    repository.git(&["branch", "next", "v1"]);
    let clone = repository.cloned(&[]);
    clone
        .diff(&["next:openapi.yaml", "openapi.yaml"])
        .expect(2, &["has no commit `next`", "help: write origin/next:openapi.yaml"]);
    clone.diff(&["origin/next:openapi.yaml", "openapi.yaml"]).expect(1, &[BREAKING]);
}

/// Git refuses a repository of another owner, and says how to trust it.
#[test]
fn a_repository_of_another_owner_is_refused_in_the_words_of_git() {
    let Some(repository) = Repository::new() else { return };
    let mut command = repository.command("", &["main:openapi.yaml", "openapi.yaml"]);
    // A switch for git's own tests: every repository belongs to another user.
    command.env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
    Said::of(&mut command).expect(2, &["git failed: ", "safe.directory"]);
}
