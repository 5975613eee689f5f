//! Security as exported: the authorization of a method and its need of an API key, side by side.

use gatepact_finding::pointer;
use serde_json::{Map, Value, json};

use super::access::{self, MethodAccess, SchemeKind};
use super::journal::Journal;
use super::{Extensions, NotCarriedKind};
use crate::{Document, Operation};

/// The `security` of an operation; `None` where nothing is asked for.
pub(super) fn of(
    document: &Document,
    operation: &Operation,
    extensions: Extensions,
    journal: &mut Journal,
) -> Option<Value> {
    let MethodAccess { signature, api_key, requirements, .. } =
        MethodAccess::of(document, operation);
    lost(document, operation, journal);
    let mut security = Vec::new();
    if signature {
        security.push(json!({ "sigv4": [] }));
    }
    for (index, requirement) in requirements.iter().enumerate() {
        let at = || pointer::child(&operation.pointer, "security");
        match requirement.kind {
            SchemeKind::Authorizer(_) if extensions.authorizers => {
                security.push(json!({ requirement.name: requirement.scopes }));
            }
            SchemeKind::Authorizer(_) => journal.lose(NotCarriedKind::Authorizer, at()),
            SchemeKind::Unsupported => {
                let at = pointer::child(&at(), &index.to_string());
                journal.lose(NotCarriedKind::SecurityScheme, at);
            }
            SchemeKind::Signature | SchemeKind::ApiKey => {}
        }
    }
    if api_key {
        security.push(json!({ "api_key": [] }));
    }
    (!security.is_empty()).then_some(Value::Array(security))
}

/// An operation without a `security` of its own has that of the root, which is not imported.
fn lost(document: &Document, operation: &Operation, journal: &mut Journal) {
    let own = document.at(&pointer::child(&operation.pointer, "security"));
    let root = document.at("/security").and_then(Value::as_array);
    if own.is_none() && root.is_some_and(|root| !root.is_empty()) {
        journal.lose(NotCarriedKind::RootSecurity, operation.pointer.clone());
    }
}

/// The schemes that the operations use.
pub(super) fn schemes(
    document: &Document,
    extensions: Extensions,
    journal: &mut Journal,
) -> Map<String, Value> {
    let mut schemes = Map::new();
    for operation in document.operations() {
        let MethodAccess { signature, api_key, requirements, .. } =
            MethodAccess::of(document, operation);
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
        for requirement in requirements {
            let at = access::at(requirement.name);
            match requirement.kind {
                SchemeKind::Authorizer(scheme) if extensions.authorizers => {
                    schemes.entry(requirement.name).or_insert_with(|| scheme.clone());
                }
                SchemeKind::Signature => journal.moves.copy(&access::at("sigv4"), &at),
                SchemeKind::ApiKey => journal.moves.copy(&access::at("api_key"), &at),
                SchemeKind::Authorizer(_) | SchemeKind::Unsupported => {}
            }
        }
    }
    schemes
}
