//! Payload format 1.0: the event of a REST API.

use gatepact_contract::AuthKind;
use serde_json::{Map, Value, json};

use super::call::{ACCOUNT_ID, API_ID, Call, IDENTITY, SOURCE_IP, STAGE};

/// The event that a REST API would send to the function.
///
/// Nobody knows the resource that the path belongs to, so the path stands for it and there are no
/// path parameters: a function with a router of its own needs none.
pub(super) fn event(call: &Call<'_>) -> Value {
    let path = call.url.path();
    let query = call.query();
    let (body, base64) = call.body(true);
    json!({
        "version": "1.0",
        "resource": path,
        "path": path,
        "httpMethod": call.method,
        "headers": last_values(&call.headers),
        "multiValueHeaders": all_values(&call.headers),
        "queryStringParameters": last_values(&query),
        "multiValueQueryStringParameters": all_values(&query),
        "pathParameters": null,
        "stageVariables": null,
        "requestContext": context(call),
        "body": body,
        "isBase64Encoded": base64,
    })
}

/// One value a name, the last one; `null` where there is no name at all.
fn last_values(pairs: &[(String, String)]) -> Value {
    let values: Map<String, Value> =
        pairs.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    or_null(values)
}

fn all_values(pairs: &[(String, String)]) -> Value {
    let mut values = Map::new();
    for (name, value) in pairs {
        match values.entry(name.clone()).or_insert_with(|| json!([])) {
            Value::Array(list) => list.push(json!(value)),
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Object(_) => {}
        }
    }
    or_null(values)
}

fn or_null(values: Map<String, Value>) -> Value {
    if values.is_empty() { Value::Null } else { Value::Object(values) }
}

fn context(call: &Call<'_>) -> Value {
    let path = call.url.path();
    let mut context = json!({
        "accountId": ACCOUNT_ID,
        "apiId": API_ID,
        "domainName": call.domain(),
        "domainPrefix": call.domain().split('.').next(),
        "extendedRequestId": call.request_id,
        "httpMethod": call.method,
        "identity": identity(call),
        "path": path,
        "protocol": "HTTP/1.1",
        "requestId": call.request_id,
        "requestTime": call.time(),
        "requestTimeEpoch": call.time_epoch(),
        "resourceId": API_ID,
        "resourcePath": path,
        "stage": STAGE,
    });
    if call.checked(AuthKind::Bearer) {
        context["authorizer"] = json!({
            "principalId": IDENTITY, "claims": { "sub": IDENTITY }
        });
    }
    context
}

/// Somebody, where a gateway would have known who.
fn identity(call: &Call<'_>) -> Value {
    let known = |kind, value: &str| if call.checked(kind) { json!(value) } else { Value::Null };
    json!({
        "accessKey": known(AuthKind::Iam, IDENTITY),
        "accountId": known(AuthKind::Iam, ACCOUNT_ID),
        "apiKey": known(AuthKind::ApiKey, IDENTITY),
        "apiKeyId": known(AuthKind::ApiKey, IDENTITY),
        "caller": known(AuthKind::Iam, IDENTITY),
        "cognitoAuthenticationProvider": null,
        "cognitoAuthenticationType": null,
        "cognitoIdentityId": null,
        "cognitoIdentityPoolId": null,
        "principalOrgId": null,
        "sourceIp": SOURCE_IP,
        "user": known(AuthKind::Iam, IDENTITY),
        "userAgent": call.header("user-agent"),
        "userArn": known(AuthKind::Iam, &format!("arn:aws:iam::{ACCOUNT_ID}:user/{IDENTITY}")),
    })
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::super::call::tests::Given;
    use super::*;

    #[test]
    fn a_read_without_query_and_body_has_null_for_both() {
        let given = Given::new(Method::GET, "/orders/a%20b", &[("Accept", "application/json")]);
        let event = event(&given.call());
        assert_eq!(event["version"], "1.0");
        assert_eq!(event["httpMethod"], "GET");
        assert_eq!(event["path"], "/orders/a%20b", "a REST API leaves the path encoded");
        assert_eq!(event["resource"], event["path"]);
        for name in ["queryStringParameters", "multiValueQueryStringParameters", "pathParameters"] {
            assert!(event.get(name).is_some_and(Value::is_null), "{name}");
        }
        for name in ["stageVariables", "body"] {
            assert!(event.get(name).is_some_and(Value::is_null), "{name}");
        }
        assert_eq!(event["isBase64Encoded"], false);
        assert_eq!(event["headers"]["Accept"], "application/json");
        assert_eq!(event["multiValueHeaders"]["Accept"], json!(["application/json"]));
        assert_eq!(event["headers"]["Host"], "orders.lambda.invalid");
    }

    #[test]
    fn of_repeated_names_the_last_value_stands_alone_and_all_stand_in_the_list() {
        let headers = [("X-Tag", "one"), ("X-Tag", "two")];
        let given = Given::new(Method::GET, "/?b=1&a=%2B&b=x%20y&c", &headers);
        let event = event(&given.call());
        assert_eq!(event["queryStringParameters"], json!({ "b": "x y", "a": "+", "c": "" }));
        assert_eq!(
            event["multiValueQueryStringParameters"],
            json!({ "b": ["1", "x y"], "a": ["+"], "c": [""] })
        );
        assert_eq!(event["headers"]["X-Tag"], "two");
        assert_eq!(event["multiValueHeaders"]["X-Tag"], json!(["one", "two"]));
    }

    #[test]
    fn a_text_is_sent_as_it_is_and_bytes_in_base64() {
        let text = Given::new(Method::POST, "/", &[]).with_body("{\"ü\":1}".as_bytes());
        let event_of = |given: &Given| event(&given.call());
        assert_eq!(event_of(&text)["body"], "{\"ü\":1}");
        assert_eq!(event_of(&text)["isBase64Encoded"], false);
        let bytes = Given::new(Method::POST, "/", &[]).with_body(&[0xff, 0x00, 0xfe]);
        assert_eq!(event_of(&bytes)["body"], "/wD+");
        assert_eq!(event_of(&bytes)["isBase64Encoded"], true);
    }

    #[test]
    fn the_context_tells_when_where_and_who() {
        let kinds = [AuthKind::Iam, AuthKind::ApiKey, AuthKind::Bearer];
        let given = Given::new(Method::GET, "/orders", &[]).checked(&kinds);
        let context = &event(&given.call())["requestContext"];
        assert_eq!(context["stage"], "$default");
        assert_eq!(context["path"], "/orders");
        assert_eq!(context["requestTime"], "14/Nov/2023:22:13:20 +0000");
        assert_eq!(context["requestId"], "00000000-0000-4000-8000-0000000000ff");
        assert_eq!(context["identity"]["userArn"], "arn:aws:iam::123456789012:user/gatepact");
        assert_eq!(context["identity"]["apiKey"], "gatepact");
        assert_eq!(context["authorizer"]["claims"]["sub"], "gatepact");
    }

    #[test]
    fn nobody_is_named_where_nobody_was_asked_who_they_are() {
        let given = Given::new(Method::GET, "/orders", &[]);
        let context = &event(&given.call())["requestContext"];
        for name in ["accessKey", "apiKey", "caller", "user", "userArn"] {
            assert!(context["identity"][name].is_null(), "{name}");
        }
        assert!(context.get("authorizer").is_none());
        assert_eq!(context["identity"]["sourceIp"], "127.0.0.1");
    }
}
