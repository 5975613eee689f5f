//! Security as exported: the authorization of a method and its need of an API key, side by side.

use gatepact_finding::pointer;
use gatepact_openapi::{Document, Operation};
use serde_json::{Map, Value, json};

use super::Extensions;
use crate::invoke::access::Access;

/// The `security` of an operation; `None` where nothing is asked for.
pub(super) fn of(
    document: &Document,
    operation: &Operation,
    extensions: Extensions,
) -> Option<Value> {
    let Access { signature, api_key, authorizer } = Access::of(document, operation);
    let mut security = Vec::new();
    if signature {
        security.push(json!({ "sigv4": [] }));
    }
    if authorizer.is_some() && extensions.authorizers {
        let requirements = requirements(document, operation);
        security.extend(
            requirements
                .filter(|(name, _)| is_authorizer(document, name))
                .map(|(name, scopes)| json!({ name: scopes })),
        );
    }
    if api_key {
        security.push(json!({ "api_key": [] }));
    }
    (!security.is_empty()).then_some(Value::Array(security))
}

/// The schemes that the operations use.
pub(super) fn schemes(document: &Document, extensions: Extensions) -> Map<String, Value> {
    let mut schemes = Map::new();
    for operation in document.operations() {
        let Access { signature, api_key, authorizer } = Access::of(document, operation);
        if api_key {
            let scheme = json!({ "type": "apiKey", "name": "x-api-key", "in": "header" });
            schemes.insert("api_key".to_owned(), scheme);
        }
        if signature {
            let mut scheme = json!({ "type": "apiKey", "name": "Authorization", "in": "header" });
            if extensions.authorizers {
                scheme["x-amazon-apigateway-authtype"] = json!("awsSigv4");
            }
            schemes.insert("sigv4".to_owned(), scheme);
        }
        if authorizer.is_some() && extensions.authorizers {
            for (name, _) in requirements(document, operation) {
                let scheme = document.at(&at(name)).filter(|_| is_authorizer(document, name));
                if let Some(scheme) = scheme {
                    schemes.insert(name.to_owned(), scheme.clone());
                }
            }
        }
    }
    schemes
}

fn requirements<'d>(
    document: &'d Document,
    operation: &Operation,
) -> impl Iterator<Item = (&'d str, &'d Value)> {
    let security = document.at(&pointer::child(&operation.pointer, "security"));
    let requirements = security.and_then(Value::as_array).into_iter().flatten();
    requirements
        .filter_map(Value::as_object)
        .flatten()
        .map(|(name, scopes)| (name.as_str(), scopes))
}

fn at(name: &str) -> String {
    pointer::child("/components/securitySchemes", name)
}

fn is_authorizer(document: &Document, name: &str) -> bool {
    document.at(&at(name)).is_some_and(|it| it.get("x-amazon-apigateway-authorizer").is_some())
}
