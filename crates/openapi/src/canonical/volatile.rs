//! What changes from export to export without a change of the API.

use serde_json::{Map, Value};

use super::grammar::Node;
use super::sort_set;
use crate::base_path;

const INTEGRATIONS: &str = "x-amazon-apigateway-integrations";
const DOCUMENTATION: &str = "x-amazon-apigateway-documentation";

/// Digits are `0`: v1 (recorded) and v2 (read in five public exports).
const TIMES: [&str; 2] = ["0000-00-00T00:00:00Z", "0000-00-00 00:00:00UTC"];

/// Removes the volatile members of one part.
pub(super) fn remove(members: &mut Map<String, Value>, node: Node) {
    match node {
        Node::Info => version(members),
        Node::Server => host(members),
        Node::Components => unused_integrations(members),
        Node::Document => documentation_date(members),
        _ => {}
    }
}

fn version(info: &mut Map<String, Value>) {
    if info.get("version").and_then(Value::as_str).is_some_and(is_time) {
        info.insert("version".to_owned(), Value::from("unversioned"));
    }
}

fn is_time(version: &str) -> bool {
    let shape: String = version.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    TIMES.contains(&shape.as_str())
}

fn host(server: &mut Map<String, Value>) {
    let whole = Value::Object(server.clone());
    if base_path::url_of(&whole).is_none() {
        return;
    }
    let base_path = base_path::of_server(&whole);
    let url = if base_path.is_empty() { "/".to_owned() } else { base_path };
    server.insert("url".to_owned(), Value::from(url));
    server.remove("variables");
}

fn unused_integrations(components: &mut Map<String, Value>) {
    let Some(Value::Object(integrations)) = components.get_mut(INTEGRATIONS) else { return };
    integrations.retain(|name, _| !name.starts_with("unusedIntegration_"));
    if integrations.is_empty() {
        components.remove(INTEGRATIONS);
    }
}

fn documentation_date(document: &mut Map<String, Value>) {
    let Some(Value::Object(documentation)) = document.get_mut(DOCUMENTATION) else { return };
    documentation.remove("createdDate");
    if let Some(Value::Array(parts)) = documentation.get_mut("documentationParts") {
        for part in parts.iter_mut() {
            part.sort_all_objects();
        }
        sort_set(parts);
    }
}
