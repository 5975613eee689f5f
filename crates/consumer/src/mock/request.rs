use std::collections::HashMap;

use bytes::Bytes;
use hyper::http::request::Parts;
use hyper::{HeaderMap, Uri};
use pact_models::bodies::OptionalBody;
use pact_models::headers::parse_header;
use pact_models::query_strings::parse_query_string;
use pact_models::v4::calc_content_type;
use pact_models::v4::http_parts::HttpRequest;

use crate::unrecordable::{is_credential, is_presigned};

/// A request as Pact's matching sees it: its path inside the stage, and without credentials, so that
/// no difference and no log line can quote them.
pub(super) fn for_matching(parts: &Parts, path: &str, body: Bytes) -> HttpRequest {
    let headers = headers(&parts.headers);
    let body =
        if body.is_empty() { OptionalBody::Empty } else { OptionalBody::Present(body, None, None) };
    let content_type = calc_content_type(&body, &headers);
    HttpRequest {
        method: parts.method.to_string(),
        path: path.to_owned(),
        query: query(&parts.uri),
        headers,
        body: body.with_content_type(content_type),
        ..HttpRequest::default()
    }
}

fn query(uri: &Uri) -> Option<HashMap<String, Vec<Option<String>>>> {
    let mut query = parse_query_string(uri.query()?)?;
    query.retain(|name, _| !is_presigned(name));
    (!query.is_empty()).then_some(query)
}

fn headers(headers: &HeaderMap) -> Option<HashMap<String, Vec<String>>> {
    let mut texts: HashMap<String, Vec<String>> = HashMap::new();
    for (name, value) in headers.iter().filter(|(name, _)| !is_credential(name.as_str())) {
        let value = String::from_utf8_lossy(value.as_bytes());
        texts.entry(name.to_string()).or_default().extend(parse_header(name.as_str(), &value));
    }
    Some(texts)
}

/// The path inside the stage, or nothing if the path is outside.
pub(super) fn path_in_stage<'a>(path: &'a str, stage: &str) -> Option<&'a str> {
    if stage.is_empty() {
        return Some(path);
    }
    match path.strip_prefix('/')?.strip_prefix(stage)? {
        "" => Some("/"),
        rest => rest.starts_with('/').then_some(rest),
    }
}

/// A request's method and target, for a person to read. The values of a pre-signed URL are left out.
pub(super) fn shown(parts: &Parts) -> String {
    format!("{} {}{}", parts.method, parts.uri.path(), shown_query(&parts.uri))
}

fn shown_query(uri: &Uri) -> String {
    let Some(query) = uri.query() else { return String::new() };
    let shown: Vec<_> = query
        .split('&')
        .map(|pair| match pair.split_once('=') {
            Some((name, _)) if is_presigned(name) => format!("{name}=..."),
            _ => pair.to_owned(),
        })
        .collect();
    format!("?{}", shown.join("&"))
}

#[cfg(test)]
mod tests {
    use hyper::Request;

    use super::{path_in_stage, shown};

    #[test]
    fn a_stage_is_a_whole_segment() {
        assert_eq!(path_in_stage("/prod/orders/42", "prod"), Some("/orders/42"));
        assert_eq!(path_in_stage("/prod/", "prod"), Some("/"));
        assert_eq!(path_in_stage("/prod", "prod"), Some("/"));
        assert_eq!(path_in_stage("/production/orders", "prod"), None);
        assert_eq!(path_in_stage("/orders", "prod"), None);
        assert_eq!(path_in_stage("/orders", ""), Some("/orders"));
    }

    #[test]
    fn a_signature_in_the_query_is_not_shown() {
        let uri = "/prod/orders?limit=2&X-Amz-Signature=5ec4e7&next";
        let (parts, ()) = Request::get(uri).body(()).unwrap().into_parts();
        assert_eq!(shown(&parts), "GET /prod/orders?limit=2&X-Amz-Signature=...&next");
    }
}
