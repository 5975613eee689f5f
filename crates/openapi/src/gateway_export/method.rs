//! Methods: the operations of an export.

use gatepact_finding::pointer;
use serde_json::{Map, Value, json};

use super::journal::Journal;
use super::models::Models;
use super::{Extensions, NotCarriedKind, NotExported, integration, security};
use crate::read::{FILES, limits};
use crate::{Document, Method, Operation, Parameter, ParameterLocation, reference};

/// What becomes of an operation that the service does not export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unexportable {
    /// The whole API is not exported.
    Refused,
    /// It stays as it is written.
    Kept,
}

/// What the methods of an API are written from.
#[derive(Clone, Copy)]
pub(super) struct Methods<'d> {
    pub(super) document: &'d Document,
    pub(super) extensions: Extensions,
    pub(super) unexportable: Unexportable,
}

impl<'d> Methods<'d> {
    pub(super) fn paths(
        self,
        models: &mut Models<'d>,
        journal: &mut Journal,
    ) -> Result<Value, NotExported> {
        let mut paths = Map::new();
        for operation in self.document.operations() {
            // API Gateway has no such method.
            if operation.method == Method::Trace {
                journal.lose(NotCarriedKind::TraceOperation, operation.pointer.clone());
                continue;
            }
            let method = match (self.method(operation, models, journal), self.unexportable) {
                (Err(NotExported::NoJsonModel { operation: name }), Unexportable::Kept) => {
                    journal.as_written.push(name);
                    self.as_written(operation, journal)?
                }
                (method, _) => method?,
            };
            let path = paths.entry(operation.path.clone()).or_insert_with(|| json!({}));
            path[operation.method.key()] = method;
        }
        Ok(Value::Object(paths))
    }

    fn method(
        self,
        operation: &Operation,
        models: &mut Models<'d>,
        journal: &mut Journal,
    ) -> Result<Value, NotExported> {
        // First, because it refuses: what is refused must have left no notes.
        let body = self.request_body(operation, models, journal)?;
        let mut method = Map::new();
        let mut set = |key: &str, value: Option<Value>| {
            value.map(|value| method.insert(key.to_owned(), value));
        };
        set("operationId", self.at(operation, "operationId").cloned());
        set("parameters", self.parameters(operation, journal)?);
        set("requestBody", body);
        set("responses", Some(self.responses(operation, models, journal)?));
        set("security", security::of(self.document, operation, self.extensions, journal));
        const VALIDATOR: &str = "x-amazon-apigateway-request-validator";
        const INTEGRATION: &str = "x-amazon-apigateway-integration";
        for (key, is_exported) in
            [(VALIDATOR, self.extensions.all), (INTEGRATION, self.extensions.integrations)]
        {
            match self.at(operation, key) {
                Some(_) if !is_exported => {
                    journal.lose(NotCarriedKind::Extension, operation.pointer.child(key));
                }
                Some(value) if key == INTEGRATION => set(key, Some(integration::exported(value))),
                value => set(key, value.cloned()),
            }
        }
        self.lose(operation, journal);
        Ok(Value::Object(method))
    }

    /// What an operation says and a method cannot.
    fn lose(self, operation: &Operation, journal: &mut Journal) {
        let callbacks = self.at(operation, "callbacks").and_then(Value::as_object);
        for name in callbacks.into_iter().flat_map(Map::keys) {
            let at = operation.pointer.child("callbacks").child(name);
            journal.lose(NotCarriedKind::Callback, at);
        }
        for key in ["deprecated", "x-sunset", "x-stability-level"] {
            if self.at(operation, key).is_some_and(|it| *it != Value::Bool(false)) {
                journal.lose(NotCarriedKind::Deprecation, operation.pointer.child(key));
            }
        }
    }

    /// The operation as its author wrote it, with the parameters of its path.
    fn as_written(
        self,
        operation: &Operation,
        journal: &mut Journal,
    ) -> Result<Value, NotExported> {
        let mut value = self.document.at(&operation.pointer).cloned().unwrap_or_default();
        let mut list = Vec::new();
        for parameter in self.document.parameters(operation) {
            journal.write(1)?;
            let at = format!("{}/parameters/{}", operation.pointer, list.len());
            journal.copy(&at, &parameter.at.pointer);
            list.push(parameter.at.value.clone());
        }
        if let Some(method) = value.as_object_mut().filter(|_| !list.is_empty()) {
            method.insert("parameters".to_owned(), Value::Array(list));
        }
        Ok(value)
    }

