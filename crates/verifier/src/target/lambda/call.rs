//! A request as both payload formats see it.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gatepact_contract::AuthKind;
use http::header::{AUTHORIZATION, HOST, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue};
use pact_models::v4::http_parts::HttpRequest;
use percent_encoding::percent_decode_str;
use reqwest::{Request, Url};
use time::OffsetDateTime;
use time::format_description::FormatItem;
use time::macros::format_description;

/// Where the caller seems to be.
pub(super) const SOURCE_IP: &str = "127.0.0.1";

/// An account of nobody: the one of AWS's own examples.
pub(super) const ACCOUNT_ID: &str = "123456789012";

/// The id of the API that is not there.
pub(super) const API_ID: &str = "gatepact";

/// The one stage whose name is part of no path.
pub(super) const STAGE: &str = "$default";

/// Who the caller is said to be, where a gateway would have found out.
pub(super) const IDENTITY: &str = "gatepact";

const REQUEST_TIME: &[FormatItem<'_>] = format_description!(
    "[day]/[month repr:short]/[year]:[hour]:[minute]:[second] [offset_hour sign:mandatory][offset_minute]"
);

/// A request as both payload formats see it.
pub(super) struct Call<'a> {
    pub(super) method: &'a str,
    pub(super) url: &'a Url,
    /// In the consumer's own spelling, sorted by name.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: &'a [u8],
    /// What a gateway would have checked.
    pub(super) kinds: &'a [AuthKind],
    pub(super) request_id: String,
    pub(super) now: SystemTime,
}

