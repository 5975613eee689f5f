//! Requests and responses of pacts as reports show them. What looks like a credential is hidden.

use std::collections::{BTreeMap, HashMap};

use gatepact_finding::{WitnessRequest, WitnessResponse};
use pact_models::bodies::OptionalBody;
use pact_models::v4::http_parts::{HttpRequest, HttpResponse};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

/// Headers whose values are not shown.
const HIDDEN: [&str; 5] =
    ["authorization", "cookie", "proxy-authorization", "set-cookie", "x-api-key"];

pub(crate) fn request(request: &HttpRequest) -> WitnessRequest {
    let mut query: Vec<String> = Vec::new();
    for (name, values) in request.query.iter().flatten() {
        query.extend(values.iter().map(|value| match value {
            Some(value) => format!("{}={}", encoded(name), encoded(value)),
            None => encoded(name),
        }));
    }
    query.sort();
    WitnessRequest {
        method: request.method.clone(),
        path: request.path.clone(),
        query: query.join("&"),
        headers: headers(request.headers.as_ref()),
        body: body(&request.body),
    }
}

/// A response of a pact, with another body where one is given.
pub(crate) fn response(response: &HttpResponse, other: Option<Value>) -> WitnessResponse {
    WitnessResponse {
        status: response.status.to_string(),
        headers: headers(response.headers.as_ref()),
        body: other.or_else(|| body(&response.body)),
    }
}

fn headers(headers: Option<&HashMap<String, Vec<String>>>) -> BTreeMap<String, String> {
    let shown = |(name, values): (&String, &Vec<String>)| {
        let is_hidden = HIDDEN.iter().any(|hidden| name.eq_ignore_ascii_case(hidden));
        let value = if is_hidden { "(hidden)".to_owned() } else { values.join(", ") };
        (name.clone(), value)
    };
    headers.into_iter().flatten().map(shown).collect()
}

fn body(body: &OptionalBody) -> Option<Value> {
    let bytes = body.value().filter(|bytes| !bytes.is_empty())?;
    let text = || Value::String(String::from_utf8_lossy(&bytes).into_owned());
    Some(serde_json::from_slice(&bytes).unwrap_or_else(|_| text()))
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}
