//! `gatepact publish-spec`: release after release, from a stage into a registry.

use std::collections::BTreeMap;
use std::path::Path;

use orders_service::Release;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{Said, root};
use crate::stage::Orders;

/// Every file below a folder, with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.insert(path.display().to_string(), std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn pacts() -> String {
    root().join("pacts").display().to_string()
}

#[test]
fn a_breaking_release_is_kept_and_told_with_whom_it_hurts() {
    let (mut orders, folder) = (Orders::deployed(), TempDir::new().unwrap());
    let cwd = folder.path();
    Said::of(orders.publish(cwd, "1.0.0").args(["--dir", &pacts()])).expect(
        0,
        &[
            "orders-api 1.0.0 on stage prod, the first release",
            "published openapi/orders-api/prod/1.0.0.json",
            "KEPT",
        ],
    );
    orders.deploy(Release::V2);
    let said = Said::of(orders.publish(cwd, "2.0.0").args(["--dir", &pacts()])).expect(
        1,
        &[
            "compared with 1.0.0",
            "response.type.changed",
            "openapi/orders-api/prod/2.0.0.full.json:",
            "breaks web-shop: ",
            "BROKEN: web-shop breaks (1 breaking, 0 risky, 1 safe of 2 changes)",
        ],
    );
    assert!(!said.stdout.contains("warehouse"), "{}", said.stdout);
    for file in ["1.0.0.json", "1.0.0.full.json", "2.0.0.json", "2.0.0.full.json", "index.json"] {
        assert!(cwd.join("openapi/orders-api/prod").join(file).is_file(), "{file}");
    }
}

#[test]
fn publishing_again_writes_nothing_and_stays_red() {
    let (mut orders, folder) = (Orders::deployed(), TempDir::new().unwrap());
    Said::of(&mut orders.publish(folder.path(), "1.0.0")).expect(0, &[]);
    orders.deploy(Release::V2);
    let first =
        Said::of(orders.publish(folder.path(), "2.0.0").args(["--report", "json"])).expect(1, &[]);
    let before = files(folder.path());
    let again =
        Said::of(orders.publish(folder.path(), "2.0.0").args(["--report", "json"])).expect(1, &[]);
    assert_eq!(files(folder.path()), before);
    assert_eq!(again.json()["findings"], first.json()["findings"]);
    assert_eq!(again.json()["publication"]["action"], "unchanged");
    assert_eq!(first.json()["publication"]["action"], "created");
    let summary = first.json()["summary"].clone();
    for (count, expected) in [("changes", 2), ("breaking", 1), ("risky", 0), ("safe", 1)] {
        assert_eq!(summary[count], expected, "{summary}");
    }
    assert_eq!(summary["unverified"], 0, "every witness stood its second check");
}

#[test]
fn an_older_release_published_again_is_a_rollback() {
    let (mut orders, folder) = (Orders::deployed(), TempDir::new().unwrap());
    Said::of(&mut orders.publish(folder.path(), "1.0.0")).expect(0, &[]);
    orders.deploy(Release::V2);
    Said::of(&mut orders.publish(folder.path(), "2.0.0")).expect(1, &[]);
    orders.deploy(Release::V1);
    // Going back heals those whose pacts are known; somebody else may compute with text by now.
    let healed = ["--dry-run", "--fail-on", "consumers", "--dir", &pacts()];
    Said::of(orders.publish(folder.path(), "1.0.0").args(healed))
        .expect(0, &["KEPT: no recorded consumer breaks (1 breaking"]);
    Said::of(&mut orders.publish(folder.path(), "1.0.0")).expect(1, &["1.0.0 is current again"]);
    let index = std::fs::read(folder.path().join("openapi/orders-api/prod/index.json")).unwrap();
    let index: Value = serde_json::from_slice(&index).unwrap();
    assert_eq!(index["current"], "1.0.0");
    assert_eq!(index["releases"].as_array().unwrap().len(), 2);
}

