//! Payload format 2.0: the event of an HTTP API.

use gatepact_contract::AuthKind;
use serde_json::{Map, Value, json};

use super::call::{ACCOUNT_ID, API_ID, Call, IDENTITY, SOURCE_IP, STAGE};

/// The event that an HTTP API would send to the function. A part that is empty is absent, as there.
pub(super) fn event(call: &Call<'_>) -> Value {
    let (body, base64) = call.body(is_text(call.header("content-type")));
    let mut event = json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": call.decoded_path(),
        "rawQueryString": call.url.query().unwrap_or_default(),
        "headers": headers(call),
        "requestContext": context(call),
        "isBase64Encoded": base64,
    });
    let cookies = cookies(call);
    if !cookies.is_empty() {
        event["cookies"] = json!(cookies);
    }
    let query = joined(call.query());
    if !query.is_empty() {
        event["queryStringParameters"] = Value::Object(query);
    }
    if let Some(body) = body {
        event["body"] = Value::String(body);
    }
    event
}

/// Names in lower case; values of the same name in one text, with commas. Cookies have a place of
/// their own.
fn headers(call: &Call<'_>) -> Value {
    let pairs = call.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.clone()));
    Value::Object(joined(pairs.filter(|(name, _)| name != "cookie")))
}

fn joined(pairs: impl IntoIterator<Item = (String, String)>) -> Map<String, Value> {
    let mut values = Map::new();
    for (name, value) in pairs {
        match values.get(&name) {
            Some(Value::String(before)) => {
                let both = format!("{before},{value}");
                values.insert(name, Value::String(both));
            }
            Some(_) | None => {
                values.insert(name, Value::String(value));
            }
        }
    }
    values
}

fn cookies<'a>(call: &'a Call<'_>) -> Vec<&'a str> {
    let headers = call.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("cookie"));
    let cookies = headers.flat_map(|(_, value)| value.split(';')).map(str::trim);
    cookies.filter(|cookie| !cookie.is_empty()).collect()
}

/// An HTTP API takes these media types for text, and a form not.
fn is_text(content_type: Option<&str>) -> bool {
    let Some(content_type) = content_type else { return true };
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind.starts_with("text/")
        || kind.ends_with("+json")
        || kind.ends_with("+xml")
        || matches!(
            kind.as_str(),
            "application/json" | "application/xml" | "application/javascript"
        )
}

fn context(call: &Call<'_>) -> Value {
    let mut context = json!({
        "accountId": ACCOUNT_ID,
        "apiId": API_ID,
        "domainName": call.domain(),
        "domainPrefix": call.domain().split('.').next(),
        "http": {
            "method": call.method,
            "path": call.decoded_path(),
            "protocol": "HTTP/1.1",
            "sourceIp": SOURCE_IP,
            "userAgent": call.header("user-agent"),
        },
        "requestId": call.request_id,
        "routeKey": "$default",
        "stage": STAGE,
        "time": call.time(),
        "timeEpoch": call.time_epoch(),
    });
    let authorizer = authorizer(call);
    if !authorizer.is_empty() {
        context["authorizer"] = Value::Object(authorizer);
    }
    context
}

/// Somebody, where a gateway would have known who. An HTTP API knows no API keys.
fn authorizer(call: &Call<'_>) -> Map<String, Value> {
    let mut authorizer = Map::new();
    if call.checked(AuthKind::Bearer) {
        let jwt = json!({ "claims": { "sub": IDENTITY }, "scopes": null });
        authorizer.insert("jwt".to_owned(), jwt);
    }
    if call.checked(AuthKind::Iam) {
        let iam = json!({
            "accessKey": IDENTITY,
            "accountId": ACCOUNT_ID,
            "callerId": IDENTITY,
            "cognitoIdentity": null,
            "principalOrgId": null,
            "userArn": format!("arn:aws:iam::{ACCOUNT_ID}:user/{IDENTITY}"),
            "userId": IDENTITY,
        });
        authorizer.insert("iam".to_owned(), iam);
    }
    authorizer
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::super::call::tests::Given;
    use super::*;

    #[test]
    fn a_read_without_query_cookies_and_body_has_none_of_them() {
        let given = Given::new(Method::GET, "/orders/a%20b", &[("Accept", "application/json")]);
        let event = event(&given.call());
        assert_eq!(event["version"], "2.0");
        assert_eq!(event["routeKey"], "$default");
        assert_eq!(event["rawPath"], "/orders/a b", "an HTTP API decodes the path");
        assert_eq!(event["rawQueryString"], "");
        assert_eq!(event["headers"]["accept"], "application/json");
        assert_eq!(event["headers"]["host"], "orders.lambda.invalid");
        assert_eq!(event["isBase64Encoded"], false);
        for name in ["queryStringParameters", "cookies", "body", "pathParameters"] {
            assert!(event.get(name).is_none(), "{name}");
        }
        assert_eq!(event["requestContext"]["http"]["method"], "GET");
        assert_eq!(event["requestContext"]["http"]["path"], "/orders/a b");
        assert_eq!(event["requestContext"]["timeEpoch"], 1_700_000_000_000_u64);
        assert!(event["requestContext"].get("authorizer").is_none());
    }

    #[test]
    fn repeated_names_share_one_text_and_the_raw_query_stays_encoded() {
        let headers = [("X-Tag", "one"), ("X-Tag", "two")];
        let given = Given::new(Method::GET, "/?b=1&a=%2B&b=x%20y&c", &headers);
        let event = event(&given.call());
        assert_eq!(event["rawQueryString"], "b=1&a=%2B&b=x%20y&c");
        assert_eq!(event["queryStringParameters"], json!({ "b": "1,x y", "a": "+", "c": "" }));
        assert_eq!(event["headers"]["x-tag"], "one,two");
    }

    #[test]
    fn cookies_leave_the_headers() {
        let given = Given::new(Method::GET, "/", &[("Cookie", "a=1; b=2"), ("Cookie", "c=3;")]);
        let event = event(&given.call());
        assert_eq!(event["cookies"], json!(["a=1", "b=2", "c=3"]));
        assert!(event["headers"].get("cookie").is_none());
    }

    #[test]
    fn what_is_no_text_by_its_type_or_by_its_bytes_stands_in_base64() {
        for (kind, body, expected, base64) in [
            ("application/json", &b"{}"[..], "{}", false),
            ("application/problem+json; charset=utf-8", b"{}", "{}", false),
            ("text/csv", b"a,b", "a,b", false),
            ("application/x-www-form-urlencoded", b"a=1", "YT0x", true),
            ("application/octet-stream", b"a=1", "YT0x", true),
            ("application/json", &[0xff, 0x00, 0xfe], "/wD+", true),
        ] {
            let given = Given::new(Method::POST, "/", &[("Content-Type", kind)]).with_body(body);
            let event = event(&given.call());
            assert_eq!(
                (&event["body"], &event["isBase64Encoded"]),
                (&json!(expected), &json!(base64)),
                "{kind}"
            );
        }
    }

    #[test]
    fn somebody_is_named_where_a_gateway_would_have_known_who() {
        let given = Given::new(Method::GET, "/", &[]).checked(&[AuthKind::Bearer, AuthKind::Iam]);
        let authorizer = &event(&given.call())["requestContext"]["authorizer"];
        assert_eq!(authorizer["jwt"]["claims"]["sub"], "gatepact");
        assert_eq!(authorizer["iam"]["accountId"], "123456789012");
    }
}
