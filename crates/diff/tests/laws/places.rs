//! Where the parts of a document stand.

use serde_json::Value;

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Item,
    Operation,
    Parameter,
    Body,
    Response,
    Schema,
}

/// All parts with their pointers, in the order of the document.
pub(crate) fn places(document: &Value) -> Vec<(Sort, String)> {
    let mut found = Vec::new();
    for (path, item) in members(&document["paths"]) {
        let at = child("/paths", path);
        parameters(item, &at, &mut found);
        found.push((Sort::Item, at.clone()));
        for (method, operation) in members(item).filter(|(key, _)| *key != "parameters") {
            let at = child(&at, method);
            found.push((Sort::Operation, at.clone()));
            parameters(operation, &at, &mut found);
            if let Some(body) = operation.get("requestBody") {
                let at = child(&at, "requestBody");
                found.push((Sort::Body, at.clone()));
                contents(body, &at, &mut found);
            }
            for (status, response) in members(&operation["responses"]) {
                let at = child(&child(&at, "responses"), status);
                found.push((Sort::Response, at.clone()));
                contents(response, &at, &mut found);
            }
        }
    }
    for (name, schema) in members(&document["components"]["schemas"]) {
        schemas(schema, &child("/components/schemas", name), &mut found);
    }
    found
}

pub(crate) type Found = Vec<(Sort, String)>;

fn parameters(owner: &Value, at: &str, found: &mut Found) {
    for (index, parameter) in owner["parameters"].as_array().into_iter().flatten().enumerate() {
        let at = format!("{at}/parameters/{index}");
        if let Some(schema) = parameter.get("schema") {
            schemas(schema, &child(&at, "schema"), found);
        }
        found.push((Sort::Parameter, at));
    }
}

fn contents(owner: &Value, at: &str, found: &mut Found) {
    for (media, content) in members(&owner["content"]) {
        if let Some(schema) = content.get("schema") {
            schemas(schema, &child(&child(&child(at, "content"), media), "schema"), found);
        }
    }
    for (name, header) in members(&owner["headers"]) {
        if let Some(schema) = header.get("schema") {
            schemas(schema, &child(&child(&child(at, "headers"), name), "schema"), found);
        }
    }
}

pub(crate) fn schemas(schema: &Value, at: &str, found: &mut Found) {
    found.push((Sort::Schema, at.to_owned()));
    for (key, value) in members(schema) {
        let at = child(at, key);
        match key {
            "properties" | "patternProperties" => {
                members(value).for_each(|(name, it)| schemas(it, &child(&at, name), found));
            }
            "allOf" | "anyOf" | "oneOf" => {
                let branches = value.as_array().into_iter().flatten().enumerate();
                branches.for_each(|(index, it)| schemas(it, &format!("{at}/{index}"), found));
            }
            "items" | "not" | "additionalProperties" if value.is_object() => {
                schemas(value, &at, found);
            }
            _ => {}
        }
    }
}

pub(crate) fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(key, it)| (key.as_str(), it))
}

pub(crate) fn child(at: &str, token: &str) -> String {
    format!("{at}/{}", token.replace('~', "~0").replace('/', "~1"))
}
