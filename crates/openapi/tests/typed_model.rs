//! Documents through the eyes of `openapiv3`, the typed model that others read them with: what it reads is what we
//! read, and what is published for consumers is what it reads.
//!
//! It is not on the way of a comparison: it knows OpenAPI 3.0 only, and building it costs several times what reading
//! costs (`cargo bench -p gatepact-openapi --bench read`).
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]
#![allow(clippy::disallowed_methods, reason = "tests read files; the crate does not")]
#![allow(clippy::print_stderr, reason = "the line that says what was skipped")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use gatepact_openapi::canonical::{Form, canonical};
use gatepact_openapi::{Document, Method, Specification};
use openapiv3::{OpenAPI, Parameter, ReferenceOr, StatusCode};
use serde_json::Value;

/// `GET /orders 200` and `GET /orders query page`: what both models can be asked for.
type Facts = BTreeSet<String>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The typed model of a text.
fn typed(name: &str, text: &str) -> OpenAPI {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn of_typed(model: &OpenAPI) -> Facts {
    let mut facts = Facts::new();
    for (path, item) in &model.paths.paths {
        let ReferenceOr::Item(item) = item else { continue };
        for (method, operation) in item.iter() {
            let name = format!("{} {path}", method.to_ascii_uppercase());
            for status in operation.responses.responses.keys() {
                facts.insert(match status {
                    StatusCode::Code(code) => format!("{name} {code}"),
                    StatusCode::Range(range) => format!("{name} {range}XX"),
                });
            }
            for parameter in item.parameters.iter().chain(&operation.parameters) {
                if let ReferenceOr::Item(parameter) = parameter {
                    facts.insert(format!("{name} {}", describe(parameter)));
                }
            }
            facts.insert(name);
        }
    }
    facts
}

fn describe(parameter: &Parameter) -> String {
    let place = match parameter {
        Parameter::Query { .. } => "query",
        Parameter::Header { .. } => "header",
        Parameter::Path { .. } => "path",
        Parameter::Cookie { .. } => "cookie",
    };
    format!("{place} {}", parameter.parameter_data_ref().name)
}

fn of_document(document: &Document) -> Facts {
    let mut facts = Facts::new();
    for operation in document.operations() {
        // An extension to the typed model.
        if operation.method == Method::Any {
            continue;
        }
        let name = operation.to_string();
        let responses = document.at(&format!("{}/responses", operation.pointer));
        let statuses = responses.and_then(Value::as_object).into_iter().flatten();
        for (status, _) in statuses.filter(|(status, _)| *status != "default") {
            facts.insert(format!("{name} {status}"));
        }
        for parameter in document.parameters(operation) {
            let text = |key: &str| parameter.at.text(key).unwrap_or_default();
            facts.insert(format!("{name} {} {}", text("in"), text("name")));
        }
        facts.insert(name);
    }
    facts
}

#[test]
fn what_is_published_for_consumers_is_read_by_the_typed_model() {
    let mut read = 0;
    let folder = root().join("openapi/orders-api/prod");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name == "index.json" {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let document = Document::read(&text).unwrap();
        let facts = of_document(&document);
        assert!(facts.len() > 5, "{name}: {facts:?}");
        assert_eq!(facts, of_typed(&typed(&name, &text)), "{name}");
        read += 1;
    }
    assert!(read >= 4);
}

#[test]
fn the_public_form_of_every_export_is_read_by_the_typed_model() {
    let shared = root().join("../shared/corpora");
    let folder = std::env::var_os("GATEPACT_CORPORA").map_or(shared, PathBuf::from).join("exports");
    if !folder.is_dir() {
        eprintln!("skipped: corpora/exports not present");
        return;
    }
    let (mut read, mut refused) = (0, Vec::new());
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|it| it != "json") {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let value: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let document = Document::read(value.get("body").unwrap_or(&value).to_string()).unwrap();
        if document.specification() == Specification::OpenApi31 {
            continue;
        }
        let public = canonical(&document, Form::Public);
        let facts = of_document(&Document::read(&public).unwrap());
        match serde_json::from_str::<OpenAPI>(&public) {
            Ok(model) => assert_eq!(facts, of_typed(&model), "{name}"),
            // What its author left out or wrote otherwise is not made up: the typed model wants it, readers do not.
            Err(_) => refused.push(name),
        }
        read += 1;
    }
    refused.sort();
    let samples = [
        "awsdocs__api-gateway-request-validation-sample-api-swagger__1.json",
        "awsdocs__create-api-using-swagger__1.json",
    ];
    assert_eq!(refused, samples);
    assert!(read > 10, "{read} documents");
}
