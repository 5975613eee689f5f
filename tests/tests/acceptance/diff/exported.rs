//! An authored document beside an export of API Gateway: as the service would export it, unless `--as-is`.

use std::path::{Path, PathBuf};

use gatepact_openapi::Document;
use gatepact_openapi::canonical::{Form, canonical};
use gatepact_openapi::gateway_export::{project, recognise};
use orders_service::Release;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::command;
use crate::harness::{Said, root};
use crate::stage::Orders;

/// The example's own document of 2.0.0, as its author wrote it.
const AUTHORED: &str = "examples/orders-service/api/2.0.0.json";

/// The committed registry beside `openapi.json`: the example's own document after an edit.
fn edited(edit: impl FnOnce(&mut Value)) -> TempDir {
    let folder = TempDir::new().unwrap();
    let registry = folder.path().join("openapi/orders-api/prod");
    std::fs::create_dir_all(&registry).unwrap();
    for entry in std::fs::read_dir(root().join("openapi/orders-api/prod")).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, registry.join(path.file_name().unwrap())).unwrap();
    }
    let text = std::fs::read_to_string(root().join(AUTHORED)).unwrap();
    let mut api: Value = serde_json::from_str(&text).unwrap();
    edit(&mut api);
    std::fs::write(folder.path().join("openapi.json"), format!("{api:#}\n")).unwrap();
    folder
}

fn said(folder: &Path, arguments: &[&str]) -> Said {
    Said::of(&mut command(folder, arguments))
}

/// The line of the first text that holds this, from 1.
fn line_of(folder: &Path, text: &str) -> u64 {
    let file = std::fs::read_to_string(folder.join("openapi.json")).unwrap();
    let line = file.lines().position(|line| line.contains(text)).unwrap();
    u64::try_from(line).unwrap() + 1
}

const CURRENT: [&str; 2] = ["orders-api@current", "openapi.json"];

#[test]
fn the_unchanged_document_of_a_release_has_no_change() {
    let folder = edited(|_| {});
    let note =
        "`openapi.json` is compared as API Gateway would export it, because `2.0.0` is an export";
    let lost = "not compared, because an export does not carry it: the type of 1 parameter";
    said(folder.path(), &CURRENT).expect(0, &[note, lost, "KEPT: no change"]);
    let turned = ["openapi.json", "orders-api@current"];
    said(folder.path(), &turned).expect(0, &[note, lost, "KEPT: no change"]);
    for format in ["markdown", "github", "junit", "sarif", "changelog"] {
        said(folder.path(), &[&CURRENT[..], &["--report", format]].concat())
            .expect(0, &["the type of 1 parameter"]);
    }
    let report = said(folder.path(), &[&CURRENT[..], &["--report", "json"]].concat());
    let report = report.expect(0, &[]).json();
    let line = line_of(folder.path(), "\"name\": \"limit\"") - 1;
    let lost = json!([{ "kind": "parameter-type", "count": 1, "locations": [{
        "file": "openapi.json", "line": line, "pointer": "/paths/~1orders/get/parameters/1" }] }]);
    assert_eq!(
        report["comparison"]["new"]["compared_as"],
        json!({ "form": "exported", "not_carried": lost })
    );
    assert_eq!(report["comparison"]["old"].get("compared_as"), None);
}

#[test]
fn as_it_is_the_document_differs_from_its_own_export() {
    let folder = edited(|_| {});
    let as_is = [&CURRENT[..], &["--as-is"]].concat();
    let said_so = said(folder.path(), &as_is).expect(1, &["1 breaking"]);
    assert!(!said_so.stdout.contains("would export"), "{}", said_so.stdout);
    std::fs::write(folder.path().join("gatepact.toml"), "[diff]\nas-is = true\n").unwrap();
    said(folder.path(), &CURRENT).expect(1, &["1 breaking"]);
}

#[test]
fn a_change_is_found_at_the_line_that_the_author_wrote() {
    let folder = edited(|api| {
        api["components"]["schemas"]["Problem"]["required"] = json!(["code"]);
        api["components"]["schemas"]["Draft"]["required"] = json!(["customer", "lines", "note"]);
        api["components"]["schemas"]["Draft"]["properties"]["note"] = json!({ "type": "string" });
        api["paths"].as_object_mut().unwrap().remove("/orders/{id}/cancel");
    });
    let report = said(folder.path(), &[&CURRENT[..], &["--report", "json"]].concat());
    let report = report.expect(1, &[]).json();
    let findings = report["findings"].as_array().unwrap();
    let find = |id: &str| {
        let found = findings.iter().find(|finding| finding["id"] == id);
        found.unwrap_or_else(|| panic!("no {id} in {report:#}"))
    };
    assert_eq!(find("operation.removed")["operations"], json!(["POST /orders/{id}/cancel"]));
    for (id, text) in [
        ("request.property.required-added", "\"note\": {"),
        ("response.property.became-optional", "\"Problem\": {"),
    ] {
        let location = &find(id)["location"];
        assert_eq!(location["file"], "openapi.json", "{id}");
        let (line, at) = (location["line"].as_u64().unwrap(), line_of(folder.path(), text));
        assert!((at..at + 25).contains(&line), "{id}: {location}, {text} is at {at}");
    }
}

