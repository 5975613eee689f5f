//! Methods: the operations of an export.

use gatepact_finding::pointer;
use gatepact_openapi::{Document, Method, Operation, Parameter, ParameterLocation, reference};
use serde_json::{Map, Value, json};

use super::models::Models;
use super::{Extensions, NotExported, integration, security};

/// What the methods of an API are written from.
#[derive(Clone, Copy)]
pub(super) struct Methods<'d> {
    pub(super) document: &'d Document,
    pub(super) extensions: Extensions,
}

impl<'d> Methods<'d> {
    pub(super) fn paths(self, models: &mut Models) -> Result<Value, NotExported> {
        let mut paths = Map::new();
        for operation in self.document.operations() {
            // API Gateway has no such method.
            if operation.method == Method::Trace {
                continue;
            }
            let method = self.method(operation, models)?;
            let path = paths.entry(operation.path.clone()).or_insert_with(|| json!({}));
            path[operation.method.key()] = method;
        }
        Ok(Value::Object(paths))
    }

    fn method(self, operation: &Operation, models: &mut Models) -> Result<Value, NotExported> {
        let mut method = Map::new();
        let mut set = |key: &str, value: Option<Value>| {
            value.map(|value| method.insert(key.to_owned(), value));
        };
        set("operationId", self.at(operation, "operationId").cloned());
        set("parameters", self.parameters(operation));
        set("requestBody", self.request_body(operation, models)?);
        set("responses", Some(self.responses(operation, models)));
        set("security", security::of(self.document, operation, self.extensions));
        if self.extensions.all {
            const VALIDATOR: &str = "x-amazon-apigateway-request-validator";
            set(VALIDATOR, self.at(operation, VALIDATOR).cloned());
        }
        if self.extensions.integrations {
            const INTEGRATION: &str = "x-amazon-apigateway-integration";
            set(INTEGRATION, self.at(operation, INTEGRATION).map(integration::exported));
        }
        Ok(Value::Object(method))
    }

    fn at(self, operation: &Operation, key: &str) -> Option<&'d Value> {
        self.document.at(&pointer::child(&operation.pointer, key))
    }

    fn parameters(self, operation: &Operation) -> Option<Value> {
        let parameters: Vec<Value> =
            self.document.parameters(operation).iter().filter_map(parameter).collect();
        (!parameters.is_empty()).then_some(Value::Array(parameters))
    }

    fn request_body(
        self,
        operation: &Operation,
        models: &mut Models,
    ) -> Result<Option<Value>, NotExported> {
        let Some(declared) = self.at(operation, "requestBody") else { return Ok(None) };
        let content = content(self.resolved(declared), models);
        let json =
            content.keys().any(|media_type| media_type.to_ascii_lowercase().contains("json"));
        match content.is_empty() {
            // Without a model there is no body to export.
            true => Ok(None),
            false if !json => Err(NotExported::NoJsonModel { operation: operation.to_string() }),
            false => Ok(Some(json!({ "content": content, "required": true }))),
        }
    }

    fn responses(self, operation: &Operation, models: &mut Models) -> Value {
        let declared = self.at(operation, "responses").and_then(Value::as_object);
        let mut responses = Map::new();
        for (status, response) in
            declared.into_iter().flatten().filter(|(status, _)| is_status(status))
        {
            let declared = self.resolved(response);
            let mut response = Map::new();
            response.insert("description".to_owned(), json!(format!("{status} response")));
            let headers: Map<String, Value> = declared["headers"]
                .as_object()
                .into_iter()
                .flat_map(Map::keys)
                .map(|name| (name.clone(), json!({ "schema": { "type": "string" } })))
                .collect();
            if !headers.is_empty() {
                response.insert("headers".to_owned(), Value::Object(headers));
            }
            response.insert("content".to_owned(), Value::Object(content(declared, models)));
            responses.insert(status.clone(), Value::Object(response));
        }
        Value::Object(responses)
    }

    /// What a reference stands for; references that lead nowhere, or in circles, are an empty object.
    fn resolved(self, mut value: &'d Value) -> &'d Value {
        for _ in 0..16 {
            let Some(reference) = reference::target(value) else { return value };
            let target = reference::pointer(reference);
            let Some(found) = target.and_then(|target| self.document.at(&target)) else { break };
            value = found;
        }
        &Value::Null
    }
}

/// `[1-5]\d\d`: the statuses that a method response may have.
fn is_status(text: &str) -> bool {
    text.len() == 3
        && text.starts_with(|first: char| ('1'..='5').contains(&first))
        && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Models by media type; what has no schema has no model.
fn content(declared: &Value, models: &mut Models) -> Map<String, Value> {
    let content = declared["content"].as_object().into_iter().flatten();
    content
        .filter_map(|(media_type, content)| {
            let schema = models.reference(content.get("schema")?);
            Some((media_type.clone(), json!({ "schema": schema })))
        })
        .collect()
}

fn parameter(parameter: &Parameter<'_>) -> Option<Value> {
    let (location, name): (&str, &str) = match parameter.location {
        ParameterLocation::Query => ("query", parameter.name),
        ParameterLocation::Header => ("header", parameter.name),
        // A greedy parameter is exported by its bare name.
        ParameterLocation::Path => ("path", parameter.name.trim_end_matches('+')),
        ParameterLocation::Cookie => return None,
    };
    let mut value = json!({ "name": name, "in": location });
    if parameter.required {
        value["required"] = json!(true);
    }
    value["schema"] = json!({ "type": "string" });
    Some(value)
}
