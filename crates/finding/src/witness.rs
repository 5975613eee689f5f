//! A message on which two releases disagree.

use std::collections::BTreeMap;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::Text;

/// A whole HTTP message on which two releases disagree, checked against the schemas of both.
///
/// A request that was accepted and is refused now; a response that could not be sent before and may be sent now; for a
/// promise that was withdrawn, the request and the response of the old release.
#[derive(Debug, Clone, PartialEq)]
pub struct Witness {
    /// The operation whose message it is: `GET /orders/{id}`.
    pub operation: Option<String>,
    /// Who calls, where that is what the releases disagree on: `a caller with a token of ..`.
    pub caller: Option<Text>,
    /// The request.
    pub request: Option<WitnessRequest>,
    /// The response.
    pub response: Option<WitnessResponse>,
    /// Which release has the message.
    pub holder: Release,
    /// Which release has the message and which has not, by their names: `accepted by 1.4.0, refused by 1.5.0`.
    pub releases: Text,
    /// Why: the sentence of the change.
    pub why: Text,
}

/// One of two releases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Release {
    /// The one before.
    Old,
    /// The one after.
    New,
}

/// A request, in the words of a pact.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WitnessRequest {
    /// `GET`.
    pub method: String,
    /// The path behind the base path, its parameters filled in and percent-encoded: `/orders/42`.
    pub path: String,
    /// The query without `?`, percent-encoded; empty for none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub query: String,
    /// Headers by name, cookies among them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// The body, where there is one.
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
    /// The body, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
}

impl Serialize for Witness {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Witness { operation, caller, request, response, holder: _, releases, why } = self;
        let mut members = serializer.serialize_struct("Witness", 5)?;
        if let Some(operation) = operation {
            members.serialize_field("operation", operation)?;
        }
        if let Some(caller) = caller {
            members.serialize_field("caller", &caller.to_string())?;
        }
        if let Some(request) = request {
            members.serialize_field("request", request)?;
        }
        if let Some(response) = response {
            members.serialize_field("response", response)?;
        }
        let between = if why.is_empty() { "" } else { ": " };
        members.serialize_field("explains", &format!("{releases}{between}{why}"))?;
        members.end()
    }
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

    #[test]
    fn what_it_explains_is_who_and_why() {
        let explains = |why: &str| {
            let releases = Text::prose("accepted by 1, refused by 2");
            let why = Text::prose(why.to_owned());
            let holder = Release::Old;
            let witness = Witness {
                operation: None,
                caller: None,
                request: None,
                response: None,
                holder,
                releases,
                why,
            };
            serde_json::to_value(witness).unwrap()
        };
        assert_eq!(
            explains("a reason"),
            json!({ "explains": "accepted by 1, refused by 2: a reason" })
        );
        assert_eq!(explains(""), json!({ "explains": "accepted by 1, refused by 2" }));
    }
}
