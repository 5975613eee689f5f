//! Canonical bytes: two exports of the same contract are the same bytes, in one of two [`Form`]s.
//!
//! | rule | form | reason |
//! |---|---|---|
//! | keys sorted, two spaces, a newline at the end | both | key order differs between years and export types (recorded) |
//! | `parameters`, `required`, `security`, binary media types and documentation parts sorted | both | they are sets; their order is no promise |
//! | `info.version` that is a time (`2023-11-01T19:44:06Z`, `2025-06-20 17:22:45UTC`) becomes `unversioned` | both | the export's clock, not the API's version; `info.version` may not be absent |
//! | `servers` become relative: `/prod` | both | the host is provenance; the base path is contract, in one spelling; where an emulator leaves the `url` out, `basePath` says it |
//! | `MODEL<hash>` names become a hash of the content, equal models become one | both | API Gateway makes such names up for each import (aws/aws-cli#7637) |
//! | `createdDate` of `x-amazon-apigateway-documentation` removed | full | a time; a release that changes nothing must stay the same bytes |
//! | `components.x-amazon-apigateway-integrations.unusedIntegration_*` removed | full | random names, used by nothing (HTTP API) |
//! | empty `components` removed | both | an API without models exports `{}` (recorded) |
//! | ARNs become `arn-<hash>`, account ids `account-<hash>` | both | a published file names no account; a hash shows that one changed |
//! | extensions removed | public | they tell how, not what |
//! | `x-amazon-apigateway-any-method` becomes the methods it stands for | public | it is an extension in form and an operation in fact |
//!
//! Account ids stand in `enum`, `default` and `pattern` untouched: twelve digits there are data of the contract.
//! The hash of an account id has eight digits on purpose: hundreds of accounts share it, so nobody finds the account
//! by trying all numbers.
//!
//! Laws, proven by property tests: `canonical(canonical(x)) == canonical(x)`; shuffling keys changes nothing.

mod any_method;
mod grammar;
mod identities;
mod models;
mod volatile;

use serde_json::{Map, Value};

use crate::Document;
use grammar::Node;

/// For whom the bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For consumers: no extensions.
    Public,
    /// For comparing: with extensions.
    Full,
}

/// The canonical bytes of a document.
///
/// ```
/// use gatepact_openapi::canonical::{Form, canonical};
/// use gatepact_openapi::Document;
///
/// let document = Document::read("
/// openapi: 3.0.1
/// info: { version: '2023-11-01T19:44:06Z', title: orders }
/// paths: {}
/// ")?;
/// let text = canonical(&document, Form::Public);
/// assert!(text.ends_with("\"openapi\": \"3.0.1\",\n  \"paths\": {}\n}\n"));
/// assert!(text.contains("\"version\": \"unversioned\""));
/// # Ok::<(), gatepact_openapi::ReadError>(())
/// ```
#[must_use]
pub fn canonical(document: &Document, form: Form) -> String {
    print(&canonical_value(document.value(), form))
}

/// The same for a raw value, whatever its shape.
#[must_use]
pub fn canonical_value(value: &Value, form: Form) -> Value {
    let mut value = rewrite(value, Node::Document, form);
    models::name_by_content(&mut value);
    value.sort_all_objects();
    value
}

pub(crate) use models::Names;

/// The value with the same names and without the same identities as its full canonical form, and the names that its
/// models have now. All parts but models stay where they are: what sorts is left out, because no comparison minds it.
pub(crate) fn comparable(value: &Value) -> (Value, Names) {
    let mut canonical = rewrite(value, Node::Document, Form::Full);
    let names = models::name_by_content(&mut canonical);
    let mut comparable = hidden(value, Node::Document);
    models::rename(&mut comparable, &names);
    (comparable, names)
}

fn hidden(value: &Value, node: Node) -> Value {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        Value::String(text) => Value::from(identities::hide(text, node.holds_contract_values())),
        Value::Array(items) => items.iter().map(|item| hidden(item, node.item())).collect(),
        Value::Object(members) => {
            let members = members.iter().map(|(key, value)| {
                let name =
                    if node == Node::Free { identities::hide(key, false) } else { key.clone() };
                (name, hidden(value, node.below(key)))
            });
            Value::Object(members.collect())
        }
    }
}

/// Two spaces and a newline at the end.
fn print(value: &Value) -> String {
    format!("{value:#}\n")
}

fn rewrite(value: &Value, node: Node, form: Form) -> Value {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        Value::String(text) => Value::from(identities::hide(text, node.holds_contract_values())),
        Value::Array(items) => {
            let mut items: Vec<_> =
                items.iter().map(|item| rewrite(item, node.item(), form)).collect();
            if node.is_set() {
                sort_set(&mut items);
            }
            Value::Array(items)
        }
        Value::Object(members) => Value::Object(rewrite_object(members, node, form)),
    }
}

fn rewrite_object(members: &Map<String, Value>, node: Node, form: Form) -> Map<String, Value> {
    let mut members = members.clone();
    volatile::remove(&mut members, node);
    if form == Form::Public {
        if node == Node::PathItem {
            any_method::expand(&mut members);
        }
        members.retain(|key, _| !node.is_extension(key));
    }
    let mut result = Map::with_capacity(members.len());
    for (key, value) in &members {
        let value = rewrite(value, node.below(key), form);
        if node == Node::Document
            && key == "components"
            && value.as_object().is_some_and(Map::is_empty)
        {
            continue;
        }
        let key = if node == Node::Free { identities::hide(key, false) } else { key.clone() };
        result.insert(key, value);
    }
    result.sort_keys();
    result
}

fn sort_set(items: &mut [Value]) {
    items.sort_by_cached_key(Value::to_string);
}
