//! Headers on their way through the gateway: dropped, renamed, added.

use http::header::{HeaderMap, HeaderName, HeaderValue};

use super::Call;
use crate::ids::RequestIds;
use crate::shared::Shared;
use crate::signature;

/// Of the connection, or of the gateway alone.
const NOT_TO_THE_BACKEND: [&str; 11] = [
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// What a REST API renames, because its own answer has headers of these names.
const REMAPPED: [&str; 5] = ["connection", "content-length", "date", "server", "www-authenticate"];

/// What every answer of the gateway has of its own.
const OF_THE_OWN_ANSWER: [&str; 3] = ["connection", "content-length", "date"];

/// Of the connection to the backend.
const NOT_FROM_THE_BACKEND: [&str; 4] = ["keep-alive", "transfer-encoding", "trailer", "upgrade"];

/// The headers for the backend. A SigV4 signature was for the gateway.
pub(super) fn to_backend(shared: &Shared, call: &Call) -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(call.headers.len() + 6);
    for (name, value) in &call.headers {
        let signature = name == "authorization" && value.to_str().is_ok_and(signature::is_sigv4);
        if !signature && !NOT_TO_THE_BACKEND.contains(&name.as_str()) {
            headers.append(name, value.clone());
        }
    }
    let mut set = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    };
    let seconds = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |elapsed| elapsed.as_secs());
    set("x-amzn-trace-id", &shared.ids.trace(seconds));
    set("x-amzn-apigateway-api-id", &shared.settings.api_id);
    set("x-forwarded-for", &call.from.ip().to_string());
    set("x-forwarded-port", "443");
    set("x-forwarded-proto", "https");
    headers
}

/// The backend's headers for the caller. `rest` is whether a REST API answers: an HTTP API renames nothing.
pub(super) fn from_backend(of_backend: &HeaderMap, rest: bool) -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(of_backend.len() + 4);
    for (name, value) in of_backend {
        let text = name.as_str();
        if NOT_FROM_THE_BACKEND.contains(&text) {
            continue;
        }
        if rest && REMAPPED.contains(&text) {
            let renamed = HeaderName::from_bytes(format!("x-amzn-remapped-{text}").as_bytes());
            renamed.map(|renamed| headers.append(renamed, value.clone())).ok();
        } else if !OF_THE_OWN_ANSWER.contains(&text) {
            headers.append(name, value.clone());
        }
    }
    if !headers.contains_key("content-type") {
        headers.insert("content-type", HeaderValue::from_static("application/json"));
    }
    headers
}

/// The marks of the gateway on whatever passes through it.
pub(super) fn mark(headers: &mut HeaderMap, ids: &RequestIds, rest: bool) {
    let mut set = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    };
    if rest {
        set("x-amzn-requestid", &ids.request);
        set("x-amz-apigw-id", &ids.extended);
    } else {
        set("apigw-requestid", &ids.extended);
    }
}