#[test]
fn a_release_never_changes() {
    let (mut orders, folder) = (Orders::deployed(), TempDir::new().unwrap());
    Said::of(&mut orders.publish(folder.path(), "1.0.0")).expect(0, &[]);
    let before = files(folder.path());
    orders.deploy(Release::V2);
    Said::of(&mut orders.publish(folder.path(), "1.0.0"))
        .expect(2, &["release `1.0.0` of orders-api/prod is published with other bytes"]);
    assert_eq!(files(folder.path()), before);
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let (orders, folder) = (Orders::deployed(), TempDir::new().unwrap());
    Said::of(orders.publish(folder.path(), "1.0.0").arg("--dry-run"))
        .expect(0, &["a dry run, nothing was written"]);
    assert!(files(folder.path()).is_empty());
}

#[test]
fn the_policy_decides_what_is_broken() {
    let (orders, folder) = (Orders::deployed(), TempDir::new().unwrap());
    Said::of(&mut orders.publish(folder.path(), "1.0.0")).expect(0, &[]);
    // Another value in an answer is risky: who knows the old ones only may fail.
    orders.deploy_edited(Release::V1, |api| {
        api["info"]["version"] = json!("1.1.0");
        api["components"]["schemas"]["Order"]["properties"]["status"]["enum"] =
            json!(["open", "shipped", "cancelled", "returned"]);
    });
    let publish = |arguments: &[&str]| {
        Said::of(orders.publish(folder.path(), "1.1.0").arg("--dry-run").args(arguments))
    };
    publish(&[]).expect(0, &["KEPT: nothing breaks (0 breaking, 1 risky, 0 safe of 1 change)"]);
    publish(&["--fail-on", "risky"]).expect(1, &["BROKEN"]);
    // A property that nobody reads goes: breaking, but for no recorded consumer.
    orders.deploy_edited(Release::V1, |api| {
        let order = &mut api["components"]["schemas"]["Order"];
        order["properties"].as_object_mut().unwrap().remove("customer");
        order["required"] = json!(["id", "status", "lines", "total", "currency", "createdAt"]);
    });
    let pacts = pacts();
    publish(&[]).expect(1, &["BROKEN"]);
    publish(&["--dir", &pacts]).expect(1, &["no recorded consumer relies on it"]);
    publish(&["--fail-on", "consumers", "--dir", &pacts])
        .expect(0, &["KEPT: no recorded consumer breaks (1 breaking"]);
    publish(&["--fail-on", "never"]).expect(0, &["1 breaking"]);
    publish(&["--fail-on", "consumers"]).expect(2, &["needs to know the consumers", "--dir"]);
}

#[test]
fn an_operation_that_opens_comes_first_and_fails_where_the_policy_says_so() {
    let (orders, folder) = (Orders::deployed(), TempDir::new().unwrap());
    Said::of(&mut orders.publish(folder.path(), "1.0.0")).expect(0, &[]);
    orders.deploy_edited(Release::V1, |api| {
        api["info"]["version"] = json!("1.1.0");
        let operation = &mut api["paths"]["/orders/{id}"]["get"];
        operation.as_object_mut().unwrap().remove("security").unwrap();
    });
    let publish = |arguments: &[&str]| {
        Said::of(orders.publish(folder.path(), "1.1.0").arg("--dry-run").args(arguments))
    };
    let opened = "GET /orders/{id} opened to callers without credentials";
    publish(&[]).expect(0, &[&format!("KEPT: {opened}")]);
    publish(&["--fail-on", "breaking,opened"]).expect(1, &[&format!("BROKEN: {opened}")]);
    publish(&["--fail-on", "opened,never"]).expect(2, &["`never`", "cannot be combined"]);
    let arguments = ["--report", "json", "--fail-on", "opened"];
    let report = publish(&arguments).expect(1, &[]).json();
    assert_eq!(report["summary"]["opened"], 1);
    assert_eq!(report["findings"][0]["opened"], true);
    assert_eq!(report["publication"]["fail_on"], "opened");
}

