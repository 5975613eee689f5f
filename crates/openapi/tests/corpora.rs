//! Corpora from outside, read where they are.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]
#![allow(clippy::disallowed_methods, reason = "tests read files; the crate does not")]
#![allow(clippy::print_stderr, reason = "the line that says what was skipped")]

use std::path::PathBuf;

use gatepact_openapi::{Document, ReadError, Router};
use serde_json::Value;

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
fn every_export_in_openapi_3_0_reads_and_routes_and_every_swagger_2_0_is_refused_by_name() {
    let Some(exports) = exports() else { return };
    let (mut read, mut refused) = (0, 0);
    for (name, text) in exports {
        match Document::read(&text) {
            Ok(document) => {
                read += 1;
                assert!(!document.operations().is_empty(), "{name}");
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
            Err(ReadError::Unsupported { dialect, .. }) => {
                refused += 1;
                assert_eq!(dialect, "Swagger 2.0", "{name}");
            }
            Err(error) => panic!("{name}: {error}"),
        }
    }
    assert!(read >= 10 && refused > 0, "{read} read, {refused} refused");
}
