//! `GetRestApi`, `GetStage`, `GetStages`, `GetDeployment`, `GetDeployments`.

use std::time::{SystemTime, UNIX_EPOCH};

use gatepact_openapi::Document;
use gatepact_openapi::gateway_export::{self, MethodAccess};
use serde_json::{Map, Value, json};

use super::answer::Fault;
use super::{Asked, Told};
use crate::access::authorizer::authorization_type;
use crate::deployment::Deployment;

/// This API, or none.
fn check_api(asked: Asked<'_>, api_id: &str) -> Result<(), Fault> {
    let settings = &asked.shared.settings;
    if api_id == settings.api_id && !asked.shared.deployment().is_http_api() {
        return Ok(());
    }
    let account = &settings.account;
    Err(Fault::not_found(format!("Invalid API identifier specified {account}:{api_id}")))
}

/// This API and this stage, or none.
pub(super) fn check(asked: Asked<'_>, api_id: &str, stage: &str) -> Result<(), Fault> {
    check_api(asked, api_id)?;
    match stage == asked.shared.settings.stage {
        true => Ok(()),
        false => Err(Fault::not_found("Invalid stage identifier specified")),
    }
}

pub(super) fn apis(asked: Asked<'_>) -> Result<Told, Fault> {
    let apis =
        if asked.shared.deployment().is_http_api() { vec![] } else { vec![api_value(asked)] };
    Ok(Told::json(&json!({ "item": apis })))
}

pub(super) fn api(asked: Asked<'_>, api_id: &str) -> Result<Told, Fault> {
    check_api(asked, api_id)?;
    Ok(Told::json(&api_value(asked)))
}

fn api_value(asked: Asked<'_>) -> Value {
    let settings = &asked.shared.settings;
    let deployment = asked.shared.deployment();
    let document = &deployment.document;
    let mut api = json!({
        "id": settings.api_id,
        "name": settings.name.as_deref().unwrap_or(document.title()),
        "createdDate": seconds(asked.shared.created),
        "apiKeySource": document.value().get("x-amazon-apigateway-api-key-source").unwrap_or(&json!("HEADER")),
        "endpointConfiguration": { "types": ["REGIONAL"], "ipAddressType": "ipv4" },
        "disableExecuteApiEndpoint": false,
        "rootResourceId": settings.api_id,
    });
    let description = document.at("/info/description").and_then(Value::as_str);
    let binary = document.value().get("x-amazon-apigateway-binary-media-types");
    let more = [
        ("description", description.map(Value::from)),
        ("version", gateway_export::version(document).map(Value::from)),
        ("binaryMediaTypes", binary.cloned()),
    ];
    for (key, value) in more {
        if let Some(value) = value {
            api[key] = value;
        }
    }
    api
}

pub(super) fn stages(asked: Asked<'_>, api_id: &str) -> Result<Told, Fault> {
    check_api(asked, api_id)?;
    Ok(Told::json(&json!({ "item": [stage_value(asked)] })))
}

pub(super) fn stage(asked: Asked<'_>, api_id: &str, stage: &str) -> Result<Told, Fault> {
    check(asked, api_id, stage)?;
    Ok(Told::json(&stage_value(asked)))
}

fn stage_value(asked: Asked<'_>) -> Value {
    let settings = &asked.shared.settings;
    let deployment = asked.shared.deployment();
    let mut stage = json!({
        "deploymentId": deployment.id,
        "stageName": settings.stage,
        "cacheClusterEnabled": false,
        "cacheClusterStatus": "NOT_AVAILABLE",
        "methodSettings": {},
        "tracingEnabled": false,
        "createdDate": seconds(asked.shared.created),
        "lastUpdatedDate": seconds(deployment.created),
    });
    if !settings.variables.is_empty() {
        stage["variables"] = json!(settings.variables);
    }
    // One setting brings all the others, with the account's defaults.
    if let Some(throttle) = settings.throttle {
        stage["methodSettings"]["*/*"] = json!({
            "metricsEnabled": false,
            "dataTraceEnabled": false,
            "throttlingBurstLimit": throttle.burst,
            "throttlingRateLimit": throttle.rate,
            "cachingEnabled": false,
            "cacheTtlInSeconds": 300,
            "cacheDataEncrypted": false,
            "requireAuthorizationForCacheControl": true,
            "unauthorizedCacheControlHeaderStrategy": "SUCCEED_WITH_RESPONSE_HEADER",
        });
    }
    stage
}

pub(super) fn deployments(asked: Asked<'_>, api_id: &str) -> Result<Told, Fault> {
    check_api(asked, api_id)?;
    let deployments = asked.shared.deployments();
    let items: Vec<Value> = deployments.iter().map(|it| deployment_value(it)).collect();
    Ok(Told::json(&json!({ "item": items })))
}

pub(super) fn deployment(asked: Asked<'_>, api_id: &str, id: &str) -> Result<Told, Fault> {
    check_api(asked, api_id)?;
    let deployments = asked.shared.deployments();
    let deployment = deployments.iter().find(|deployment| deployment.id == id);
    let deployment =
        deployment.ok_or_else(|| Fault::not_found("Invalid Deployment identifier specified"))?;
    let mut value = deployment_value(deployment);
    if asked.parameters("embed").any(|embed| embed.eq_ignore_ascii_case("apisummary")) {
        value["apiSummary"] = summary(&deployment.document);
    }
    Ok(Told::json(&value))
}

fn deployment_value(deployment: &Deployment) -> Value {
    json!({ "id": deployment.id, "createdDate": seconds(deployment.created) })
}

/// What each method asked of its callers when the deployment was made.
fn summary(document: &Document) -> Value {
    let mut paths = Map::new();
    for operation in document.operations() {
        let MethodAccess { signature, api_key, authorizer, .. } =
            MethodAccess::of(document, operation);
        let authorization = match authorizer {
            Some(scheme) => authorization_type(scheme),
            None if signature => "AWS_IAM",
            None => "NONE",
        };
        let path = paths.entry(operation.path.clone()).or_insert_with(|| json!({}));
        path[operation.method.as_str()] =
            json!({ "authorizationType": authorization, "apiKeyRequired": api_key });
    }
    Value::Object(paths)
}

/// Seconds since 1970: how this service writes times.
pub(super) fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs())
}