#[test]
fn the_predecessor_can_be_named() {
    let (mut orders, folder) = (Orders::deployed(), TempDir::new().unwrap());
    let cwd = folder.path();
    Said::of(&mut orders.publish(cwd, "1.0.0")).expect(0, &[]);
    orders.deploy(Release::V2);
    Said::of(&mut orders.publish(cwd, "2.0.0")).expect(1, &[]);
    orders.deploy_edited(Release::V2, |api| api["info"]["version"] = json!("2.0.1"));
    let publish = |against: &str| {
        Said::of(orders.publish(cwd, "2.0.1").args(["--dry-run", "--against", against]))
    };
    publish("1.0.0").expect(1, &["compared with 1.0.0", "response.type.changed"]);
    publish("2.0.0").expect(0, &["compared with 2.0.0"]);
    publish("openapi/orders-api/prod/1.0.0.full.json").expect(1, &["compared with openapi/"]);
    publish("3.1.4").expect(2, &["orders-api/prod has no release `3.1.4`"]);
    std::fs::write(cwd.join("torn.json"), "{\n  \"openapi\": \n").unwrap();
    publish("torn.json").expect(2, &["torn.json", "line"]);
}

#[test]
fn what_changes_with_every_export_is_no_change() {
    let (orders, folder) = (Orders::deployed(), TempDir::new().unwrap());
    Said::of(&mut orders.publish(folder.path(), "1.0.0")).expect(0, &[]);
    orders.deploy_edited(Release::V1, |_| {});
    Said::of(&mut orders.publish(folder.path(), "1.0.0"))
        .expect(0, &["1.0.0 is current already, nothing was written"]);
}

#[test]
fn neither_accounts_nor_arns_reach_the_registry() {
    let (orders, folder) = (Orders::deployed(), TempDir::new().unwrap());
    let function = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/\
                    arn:aws:lambda:eu-west-1:111122223333:function:orders/invocations";
    orders.deploy_edited(Release::V1, |api| {
        let integration = &mut api["paths"]["/orders"]["get"]["x-amazon-apigateway-integration"];
        integration["type"] = json!("aws_proxy");
        integration["uri"] = json!(function);
    });
    Said::of(&mut orders.publish(folder.path(), "1.0.0")).expect(0, &[]);
    for (name, bytes) in files(folder.path()) {
        let text = String::from_utf8(bytes).unwrap();
        assert!(!text.contains("111122223333") && !text.contains("arn:aws"), "{name}");
        let extensions = text.contains("x-amazon-apigateway-integration");
        assert_eq!(extensions, name.ends_with(".full.json"), "{name}");
    }
}

#[test]
fn every_format_names_the_change_its_place_and_whom_it_hurts() {
    let (mut orders, folder) = (Orders::deployed(), TempDir::new().unwrap());
    Said::of(&mut orders.publish(folder.path(), "1.0.0")).expect(0, &[]);
    orders.deploy(Release::V2);
    let place = "2.0.0.full.json";
    let said = |format: &str| {
        let mut publish = orders.publish(folder.path(), "2.0.0");
        Said::of(publish.args(["--dir", &pacts(), "--report", format])).expect(1, &[])
    };
    let change = "the type changed from";
    said("text").expect(1, &[change, place, "breaks web-shop"]);
    said("markdown").expect(
        1,
        &[
            "BROKEN",
            change,
            "`2.0.0`, compared with `1.0.0`",
            "web-shop: a",
            "`response.type.changed`",
        ],
    );
    said("github").expect(1, &["::error ", place, "line=", change]);
    said("junit")
        .expect(1, &["failures=\"1\"", "breaking changes", change, "response.type.changed"]);
    let report = said("json").json();
    assert_eq!(report["summary"]["consumers_broken"], 1);
    assert_eq!(report["findings"][0]["consumers"][0]["consumer"], "web-shop");
}
