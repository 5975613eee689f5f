//! From a pact's request to the bytes that are sent.

use std::time::SystemTime;

use bytes::Bytes;
use gatepact_contract::AuthKind;
use gatepact_gateway::{GatewayError, Unsigned};
use http::header::{AUTHORIZATION, CONNECTION, CONTENT_LENGTH, HOST, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use pact_models::bodies::OptionalBody;
use pact_models::v4::http_parts::HttpRequest;
use pact_models::v4::synch_http::SynchronousHttp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Url;

use crate::Options;
use crate::credentials::{CredentialError, Supplied};

/// The header of API Gateway's API keys.
const API_KEY: HeaderName = HeaderName::from_static("x-api-key");

/// Everything but RFC 3986's unreserved characters. A space becomes `%20`, not `+`: the two mean
/// the same to a form decoder, but only the first is beyond doubt in a signature.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A request ready to be sent.
#[derive(Debug)]
pub(crate) struct Ready {
    pub(crate) request: reqwest::Request,
    /// What the signature brought that must never be shown.
    pub(crate) secrets: Vec<String>,
}

/// Why a request cannot be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RequestError {
    #[error("its method `{0}` is not one that HTTP knows")]
    Method(String),
    #[error("its path `{0}` makes no URL")]
    Url(String),
    #[error("its header `{0}` has a name or value that HTTP does not allow")]
    Header(String),
    #[error(transparent)]
    Signing(#[from] GatewayError),
    #[error(transparent)]
    Credential(#[from] CredentialError),
}

/// Builds the request that a pact describes (generators already applied), with the run's headers
/// and credentials in place of the pact's own, signed last.
pub(crate) async fn ready(
    request: &HttpRequest,
    kinds: &[AuthKind],
    options: &Options,
) -> Result<Ready, RequestError> {
    let method = Method::from_bytes(request.method.to_uppercase().as_bytes())
        .map_err(|_| RequestError::Method(request.method.clone()))?;
    let path = match &options.strip_path_prefix {
        Some(prefix) => stripped(&request.path, prefix).unwrap_or(&request.path),
        None => &request.path,
    };
    let url = url(options.target.base_url(), path, request)?;
    let kinds = options.target.sent(kinds);
    let body = body(request);
    let mut headers = headers(request)?;
    for (name, value) in &options.headers {
        headers.insert(name, value.clone());
    }
    let supplied = options.credentials.supply(kinds, &options.secrets).await?;
    supply(&mut headers, kinds, &supplied);
    let mut secrets = Vec::new();
    if let Some(signer) =
        options.credentials.signer.as_ref().filter(|_| kinds.contains(&AuthKind::Iam))
    {
        let host = headers.get(HOST).and_then(|host| host.to_str().ok());
        let unsigned = Unsigned { method: method.as_str(), url: url.as_str(), host, body: &body };
        let signature = signer.sign(unsigned, SystemTime::now()).await?;
        for (name, value) in &signature.headers {
            let header = || RequestError::Header(name.clone());
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| header())?;
            headers.insert(name, HeaderValue::from_str(value).map_err(|_| header())?);
        }
        secrets = signature.secrets;
    }
    let mut ready = reqwest::Request::new(method, url);
    *ready.headers_mut() = headers;
    if !body.is_empty() {
        *ready.body_mut() = Some(body.into());
    }
    Ok(Ready { request: ready, secrets })
}

/// What the run supplies replaces the pact's own header, whatever its case.
fn supply(headers: &mut HeaderMap, kinds: &[AuthKind], supplied: &Supplied) {
    if let Some(key) = &supplied.api_key {
        headers.insert(API_KEY, key.clone());
    }
    if let Some(bearer) = &supplied.bearer {
        headers.insert(AUTHORIZATION, bearer.clone());
    }
    // A recorded signature would be stale; the fresh one comes last.
    if kinds.contains(&AuthKind::Iam) {
        for name in ["authorization", "x-amz-date", "x-amz-security-token"] {
            headers.remove(name);
        }
    }
}

/// Takes the header of a kind away again, unless one of the other kinds uses it as well.
pub(crate) fn without(headers: &mut HeaderMap, removed: AuthKind, rest: &[AuthKind]) {
    let names = |kind| -> &[&str] {
        match kind {
            AuthKind::ApiKey => &["x-api-key"],
            AuthKind::Bearer => &["authorization"],
            AuthKind::Iam => &["authorization", "x-amz-date", "x-amz-security-token"],
            AuthKind::None => &[],
        }
    };
    for name in names(removed) {
        if !rest.iter().any(|kind| names(*kind).contains(name)) {
            headers.remove(*name);
        }
    }
}

/// A path without the prefix, which ends where a segment ends; `None` for a path without it.
pub(crate) fn stripped<'a>(path: &'a str, prefix: &str) -> Option<&'a str> {
    let rest = path.strip_prefix(prefix.trim_end_matches('/'))?;
    match rest {
        "" => Some("/"),
        rest if rest.starts_with('/') => Some(rest),
        _ => None,
    }
}

