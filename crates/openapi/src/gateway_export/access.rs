//! What a method asks of its callers, once its document is imported.
//!
//! In a document the entries of `security` stand side by side, as if one of them were enough. On API Gateway they are
//! two properties of the method, its authorization and its need of an API key, and each of them holds.

use gatepact_finding::pointer;
use serde_json::Value;

use crate::{Document, Operation};

/// The authorization of a method, and its need of an API key.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MethodAccess<'d> {
    /// Whether callers sign their requests (IAM).
    pub signature: bool,
    /// Whether callers need an API key.
    pub api_key: bool,
    /// The security scheme of the authorizer; of several, the last one counts.
    pub authorizer: Option<&'d Value>,
    /// The scopes that the method lists for its authorizer.
    pub scopes: Vec<&'d str>,
    /// The requirements, by name, with their scopes.
    pub requirements: Vec<Requirement<'d>>,
}

/// A security scheme that an operation names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement<'d> {
    /// Its name.
    pub name: &'d str,
    /// The scopes.
    pub scopes: &'d Value,
    /// What API Gateway makes of it.
    pub kind: SchemeKind<'d>,
}

/// What API Gateway makes of a security scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemeKind<'d> {
    /// `x-amazon-apigateway-authtype: awsSigv4`.
    Signature,
    /// `apiKey` in the header `x-api-key`.
    ApiKey,
    /// A scheme with `x-amazon-apigateway-authorizer`.
    Authorizer(&'d Value),
    /// Whatever else a document declares, the import leaves out.
    Unsupported,
}

impl<'d> MethodAccess<'d> {
    /// What an operation asks for. The security at the root of a document is not imported.
    #[must_use]
    pub fn of(document: &'d Document, operation: &Operation) -> Self {
        let mut access = Self::default();
        let auth = document.at(&pointer::child(&operation.pointer, "x-amazon-apigateway-auth"));
        if auth.and_then(|auth| auth["type"].as_str()).is_some_and(|it| it == "AWS_IAM") {
            access.signature = true;
        }
        let security = document.at(&pointer::child(&operation.pointer, "security"));
        let requirements = security.and_then(Value::as_array).into_iter().flatten();
        for (name, scopes) in requirements.filter_map(Value::as_object).flatten() {
            let kind = SchemeKind::of(document.at(&at(name)).unwrap_or(&Value::Null));
            match kind {
                SchemeKind::Signature => access.signature = true,
                SchemeKind::ApiKey => access.api_key = true,
                SchemeKind::Authorizer(scheme) => {
                    access.authorizer = Some(scheme);
                    let listed = scopes.as_array().into_iter().flatten();
                    access.scopes = listed.filter_map(Value::as_str).collect();
                }
                SchemeKind::Unsupported => {}
            }
            access.requirements.push(Requirement { name, scopes, kind });
        }
        access
    }
}

impl<'d> SchemeKind<'d> {
    fn of(scheme: &'d Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_ascii_lowercase();
        if text(&scheme["x-amazon-apigateway-authtype"]) == "awssigv4" {
            Self::Signature
        } else if scheme.get("x-amazon-apigateway-authorizer").is_some() {
            Self::Authorizer(scheme)
        } else if text(&scheme["type"]) == "apikey" && text(&scheme["name"]) == "x-api-key" {
            Self::ApiKey
        } else {
            Self::Unsupported
        }
    }
}

/// Where a security scheme stands.
pub(super) fn at(name: &str) -> String {
    pointer::child("/components/securitySchemes", name)
}