    fn at(self, operation: &Operation, key: &str) -> Option<&'d Value> {
        self.document.at(&pointer::child(&operation.pointer, key))
    }

    fn parameters(
        self,
        operation: &Operation,
        journal: &mut Journal,
    ) -> Result<Option<Value>, NotExported> {
        let mut list = Vec::new();
        for declared in self.document.parameters(operation) {
            journal.write(1)?;
            let Some(parameter) = parameter(&declared) else {
                journal.lose(NotCarriedKind::CookieParameter, declared.at.pointer);
                continue;
            };
            if is_more_than_text(declared.at.value, &["name", "in", "required"]) {
                journal.lose(NotCarriedKind::ParameterType, declared.at.pointer.clone());
            }
            let at = format!("{}/parameters/{}", operation.pointer, list.len());
            journal.copy(&at, &declared.at.pointer);
            list.push(parameter);
        }
        Ok((!list.is_empty()).then_some(Value::Array(list)))
    }

    fn request_body(
        self,
        operation: &Operation,
        models: &mut Models<'d>,
        journal: &mut Journal,
    ) -> Result<Option<Value>, NotExported> {
        let Some(declared) = self.at(operation, "requestBody") else { return Ok(None) };
        let at = pointer::child(&operation.pointer, "requestBody");
        let (declared, from) = self.resolved(declared, &at);
        let media_types = declared["content"].as_object().into_iter().flatten();
        let media_types = media_types.filter(|(_, content)| content.get("schema").is_some());
        let media_types: Vec<&String> = media_types.map(|(media_type, _)| media_type).collect();
        let is_json = |media_type: &&String| media_type.to_ascii_lowercase().contains("json");
        if media_types.is_empty() {
            // Without a model there is no body to export.
            journal.lose(NotCarriedKind::RequestBody, from);
            return Ok(None);
        }
        if !media_types.iter().any(is_json) {
            return Err(NotExported::NoJsonModel { operation: operation.to_string() });
        }
        let content = content(declared, &from, models, journal)?;
        if declared["required"] != Value::Bool(true) {
            journal.lose(NotCarriedKind::OptionalBody, from.as_str());
        }
        journal.copy(&at, &from);
        Ok(Some(json!({ "content": content, "required": true })))
    }

    fn responses(
        self,
        operation: &Operation,
        models: &mut Models<'d>,
        journal: &mut Journal,
    ) -> Result<Value, NotExported> {
        let declared = self.at(operation, "responses").and_then(Value::as_object);
        let all = pointer::child(&operation.pointer, "responses");
        let mut responses = Map::new();
        for (status, response) in declared.into_iter().flatten() {
            let at = pointer::child(&all, status);
            if !is_status(status) {
                if !status.starts_with("x-") {
                    journal.lose(NotCarriedKind::ResponseRange, at);
                }
                continue;
            }
            let (declared, from) = self.resolved(response, &at);
            let mut response = Map::new();
            response.insert("description".to_owned(), json!(format!("{status} response")));
            let headers = self.headers(declared, &from, journal)?;
            if !headers.is_empty() {
                response.insert("headers".to_owned(), Value::Object(headers));
            }
            let content = content(declared, &from, models, journal)?;
            response.insert("content".to_owned(), Value::Object(content));
            responses.insert(status.clone(), Value::Object(response));
            journal.copy(&at, &from);
        }
        Ok(Value::Object(responses))
    }

    fn headers(
        self,
        response: &'d Value,
        at: &str,
        journal: &mut Journal,
    ) -> Result<Map<String, Value>, NotExported> {
        let mut headers = Map::new();
        let all = pointer::child(at, "headers");
        for (name, header) in response["headers"].as_object().into_iter().flatten() {
            journal.write(1)?;
            let (declared, from) = self.resolved(header, &pointer::child(&all, name));
            if is_more_than_text(declared, &[]) {
                journal.lose(NotCarriedKind::ResponseHeaderType, from);
            }
            headers.insert(name.clone(), json!({ "schema": { "type": "string" } }));
        }
        Ok(headers)
    }

    /// What a reference stands for, and where that is; references that lead nowhere, or in circles, are an empty object.
    fn resolved(self, mut value: &'d Value, at: &str) -> (&'d Value, String) {
        let mut from = at.to_owned();
        for _ in 0..limits::REFERENCES {
            let Some(reference) = reference::target(value) else { return (value, from) };
            let Some(target) = reference::pointer(reference) else { break };
            let Some(found) = self.document.at(&target) else { break };
            (value, from) = (found, target.into());
        }
        (&Value::Null, at.to_owned())
    }
}

