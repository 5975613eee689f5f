//! From what a function returns to the response that API Gateway makes of it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, SET_COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Map, Value};

use super::payload_format::PayloadFormat;
use crate::answer::{Answer, header_values};
use crate::decoding::TooLarge;

/// All that a REST API lets a function return; one name more and the answer is malformed.
const MEMBERS: [&str; 5] =
    ["statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"];

/// What a REST API says of an answer that names no type.
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// What an HTTP API says of an answer that names no type.
const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

/// Why API Gateway would not pass on what the function returned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Malformed {
    #[error("it is no JSON")]
    NotJson,
    #[error("it is {0}, not an object")]
    NotAnObject(&'static str),
    #[error("it has the member `{0}`; a REST API allows only {list}", list = MEMBERS.join(", "))]
    UnknownMember(String),
    #[error("its `statusCode` is {0}")]
    Status(String),
    #[error("its `{member}` is {found}, not {wanted}")]
    Type { member: &'static str, found: &'static str, wanted: &'static str },
    #[error("its header `{0}` has a name or a value that no response can have")]
    Header(String),
    #[error("its `body` is no base64, and `isBase64Encoded` is true")]
    Base64,
}

/// The response that API Gateway makes of what a function returned.
///
/// An HTTP API takes everything without a `statusCode` for the body of a 200, JSON or not.
pub(super) fn answer(payload: &[u8], format: PayloadFormat) -> Result<Answer, Malformed> {
    let json: Option<Value> = serde_json::from_slice(payload).ok();
    match (format, json) {
        (PayloadFormat::V1, None) => Err(Malformed::NotJson),
        (PayloadFormat::V1, Some(Value::Object(members))) => first_format(&members),
        (PayloadFormat::V1, Some(other)) => Err(Malformed::NotAnObject(kind(&other))),
        (PayloadFormat::V2, Some(Value::Object(members))) if members.contains_key("statusCode") => {
            second_format(&members)
        }
        (PayloadFormat::V2, _) => {
            let headers = HeaderMap::from_iter([(CONTENT_TYPE, JSON)]);
            Ok(response(200, &headers, Bytes::copy_from_slice(payload)))
        }
    }
}

fn first_format(members: &Map<String, Value>) -> Result<Answer, Malformed> {
    if let Some(unknown) = members.keys().find(|name| !MEMBERS.contains(&name.as_str())) {
        return Err(Malformed::UnknownMember(unknown.clone()));
    }
    let mut headers = HeaderMap::new();
    for (name, values) in object(members, "multiValueHeaders")? {
        let name = header_name(name)?;
        let values = values.as_array().map_or(std::slice::from_ref(values), Vec::as_slice);
        for value in values {
            headers.append(&name, header_value(&name, value)?);
        }
    }
    for (name, value) in object(members, "headers")? {
        let name = header_name(name)?;
        // A REST API takes no numbers here.
        if value.is_number() {
            return Err(Malformed::Header(name.to_string()));
        }
        let value = header_value(&name, value)?;
        // The same pair in both members is one header.
        if !headers.get_all(&name).iter().any(|other| *other == value) {
            headers.append(&name, value);
        }
    }
    headers.entry(CONTENT_TYPE).or_insert(JSON);
    let status = members.get("statusCode").map_or(Ok(200), status)?;
    Ok(response(status, &headers, body(members)?))
}

fn second_format(members: &Map<String, Value>) -> Result<Answer, Malformed> {
    let mut headers = HeaderMap::new();
    for (name, value) in object(members, "headers")? {
        let name = header_name(name)?;
        headers.append(&name, header_value(&name, value)?);
    }
    for cookie in cookies(members)? {
        headers.append(SET_COOKIE, header_value(&SET_COOKIE, cookie)?);
    }
    headers.entry(CONTENT_TYPE).or_insert(TEXT);
    let status = members.get("statusCode").map_or(Ok(200), status)?;
    Ok(response(status, &headers, body(members)?))
}

fn response(status: u16, headers: &HeaderMap, body: Bytes) -> Answer {
    let headers = header_values(headers);
    // API Gateway passes what is small enough as it is, however large it becomes.
    Answer::new(status, headers.clone(), body.clone()).unwrap_or_else(|TooLarge| Answer {
        status,
        headers,
        body,
        encoded: None,
    })
}

/// A number, or a text of digits.
fn status(value: &Value) -> Result<u16, Malformed> {
    let number = match value {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    number
        .and_then(|number| u16::try_from(number).ok())
        .filter(|number| (100..=599).contains(number))
        .ok_or_else(|| Malformed::Status(value.to_string()))
}

/// The members of an object that may be absent or null.
fn object<'a>(
    members: &'a Map<String, Value>,
    member: &'static str,
) -> Result<impl Iterator<Item = (&'a String, &'a Value)>, Malformed> {
    match members.get(member) {
        None | Some(Value::Null) => Ok(None.into_iter().flatten()),
        Some(Value::Object(values)) => Ok(Some(values).into_iter().flatten()),
        Some(other) => Err(Malformed::Type { member, found: kind(other), wanted: "an object" }),
    }
}

fn cookies(members: &Map<String, Value>) -> Result<&[Value], Malformed> {
    match members.get("cookies") {
        None | Some(Value::Null) => Ok(&[]),
        Some(Value::Array(cookies)) => Ok(cookies),
        Some(other) => {
            Err(Malformed::Type { member: "cookies", found: kind(other), wanted: "a list" })
        }
    }
}

fn header_name(name: &str) -> Result<HeaderName, Malformed> {
    HeaderName::from_bytes(name.as_bytes()).map_err(|_| Malformed::Header(name.to_owned()))
}

fn header_value(name: &HeaderName, value: &Value) -> Result<HeaderValue, Malformed> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => {
            return Err(Malformed::Header(name.to_string()));
        }
    };
    HeaderValue::from_bytes(text.as_bytes()).map_err(|_| Malformed::Header(name.to_string()))
}

