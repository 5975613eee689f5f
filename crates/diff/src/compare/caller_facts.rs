//! What two documents say of callers as a whole: schemes, rules, the place of the API.

use gatepact_finding::Release;
use gatepact_openapi::Document;

use super::api_gateway::ApiGateway;
use crate::callers::CallerRules;
use crate::callers::resource_policy::Home;
use crate::callers::scheme::{SchemeNames, Side};

/// What the two documents say of callers as a whole.
#[derive(Debug)]
pub(super) struct CallerFacts {
    /// Which schemes are the same.
    pub(super) names: SchemeNames,
    /// The rules by which a caller passes.
    pub(super) rules: CallerRules,
    /// Where the old document says that the API stands: policies name it.
    pub(super) home: Home,
    /// Whether both documents say the same of schemes, policy and key source: then operations with equal requirements
    /// have equal callers.
    pub(super) are_schemes_equal: bool,
    /// Whether what the root of each document requires holds for no operation.
    ignore_root: [bool; 2],
}

impl CallerFacts {
    pub(super) fn new(old: &Document, new: &Document, rules: CallerRules) -> Self {
        const SAID: [&str; 3] = [
            "/components/securitySchemes",
            "/x-amazon-apigateway-policy",
            "/x-amazon-apigateway-api-key-source",
        ];
        let gateway = ApiGateway::of([old, new]);
        Self {
            names: SchemeNames::new(old, new),
            rules,
            home: Home::of(old),
            ignore_root: [old, new].map(|document| gateway.is_known && !document.is_http_api()),
            are_schemes_equal: SAID.iter().all(|at| old.at(at) == new.at(at)),
        }
    }

    /// The callers of one of the documents.
    pub(super) fn of(&self, release: Release) -> Side<'_> {
        let ignores_root = match release {
            Release::Old => self.ignore_root[0],
            Release::New => self.ignore_root[1],
        };
        Side { release, names: &self.names, rules: &self.rules, ignores_root }
    }
}
