//! From a pact's request to the bytes that are sent.

use std::time::SystemTime;

use bytes::Bytes;
use gatepact_contract::{AuthKind, Recorded};
use gatepact_gateway::{GatewayError, Unsigned};
use http::header::{AUTHORIZATION, CONTENT_LENGTH, HOST};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use pact_models::bodies::OptionalBody;
use pact_models::v4::http_parts::HttpRequest;
use pact_models::v4::synch_http::SynchronousHttp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Url;

use crate::credentials::{CredentialError, Supplied};
use crate::headers::headers;
use crate::path::leaves;
use crate::query::ordered;
use crate::{Options, Target};

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
    #[error("its method CONNECT asks for a tunnel, not for anything of the stage")]
    Tunnel,
    #[error("its path `{0}` makes no URL")]
    Url(String),
    #[error("its path `{0}` leads out of the base path: nothing was sent")]
    Outside(String),
    #[error("its header `{0}` has a name or value that HTTP does not allow")]
    Header(String),
    #[error(transparent)]
    Signing(#[from] GatewayError),
    #[error(transparent)]
    Credential(#[from] CredentialError),
}

/// Whether a recorded request can be sent at all, before anything is done for it.
pub(crate) fn sendable(
    request: &HttpRequest,
    recorded: &Recorded,
    options: &Options,
) -> Result<(), RequestError> {
    known_method(request)?;
    target(request, recorded, options)?;
    headers(request, recorded).map(|_| ()).map_err(RequestError::Header)
}

/// Builds the request that a pact describes (generators already applied), with the run's headers
/// and credentials in place of the pact's own, signed last.
pub(crate) async fn ready(
    request: &HttpRequest,
    recorded: &Recorded,
    kinds: &[AuthKind],
    options: &Options,
) -> Result<Ready, RequestError> {
    let method = known_method(request)?;
    let url = target(request, recorded, options)?;
    let kinds = options.target.sent(kinds);
    let body = body(request);
    let mut headers = headers(request, recorded).map_err(RequestError::Header)?;
    // RFC 9110, 8.6: a method that anticipates content says that there is none; some servers answer
    // 411 otherwise.
    let anticipates = matches!(method, Method::POST | Method::PUT | Method::PATCH);
    if body.is_empty() && anticipates && matches!(options.target, Target::Http { .. }) {
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
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

/// A path without the prefix, which ends where a segment ends; `None` for a path without it.
pub(crate) fn stripped<'a>(path: &'a str, prefix: &str) -> Option<&'a str> {
    let rest = path.strip_prefix(prefix.trim_end_matches('/'))?;
    match rest {
        "" => Some("/"),
        rest if rest.starts_with('/') => Some(rest),
        _ => None,
    }
}

fn known_method(request: &HttpRequest) -> Result<Method, RequestError> {
    match Method::from_bytes(request.method.to_uppercase().as_bytes()) {
        Ok(Method::CONNECT) => Err(RequestError::Tunnel),
        Ok(method) => Ok(method),
        Err(_) => Err(RequestError::Method(request.method.clone())),
    }
}

fn target(
    request: &HttpRequest,
    recorded: &Recorded,
    options: &Options,
) -> Result<Url, RequestError> {
    let path = match &options.strip_path_prefix {
        Some(prefix) => stripped(&request.path, prefix).unwrap_or(&request.path),
        None => &request.path,
    };
    url(options.target.base_url(), path, &ordered(request, recorded))
}

fn url(base: &Url, path: &str, query: &[(&str, Option<&str>)]) -> Result<Url, RequestError> {
    if leaves(path) {
        return Err(RequestError::Outside(path.to_owned()));
    }
    let front = base.as_str().trim_end_matches('/');
    let path = path.trim_start_matches('/');
    let mut text = format!("{front}/");
    for letter in path.chars() {
        match letter {
            // It would cut the rest off as a fragment.
            '#' => text.push_str("%23"),
            // Parsers drop these at the end of a URL, and some of them everywhere.
            letter if letter <= ' ' => text.push_str(&format!("%{:02X}", u32::from(letter))),
            letter => text.push(letter),
        }
    }
    let mut url: Url = text.parse().map_err(|_| RequestError::Url(path.to_owned()))?;
    if !is_within(&url, base) {
        return Err(RequestError::Outside(path.to_owned()));
    }
    let encoded = |text: &str| utf8_percent_encode(text, QUERY).to_string();
    let recorded = url.query().filter(|query| !query.is_empty()).map(str::to_owned);
    let pairs = query.iter().map(|(name, value)| match value {
        Some(value) => format!("{}={}", encoded(name), encoded(value)),
        None => encoded(name),
    });
    let pairs: Vec<String> = recorded.into_iter().chain(pairs).collect();
    if !pairs.is_empty() {
        url.set_query(Some(&pairs.join("&")));
    }
    Ok(url)
}

/// Whether the URL is still one of the base path, as the parser took it.
fn is_within(url: &Url, base: &Url) -> bool {
    let front = base.path().trim_end_matches('/');
    let rest = url.path().strip_prefix(front);
    url.origin() == base.origin()
        && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
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
    use super::*;

    fn url_of(base: &str, path: &str, query: &[(&str, Option<&str>)]) -> String {
        url(&base.parse().unwrap(), path, query).unwrap().to_string()
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
    fn a_query_keeps_its_order_and_is_encoded_beyond_doubt() {
        let query = [("b", Some("x y")), ("a", None), ("b", Some("+&")), ("a", Some(""))];
        assert_eq!(url_of("http://h", "/", &query), "http://h/?b=x%20y&a&b=%2B%26&a=");
        assert_eq!(url_of("http://h", "/p?c=1", &query[1..2]), "http://h/p?c=1&a");
    }

    #[test]
    fn a_path_that_leaves_the_base_path_makes_no_url() {
        let base = "http://h/dev".parse().unwrap();
        for path in ["/../prod/orders/1", "/%2e%2e/prod", "//other/x", "/..\\prod", "/.\t./prod"] {
            let error = url(&base, path, &[]).unwrap_err();
            assert!(matches!(error, RequestError::Outside(_)), "{path}: {error}");
        }
        assert_eq!(url_of("http://h/dev", "/a b\t", &[]), "http://h/dev/a%20b%09");
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
