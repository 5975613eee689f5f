//! The headers of a request as they are sent.

use std::collections::BTreeMap;

use gatepact_contract::{AuthKind, Recorded};
use http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName, HeaderValue};
use pact_models::headers::parse_header;
use pact_models::v4::http_parts::HttpRequest;

/// One line for each name, sorted. Fails with the name of a header that HTTP does not allow.
pub(crate) fn headers(request: &HttpRequest, recorded: &Recorded) -> Result<HeaderMap, String> {
    let mut headers = HeaderMap::new();
    let lines: BTreeMap<_, _> = request.headers.iter().flatten().collect();
    for (name, values) in lines {
        let invalid = || name.clone();
        let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid())?;
        // These belong to the connection at hand, not to the one that was recorded.
        if [HOST, CONTENT_LENGTH, CONNECTION, TRANSFER_ENCODING].contains(&header) {
            continue;
        }
        let between = if header == COOKIE { "; " } else { ", " };
        // As it was recorded, unless a generator made another one of it.
        let as_recorded =
            recorded.lines.get(name).filter(|line| parse_header(name, line) == **values);
        let line = as_recorded.map_or_else(|| values.join(between), |line| line.trim().to_owned());
        // Another spelling of the same name.
        let before = headers.get(&header).and_then(|line: &HeaderValue| line.to_str().ok());
        let line = before.map_or_else(|| line.clone(), |before| format!("{before}{between}{line}"));
        headers.insert(&header, HeaderValue::from_str(&line).map_err(|_| invalid())?);
    }
    if let Some(kind) = &recorded.content_type
        && request.body.is_present()
        && !headers.contains_key(CONTENT_TYPE)
    {
        let invalid = |_| CONTENT_TYPE.to_string();
        headers.insert(CONTENT_TYPE, HeaderValue::from_str(kind).map_err(invalid)?);
    }
    Ok(headers)
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

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use pact_models::bodies::OptionalBody;

    use super::*;

    #[test]
    fn headers_of_the_recorded_connection_are_left_behind() {
        let recorded = [("Host", "old"), ("X-A", "1"), ("content-length", "7")]
            .map(|(name, value)| (name.to_owned(), vec![value.to_owned()]));
        let request =
            HttpRequest { headers: Some(recorded.into_iter().collect()), ..HttpRequest::default() };
        let headers = headers(&request, &Recorded::default()).unwrap();
        assert_eq!(headers.len(), 1);
        assert_eq!(headers["x-a"], "1");
    }

    #[test]
    fn lists_are_one_line_and_recorded_lines_stay_as_they_are() {
        let values = |list: &[&str]| list.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let lists = [
            ("Accept", values(&["a/b", "c/d"])),
            ("Cookie", values(&["a=1", "b=2"])),
            ("If-None-Match", values(&["\"1", "2\""])),
            ("x-a", values(&["1"])),
            ("X-A", values(&["0"])),
        ];
        let lists = lists.map(|(name, values)| (name.to_owned(), values));
        let request =
            HttpRequest { headers: Some(lists.into_iter().collect()), ..HttpRequest::default() };
        let lines = [("If-None-Match".to_owned(), "\"1,2\"".to_owned())];
        let recorded = Recorded { lines: lines.into_iter().collect(), ..Recorded::default() };
        let headers = headers(&request, &recorded).unwrap();
        assert_eq!(headers["accept"], "a/b, c/d");
        assert_eq!(headers["cookie"], "a=1; b=2");
        assert_eq!(headers["if-none-match"], "\"1,2\"");
        assert_eq!(headers["x-a"], "0, 1");
    }

    #[test]
    fn the_content_type_beside_the_body_is_sent() {
        let body = OptionalBody::Present(Bytes::from_static(b"{}"), None, None);
        let recorded =
            Recorded { content_type: Some("application/json".to_owned()), ..Recorded::default() };
        let with = HttpRequest { body, ..HttpRequest::default() };
        assert_eq!(headers(&with, &recorded).unwrap()[CONTENT_TYPE], "application/json");
        assert!(headers(&HttpRequest::default(), &recorded).unwrap().is_empty());
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
}
