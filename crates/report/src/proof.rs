//! Why a change is believed: a message on which two releases disagree, or why there is none.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

/// What stands behind a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Proof {
    /// A message that one release takes or promises and the other does not.
    Witness,
    /// It could not be decided; the message says why.
    Unproved,
    /// The documents say so outside of the schemas.
    Declared,
}

/// A message on which two releases disagree.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Witness {
    /// The request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<WitnessRequest>,
    /// The response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<WitnessResponse>,
    /// `accepted by 1.4.0, refused by 1.5.0: the property `id` is missing`.
    pub explains: String,
}

/// A request, in the words of a pact.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WitnessRequest {
    /// `GET`.
    pub method: String,
    /// The path behind the base path, percent-encoded.
    pub path: String,
    /// The query without `?`, percent-encoded.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub query: String,
    /// Headers by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// The body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
}

/// A response, in the words of a pact.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WitnessResponse {
    /// `200`, or what the document names instead: `4XX`, `default`.
    pub status: String,
    /// Headers by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// The body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
}
