//! Lambda authorizers: the event for the function, and what its answer says.
//!
//! Sources: guide, "Input to an API Gateway Lambda authorizer", "Output from an API Gateway Lambda authorizer", "Working
//! with AWS Lambda authorizers for HTTP APIs".

use gatepact_gateway_responses::ResponseType;
use gatepact_openapi::access::ResourcePolicy;
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::caller::Caller;
use super::policy::{self, Request};
use super::rules::{AccessRules, Verdict};

/// What the events say of a request beside its caller.
pub(crate) struct Context<'a> {
    /// The ARN of the method.
    pub(crate) arn: &'a str,
    /// `GET`.
    pub(crate) method: &'a str,
    /// The path after the stage, as it arrived.
    pub(crate) path: &'a str,
    /// `/orders/{id}`.
    pub(crate) resource: &'a str,
    /// `GET /orders/{id}`, `$default`.
    pub(crate) route_key: &'a str,
    pub(crate) raw_query: &'a str,
    pub(crate) path_parameters: &'a [(&'a str, String)],
    pub(crate) stage: &'a str,
    pub(crate) api_id: &'a str,
    pub(crate) account: &'a str,
    pub(crate) request_id: &'a str,
}

/// In which form an HTTP API asks, and is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// REST APIs, and `authorizerPayloadFormatVersion: 1.0`.
    One,
    /// `authorizerPayloadFormatVersion: 2.0`; the answer is a truth value with `enableSimpleResponses`, else a policy.
    Two { simple: bool },
}

impl Format {
    /// The form that an authorizer names.
    pub(crate) fn of(authorizer: &Value) -> Self {
        let version = authorizer["authorizerPayloadFormatVersion"].as_str();
        let simple = authorizer["enableSimpleResponses"].as_bool().unwrap_or_default();
        match version {
            Some("2.0") => Self::Two { simple },
            Some(_) | None => Self::One,
        }
    }
}

/// What a function said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) verdict: Verdict,
    /// `usageIdentifierKey`: the API key of the caller.
    pub(crate) api_key: Option<String>,
}

/// The event of a TOKEN authorizer.
pub(crate) fn token_event(token: &str, arn: &str) -> Value {
    json!({ "type": "TOKEN", "authorizationToken": token, "methodArn": arn })
}

/// The event of a REQUEST authorizer.
pub(crate) fn request_event(
    caller: &Caller<'_>,
    context: &Context<'_>,
    sources: &[String],
    format: Format,
) -> Value {
    let parameters = context.path_parameters.iter();
    let parameters: Map<String, Value> =
        parameters.map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    let headers = || {
        let headers = caller
            .headers
            .iter()
            .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())));
        headers.collect::<Vec<_>>()
    };
    match format {
        Format::One => {
            let (one, all) = (single, lists);
            json!({
                "version": "1.0",
                "type": "REQUEST",
                "methodArn": context.arn,
                "identitySource": sources.join(","),
                "authorizationToken": sources.join(","),
                "resource": context.resource,
                "path": context.path,
                "httpMethod": context.method,
                "headers": one(&headers()),
                "multiValueHeaders": all(&headers()),
                "queryStringParameters": one(&caller.query),
                "multiValueQueryStringParameters": all(&caller.query),
                "pathParameters": parameters,
                "stageVariables": caller.variables,
                "requestContext": {
                    "path": format!("/{}{}", context.stage, context.path),
                    "accountId": context.account,
                    "stage": context.stage,
                    "requestId": context.request_id,
                    "identity": {
                        "apiKey": caller.headers.get("x-api-key").and_then(|it| it.to_str().ok()),
                        "sourceIp": caller.source.address.to_string(),
                    },
                    "resourcePath": context.resource,
                    "httpMethod": context.method,
                    "apiId": context.api_id,
                },
            })
        }
        Format::Two { .. } => json!({
            "version": "2.0",
            "type": "REQUEST",
            "routeArn": context.arn,
            "identitySource": sources,
            "routeKey": context.route_key,
            "rawPath": context.path,
            "rawQueryString": context.raw_query,
            "headers": joined(&headers()),
            "queryStringParameters": joined(&caller.query),
            "requestContext": {
                "accountId": context.account,
                "apiId": context.api_id,
                "http": {
                    "method": context.method,
                    "path": context.path,
                    "protocol": "HTTP/1.1",
                    "sourceIp": caller.source.address.to_string(),
                    "userAgent": caller.headers.get("user-agent").and_then(|it| it.to_str().ok()),
                },
                "requestId": context.request_id,
                "routeKey": context.route_key,
                "stage": context.stage,
            },
            "pathParameters": parameters,
            "stageVariables": caller.variables,
        }),
    }
}

/// Of several values of a name, the last one.
fn single(pairs: &[(String, String)]) -> Value {
    pairs.iter().map(|(name, value)| (name.clone(), json!(value))).collect::<Map<_, _>>().into()
}

fn lists(pairs: &[(String, String)]) -> Value {
    let mut lists = Map::new();
    for (name, value) in pairs {
        let list = lists.entry(name.clone()).or_insert_with(|| json!([]));
        if let Some(list) = list.as_array_mut() {
            list.push(json!(value));
        }
    }
    lists.into()
}

/// Several values of a name, separated by commas.
fn joined(pairs: &[(String, String)]) -> Value {
    let joined = |values: &Value| {
        let values = values.as_array().into_iter().flatten().filter_map(Value::as_str);
        json!(values.collect::<Vec<_>>().join(","))
    };
    let lists = lists(pairs);
    let named = lists.as_object().into_iter().flatten();
    named.map(|(name, values)| (name.clone(), joined(values))).collect::<Map<_, _>>().into()
}

/// What an answer says of a request.
///
/// A function that throws `Unauthorized` makes a 401; one that fails otherwise is AUTHORIZER_FAILURE, and an answer of
/// another shape AUTHORIZER_CONFIGURATION_ERROR.
pub(crate) fn read_answer(
    (status, body): (StatusCode, &[u8]),
    format: Format,
    request: &Request<'_>,
    rules: &AccessRules,
) -> Result<Said, ResponseType> {
    let answer = serde_json::from_slice::<Value>(body).unwrap_or_default();
    let thrown = answer["errorMessage"].as_str();
    if thrown == Some("Unauthorized") {
        return Err(ResponseType::Unauthorized);
    }
    if thrown.is_some() || !status.is_success() {
        return Err(ResponseType::AuthorizerFailure);
    }
    let misshapen = ResponseType::AuthorizerConfigurationError;
    if format == (Format::Two { simple: true }) {
        let verdict = match answer["isAuthorized"].as_bool().ok_or(misshapen)? {
            true => Verdict::Allow,
            false => Verdict::Deny,
        };
        return Ok(Said { verdict, api_key: None });
    }
    let document = answer.get("policyDocument").filter(|it| it["Statement"].is_array());
    let document = document.ok_or(misshapen)?;
    answer["principalId"].as_str().ok_or(misshapen)?;
    let verdict = policy::of_answer(&ResourcePolicy::of_document(document), request, rules);
    Ok(Said { verdict, api_key: answer["usageIdentifierKey"].as_str().map(str::to_owned) })
}
