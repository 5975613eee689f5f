//! What an API of API Gateway says of its callers, typed: authorizers and resource policies.
//!
//! | module | concept |
//! |---|---|
//! | `authorizer` | a security scheme with `x-amazon-apigateway-authorizer` |
//! | `identity_source` | where an authorizer finds what callers send |
//! | `resource_policy` | `x-amazon-apigateway-policy` |
//!
//! This is a view: lists keep their order and repetitions, names their case, and no function here decides whether a caller
//! passes. The comparison of two documents and the local stage each decide that with code of their own.

mod authorizer;
mod identity_source;
mod resource_policy;

pub use authorizer::{
    Authorizer, AuthorizerKind, Claim, Issuer, JwtAuthorizer, LambdaAuthorizer, LambdaEvent,
    UserPoolAuthorizer,
};
pub use identity_source::IdentitySource;
pub use resource_policy::{Condition, Effect, Principals, ResourcePolicy, Statement};

use serde_json::Value;

/// The texts of a list; one text is a list of one.
fn texts(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::String(text)) => vec![text],
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}
