//! Releases that the registry keeps, in place of a document: `orders-api@1.4.0`.

use std::path::Path;

use tempfile::TempDir;

use super::command;
use crate::harness::{Said, root};

const ORDERS: &str = "openapi/orders-api/prod";

/// The committed registry, copied.
fn registry() -> TempDir {
    let folder = TempDir::new().unwrap();
    copy(folder.path(), ORDERS);
    folder
}

fn copy(folder: &Path, to: &str) {
    let to = folder.join(to);
    std::fs::create_dir_all(&to).unwrap();
    for entry in std::fs::read_dir(root().join(ORDERS)).unwrap().map(Result::unwrap) {
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

fn said(folder: &TempDir, arguments: &[&str]) -> Said {
    Said::of(&mut command(folder.path(), arguments))
}

#[test]
fn a_release_is_compared_by_its_full_document() {
    let folder = registry();
    let full = "openapi/orders-api/prod/2.0.0.full.json";
    said(&folder, &["orders-api@1.0.0", "orders-api@2.0.0"])
        .expect(1, &["orders-api 2.0.0, compared with 1.0.0", full, "response.type.changed"]);
    said(&folder, &["orders-api@1.0.0", full]).expect(1, &["response.type.changed"]);
    let report = said(&folder, &["orders-api@1.0.0", "orders-api@current", "--report", "json"]);
    let report = report.expect(1, &[]).json();
    assert_eq!(report["comparison"]["new"]["name"], "2.0.0");
    assert_eq!(report["comparison"]["new"]["file"], full);
    said(&folder, &["orders-api@current", full]).expect(0, &["KEPT: no change"]);
}

#[test]
fn the_registry_may_be_elsewhere() {
    let folder = TempDir::new().unwrap();
    copy(folder.path(), "kept/orders-api/prod");
    let arguments = ["orders-api@1.0.0", "orders-api@2.0.0"];
    let from_flag = [&arguments[..], &["--registry", "kept"]].concat();
    said(&folder, &from_flag).expect(1, &["kept/orders-api/prod/2.0.0.full.json"]);
    Said::of(command(folder.path(), &arguments).env("GATEPACT_REGISTRY", "kept")).expect(1, &[]);
    std::fs::write(folder.path().join("gatepact.toml"), "[diff]\nregistry = 'kept'\n").unwrap();
    said(&folder, &arguments).expect(1, &[]);
    said(&folder, &[&arguments[..], &["--registry", "none"]].concat())
        .expect(2, &["the registry none keeps no release of orders-api", "--registry"]);
}

#[test]
fn the_stage_is_chosen_where_there_are_several() {
    let folder = registry();
    copy(folder.path(), "openapi/orders-api/beta");
    let index = folder.path().join("openapi/orders-api/beta/index.json");
    let text = std::fs::read_to_string(&index).unwrap();
    std::fs::write(&index, text.replace("\"stage\": \"prod\"", "\"stage\": \"beta\"")).unwrap();
    let arguments = ["orders-api@1.0.0", "orders-api@2.0.0"];
    said(&folder, &arguments)
        .expect(2, &["releases on several stages: beta, prod", "--stage-name"]);
    let beta = [&arguments[..], &["--stage-name", "beta"]].concat();
    said(&folder, &beta).expect(1, &["openapi/orders-api/beta/2.0.0.full.json"]);
    said(&folder, &[&arguments[..], &["--stage-name", "gamma"]].concat())
        .expect(2, &["keeps no release of orders-api on the stage gamma"]);
    said(&folder, &[&arguments[..], &["--stage-name", "../prod"]].concat())
        .expect(2, &["stage `../prod` cannot be a file name"]);
}

#[test]
fn a_release_that_is_not_kept_is_told_with_those_that_are() {
    let folder = registry();
    said(&folder, &["orders-api@3.0.0", "orders-api@2.0.0"]).expect(
        2,
        &["no release `3.0.0` on the stage prod", "it has 2.0.0, 1.0.0; `current` is 2.0.0"],
    );
    said(&folder, &["teas@1", "orders-api@2.0.0"])
        .expect(2, &["keeps no release of teas, and there is no such file"]);
    said(&folder, &["orders-api@", "orders-api@2.0.0"]).expect(2, &["no release ``"]);
}

#[test]
fn a_damaged_release_is_refused() {
    let folder = registry();
    std::fs::write(folder.path().join(ORDERS).join("1.0.0.full.json"), "{}").unwrap();
    said(&folder, &["orders-api@1.0.0", "orders-api@2.0.0"])
        .expect(2, &["1.0.0.full.json is damaged", "restore it"]);
}

/// A file of that name is meant first.
#[test]
fn a_file_outranks_a_release() {
    let folder = registry();
    std::fs::write(folder.path().join("orders-api@1.0.0"), super::OLD).unwrap();
    let report = said(&folder, &["orders-api@1.0.0", "orders-api@2.0.0", "--report", "json"]);
    assert_eq!(report.json()["comparison"]["old"]["title"], "teas");
}
