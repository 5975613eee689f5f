//! Which of its extensions API Gateway writes into an export.

use serde_json::{Map, Value};

use crate::{Document, visit};

/// The prefix of API Gateway's extensions.
pub(super) const PREFIX: &str = "x-amazon-apigateway-";

/// What `extensions=` asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Extensions {
    pub(super) integrations: bool,
    pub(super) authorizers: bool,
    /// All of API Gateway's.
    pub(super) all: bool,
}

/// What stands at the root of a document, in this order.
pub(super) const AT_ROOT: [&str; 7] = [
    "x-amazon-apigateway-policy",
    "x-amazon-apigateway-request-validators",
    "x-amazon-apigateway-request-validator",
    "x-amazon-apigateway-gateway-responses",
    "x-amazon-apigateway-minimum-compression-size",
    "x-amazon-apigateway-api-key-source",
    "x-amazon-apigateway-binary-media-types",
];

impl Extensions {
    /// `extensions=apigateway`: everything.
    pub const ALL: Self = Self { integrations: true, authorizers: true, all: true };

    /// From the parameter: `integrations,authorizers`.
    ///
    /// # Errors
    ///
    /// Gives the value that is none, if there is one.
    pub fn parse(parameter: &str) -> Result<Self, &str> {
        let mut extensions = Self::default();
        for name in parameter.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            match name {
                "integrations" => extensions.integrations = true,
                "authorizers" => extensions.authorizers = true,
                "apigateway" => extensions = Self::ALL,
                // There are no documentation parts here, and Postman's extension is for Postman.
                "documentation" | "postman" | "none" => {}
                unknown => return Err(unknown),
            }
        }
        Ok(extensions)
    }

    /// What an export was asked for, as far as it shows. One without any extension was asked for none. One with some has
    /// authorizers if it was not asked for integrations alone, which nothing shows: what the export might lack counts as
    /// lacking in the API, so that no change of it is hidden.
    pub(super) fn of_export(export: &Document) -> Self {
        if is_used(export) { Self::ALL } else { Self::default() }
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

/// Whether a document has any extension of API Gateway but ANY, which every export of such a method has.
pub(super) fn is_used(document: &Document) -> bool {
    let mut is_used = false;
    visit::visit(document.value(), "", &mut |_, part| {
        let keys = part.as_object().into_iter().flat_map(Map::keys);
        is_used |=
            keys.into_iter().any(|key| key.starts_with(PREFIX) && key != crate::Method::ANY_KEY);
    });
    is_used
}
