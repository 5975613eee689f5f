//! The document of an HTTP API, as `ExportApi` writes it: routes, not models.

use gatepact_finding::pointer;
use gatepact_openapi::{Document, Operation};
use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use time::macros::format_description;

use super::{info, servers};
use crate::Settings;
use crate::deployment::Deployment;

/// The document; `extensions` is `IncludeExtensions`, which is on unless it is turned off.
pub(crate) fn http_api(deployment: &Deployment, settings: &Settings, extensions: bool) -> Value {
    let document = &deployment.document;
    let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]UTC");
    let version = OffsetDateTime::from(deployment.created).format(format).unwrap_or_default();
    let mut export = json!({
        "openapi": "3.0.1",
        "info": info(document, settings, &version),
        "servers": servers(settings),
        "paths": paths(document, extensions),
    });
    let Some(root) = export.as_object_mut() else { return export };
    let schemes = document.at("/components/securitySchemes").filter(|_| extensions);
    if let Some(schemes) = schemes {
        root.insert("components".to_owned(), json!({ "securitySchemes": schemes }));
    }
    if extensions {
        const CORS: &str = "x-amazon-apigateway-cors";
        if let Some(cors) = document.value().get(CORS) {
            root.insert(CORS.to_owned(), cors.clone());
        }
        root.insert("x-amazon-apigateway-importexport-version".to_owned(), json!("1.0"));
    }
    export
}

fn paths(document: &Document, extensions: bool) -> Value {
    let mut paths = Map::new();
    for operation in document.operations() {
        let path = paths.entry(operation.path.clone()).or_insert_with(|| json!({}));
        path[operation.method.key()] = route(document, operation, extensions);
    }
    for (template, path) in &mut paths {
        let parameters: Vec<Value> = names(template).map(parameter).collect();
        if !parameters.is_empty() {
            path["parameters"] = Value::Array(parameters);
        }
    }
    Value::Object(paths)
}

fn route(document: &Document, operation: &Operation, extensions: bool) -> Value {
    let at = |key: &str| document.at(&pointer::child(&operation.pointer, key));
    let mut route = json!({
        "responses": { "default": { "description": format!("Default response for {operation}") } },
    });
    if !extensions {
        return route;
    }
    for key in ["security", "x-amazon-apigateway-integration"] {
        if let Some(value) = at(key) {
            route[key] = value.clone();
        }
    }
    route
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
