//! Which of its extensions API Gateway writes into an export.

use gatepact_openapi::Document;
use serde_json::{Map, Value};

/// What `extensions=` asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Extensions {
    pub(super) integrations: bool,
    pub(super) authorizers: bool,
    /// All of API Gateway's.
    pub(super) all: bool,
}

/// What stands at the root of a document, in this order.
const AT_ROOT: [&str; 7] = [
    "x-amazon-apigateway-policy",
    "x-amazon-apigateway-request-validators",
    "x-amazon-apigateway-request-validator",
    "x-amazon-apigateway-gateway-responses",
    "x-amazon-apigateway-minimum-compression-size",
    "x-amazon-apigateway-api-key-source",
    "x-amazon-apigateway-binary-media-types",
];

impl Extensions {
    /// From the parameter: `integrations,authorizers`. Gives the value that is none, if there is one.
    pub(crate) fn parse(parameter: &str) -> Result<Self, &str> {
        let mut extensions = Self::default();
        for name in parameter.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            match name {
                "integrations" => extensions.integrations = true,
                "authorizers" => extensions.authorizers = true,
                "apigateway" => {
                    extensions = Self { integrations: true, authorizers: true, all: true };
                }
                // A local stage has no documentation parts, and Postman's extension is for Postman.
                "documentation" | "postman" | "none" => {}
                unknown => return Err(unknown),
            }
        }
        Ok(extensions)
    }

    pub(super) fn add_to_root(self, document: &Document, root: &mut Map<String, Value>) {
        if !self.all {
            return;
        }
        for key in AT_ROOT {
            if let Some(value) = document.value().get(key) {
                root.insert(key.to_owned(), value.clone());
            }
        }
    }
}