/// What operations that stay as they are written refer to, beside the models.
pub(super) fn keep_components(document: &Document, root: &mut Map<String, Value>) {
    let components = root.entry("components").or_insert_with(|| json!({}));
    let declared = document.at("/components").and_then(Value::as_object);
    for (key, members) in declared.into_iter().flatten() {
        if !matches!(key.as_str(), "schemas" | "securitySchemes") {
            components[key.as_str()] = members.clone();
        }
    }
    if let Some(files) = document.value().get(FILES) {
        root.insert(FILES.to_owned(), files.clone());
    }
}

/// `[1-5]\d\d`: the statuses that a method response may have.
fn is_status(text: &str) -> bool {
    text.len() == 3
        && text.starts_with(|first: char| ('1'..='5').contains(&first))
        && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Models by media type; what has no schema has no model.
fn content(
    declared: &Value,
    at: &str,
    models: &mut Models<'_>,
    journal: &mut Journal,
) -> Result<Map<String, Value>, NotExported> {
    let mut content = Map::new();
    let all = pointer::child(at, "content");
    for (media_type, declared) in declared["content"].as_object().into_iter().flatten() {
        let at = pointer::child(&all, media_type);
        let Some(schema) = declared.get("schema") else {
            journal.lose(NotCarriedKind::MediaType, at);
            continue;
        };
        let schema = models.reference(schema, &pointer::child(&at, "schema"), journal)?;
        content.insert(media_type.clone(), json!({ "schema": schema }));
    }
    Ok(content)
}

fn parameter(parameter: &Parameter<'_>) -> Option<Value> {
    let (location, name): (&str, &str) = match parameter.location {
        ParameterLocation::Query => ("query", parameter.name),
        ParameterLocation::Header => ("header", parameter.name),
        // A greedy parameter is exported by its bare name.
        ParameterLocation::Path => ("path", parameter.name.trim_end_matches('+')),
        ParameterLocation::Cookie | ParameterLocation::QueryString => return None,
    };
    let mut value = json!({ "name": name, "in": location });
    if parameter.required {
        value["required"] = json!(true);
    }
    value["schema"] = json!({ "type": "string" });
    Some(value)
}

/// Whether a parameter or header says more than that it is a text; `carried` are the keys that an export has.
fn is_more_than_text(declared: &Value, carried: &[&str]) -> bool {
    let members = declared.as_object().into_iter().flatten();
    let is_text = |schema: &Value| *schema == json!({ "type": "string" });
    members.into_iter().any(|(key, value)| match key.as_str() {
        "schema" => !is_text(schema_without_notes(value).as_ref()),
        "description" | "example" | "examples" => false,
        "deprecated" => *value != Value::Bool(false),
        key => !carried.contains(&key) && (!key.starts_with("x-") || key == "x-sunset"),
    })
}

/// Descriptions and examples are no contract.
fn schema_without_notes(schema: &Value) -> std::borrow::Cow<'_, Value> {
    const NOTES: [&str; 4] = ["description", "example", "examples", "title"];
    match schema {
        Value::Object(members) if NOTES.iter().any(|key| members.contains_key(*key)) => {
            let mut members = members.clone();
            members.retain(|key, _| !NOTES.contains(&key.as_str()));
            std::borrow::Cow::Owned(Value::Object(members))
        }
        schema => std::borrow::Cow::Borrowed(schema),
    }
}