impl<'a> Call<'a> {
    pub(super) fn of(
        request: &'a Request,
        recorded: &HttpRequest,
        kinds: &'a [AuthKind],
        number: u64,
        now: SystemTime,
    ) -> Call<'a> {
        Call {
            method: request.method().as_str(),
            url: request.url(),
            headers: headers(request, recorded),
            body: request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default(),
            kinds,
            request_id: format!("00000000-0000-4000-8000-{number:012x}"),
            now,
        }
    }

    /// The value of a header that has one.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The path without its encoding.
    pub(super) fn decoded_path(&self) -> String {
        decoded(self.url.path())
    }

    /// The query's pairs in their order, without their encoding.
    pub(super) fn query(&self) -> Vec<(String, String)> {
        self.url
            .query()
            .unwrap_or_default()
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                (decoded(name), decoded(value))
            })
            .collect()
    }

    /// The body and whether it stands in base64: what is no text must.
    pub(super) fn body(&self, may_be_text: bool) -> (Option<String>, bool) {
        match std::str::from_utf8(self.body) {
            _ if self.body.is_empty() => (None, false),
            Ok(text) if may_be_text => (Some(text.to_owned()), false),
            Ok(_) | Err(_) => (Some(STANDARD.encode(self.body)), true),
        }
    }

    pub(super) fn domain(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    pub(super) fn checked(&self, kind: AuthKind) -> bool {
        self.kinds.contains(&kind)
    }

    /// `25/Nov/2026:22:45:00 +0000`.
    pub(super) fn time(&self) -> String {
        OffsetDateTime::from(self.now).format(REQUEST_TIME).unwrap_or_default()
    }

    pub(super) fn time_epoch(&self) -> u64 {
        let since = self.now.duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The request's headers and those that a gateway adds. A signature does not pass through a gateway.
fn headers(request: &Request, recorded: &HttpRequest) -> Vec<(String, String)> {
    let mut sent: HeaderMap = request.headers().clone();
    if sent.get(AUTHORIZATION).is_some_and(is_signature) {
        sent.remove(AUTHORIZATION);
    }
    let mut added = vec![
        (HOST, request.url().host_str().unwrap_or_default()),
        (HeaderName::from_static("x-forwarded-for"), SOURCE_IP),
        (HeaderName::from_static("x-forwarded-port"), "443"),
        (HeaderName::from_static("x-forwarded-proto"), "https"),
    ];
    if !sent.contains_key(USER_AGENT) {
        added.push((USER_AGENT, concat!("gatepact/", env!("CARGO_PKG_VERSION"))));
    }
    for (name, value) in added {
        if let Ok(value) = HeaderValue::from_str(value) {
            sent.insert(name, value);
        }
    }
    let mut headers: Vec<(String, String)> = sent
        .iter()
        .map(|(name, value)| {
            (spelling(name, recorded), String::from_utf8_lossy(value.as_bytes()).into_owned())
        })
        .collect();
    // Stable: repeated headers keep their order.
    headers.sort_by_key(|(name, _)| name.to_ascii_lowercase());
    headers
}

fn is_signature(value: &HeaderValue) -> bool {
    value.as_bytes().starts_with(b"AWS4-HMAC-SHA256")
}

/// A REST API hands the names of headers on as the client spells them, and functions look for them
/// so. What the pact does not name is spelled as most clients do.
fn spelling(name: &HeaderName, recorded: &HttpRequest) -> String {
    let own = recorded.headers.iter().flatten().map(|(own, _)| own);
    own.filter(|own| own.eq_ignore_ascii_case(name.as_str())).min().cloned().unwrap_or_else(|| {
        let words = name.as_str().split('-').map(|word| {
            let (first, rest) = word.split_at(word.len().min(1));
            format!("{}{rest}", first.to_ascii_uppercase())
        });
        words.collect::<Vec<_>>().join("-")
    })
}

#[cfg(test)]
pub(super) mod tests {
    use std::time::Duration;

    use http::Method;
    use pact_models::bodies::OptionalBody;

    use super::*;

    /// 2023-11-14 22:13:20 UTC.
    pub(crate) const NOW: Duration = Duration::from_secs(1_700_000_000);

    pub(crate) struct Given {
        request: Request,
        recorded: HttpRequest,
        kinds: Vec<AuthKind>,
    }

    impl Given {
        pub(crate) fn new(method: Method, target: &str, headers: &[(&str, &str)]) -> Given {
            let url = format!("https://orders.lambda.invalid{target}").parse().unwrap();
            let mut request = Request::new(method, url);
            for (name, value) in headers {
                let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
                request.headers_mut().append(name, value.parse().unwrap());
            }
            let recorded =
                headers.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()]));
            let recorded = HttpRequest {
                headers: Some(recorded.collect()),
                body: OptionalBody::Missing,
                ..HttpRequest::default()
            };
            Given { request, recorded, kinds: Vec::new() }
        }

        pub(crate) fn with_body(mut self, body: &[u8]) -> Given {
            *self.request.body_mut() = Some(body.to_vec().into());
            self
        }

        pub(crate) fn checked(mut self, kinds: &[AuthKind]) -> Given {
            self.kinds = kinds.to_vec();
            self
        }

        pub(crate) fn call(&self) -> Call<'_> {
            Call::of(&self.request, &self.recorded, &self.kinds, 255, UNIX_EPOCH + NOW)
        }
    }

    #[test]
    fn headers_are_spelled_as_the_consumer_spells_them() {
        let given = Given::new(Method::GET, "/", &[("X-REQUEST-id", "1"), ("accept", "a/b")]);
        let names: Vec<String> = given.call().headers.into_iter().map(|(name, _)| name).collect();
        assert_eq!(
            names,
            [
                "accept",
                "Host",
                "User-Agent",
                "X-Forwarded-For",
                "X-Forwarded-Port",
                "X-Forwarded-Proto",
                "X-REQUEST-id"
            ]
        );
    }

    #[test]
    fn a_recorded_signature_stays_behind_and_a_token_does_not() {
        let signed = [("Authorization", "AWS4-HMAC-SHA256 Credential=x")];
        assert_eq!(Given::new(Method::GET, "/", &signed).call().header("authorization"), None);
        let bearer = [("Authorization", "Bearer x")];
        let given = Given::new(Method::GET, "/", &bearer);
        assert_eq!(given.call().header("authorization"), Some("Bearer x"));
    }

    #[test]
    fn a_query_loses_its_encoding_and_keeps_its_order() {
        let given = Given::new(Method::GET, "/?b=x%20y&a&b=%2B&a=&c=%C3%BC", &[]);
        let pairs = [("b", "x y"), ("a", ""), ("b", "+"), ("a", ""), ("c", "ü")];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(given.call().query(), pairs);
    }

    #[test]
    fn times_are_written_as_in_an_access_log() {
        let given = Given::new(Method::GET, "/", &[]);
        assert_eq!(given.call().time(), "14/Nov/2023:22:13:20 +0000");
        assert_eq!(given.call().time_epoch(), 1_700_000_000_000);
    }
}
