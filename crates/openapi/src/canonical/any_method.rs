//! `x-amazon-apigateway-any-method` in a document without extensions.

use serde_json::{Map, Value};

use crate::Method;

/// Writes out the methods that the path does not define. They share no `operationId`: it may stand once only.
pub(super) fn expand(item: &mut Map<String, Value>) {
    let Some(mut operation) = item.remove(Method::ANY_KEY) else { return };
    if let Some(operation) = operation.as_object_mut() {
        operation.remove("operationId");
    }
    for method in Method::SPECIFIC.into_iter().filter(|method| method.is_covered_by_any()) {
        item.entry(method.key()).or_insert_with(|| operation.clone());
    }
}
