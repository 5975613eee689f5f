//! A schema as a model keeps it: JSON Schema of draft 4, without what the import does not support.

use std::convert::Infallible;

use gatepact_schema::Dialect;
use gatepact_schema::applicator::Applicator;
use serde_json::Value;

/// Keywords that the import leaves out.
const UNSUPPORTED: [&str; 12] = [
    "default",
    "deprecated",
    "discriminator",
    "example",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "externalDocs",
    "nullable",
    "readOnly",
    "writeOnly",
    "xml",
];

/// Formats that the import leaves out.
const UNSUPPORTED_FORMATS: [&str; 5] = ["int32", "int64", "float", "double", "decimal"];

/// The schema without what is not supported; its depth is bounded by the reader of documents.
pub(super) fn supported(schema: &Value) -> Value {
    let Value::Object(members) = schema else { return schema.clone() };
    let mut kept = serde_json::Map::new();
    for (key, value) in members {
        let format = key == "format"
            && value.as_str().is_some_and(|format| UNSUPPORTED_FORMATS.contains(&format));
        if format || UNSUPPORTED.contains(&key.as_str()) || key.starts_with("x-") {
            continue;
        }
        // Names of properties are no keywords.
        let value = match Applicator::of_dialect(key, Dialect::Draft4) {
            Some(applicator) => {
                let replace = |_, schema| Ok::<_, Infallible>(supported(schema));
                let Ok(value) = applicator.replaced(value, Dialect::Draft4, replace);
                value
            }
            None => value.clone(),
        };
        kept.insert(key.clone(), value);
    }
    Value::Object(kept)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn schemas_under_every_keyword_of_the_draft_lose_what_is_not_supported() {
        let noted = json!({ "type": "string", "example": "a" });
        let plain = json!({ "type": "string" });
        for applicator in Applicator::all().iter().filter(|it| it.is_known_in(Dialect::Draft4)) {
            for (before, after) in [
                (noted.clone(), plain.clone()),
                (json!([noted]), json!([plain])),
                (json!({ "example": noted }), json!({ "example": plain })),
            ] {
                let holds = applicator.schemas(&before, Dialect::Draft4).any(|it| it.1 == &noted);
                let schema = json!({ applicator.name(): before });
                if holds {
                    assert_eq!(supported(&schema), json!({ applicator.name(): after }));
                }
            }
        }
    }
}
