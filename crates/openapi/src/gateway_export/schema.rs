//! A schema as a model keeps it: JSON Schema of draft 4, without what the import does not support.

use std::convert::Infallible;

use gatepact_finding::pointer;
use gatepact_schema::Dialect;
use gatepact_schema::applicator::{Applicator, Token};
use serde_json::{Map, Value};

use super::NotCarriedKind;
use super::journal::Journal;

/// Keywords that the import leaves out, with which a consumer may count.
const UNSUPPORTED: [&str; 7] = [
    "default",
    "discriminator",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "nullable",
    "readOnly",
    "writeOnly",
];

/// Keywords that the import leaves out, and that announce something.
const ANNOUNCEMENTS: [&str; 3] = ["deprecated", "x-stability-level", "x-sunset"];

/// Keywords that the import leaves out, and that are no contract.
const NO_CONTRACT: [&str; 4] = ["example", "examples", "externalDocs", "xml"];

/// Formats that the import leaves out.
const UNSUPPORTED_FORMATS: [&str; 5] = ["int32", "int64", "float", "double", "decimal"];

/// What becomes of references.
pub(super) trait References {
    /// The text of a reference in the export.
    fn redirected(&mut self, text: &str) -> String;
}

/// The schema at `at` without what is not supported; its depth is bounded by the reader of documents.
pub(super) fn supported(
    schema: &Value,
    at: &str,
    references: &mut dyn References,
    journal: &mut Journal,
) -> Value {
    let Value::Object(members) = schema else { return schema.clone() };
    let mut kept = Map::new();
    for (key, value) in members {
        if let Some(kind) = left_out(key, value) {
            if let Some(kind) = kind {
                journal.lose(kind, pointer::child(at, key));
            }
            continue;
        }
        if let ("$ref", Value::String(text)) = (key.as_str(), value) {
            kept.insert(key.clone(), Value::from(references.redirected(text)));
            continue;
        }
        let value = match applicator(key) {
            Some((applicator, dialect)) => {
                let whole = pointer::child(at, key);
                let replace = |token: Option<Token<'_>>, schema| {
                    let at = match token {
                        Some(token) => pointer::child(&whole, &token.text()),
                        None => whole.clone(),
                    };
                    Ok::<_, Infallible>(supported(schema, &at, references, journal))
                };
                let Ok(value) = applicator.replaced(value, dialect, replace);
                value
            }
            None => value.clone(),
        };
        kept.insert(key.clone(), value);
    }
    Value::Object(kept)
}

/// The keyword under which schemas stand, in draft 4 or, in a document of 3.1, later.
fn applicator(key: &str) -> Option<(&'static Applicator, Dialect)> {
    let of = |dialect| Some((Applicator::of_dialect(key, dialect)?, dialect));
    of(Dialect::Draft4).or_else(|| of(Dialect::Draft202012))
}

/// Whether the import leaves a keyword out, and whether that is to be said.
fn left_out(key: &str, value: &Value) -> Option<Option<NotCarriedKind>> {
    let is_format =
        key == "format" && value.as_str().is_some_and(|it| UNSUPPORTED_FORMATS.contains(&it));
    if ANNOUNCEMENTS.contains(&key) {
        Some((*value != Value::Bool(false)).then_some(NotCarriedKind::Deprecation))
    } else if is_format || UNSUPPORTED.contains(&key) {
        // A `nullable: false` says nothing; a `default: false` does.
        let is_said = key == "default" || *value != Value::Bool(false);
        Some(is_said.then_some(NotCarriedKind::SchemaKeyword))
    } else if NO_CONTRACT.contains(&key) || key.starts_with("x-") {
        Some(None)
    } else {
        None
    }
}
