//! API Gateway's own settings, where the authored document has none: integrations, authorizers and all that are kept
//! elsewhere then (CDK, Terraform), and a comparison would tell all of them as gone.

use serde_json::{Map, Value};

use super::extensions::PREFIX;
use super::{NotCarried, NotCarriedKind};
use crate::{Document, Method};
use gatepact_finding::Pointer;

/// Removes the settings, with the security that authorizers are named by.
pub(super) fn remove(document: &mut Value) -> Vec<Pointer> {
    let mut removed = Vec::new();
    let root = Pointer::root();
    remove_members(document, &root, &mut removed);
    if let Some(components) = document.get_mut("components") {
        let at = root.child("components");
        remove_members(components, &at, &mut removed);
        if let Some(components) = components.as_object_mut() {
            components.shift_remove("securitySchemes");
        }
    }
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for (path, item) in paths.into_iter().flatten() {
        let at = root.child("paths").child(path);
        remove_members(item, &at, &mut removed);
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            remove_members(operation, &at.child(method), &mut removed);
        }
    }
    removed
}

fn remove_members(part: &mut Value, at: &Pointer, removed: &mut Vec<Pointer>) {
    let Some(members) = part.as_object_mut() else { return };
    members.retain(|key, _| {
        let is_setting = key == "security" || (key.starts_with(PREFIX) && key != Method::ANY_KEY);
        if is_setting {
            removed.push(at.child(key));
        }
        !is_setting
    });
}

/// Removes the OPTIONS operations that API Gateway itself answers, where the authored document has none.
pub(super) fn remove_preflights(
    export: &mut Value,
    authored: &Document,
    not_carried: &mut Vec<NotCarried>,
) {
    let paths = export.get_mut("paths").and_then(Value::as_object_mut);
    for (path, item) in paths.into_iter().flatten() {
        let is_described = [Method::Options, Method::Any]
            .iter()
            .any(|method| authored.operation(*method, path).is_some());
        let Some(item) = item.as_object_mut().filter(|_| !is_described) else { continue };
        if item.get("options").is_some_and(is_answered_by_the_gateway) {
            item.shift_remove("options");
            let pointer = Pointer::root().child("paths").child(path).child("options");
            not_carried.push(NotCarried { kind: NotCarriedKind::Preflight, pointer });
        }
    }
}

/// A mock; an export without integrations does not say.
fn is_answered_by_the_gateway(operation: &Value) -> bool {
    let integration = operation.get("x-amazon-apigateway-integration").and_then(Value::as_object);
    let kind = integration.and_then(|it: &Map<String, Value>| it.get("type")?.as_str());
    integration.is_none() || kind.is_some_and(|kind| kind.eq_ignore_ascii_case("mock"))
}
