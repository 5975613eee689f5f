//! Mock integrations: the answer stands in the document.

use bytes::Bytes;
use http::header::{HeaderMap, HeaderName, HeaderValue};
use http::{Response, StatusCode};
use serde_json::Value;

/// A fixed answer. Mapping templates are not run: a template without directives is the body as it stands.
#[derive(Debug)]
pub(super) struct Mock {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Mock {
    pub(super) fn of(declared: &Value) -> Self {
        let chosen = chosen_status(declared);
        let responses = declared["responses"].as_object();
        let by_status = responses.and_then(|responses| {
            responses.values().find(|response| text(&response["statusCode"]) == chosen)
        });
        let default = responses.and_then(|responses| responses.get("default"));
        let response = by_status.or(default).unwrap_or(&Value::Null);
        let status = text(&response["statusCode"]).or(chosen);
        let status = status.and_then(|status| status.parse::<u16>().ok());
        let mut headers = HeaderMap::new();
        let templates = response["responseTemplates"].as_object();
        let template = templates.and_then(|templates| {
            templates.get_key_value("application/json").or_else(|| templates.iter().next())
        });
        let (content_type, body) = template.map_or(("application/json", ""), |(name, body)| {
            (name.as_str(), body.as_str().unwrap_or_default())
        });
        set(&mut headers, "content-type", content_type);
        for (target, source) in response["responseParameters"].as_object().into_iter().flatten() {
            let name = target.strip_prefix("method.response.header.");
            let source = source.as_str().unwrap_or_default();
            let value = source.strip_prefix('\'').and_then(|text| text.strip_suffix('\''));
            if let (Some(name), Some(value)) = (name, value) {
                set(&mut headers, name, value);
            }
        }
        let status = status.and_then(|status| StatusCode::from_u16(status).ok());
        let status = status.filter(|status| status.as_u16() >= 200).unwrap_or(StatusCode::OK);
        Self { status, headers, body: Bytes::from(body.to_owned()) }
    }

    pub(super) fn answer(&self) -> Response<Bytes> {
        let mut response = Response::new(self.body.clone());
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers.clone();
        response
    }
}

/// The status that the request template asks for: `{"statusCode": 200}`.
fn chosen_status(declared: &Value) -> Option<String> {
    let template = declared["requestTemplates"]["application/json"].as_str()?;
    let template: Value = serde_json::from_str(template).ok()?;
    text(&template["statusCode"])
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn set(headers: &mut HeaderMap, name: &str, value: &str) {
    let name = HeaderName::from_bytes(name.as_bytes());
    if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
        headers.insert(name, value);
    }
}
