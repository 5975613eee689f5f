//! Models: the schemas that bodies are held against.

use std::fmt;

use gatepact_finding::pointer;
use gatepact_openapi::view::Content;
use gatepact_openapi::{Cursor, MediaType, OperationView, reference};
use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

use crate::StageError;

/// The model of the bodies of one media type.
pub(super) struct Model {
    media_type: MediaType,
    validator: Validator,
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Model").field(&self.media_type).finish()
    }
}

impl Model {
    /// The models of an operation's bodies.
    pub(super) fn all(operation: &OperationView<'_>) -> Result<Vec<Self>, StageError> {
        let body = operation.request_body();
        let content = body.map_or_else(Vec::new, |body| body.content());
        content
            .into_iter()
            .filter_map(|content| Some((content.schema()?, content)))
            .map(|(schema, Content { name, media_type, .. })| {
                let validator = jsonschema::options()
                    .with_draft(Draft::Draft4)
                    .should_validate_formats(false)
                    .build(&whole(&operation.root, schema.value))
                    .map_err(|error| StageError::Model {
                        operation: operation.to_string(),
                        media_type: name.to_owned(),
                        reason: error.to_string().into(),
                    })?;
                Ok(Self { media_type, validator })
            })
            .collect()
    }

    /// API Gateway looks for the very type, whatever parameters it has: no range, no suffix.
    pub(super) fn is_for(&self, media_type: &MediaType) -> bool {
        self.media_type.is_same_type(media_type)
    }

    pub(super) fn takes(&self, body: &Value) -> bool {
        self.validator.is_valid(body)
    }
}

/// The schema with all the models that it refers to, directly or not, where its references look for them. Those it
/// does not need stay out: a large document has a thousand of them, for each of its bodies.
fn whole(root: &Cursor<'_>, schema: &Value) -> Value {
    let mut models = Map::new();
    let mut waiting = vec![schema];
    while let Some(schema) = waiting.pop() {
        let mut names = Vec::new();
        referred(schema, &mut names);
        for name in names {
            let at = pointer::child("/components/schemas", &name);
            if let (false, Some(model)) = (models.contains_key(&name), root.at(&at)) {
                models.insert(name, model.value.clone());
                waiting.push(model.value);
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