fn url(base: &Url, path: &str, request: &HttpRequest) -> Result<Url, RequestError> {
    let base = base.as_str().trim_end_matches('/');
    // A bare '#' would cut the rest off as a fragment.
    let path = path.trim_start_matches('/').replace('#', "%23");
    let mut url: Url =
        format!("{base}/{path}").parse().map_err(|_| RequestError::Url(request.path.clone()))?;
    let mut pairs: Vec<_> = request.query.iter().flatten().collect();
    pairs.sort_by_key(|(name, _)| *name);
    let encoded = |text: &str| utf8_percent_encode(text, QUERY).to_string();
    let pairs: Vec<String> = pairs
        .into_iter()
        .flat_map(|(name, values)| values.iter().map(move |value| (name, value)))
        .map(|(name, value)| match value {
            Some(value) => format!("{}={}", encoded(name), encoded(value)),
            None => encoded(name),
        })
        .collect();
    if !pairs.is_empty() {
        url.set_query(Some(&pairs.join("&")));
    }
    Ok(url)
}

fn headers(request: &HttpRequest) -> Result<HeaderMap, RequestError> {
    let mut headers = HeaderMap::new();
    for (name, values) in request.headers.iter().flatten() {
        let invalid = || RequestError::Header(name.clone());
        let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid())?;
        // These belong to the connection at hand, not to the one that was recorded.
        if [HOST, CONTENT_LENGTH, CONNECTION, TRANSFER_ENCODING].contains(&header) {
            continue;
        }
        for value in values {
            headers.append(&header, HeaderValue::from_str(value).map_err(|_| invalid())?);
        }
    }
    Ok(headers)
}

fn body(request: &HttpRequest) -> Bytes {
    match &request.body {
        OptionalBody::Present(bytes, _, _) => bytes.clone(),
        OptionalBody::Null if request.content_type().is_some_and(|kind| kind.is_json()) => {
            Bytes::from_static(b"null")
        }
        OptionalBody::Null | OptionalBody::Missing | OptionalBody::Empty => Bytes::new(),
    }
}

/// The method of a request, however the pact spells it.
pub(crate) fn method(http: &SynchronousHttp) -> Option<Method> {
    Method::from_bytes(http.request.method.to_uppercase().as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn url_of(base: &str, path: &str, query: &[(&str, &[Option<&str>])]) -> String {
        let query: HashMap<String, Vec<Option<String>>> = query
            .iter()
            .map(|(name, values)| {
                let values = values.iter().map(|value| value.map(str::to_owned)).collect();
                ((*name).to_owned(), values)
            })
            .collect();
        let query = (!query.is_empty()).then_some(query);
        let request = HttpRequest { path: path.to_owned(), query, ..HttpRequest::default() };
        url(&base.parse().unwrap(), &request.path, &request).unwrap().to_string()
    }

    #[test]
    fn a_path_follows_the_stage() {
        assert_eq!(url_of("http://h/prod", "/orders/42", &[]), "http://h/prod/orders/42");
        assert_eq!(url_of("http://h/prod/", "/", &[]), "http://h/prod/");
        assert_eq!(url_of("http://h", "/", &[]), "http://h/");
        assert_eq!(url_of("http://h", "/a%2Fb c#d", &[]), "http://h/a%2Fb%20c%23d");
        // Resolved before anything is signed.
        assert_eq!(url_of("http://h/prod", "/a/./b/../c/..", &[]), "http://h/prod/a/");
    }

    #[test]
    fn a_query_is_sorted_and_encoded_beyond_doubt() {
        assert_eq!(
            url_of("http://h", "/", &[("b", &[Some("x y"), Some("+&")]), ("a", &[None, Some("")])]),
            "http://h/?a&a=&b=x%20y&b=%2B%26"
        );
    }

    #[test]
    fn headers_of_the_recorded_connection_are_left_behind() {
        let recorded = [("Host", "old"), ("X-A", "1"), ("content-length", "7")]
            .map(|(name, value)| (name.to_owned(), vec![value.to_owned()]));
        let request =
            HttpRequest { headers: Some(recorded.into_iter().collect()), ..HttpRequest::default() };
        let headers = headers(&request).unwrap();
        assert_eq!(headers.len(), 1);
        assert_eq!(headers["x-a"], "1");
    }

    #[test]
    fn a_prefix_ends_where_a_segment_ends() {
        for (path, rest) in [("/dev/orders", "/orders"), ("/dev", "/"), ("/dev/", "/")] {
            assert_eq!(stripped(path, "/dev"), Some(rest), "{path}");
            assert_eq!(stripped(path, "/dev/"), Some(rest), "{path}");
        }
        for path in ["/devices", "/orders/dev", "/", ""] {
            assert_eq!(stripped(path, "/dev"), None, "{path}");
        }
    }

    #[test]
    fn a_kind_is_taken_away_and_no_other() {
        let mut headers = HeaderMap::new();
        for name in ["x-api-key", "authorization", "x-amz-date", "accept"] {
            headers.insert(name, HeaderValue::from_static("1"));
        }
        without(&mut headers, AuthKind::Bearer, &[AuthKind::Iam]);
        assert_eq!(headers.len(), 4, "the signature stands in the same header");
        without(&mut headers, AuthKind::ApiKey, &[AuthKind::Iam]);
        assert!(!headers.contains_key("x-api-key"));
        without(&mut headers, AuthKind::Iam, &[]);
        assert_eq!(headers.len(), 1);
    }

    #[test]
    fn what_is_supplied_replaces_what_was_recorded() {
        let mut headers = HeaderMap::new();
        headers.insert("x-api-key", HeaderValue::from_static("recorded"));
        headers.insert("authorization", HeaderValue::from_static("recorded"));
        let supplied =
            Supplied { api_key: Some(HeaderValue::from_static("ours")), ..Supplied::default() };
        supply(&mut headers, &[AuthKind::ApiKey, AuthKind::Iam], &supplied);
        assert_eq!(headers["x-api-key"], "ours");
        assert!(!headers.contains_key("authorization"));
    }
}
