//! `GetApiKey`, `GetApiKeys`, `GetUsagePlans`, `GetUsagePlanKeys`.

use serde_json::{Value, json};

use super::answer::Fault;
use super::rest_api::seconds;
use super::{Asked, Told};
use crate::ApiKey;

/// The id of the stage's one usage plan.
const PLAN: &str = "plan01";

pub(super) fn all(asked: Asked<'_>) -> Result<Told, Fault> {
    let prefix = asked.parameter("name").unwrap_or_default();
    let keys = asked.shared.settings.api_keys.iter().filter(|key| key.name.starts_with(&prefix));
    let values = asked.flag("includeValues");
    let items: Vec<Value> = keys.map(|key| value(asked, key, values)).collect();
    Ok(Told::json(&json!({ "item": items })))
}

pub(super) fn one(asked: Asked<'_>, id: &str) -> Result<Told, Fault> {
    let key = asked.shared.settings.api_keys.iter().find(|key| key.id == id);
    let key = key.ok_or_else(|| Fault::not_found("Invalid API Key identifier specified"))?;
    Ok(Told::json(&value(asked, key, asked.flag("includeValue"))))
}

/// The key; its value only where it was asked for.
fn value(asked: Asked<'_>, key: &ApiKey, with_value: bool) -> Value {
    let settings = &asked.shared.settings;
    let created = seconds(asked.shared.created);
    let mut value = json!({
        "id": key.id,
        "name": key.name,
        "enabled": true,
        "createdDate": created,
        "lastUpdatedDate": created,
        "stageKeys": [format!("{}/{}", settings.api_id, settings.stage)],
    });
    if with_value {
        value["value"] = json!(key.value);
    }
    value
}

pub(super) fn plans(asked: Asked<'_>) -> Result<Told, Fault> {
    let settings = &asked.shared.settings;
    let mut plan = json!({
        "id": PLAN,
        "name": format!("{} {}", settings.api_id, settings.stage),
        "apiStages": [{ "apiId": settings.api_id, "stage": settings.stage }],
    });
    if let Some(quota) = settings.quota {
        plan["quota"] = json!({ "limit": quota, "offset": 0, "period": "MONTH" });
    }
    // A key of another plan has no business here.
    let key = asked.parameter("keyId");
    let known = key.is_none_or(|id| settings.api_keys.iter().any(|key| key.id == id));
    let items = if known { vec![plan] } else { Vec::new() };
    Ok(Told::json(&json!({ "item": items })))
}

pub(super) fn of_plan(asked: Asked<'_>, plan: &str) -> Result<Told, Fault> {
    if plan != PLAN {
        return Err(Fault::not_found("Invalid Usage Plan ID specified"));
    }
    let keys = asked.shared.settings.api_keys.iter();
    let items: Vec<Value> =
        keys.map(|key| json!({ "id": key.id, "type": "API_KEY", "name": key.name })).collect();
    Ok(Told::json(&json!({ "item": items })))
}
