//! The export of LocalStack and that of our local stage, for the same API: published by the same
//! command, the documents differ in what `docs/exports.md` lists, and in nothing else.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use gatepact_openapi::Document;
use gatepact_stage::{IamKey, Settings, Stage};
use orders_service::Release;
use serde_json::Value;
use tempfile::TempDir;

use crate::aws::Aws;
use crate::harness::{Said, root};
use crate::orders::{ACCESS_KEY_ID, SECRET_ACCESS_KEY, document, on_aws, on_stage};
use crate::rest_api::{RestApi, STAGE};

/// The document that a release is compared by, as `publish-spec` keeps it.
fn published(publish: &mut Command) -> Value {
    let registry = TempDir::new().unwrap();
    let command = publish.args(["--release", "1", "--registry"]).arg(registry.path());
    Said::of(command).expect(0, &[]);
    let file = registry.path().join(format!("orders-api/{STAGE}/1.full.json"));
    serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()
}

fn of_localstack(api: &Value) -> Value {
    let aws = Aws::localstack();
    let api = RestApi::import(&aws, api);
    api.deploy("127.0.0.1:1");
    published(&mut on_stage(&api, "publish-spec"))
}

fn of_our_stage(api: &Value) -> Value {
    let document = Document::read(api.to_string()).unwrap();
    let settings = Settings {
        stage: STAGE.to_owned(),
        iam_keys: vec![IamKey::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY)],
        variables: [("backend".to_owned(), "127.0.0.1:1".to_owned())].into(),
        ..Settings::default()
    };
    let stage = Stage::start(document, settings).unwrap();
    let mut publish = on_aws("publish-spec");
    publish
        .args(["--rest-api-id", stage.api_id(), "--stage-name", STAGE])
        .args(["--endpoint-url", &stage.endpoint_url()]);
    published(&mut publish)
}

/// Where two documents differ, as `pointer | which`; every path and every method is `*`.
fn differences(localstack: &Value, ours: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    compare(localstack, ours, &mut Vec::new(), &mut found);
    found
}

fn compare(localstack: &Value, ours: &Value, at: &mut Vec<String>, found: &mut BTreeSet<String>) {
    match (localstack, ours) {
        (Value::Object(left), Value::Object(right)) => {
            let keys: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
            for key in keys {
                at.push(key.replace('~', "~0").replace('/', "~1"));
                match (left.get(key), right.get(key)) {
                    (Some(left), Some(right)) => compare(left, right, at, found),
                    (Some(_), None) => note(at, "only LocalStack", found),
                    (None, _) => note(at, "only the local stage", found),
                }
                at.pop();
            }
        }
        _ if localstack == ours => {}
        _ => note(at, "both, differently", found),
    }
}

fn note(at: &[String], which: &str, found: &mut BTreeSet<String>) {
    let below_paths = at.first().is_some_and(|first| first == "paths");
    let pointer: String = at
        .iter()
        .enumerate()
        .map(|(depth, segment)| match below_paths && (1..=2).contains(&depth) {
            true => "/*".to_owned(),
            false => format!("/{segment}"),
        })
        .collect();
    found.insert(format!("`{pointer}` | {which}"));
}

/// The first two cells of each row of the page's table.
fn documented(page: &Path) -> BTreeSet<String> {
    let text = std::fs::read_to_string(page).unwrap();
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `/"));
    rows.map(|row| {
        let cells: Vec<&str> = row.splitn(3, " | ").collect();
        assert_eq!(cells.len(), 3, "a row says what, where and why: {row}");
        assert!(cells[2].len() > 10, "a row has a reason: {row}");
        format!("`/{} | {}", cells[0], cells[1])
    })
    .collect()
}

#[test]
fn the_exports_of_localstack_and_of_our_stage_differ_in_what_is_documented() {
    let api = document(Release::V1);
    let found = differences(&of_localstack(&api), &of_our_stage(&api));
    assert_eq!(found, documented(&root().join("docs/exports.md")));
}
