//! What OpenAPI demands and many authors leave out, although it says nothing: `responses` of an operation,
//! `description` of a response, and the `url` of a server whose `basePath` says all that matters. The typed model gets them empty; the raw value stays as it was written.

use serde_json::{Value, json};

use crate::base_path;
use crate::operation::Method;

/// The value with the missing members.
pub(super) fn complete(value: &Value) -> Value {
    let mut document = value.clone();
    for (_, item) in members(document.get_mut("paths")) {
        for method in Method::SPECIFIC.into_iter().chain([Method::Any]) {
            if let Some(Value::Object(operation)) = item.get_mut(method.key()) {
                describe(Some(operation.entry("responses").or_insert_with(|| json!({}))));
            }
        }
    }
    describe(document.pointer_mut("/components/responses"));
    for server in document.get_mut("servers").and_then(Value::as_array_mut).into_iter().flatten() {
        let url = base_path::url_of(server).map(str::to_owned);
        if let (Some(members), Some(url)) = (server.as_object_mut(), url) {
            members.entry("url").or_insert(Value::String(url));
        }
    }
    document
}

fn describe(responses: Option<&mut Value>) {
    for (_, response) in members(responses).filter(|(status, _)| !status.starts_with("x-")) {
        if let Some(response) = response.as_object_mut().filter(|it| !it.contains_key("$ref")) {
            response.entry("description").or_insert_with(|| json!(""));
        }
    }
}

fn members(value: Option<&mut Value>) -> impl Iterator<Item = (&String, &mut Value)> {
    value.and_then(Value::as_object_mut).into_iter().flat_map(|members| members.iter_mut())
}