#[test]
fn without_extensions_only_the_contract_is_compared() {
    let strip = |api: &mut Value| {
        api.as_object_mut().unwrap().retain(|key, _| !key.starts_with("x-"));
        api["components"].as_object_mut().unwrap().remove("securitySchemes");
        for operation in api["paths"].as_object_mut().unwrap().values_mut() {
            for method in operation.as_object_mut().unwrap().values_mut() {
                let members = method.as_object_mut().unwrap();
                members.retain(|key, _| !key.starts_with("x-") && key != "security");
            }
        }
    };
    let folder = edited(strip);
    said(folder.path(), &CURRENT).expect(
        0,
        &[
            "not compared, because `openapi.json` has no extension of API Gateway: 13 settings",
            "KEPT: no change",
        ],
    );
    let folder = edited(|api| {
        strip(api);
        api["paths"]["/orders"].as_object_mut().unwrap().remove("get");
    });
    said(folder.path(), &CURRENT).expect(1, &["operation.removed"]);
}

#[test]
fn two_exports_and_two_authored_documents_are_compared_as_they_are() {
    let folder = edited(|_| {});
    let full = "openapi/orders-api/prod/2.0.0.full.json";
    for sides in [["orders-api@current", full], ["openapi.json", "openapi.json"]] {
        let said = said(folder.path(), &sides).expect(0, &["KEPT: no change"]);
        assert!(!said.stdout.contains("would export"), "{}", said.stdout);
    }
}

/// The pull request of docs/github-actions.md, on the local stage: what was deployed is published, and the document
/// that it was deployed from changes nothing.
#[test]
fn an_unchanged_document_is_green_after_its_deployment() {
    let (orders, folder) = (Orders::deployed(), TempDir::new().unwrap());
    Said::of(&mut orders.publish(folder.path(), "1.0.0")).expect(0, &[]);
    std::fs::write(folder.path().join("openapi.yaml"), Release::V1.api()).unwrap();
    let arguments = ["orders-api@current", "openapi.yaml", "--stage-name", "prod"];
    let reports = ["--report", "github", "--report", "markdown=diff.md"];
    said(folder.path(), &[&arguments[..], &reports].concat()).expect(0, &["KEPT: no change"]);
    std::fs::write(folder.path().join("openapi.yaml"), Release::V2.api()).unwrap();
    said(folder.path(), &[&arguments[..], &reports].concat())
        .expect(1, &["::error file=openapi.yaml,line="]);
}

/// A source is kept with its release, and compared with in the place of the export.
#[test]
fn a_release_with_its_source_is_compared_by_it() {
    let (orders, folder) = (Orders::deployed(), TempDir::new().unwrap());
    let mut api: Value = serde_json::from_str(Release::V1.api()).unwrap();
    std::fs::write(folder.path().join("openapi.json"), Release::V1.api()).unwrap();
    let publish =
        |arguments: &[&str]| Said::of(orders.publish(folder.path(), "1.0.0").args(arguments));
    let source = ["--source", "openapi.json"];
    let kept = "openapi/orders-api/prod/1.0.0.source.json";
    let report = publish(&[&source[..], &["--report", "json"]].concat()).expect(0, &[]).json();
    assert_eq!(report["publication"]["files"][2], kept);
    assert_eq!(std::fs::read_to_string(folder.path().join(kept)).unwrap(), Release::V1.api());
    publish(&source).expect(0, &["nothing was written"]);
    publish(&[]).expect(0, &["nothing was written"]);

    // A type of a parameter, which the export does not carry.
    api["paths"]["/orders"]["get"]["parameters"][1]["schema"] = json!({ "type": "boolean" });
    std::fs::write(folder.path().join("openapi.json"), api.to_string()).unwrap();
    publish(&source).expect(2, &["another source"]);
    let note = "release `1.0.0` is compared by the document that it was published with";
    let said_so = said(folder.path(), &CURRENT).expect(1, &[note, "request.type.changed"]);
    assert!(!said_so.stdout.contains("would export"), "{}", said_so.stdout);
    let json = [&CURRENT[..], &["--report", "json"]].concat();
    let report = said(folder.path(), &json).expect(1, &[]).json();
    assert_eq!(report["comparison"]["old"]["compared_as"], json!({ "form": "source" }));
    said(folder.path(), &[&CURRENT[..], &["--as-is"]].concat()).expect(1, &["breaking"]);
    std::fs::write(folder.path().join(kept), "{}").unwrap();
    said(folder.path(), &CURRENT).expect(2, &["1.0.0.source.json is damaged"]);
}