fn body(members: &Map<String, Value>) -> Result<Bytes, Malformed> {
    let encoded = match members.get("isBase64Encoded") {
        None | Some(Value::Null) => false,
        Some(Value::Bool(encoded)) => *encoded,
        Some(other) => {
            let found = kind(other);
            return Err(Malformed::Type { member: "isBase64Encoded", found, wanted: "a boolean" });
        }
    };
    match members.get("body") {
        None | Some(Value::Null) => Ok(Bytes::new()),
        Some(Value::String(text)) if encoded => {
            STANDARD.decode(text).map(Bytes::from).map_err(|_| Malformed::Base64)
        }
        Some(Value::String(text)) => Ok(Bytes::copy_from_slice(text.as_bytes())),
        Some(other) => {
            Err(Malformed::Type { member: "body", found: kind(other), wanted: "a string" })
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn v1(json: &Value) -> Result<Answer, Malformed> {
        answer(json.to_string().as_bytes(), PayloadFormat::V1)
    }

    fn v2(json: &Value) -> Answer {
        answer(json.to_string().as_bytes(), PayloadFormat::V2).unwrap()
    }

    fn header<'a>(answer: &'a Answer, name: &str) -> &'a [String] {
        answer.headers.get(name).map_or(&[], Vec::as_slice)
    }

    #[test]
    fn a_whole_answer_becomes_a_whole_response() {
        let answer = v1(&json!({
            "statusCode": 201,
            "headers": { "Location": "/orders/1", "Content-Type": "text/plain", "X-New": true },
            "multiValueHeaders": { "Set-Cookie": ["a=1", "b=2"], "X-One": "1" },
            "body": "made", "isBase64Encoded": false
        }))
        .unwrap();
        assert_eq!(answer.status, 201);
        assert_eq!(header(&answer, "location"), ["/orders/1"]);
        assert_eq!(header(&answer, "content-type"), ["text/plain"]);
        assert_eq!(header(&answer, "x-new"), ["true"]);
        assert_eq!(header(&answer, "x-one"), ["1"]);
        assert_eq!(header(&answer, "set-cookie"), ["a=1", "b=2"]);
        assert_eq!(answer.body, "made");
    }

    #[test]
    fn headers_in_both_members_are_merged() {
        let answer = v1(&json!({
            "headers": { "X-Tag": "one", "X-Other": "3" },
            "multiValueHeaders": { "X-Tag": ["one", "two"], "X-Other": ["4"] }
        }))
        .unwrap();
        assert_eq!(header(&answer, "x-tag"), ["one", "two"]);
        assert_eq!(header(&answer, "x-other"), ["4", "3"]);
    }

    #[test]
    fn what_is_left_out_has_a_default_in_the_first_format() {
        let answer = v1(&json!({})).unwrap();
        assert_eq!(answer.status, 200);
        assert_eq!(header(&answer, "content-type"), ["application/json"]);
        assert!(answer.body.is_empty());
        assert_eq!(v1(&json!({ "statusCode": "404", "headers": null })).unwrap().status, 404);
    }

    #[test]
    fn bytes_come_out_of_base64() {
        let json = json!({ "statusCode": 200, "body": "/wD+", "isBase64Encoded": true });
        assert_eq!(v1(&json).unwrap().body, &[0xff, 0x00, 0xfe][..]);
        assert_eq!(v2(&json).body, &[0xff, 0x00, 0xfe][..]);
    }

    #[test]
    fn every_fault_of_the_first_format_is_named() {
        assert_eq!(answer(b"<html>", PayloadFormat::V1).unwrap_err(), Malformed::NotJson);
        assert_eq!(answer(b"", PayloadFormat::V1).unwrap_err(), Malformed::NotJson);
        for (json, said) in [
            (json!("hello"), "it is a string, not an object"),
            (json!(null), "it is null, not an object"),
            (json!([{ "statusCode": 200 }]), "it is a list, not an object"),
            (json!({ "message": "hello" }), "it has the member `message`"),
            (json!({ "statusCode": "ok" }), "its `statusCode` is \"ok\""),
            (json!({ "statusCode": 99 }), "its `statusCode` is 99"),
            (json!({ "statusCode": 200.5 }), "its `statusCode` is 200.5"),
            (json!({ "statusCode": null }), "its `statusCode` is null"),
            (json!({ "headers": [] }), "its `headers` is a list, not an object"),
            (json!({ "headers": { "X-N": 1 } }), "its header `x-n`"),
            (json!({ "headers": { "X-N": null } }), "its header `x-n`"),
            (json!({ "headers": { "X N": "1" } }), "its header `X N`"),
            (json!({ "headers": { "X-N": "a\nb" } }), "its header `x-n`"),
            (json!({ "multiValueHeaders": "x" }), "its `multiValueHeaders` is a string"),
            (json!({ "body": { "id": 1 } }), "its `body` is an object, not a string"),
            (json!({ "isBase64Encoded": "yes" }), "its `isBase64Encoded` is a string"),
            (json!({ "body": "%", "isBase64Encoded": true }), "its `body` is no base64"),
        ] {
            let message = v1(&json).unwrap_err().to_string();
            assert!(message.starts_with(said), "{json}: {message}");
        }
    }

    #[test]
    fn the_second_format_takes_what_has_no_status_for_the_body() {
        for payload in ["\"hello\"", "{\"message\":\"hello\"}", "[1]", "null", "not json", ""] {
            let answer = answer(payload.as_bytes(), PayloadFormat::V2).unwrap();
            assert_eq!(answer.status, 200);
            assert_eq!(header(&answer, "content-type"), ["application/json"]);
            assert_eq!(answer.body, payload);
        }
    }

    #[test]
    fn the_second_format_sets_cookies_and_a_type_of_its_own() {
        let answer = v2(&json!({
            "statusCode": 200, "cookies": ["a=1; Path=/", "b=2"], "headers": { "X-Count": 3 },
            "body": "text"
        }));
        assert_eq!(header(&answer, "set-cookie"), ["a=1; Path=/", "b=2"]);
        assert_eq!(header(&answer, "x-count"), ["3"]);
        assert_eq!(header(&answer, "content-type"), ["text/plain; charset=utf-8"]);
        assert_eq!(answer.body, "text");
    }

    #[test]
    fn the_second_format_has_faults_too() {
        for json in [
            json!({ "statusCode": "ok" }),
            json!({ "statusCode": 200, "cookies": "a=1" }),
            json!({ "statusCode": 200, "cookies": [{}] }),
            json!({ "statusCode": 200, "body": {} }),
            json!({ "statusCode": 200, "headers": { "X": [] } }),
        ] {
            let answer = answer(json.to_string().as_bytes(), PayloadFormat::V2);
            assert!(answer.is_err(), "{json}");
        }
    }
}
