//! Models: the schemas that bodies are held against.

use std::fmt;

use gatepact_finding::pointer;
use gatepact_openapi::{Document, Operation, reference};
use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

use crate::StageError;

/// The model of the bodies of one media type.
pub(super) struct Model {
    media_type: String,
    validator: Validator,
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Model").field(&self.media_type).finish()
    }
}

impl Model {
    /// The models of an operation's bodies.
    pub(super) fn all(document: &Document, operation: &Operation) -> Result<Vec<Self>, StageError> {
        let at = pointer::child(&operation.pointer, "requestBody");
        let body = document.at(&at).unwrap_or(&Value::Null);
        let target = reference::target(body).and_then(reference::pointer);
        let body = target.and_then(|target| document.at(&target)).unwrap_or(body);
        let content = body["content"].as_object().into_iter().flatten();
        content
            .filter_map(|(media_type, content)| Some((media_type, content.get("schema")?)))
            .map(|(media_type, schema)| {
                let validator = jsonschema::options()
                    .with_draft(Draft::Draft4)
                    .should_validate_formats(false)
                    .build(&whole(document, schema))
                    .map_err(|error| StageError::Model {
                        operation: operation.to_string(),
                        media_type: media_type.clone(),
                        reason: error.to_string().into(),
                    })?;
                Ok(Self { media_type: media_type.to_ascii_lowercase(), validator })
            })
            .collect()
    }

    pub(super) fn is_for(&self, media_type: &str) -> bool {
        self.media_type == media_type
    }

    pub(super) fn takes(&self, body: &Value) -> bool {
        self.validator.is_valid(body)
    }
}

/// The schema with all the models that it refers to, directly or not, where its references look for them. Those it
/// does not need stay out: a large document has a thousand of them, for each of its bodies.
fn whole(document: &Document, schema: &Value) -> Value {
    let mut models = Map::new();
    let mut waiting = vec![schema];
    while let Some(schema) = waiting.pop() {
        let mut names = Vec::new();
        referred(schema, &mut names);
        for name in names {
            let at = pointer::child("/components/schemas", &name);
            if let (false, Some(model)) = (models.contains_key(&name), document.at(&at)) {
                models.insert(name, model.clone());
                waiting.push(model);
            }
        }
    }
    json!({ "allOf": [schema], "components": { "schemas": models } })
}

/// The names of the models that a schema refers to; its depth is bounded by the reader of documents.
fn referred(schema: &Value, names: &mut Vec<String>) {
    let target = reference::target(schema).and_then(reference::pointer);
    let tail = target.as_deref().and_then(|target| target.strip_prefix("/components/schemas"));
    names.extend(tail.and_then(|tail| pointer::tokens(tail).next()).map(Into::into));
    match schema {
        Value::Object(members) => members.values().for_each(|member| referred(member, names)),
        Value::Array(items) => items.iter().for_each(|item| referred(item, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