/// A document of several files is kept as one.
#[test]
fn a_source_of_several_files_is_kept_in_one() {
    let (orders, folder) = (Orders::deployed(), TempDir::new().unwrap());
    let mut api: Value = serde_json::from_str(Release::V1.api()).unwrap();
    let order = api["components"]["schemas"]["Order"].take();
    let order = order.to_string().replace("#/", "../openapi.json#/");
    std::fs::create_dir(folder.path().join("models")).unwrap();
    std::fs::write(folder.path().join("models/order.json"), order).unwrap();
    api["components"]["schemas"]["Order"] = json!({ "$ref": "models/order.json" });
    std::fs::write(folder.path().join("openapi.json"), api.to_string()).unwrap();
    let mut publish = orders.publish(folder.path(), "1.0.0");
    Said::of(publish.args(["--source", "openapi.json"])).expect(0, &[]);
    said(folder.path(), &CURRENT).expect(0, &["was published with", "KEPT: no change"]);
    std::fs::remove_dir_all(folder.path().join("models")).unwrap();
    std::fs::write(folder.path().join("openapi.json"), Release::V1.api()).unwrap();
    said(folder.path(), &CURRENT).expect(0, &["was published with", "KEPT: no change"]);
}

#[test]
fn a_source_that_cannot_be_read_is_told_before_aws_is_asked() {
    let (orders, folder) = (Orders::deployed(), TempDir::new().unwrap());
    std::fs::write(folder.path().join("openapi.json"), "{}").unwrap();
    let mut publish = orders.publish(folder.path(), "1.0.0");
    Said::of(publish.args(["--source", "openapi.json"])).expect(2, &["openapi.json"]);
    assert!(!folder.path().join("openapi").exists());
}

fn corpus() -> Option<PathBuf> {
    let corpora = std::env::var_os("GATEPACT_CORPORA")
        .map_or_else(|| root().join("../shared/corpora"), PathBuf::from);
    let folder = corpora.join("exports");
    if !folder.is_dir() {
        #[allow(clippy::print_stderr, reason = "the line that says what was skipped")]
        {
            eprintln!("skipped: corpora/exports not present");
        }
        return None;
    }
    Some(folder)
}

/// What was recorded, with an identity for the placeholders of whoever recorded it.
fn recorded(folder: &Path, name: &str) -> Document {
    let body =
        recorded_text(folder, name).to_string().replace("\"date\"", "\"2025-05-06T12:00:00Z\"");
    Document::read(body).unwrap()
}

/// What was imported to record an export is that export, once it went through our own import and export.
#[test]
fn recorded_imports_are_their_recorded_exports() {
    let Some(corpus) = corpus() else { return };
    let folder = TempDir::new().unwrap();
    let write = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
    let page = std::fs::read_to_string(root().join("docs/exports.md")).unwrap();
    for api in ["PETS", "PETSTORE_SWAGGER"] {
        let import = corpus.join(format!("imports/TEST_IMPORT_{api}.json"));
        let text = std::fs::read_to_string(import).unwrap();
        let authored = Document::read(&text).unwrap();
        write("authored.json", text);
        for (kind, with) in [
            ("oas30", ""),
            ("oas30", "-with-extensions"),
            ("swagger", ""),
            ("swagger", "-with-extensions"),
        ] {
            let name =
                format!("localstack-snapshot__{kind}__TEST_IMPORT_{api}__get-export{with}.json");
            let export = recorded(&corpus, &name);
            let form = recognise(&export).unwrap_or_else(|| panic!("{name} is an export"));
            let projection = project(&authored, &export, form).unwrap();
            // A version that is a time is that of one export; what was imported without a version has none.
            let [ours, theirs] =
                [&projection.authored, &export].map(|document| canonical(document, Form::Full));
            // A Swagger 2.0 export names media types once for a whole operation: its bytes are others.
            if kind == "oas30" {
                assert_eq!(ours, theirs, "{name}");
            }

            // The page says of which values of this export the deployment alone knows.
            let filled: Vec<String> = (projection.not_carried.iter())
                .filter(|lost| lost.kind.id() == "placeholder")
                .map(|lost| lost.pointer.rsplit_once('/').unwrap().1.to_owned())
                .collect();
            let row = format!("| {api} | `/paths/*/*/x-amazon-apigateway-integration/uri` |");
            assert_eq!(filled.is_empty(), with.is_empty() || !page.contains(&row), "{name}");
            assert!(filled.iter().all(|last| last == "uri"), "{name}: {filled:?}");

            write("export.json", format!("{:#}", recorded_text(&corpus, &name)));
            said(folder.path(), &["export.json", "authored.json"])
                .expect(0, &["would export it", "KEPT: no change"]);
        }
    }
}

fn recorded_text(folder: &Path, name: &str) -> Value {
    let text = std::fs::read_to_string(folder.join(name)).unwrap();
    let text = text.replace("<api-id:1>", "a1b2c3d4e5").replace("<region>", "us-east-1");
    serde_json::from_str::<Value>(&text).unwrap()["body"].take()
}
