//! Corpora from outside, read where they are.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]
#![allow(clippy::disallowed_methods, reason = "tests read files; the crate does not")]
#![allow(clippy::print_stderr, reason = "the line that says what was skipped")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::PathBuf;
use std::sync::Arc;

use gatepact_finding::pointer;
use gatepact_openapi::{Document, Operation, Router, Specification};
use serde_json::{Value, json};

/// The folder, or `None` after saying that it is not there.
fn corpus(folder: &str) -> Option<PathBuf> {
    let root = std::env::var_os("GATEPACT_CORPORA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora"),
        PathBuf::from,
    );
    let path = root.join(folder);
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("skipped: corpora/{folder} not present");
    None
}

/// The export documents: name and text. Recordings hold the document in `body`.
fn exports() -> Option<Vec<(String, String)>> {
    let folder = corpus("exports")?;
    let mut exports = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        let text = value.get("body").map_or(text, Value::to_string);
        exports.push((path.file_name().unwrap().to_string_lossy().into_owned(), text));
    }
    exports.sort();
    Some(exports)
}

#[test]
fn every_export_reads_and_routes() {
    let Some(exports) = exports() else { return };
    let (mut newer, mut older) = (0, 0);
    for (name, text) in exports {
        let document = Document::read(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        match document.specification() {
            Specification::Swagger20 => older += 1,
            Specification::OpenApi30 | Specification::OpenApi31 | Specification::OpenApi32 => {
                newer += 1;
            }
        }
        assert!(!document.operations().is_empty(), "{name}");
        assert_eq!(document.at("/openapi").and_then(Value::as_str).map(|it| &it[..3]), Some("3.0"));
        let router = Router::new(&document);
        for operation in document.operations() {
            let path = operation.path.replace("{proxy+}", "a/b").replace(['{', '}'], "x");
            let method = operation.method.as_str().replace("ANY", "PUT");
            let gatepact_openapi::Found::Match(found) = router.find(&method, &path) else {
                panic!("{name}: {method} {path}")
            };
            assert_eq!(found.operation, operation, "{name}");
        }
    }
    assert!(newer >= 10 && older >= 10, "{newer} newer, {older} older");
}

/// The schemas of both are told apart by nothing but their places; an export names the content of an answer without a
/// model, Swagger does not.
#[test]
fn both_exports_of_one_api_have_the_same_operations_and_schemas() {
    let Some(exports) = exports() else { return };
    let mut pairs = 0;
    for (name, text) in &exports {
        let Some(other) = partner(name) else { continue };
        let (_, other) = exports.iter().find(|(name, _)| *name == other).unwrap();
        let (older, newer) = (Document::read(text).unwrap(), Document::read(other).unwrap());
        pairs += 1;
        assert_eq!(older.specification(), Specification::Swagger20, "{name}");
        assert_eq!(older.base_path(), newer.base_path(), "{name}");
        assert_eq!(older.title(), newer.title(), "{name}");
        assert_eq!(operations(&older), operations(&newer), "{name}");
        let schemas = |document: &Document| document.at("/components/schemas").cloned();
        assert_eq!(schemas(&older), schemas(&newer), "{name}");
    }
    assert!(pairs >= 8, "{pairs} pairs");
}

/// The name of the OpenAPI 3.0 export of the API whose Swagger export this is.
fn partner(name: &str) -> Option<String> {
    if name.contains("__swagger__") {
        return Some(name.replace("__swagger__", "__oas30__"));
    }
    let twins =
        ["content-encodings", "quick-start-publishing", "set-up-lambda-proxy", "setup-http"];
    let base = name.strip_suffix("__2.json")?;
    twins.iter().any(|twin| name.contains(twin)).then(|| format!("{base}__1.json"))
}

/// What each operation takes and answers.
fn operations(document: &Document) -> BTreeMap<String, Value> {
    let operation = |operation: &Arc<Operation>| {
        let at = |key: &str| document.at(&pointer::child(&operation.pointer, key));
        let parameters: BTreeSet<String> = document
            .parameters(operation)
            .iter()
            .map(|it| {
                format!("{:?} {} {} {}", it.location, it.name, it.required, it.at.value["schema"])
            })
            .collect();
        let schemas = |part: Option<&Value>| -> BTreeMap<String, Value> {
            let content = part.and_then(|part| part.get("content")).and_then(Value::as_object);
            let content = content.into_iter().flatten();
            content
                .filter_map(|(name, it)| Some((name.clone(), it.get("schema")?.clone())))
                .collect()
        };
        let responses = at("responses").and_then(Value::as_object).into_iter().flatten();
        let responses: BTreeMap<&String, Value> = responses
            .map(|(status, it)| (status, json!([schemas(Some(it)), it.get("headers")])))
            .collect();
        let security = at("security");
        let integration = at("x-amazon-apigateway-integration");
        json!([parameters, schemas(at("requestBody")), responses, security, integration])
    };
    document.operations().iter().map(|it| (it.to_string(), operation(it))).collect()
}

/// Documents of the field with what YAML allows beyond the usual: each is read by other readers as well.
#[test]
fn yaml_of_the_field_is_read() {
    if let Some(folder) = corpus("real/docker") {
        for name in ["v1.43.yaml.gz", "v1.44.yaml.gz"] {
            let mut text = String::new();
            let packed = std::fs::read(folder.join(name)).unwrap();
            flate2::read::GzDecoder::new(&*packed).read_to_string(&mut text).unwrap();
            let document = Document::read(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(document.operations().len() > 100, "{name}");
        }
    }
    if let Some(folder) = corpus("found/read/yaml-flow-and-quotes") {
        for name in ["closing-brace.yaml", "quoted-continuation.yaml"] {
            Document::read(std::fs::read(folder.join(name)).unwrap()).unwrap();
        }
    }
    if let Some(folder) = corpus("found/read/merge-key") {
        let read = |name: &str| Document::read(std::fs::read(folder.join(name)).unwrap()).unwrap();
        let (merged, written_out) = (read("a.yaml"), read("written-out.yaml"));
        let responses = "/paths/~1items/get/responses";
        assert_eq!(merged.at(responses), written_out.at(responses));
        let at = |pointer: &str| merged.position(&format!("{responses}{pointer}")).line;
        assert_eq!((at("/200/description"), at("/200/content")), (12, 5));
    }
}
