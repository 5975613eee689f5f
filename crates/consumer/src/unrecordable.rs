//! What must never land in a pact: names under which credentials travel.

use pact_models::v4::http_parts::HttpRequest;

const SIGNATURE: &str = "declare `auth([Auth::Iam])` and let the client sign the request";
const AUTHORIZATION: &str = "declare `auth([Auth::Bearer])` or `auth([Auth::Iam])` \
                             and let the client send it";
const API_KEY: &str = "declare `auth([Auth::ApiKey])` and let the client send it";
// Not every cookie is a secret, but a session is the likeliest one to be written down.
const SESSION: &str = "leave it out: the mock accepts it unrecorded, and `gatepact verify --header` \
                       can send it";

const HEADERS: [(&str, &str); 7] = [
    ("authorization", AUTHORIZATION),
    ("x-api-key", API_KEY),
    ("x-amz-date", SIGNATURE),
    ("x-amz-security-token", SIGNATURE),
    ("x-amz-content-sha256", SIGNATURE),
    ("cookie", SESSION),
    ("proxy-authorization", SESSION),
];

/// A pre-signed URL carries its signature in parameters of this prefix.
const PRESIGNED: &str = "x-amz-";

/// A part of a request that may not be recorded, and what to do instead.
pub(crate) struct Unrecordable {
    pub(crate) part: String,
    pub(crate) instead: &'static str,
}

/// The first part of an interaction's request that may not be recorded.
pub(crate) fn find(request: &HttpRequest) -> Option<Unrecordable> {
    let in_headers = HEADERS.iter().find(|(name, _)| {
        request.headers.iter().flat_map(|headers| headers.keys()).any(|key| is(key, name))
    });
    if let Some((name, instead)) = in_headers {
        return Some(Unrecordable { part: format!("header `{name}`"), instead });
    }
    let mut parameters = request.query.iter().flat_map(|query| query.keys());
    parameters
        .find(|name| is_presigned(name))
        .map(|name| Unrecordable { part: format!("query parameter `{name}`"), instead: SIGNATURE })
}

/// Whether a header carries credentials.
pub(crate) fn is_credential(header: &str) -> bool {
    HEADERS.iter().any(|(name, _)| is(header, name))
}

/// Whether a query parameter belongs to a pre-signed URL.
pub(crate) fn is_presigned(parameter: &str) -> bool {
    parameter.to_ascii_lowercase().starts_with(PRESIGNED)
}

fn is(header: &str, name: &str) -> bool {
    header.eq_ignore_ascii_case(name)
}
