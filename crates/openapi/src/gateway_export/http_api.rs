//! The document of an HTTP API, as `ExportApi` writes it: routes, not models.

use gatepact_finding::pointer;
use serde_json::{Map, Value, json};

use super::journal::Journal;
use super::{Deployed, Exported, NotCarriedKind, info, servers};
use crate::{Document, Method, Operation, ParameterLocation};

const CORS: &str = "x-amazon-apigateway-cors";

/// The document; `extensions` is `IncludeExtensions`, which is on unless it is turned off.
#[must_use]
pub fn http_api(document: &Document, deployed: Deployed<'_>, extensions: bool) -> Exported {
    let mut journal = Journal::default();
    let mut root = Map::new();
    root.insert("openapi".to_owned(), json!("3.0.1"));
    root.insert("info".to_owned(), info(document, deployed));
    root.insert("servers".to_owned(), servers(deployed));
    root.insert("paths".to_owned(), paths(document, extensions, &mut journal));
    journal.root(document);
    if extensions {
        if let Some(schemes) = document.at("/components/securitySchemes") {
            root.insert("components".to_owned(), json!({ "securitySchemes": schemes }));
        }
        if let Some(cors) = document.value().get(CORS) {
            root.insert(CORS.to_owned(), cors.clone());
        }
        root.insert("x-amazon-apigateway-importexport-version".to_owned(), json!("1.0"));
    }
    journal.exported(Value::Object(root))
}

fn paths(document: &Document, extensions: bool, journal: &mut Journal) -> Value {
    let mut paths = Map::new();
    for operation in document.operations() {
        if operation.method == Method::Trace {
            journal.lose(NotCarriedKind::TraceOperation, operation.pointer.clone());
            continue;
        }
        let path = paths.entry(operation.path.clone()).or_insert_with(|| json!({}));
        path[operation.method.key()] = route(document, operation, extensions, journal);
    }
    for (template, path) in &mut paths {
        let parameters: Vec<Value> = names(template).map(parameter).collect();
        if !parameters.is_empty() {
            path["parameters"] = Value::Array(parameters);
        }
    }
    Value::Object(paths)
}

fn route(
    document: &Document,
    operation: &Operation,
    extensions: bool,
    journal: &mut Journal,
) -> Value {
    let at = |key: &str| document.at(&pointer::child(&operation.pointer, key));
    lose(document, operation, journal);
    let mut route = json!({
        "responses": { "default": { "description": format!("Default response for {operation}") } },
    });
    for key in ["security", "x-amazon-apigateway-integration"] {
        match at(key) {
            Some(value) if extensions => route[key] = value.clone(),
            Some(_) if key == "security" => {
                journal.lose(NotCarriedKind::Authorizer, operation.pointer.child(key));
            }
            Some(_) => journal.lose(NotCarriedKind::Extension, operation.pointer.child(key)),
            None => {}
        }
    }
    route
}

/// What an operation says and a route cannot.
fn lose(document: &Document, operation: &Operation, journal: &mut Journal) {
    let members = document.at(&operation.pointer).and_then(Value::as_object);
    for (key, value) in members.into_iter().flatten() {
        let at = operation.pointer.child(key);
        match (key.as_str(), value) {
            ("requestBody", _) => journal.lose(NotCarriedKind::RequestBody, at),
            ("responses", Value::Object(responses)) => {
                let statuses = responses.iter().filter(|(status, _)| !status.starts_with("x-"));
                for (status, response) in statuses {
                    let is_generated = status == "default" && response.get("content").is_none();
                    if !is_generated {
                        journal.lose(NotCarriedKind::Response, at.child(status));
                    }
                }
            }
            ("callbacks", Value::Object(callbacks)) => {
                for name in callbacks.keys() {
                    journal.lose(NotCarriedKind::Callback, at.child(name));
                }
            }
            ("deprecated" | "x-sunset" | "x-stability-level", value)
                if *value != Value::Bool(false) =>
            {
                journal.lose(NotCarriedKind::Deprecation, at);
            }
            _ => {}
        }
    }
    for parameter in document.parameters(operation) {
        let kind = match parameter.location {
            ParameterLocation::Path => {
                if parameter.at.value.get("schema") == Some(&json!({ "type": "string" })) {
                    continue;
                }
                NotCarriedKind::ParameterType
            }
            ParameterLocation::Query
            | ParameterLocation::QueryString
            | ParameterLocation::Header
            | ParameterLocation::Cookie => NotCarriedKind::Parameter,
        };
        journal.lose(kind, parameter.at.pointer);
    }
}

/// The parameters of a path. A greedy one keeps its plus, unlike anywhere else.
fn names(template: &str) -> impl Iterator<Item = &str> {
    template.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0))
}

fn parameter(name: &str) -> Value {
    json!({
        "name": name,
        "in": "path",
        "description": format!("Generated path parameter for {name}"),
        "required": true,
        "schema": { "type": "string" },
    })
}
