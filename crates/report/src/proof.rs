//! Why a change is believed: a message on which two releases disagree, or why there is none.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
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

impl Proof {
    /// The word that reports use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Proof::Witness => "witness",
            Proof::Unproved => "unproved",
            Proof::Declared => "declared",
        }
    }
}

/// A message on which two releases disagree.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Witness {
    /// The operation whose message it is: `GET /orders/{id}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
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
    #[serde(serialize_with = "status")]
    pub status: String,
    /// Headers by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// The body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
}

/// A number where it is one, as in a pact.
fn status<S: Serializer>(status: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let digits = status.len() == 3 && status.bytes().all(|byte| byte.is_ascii_digit());
    match status.parse::<u16>() {
        Ok(number) if digits => serializer.serialize_u16(number),
        Ok(_) | Err(_) => serializer.serialize_str(status),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_status_is_a_number_where_it_is_one() {
        let shown = |status: &str| {
            let status = status.to_owned();
            let response = WitnessResponse { status, headers: BTreeMap::new(), body: None };
            serde_json::to_value(response).unwrap()["status"].clone()
        };
        assert_eq!(shown("200"), json!(200));
        for text in ["4XX", "default", "+20", "1e2", "0200", ""] {
            assert_eq!(shown(text), json!(text));
        }
    }
}
