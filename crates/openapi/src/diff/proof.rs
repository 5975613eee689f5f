//! Why a change is believed.

use std::collections::BTreeMap;

use serde_json::Value;

/// What stands behind a change.
#[derive(Debug, Clone, PartialEq)]
pub enum Proof {
    /// A message that one release takes or promises and the other does not.
    Witness(Box<Witness>),
    /// It could not be decided; why not.
    Unproved(String),
    /// The documents say so outside of the schemas: an authorizer, a resource policy.
    Declared,
}

/// A whole HTTP message on which two releases disagree, checked against the schemas of both.
///
/// A request that was accepted and is refused now; a response that could not come before and may come now; for a
/// promise that was withdrawn, the request and the answer of the old release.
#[derive(Debug, Clone, PartialEq)]
pub struct Witness {
    /// The request.
    pub request: Option<Request>,
    /// The response.
    pub response: Option<Response>,
    /// The operation that the message belongs to, where it has one: `GET /orders`.
    pub operation: Option<String>,
    /// Which release has the message.
    pub of: Release,
    /// In a few words, why the other release has it not: `the property `id` is missing`.
    pub why: String,
}

/// One of the two releases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Release {
    /// The one before.
    Old,
    /// The one after.
    New,
}

/// A request.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// `GET`.
    pub method: String,
    /// The path behind the base path, its parameters filled in and percent-encoded: `/orders/42`.
    pub path: String,
    /// The query without `?`, percent-encoded; empty for none.
    pub query: String,
    /// Headers by name, cookies among them.
    pub headers: BTreeMap<String, String>,
    /// The body, where there is one.
    pub body: Option<Value>,
}

/// A response.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// `200`; `default` and a range are those that the document names.
    pub status: String,
    /// Headers by name.
    pub headers: BTreeMap<String, String>,
    /// The body, where there is one.
    pub body: Option<Value>,
}
