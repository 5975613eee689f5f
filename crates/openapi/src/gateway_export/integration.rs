//! An integration as exported: defaults written out, `type` in lower case.

use serde_json::{Map, Value, json};

/// The members of an integration, in the order of an export.
const MEMBERS: [&str; 14] = [
    "type",
    "connectionId",
    "credentials",
    "httpMethod",
    "uri",
    "responses",
    "requestParameters",
    "requestTemplates",
    "passthroughBehavior",
    "connectionType",
    "timeoutInMillis",
    "cacheNamespace",
    "cacheKeyParameters",
    "contentHandling",
];

pub(super) fn exported(declared: &Value) -> Value {
    let kind = declared["type"].as_str().unwrap_or_default().to_ascii_lowercase();
    let mut integration = Map::new();
    for member in MEMBERS {
        let value = match member {
            "type" => Some(json!(kind)),
            // The method of a mock is written down by nobody.
            "httpMethod" | "uri" if kind == "mock" => None,
            "responses" => declared.get(member).map(responses),
            "passthroughBehavior" => {
                let behaviour = declared[member].as_str().unwrap_or("when_no_match");
                Some(json!(behaviour.to_ascii_lowercase()))
            }
            // The default is not written.
            "timeoutInMillis" => {
                declared.get(member).filter(|it| it.as_u64() != Some(29_000)).cloned()
            }
            _ => declared.get(member).cloned(),
        };
        if let Some(value) = value {
            integration.insert(member.to_owned(), value);
        }
    }
    if let Some(tls) = declared.get("tlsConfig") {
        integration.insert("tlsConfig".to_owned(), tls.clone());
    }
    Value::Object(integration)
}

/// Statuses are text.
fn responses(declared: &Value) -> Value {
    let mut responses = declared.clone();
    for response in responses.as_object_mut().into_iter().flat_map(Map::values_mut) {
        let status = response.get("statusCode").and_then(Value::as_u64);
        if let Some(status) = status {
            response["statusCode"] = json!(status.to_string());
        }
    }
    responses
}
