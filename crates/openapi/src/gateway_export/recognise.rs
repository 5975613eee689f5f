//! Whether a document is an export of API Gateway, by what only its exports have.
//!
//! It is strict: an authored document that passed for an export would not be taken through an export, or worse, the
//! other document would be, and what both say would be compared in part only. An export that is taken for an authored
//! document loses nothing: exported again, it is the same.

use serde_json::{Map, Value, json};

use super::extensions::PREFIX;
use crate::canonical::{Form, canonical_value};
use crate::{Document, Specification};

/// What kind of export a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportForm {
    /// As the service wrote it.
    Raw,
    /// In [canonical](crate::canonical) form, as a registry keeps it: without the host, ARNs and account ids.
    Canonical,
}

/// The form of an export; `None` for every other document.
///
/// All of this must hold: a single server, at an execute-api host with the stage as its base path (or the canonical
/// form of one); every response described as `200 response`, or as `Default response for GET /orders` (HTTP API);
/// parameters in place, with the type `string` and nothing else; no component but schemas and security schemes. A
/// published documentation version replaces descriptions and leaves `x-amazon-apigateway-documentation` at the root;
/// where that stands, descriptions may be any.
#[must_use]
pub fn recognise(document: &Document) -> Option<ExportForm> {
    let form = form(document)?;
    let has_documentation = document.value().get("x-amazon-apigateway-documentation").is_some();
    let are_generated = !document.operations().is_empty()
        && document.operations().iter().all(|operation| {
            let Some(Value::Object(method)) = document.at(&operation.pointer) else { return false };
            is_method(method, &operation.to_string(), has_documentation)
        });
    (are_generated && has_only_models(document)).then_some(form)
}

/// Whether an export is one of an HTTP API, with or without extensions.
pub(super) fn is_http_api(export: &Document) -> bool {
    let is_route = |pointer: &str| {
        let responses = export.at(pointer).and_then(|it| it["responses"].as_object());
        responses.is_some_and(|it| it.len() == 1 && it.contains_key("default"))
    };
    let mut operations = export.operations().iter();
    export.is_http_api()
        || (!export.operations().is_empty() && operations.all(|it| is_route(&it.pointer)))
}

fn form(document: &Document) -> Option<ExportForm> {
    let [server] = document.at("/servers")?.as_array()?.as_slice() else { return None };
    let url = server.get("url").and_then(Value::as_str);
    match (document.specification(), url) {
        // LocalStack leaves the URL out and keeps the variable.
        (Specification::OpenApi30, None) => {
            server.pointer("/variables/basePath/default").map(|_| ExportForm::Raw)
        }
        (Specification::OpenApi30, Some(url)) if url.starts_with('/') => {
            let is_alone = server.as_object().is_some_and(|server| server.len() == 1);
            // As texts: values are equal in whatever order their keys stand.
            let canonical = canonical_value(document.value(), Form::Full).to_string();
            let written = document.value().to_string();
            // Authors do not sort the keys of what they write.
            (is_alone && canonical == written).then_some(ExportForm::Canonical)
        }
        (Specification::OpenApi30, Some(url)) => {
            let has_stage = server.pointer("/variables/basePath/default").is_some();
            (has_stage && is_execute_api(url, "/{basePath}")).then_some(ExportForm::Raw)
        }
        (Specification::Swagger20, Some(url)) => {
            is_execute_api(url, document.base_path()).then_some(ExportForm::Raw)
        }
        (Specification::Swagger20 | Specification::OpenApi31 | Specification::OpenApi32, _) => None,
    }
}

/// The domains of AWS's partitions.
const DOMAINS: [&str; 7] = [
    "amazonaws.com",
    "amazonaws.com.cn",
    "amazonaws.eu",
    "c2s.ic.gov",
    "sc2s.sgov.gov",
    "csp.hci.ic.gov",
    "cloud.adc-e.uk",
];

/// `https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/{basePath}`
fn is_execute_api(url: &str, path: &str) -> bool {
    let Some(host) = url.strip_prefix("https://").and_then(|rest| rest.strip_suffix(path)) else {
        return false;
    };
    let Some((id, rest)) = host.split_once(".execute-api.") else { return false };
    let Some((region, domain)) = rest.split_once('.') else { return false };
    let is_name = |text: &str| !text.is_empty() && !text.contains(['.', '/']);
    is_name(id) && is_name(region) && DOMAINS.contains(&domain)
}

fn is_method(method: &Map<String, Value>, name: &str, has_documentation: bool) -> bool {
    const MEMBERS: [&str; 5] =
        ["operationId", "parameters", "requestBody", "responses", "security"];
    const DOCUMENTATION: [&str; 3] = ["tags", "summary", "description"];
    let is_known = |key: &str| {
        MEMBERS.contains(&key)
            || key.starts_with(PREFIX)
            || (has_documentation && DOCUMENTATION.contains(&key))
    };
    let parameters = method.get("parameters").and_then(Value::as_array);
    let responses = method.get("responses").and_then(Value::as_object);
    method.keys().all(|key| is_known(key))
        && parameters.into_iter().flatten().all(is_parameter)
        && responses.is_some_and(|it| {
            !it.is_empty()
                && it.iter().all(|(status, it)| is_response(it, status, name, has_documentation))
        })
}

fn is_parameter(parameter: &Value) -> bool {
    const MEMBERS: [&str; 5] = ["name", "in", "required", "schema", "description"];
    let members = parameter.as_object();
    members.is_some_and(|it| it.keys().all(|key| MEMBERS.contains(&key.as_str())))
        && parameter["schema"] == json!({ "type": "string" })
}

fn is_response(response: &Value, status: &str, name: &str, has_documentation: bool) -> bool {
    let Some(description) = response.get("description").and_then(Value::as_str) else {
        return false;
    };
    let is_generated = if status == "default" {
        description == format!("Default response for {name}")
    } else {
        description == format!("{status} response") || has_documentation
    };
    let headers = response.get("headers").and_then(Value::as_object);
    let is_text = |header: &Value| header["schema"] == json!({ "type": "string" });
    is_generated && headers.into_iter().flatten().all(|(_, header)| is_text(header))
}

fn has_only_models(document: &Document) -> bool {
    let components = document.at("/components").and_then(Value::as_object);
    components
        .into_iter()
        .flat_map(Map::keys)
        .all(|key| matches!(key.as_str(), "schemas" | "securitySchemes") || key.starts_with(PREFIX))
}
