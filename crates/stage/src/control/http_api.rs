//! `GetApi`, `GetStage`, `GetStages`, `GetDeployment` of `apigatewayv2`.

use std::time::SystemTime;

use gatepact_openapi::gateway_export;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::answer::Fault;
use super::{Asked, Told};

/// This API, or none.
pub(super) fn check(asked: Asked<'_>, api_id: &str) -> Result<(), Fault> {
    if api_id == asked.shared.settings.api_id && asked.shared.deployment().is_http_api() {
        return Ok(());
    }
    Err(Fault::not_found(format!("Invalid API identifier specified {api_id}")))
}

pub(super) fn api(asked: Asked<'_>, api_id: &str) -> Result<Told, Fault> {
    check(asked, api_id)?;
    let settings = &asked.shared.settings;
    let deployment = asked.shared.deployment();
    let document = &deployment.document;
    let mut api = json!({
        "apiId": settings.api_id,
        "name": settings.name.as_deref().unwrap_or(document.title()),
        "protocolType": "HTTP",
        "apiEndpoint": format!("https://{}.execute-api.{}.amazonaws.com", settings.api_id, settings.region),
        "apiKeySelectionExpression": "$request.header.x-api-key",
        "routeSelectionExpression": "$request.method $request.path",
        "disableExecuteApiEndpoint": false,
        "createdDate": date(deployment.created),
    });
    if let Some(version) = gateway_export::version(document) {
        api["version"] = json!(version);
    }
    Ok(Told::json(&api))
}

pub(super) fn stages(asked: Asked<'_>, api_id: &str) -> Result<Told, Fault> {
    check(asked, api_id)?;
    Ok(Told::json(&json!({ "items": [stage_value(asked)] })))
}

pub(super) fn stage(asked: Asked<'_>, api_id: &str, stage: &str) -> Result<Told, Fault> {
    check(asked, api_id)?;
    if stage != asked.shared.settings.stage {
        return Err(Fault::not_found("Invalid stage identifier specified"));
    }
    Ok(Told::json(&stage_value(asked)))
}

fn stage_value(asked: Asked<'_>) -> Value {
    let settings = &asked.shared.settings;
    let deployment = asked.shared.deployment();
    let mut defaults = json!({ "detailedMetricsEnabled": false });
    if let Some(throttle) = settings.throttle {
        defaults["throttlingBurstLimit"] = json!(throttle.burst);
        defaults["throttlingRateLimit"] = json!(throttle.rate);
    }
    json!({
        "stageName": settings.stage,
        "deploymentId": deployment.id,
        "autoDeploy": false,
        "createdDate": date(asked.shared.created),
        "lastUpdatedDate": date(deployment.created),
        "defaultRouteSettings": defaults,
        "routeSettings": {},
        "stageVariables": settings.variables,
        "tags": {},
    })
}

pub(super) fn deployment(asked: Asked<'_>, api_id: &str, id: &str) -> Result<Told, Fault> {
    check(asked, api_id)?;
    let deployments = asked.shared.deployments();
    let deployment = deployments.iter().find(|deployment| deployment.id == id);
    let deployment =
        deployment.ok_or_else(|| Fault::not_found("Invalid Deployment identifier specified"))?;
    Ok(Told::json(&json!({
        "deploymentId": deployment.id,
        "deploymentStatus": "DEPLOYED",
        "autoDeployed": false,
        "createdDate": date(deployment.created),
    })))
}

fn date(time: SystemTime) -> String {
    let whole = OffsetDateTime::from(time).replace_nanosecond(0).ok();
    whole.and_then(|time| time.format(&Rfc3339).ok()).unwrap_or_default()
}
