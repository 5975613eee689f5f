//! Releases of the example's API, published from LocalStack's GetExport.

use std::collections::BTreeMap;
use std::path::Path;

use orders_service::Release;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::aws::Aws;
use crate::harness::Said;
use crate::orders::{document, on_stage, service};
use crate::rest_api::RestApi;

/// `publish-spec` of what is deployed, under a release's name; its report.
#[track_caller]
fn publish(api: &RestApi<'_>, registry: &Path, release: Release, code: i32) -> Value {
    let mut command = on_stage(api, "publish-spec");
    command
        .args(["--release", release.version(), "--dir", "pacts", "--report", "json"])
        .arg("--registry")
        .arg(registry);
    Said::of(&mut command).expect(code, &[]).json()
}

/// Every file below a folder, with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.display().to_string(), std::fs::read(&path).unwrap());
        }
    }
    found
}

#[test]
fn a_release_that_breaks_a_consumer_is_kept_and_says_whom_it_breaks_each_time() {
    let aws = Aws::localstack();
    let (first, second) = (service(Release::V1), service(Release::V2));
    let folder = TempDir::new().unwrap();
    let registry = folder.path();

    let api = RestApi::import(&aws, &document(Release::V1));
    api.deploy(&first.address().to_string());
    let report = publish(&api, registry, Release::V1, 0);
    assert_eq!(report["outcome"], "kept");
    let published = files(registry);
    assert_eq!(published.len(), 3, "{:?}", published.keys());

    publish(&api, registry, Release::V1, 0);
    assert_eq!(files(registry), published, "the current bytes again: nothing is written");

    api.overwrite(&document(Release::V2));
    api.deploy(&second.address().to_string());
    let report = publish(&api, registry, Release::V2, 1);
    assert_eq!(report["outcome"], "broken");
    let broken: Vec<&Value> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["severity"] == "error")
        .collect();
    assert!(!broken.is_empty());
    for finding in &broken {
        let consumers = finding["consumers"].as_array().unwrap();
        let names: Vec<&Value> = consumers.iter().map(|consumer| &consumer["consumer"]).collect();
        assert!(names.contains(&&json!("web-shop")), "{finding:#}");
        assert!(!names.contains(&&json!("warehouse")), "it reads no total: {finding:#}");
    }
    let published = files(registry);
    assert_eq!(published.len(), 5, "{:?}", published.keys());

    let again = publish(&api, registry, Release::V2, 1);
    assert_eq!(again["findings"], report["findings"], "a red job that runs again stays red");
    assert_eq!(files(registry), published);
}
