//! Files that a document refers to: within its repository or `--root`, and named as the user would name them.

use std::path::Path;

use tempfile::TempDir;

use super::{BREAKING, OLD, command};
use crate::harness::{Said, root};

/// `spec/old.yaml` and `spec/new.yaml`, each with the schema of an order in a folder beside `spec`.
fn documents() -> TempDir {
    let folder = TempDir::new().unwrap();
    let order = "type: object\nproperties:\n  size: { type: string }\n";
    for (side, text) in [("old", order.to_owned()), ("new", format!("{order}required: [size]\n"))] {
        let document = format!("../common/{side}.yaml");
        write(
            folder.path(),
            &format!("spec/{side}.yaml"),
            &OLD.replace("'#/components/schemas/Order'", &document),
        );
        write(folder.path(), &format!("common/{side}.yaml"), &text);
    }
    folder
}

fn write(folder: &Path, file: &str, text: &str) {
    let path = folder.join(file);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn said(cwd: &Path, arguments: &[&str]) -> Said {
    Said::of(&mut command(cwd, arguments))
}

#[test]
fn a_document_refers_to_files_of_its_repository() {
    let folder = documents();
    let cwd = folder.path();
    let from_top = |more: &[&str]| said(cwd, &[&["spec/old.yaml", "spec/new.yaml"], more].concat());
    from_top(&[]).expect(2, &["leaves the folder of the document", "--root"]);
    from_top(&["--root", "."]).expect(1, &[BREAKING, "--> common/new.yaml:"]);
    std::fs::create_dir(cwd.join(".git")).unwrap();
    from_top(&[]).expect(1, &[BREAKING, "--> common/new.yaml:"]);
    from_top(&["--root", "spec"]).expect(3, &["leaves the folder within which files are read"]);
    let spec = cwd.join("spec");
    said(&spec, &["old.yaml", "new.yaml"]).expect(1, &["--> ../common/new.yaml:"]);
    let absolute = spec.join("new.yaml");
    let shown = format!("--> {}:", cwd.join("common/new.yaml").display());
    said(&spec, &["old.yaml", absolute.to_str().unwrap()]).expect(1, &[&shown]);
    // The home of the user is none, whatever it holds.
    let mut command = command(cwd, &["spec/old.yaml", "spec/new.yaml"]);
    Said::of(command.env("HOME", cwd)).expect(2, &["leaves the folder of the document"]);
}

#[test]
fn a_root_is_a_folder_that_holds_both_documents() {
    let folder = documents();
    let cwd = folder.path();
    let with = |root: &str| said(cwd, &["spec/old.yaml", "spec/new.yaml", "--root", root]);
    with("missing").expect(2, &["--root missing: ", "No such file"]);
    with("spec/old.yaml").expect(2, &["--root spec/old.yaml: it is not a folder"]);
    with("common")
        .expect(2, &["spec/old.yaml is not in common, the folder of --root", "name a folder"]);
    // From the file of settings, counted from its folder.
    write(cwd, "gatepact.toml", "[diff]\nroot = \".\"\n");
    said(&cwd.join("spec"), &["old.yaml", "new.yaml"]).expect(1, &["--> ../common/new.yaml:"]);
}

#[test]
#[cfg(unix)]
fn a_link_does_not_lead_out_of_the_root() {
    let (folder, outside) = (documents(), TempDir::new().unwrap());
    let cwd = folder.path();
    std::fs::create_dir(cwd.join(".git")).unwrap();
    write(outside.path(), "new.yaml", "type: object\n");
    std::fs::remove_dir_all(cwd.join("common")).unwrap();
    std::os::unix::fs::symlink(outside.path(), cwd.join("common")).unwrap();
    said(cwd, &["spec/new.yaml", "spec/new.yaml"]).expect(3, &["a link leads out of the folder"]);
    let text = OLD.replace("#/components/schemas/Order", "../.git/config");
    write(cwd, "spec/new.yaml", &text);
    write(cwd, ".git/config", "secret: 1");
    let said = said(cwd, &["spec/new.yaml", "spec/new.yaml"]);
    said.expect(3, &["belongs to the data of git"]);
}

/// The corpus's document that refers to its parent folder.
#[test]
#[allow(clippy::print_stderr, reason = "a test says what it skips")]
fn the_document_of_the_corpus_is_read() {
    let corpora = std::env::var_os("GATEPACT_CORPORA")
        .map_or_else(|| root().join("../shared/corpora"), std::path::PathBuf::from);
    let folder = corpora.join("found/read/parent-folder");
    if !folder.is_dir() {
        eprintln!("skipped: corpora/found/read/parent-folder not present");
        return;
    }
    said(&folder, &["spec/api.yaml", "spec/api.yaml", "--root", "."]).expect(0, &["KEPT"]);
}
