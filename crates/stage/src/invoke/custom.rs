//! `x-amazon-apigateway-gateway-responses`: the gateway's own answers with the stage's status, headers and words.

use bytes::Bytes;
use gatepact_openapi::Document;
use http::header::{HeaderName, HeaderValue};
use http::{Response, StatusCode};
use serde_json::{Value, json};

use super::answer::Context;
use crate::own::Own;

/// The gateway responses of a document.
#[derive(Debug, Default)]
pub(crate) struct Custom(Value);

impl Custom {
    pub(crate) fn of(document: &Document) -> Self {
        let responses = document.value().get("x-amazon-apigateway-gateway-responses");
        Self(responses.cloned().unwrap_or_default())
    }

    /// The response for an answer: its own, or that of its class.
    fn find(&self, own: &Own) -> Option<&Value> {
        let entry = own.response_type.gateway_response();
        let name = entry.customised_by?;
        let class = if entry.status < 500 { "DEFAULT_4XX" } else { "DEFAULT_5XX" };
        self.0.get(name).or_else(|| self.0.get(class))
    }

    pub(super) fn apply(&self, context: &Context<'_>, own: &Own, response: &mut Response<Bytes>) {
        let Some(custom) = self.find(own) else { return };
        if let Some(status) = status(&custom["statusCode"]) {
            *response.status_mut() = status;
        }
        let words = Words { context, own };
        let templates = custom["responseTemplates"].as_object();
        let template = templates.and_then(|templates| {
            templates.get_key_value("application/json").or_else(|| templates.iter().next())
        });
        if let Some((content_type, Value::String(template))) = template {
            *response.body_mut() = Bytes::from(words.fill(template));
            if let Ok(value) = HeaderValue::from_str(content_type) {
                response.headers_mut().insert("content-type", value);
            }
        }
        for (target, source) in custom["responseParameters"].as_object().into_iter().flatten() {
            let name = target.strip_prefix("gatewayresponse.header.");
            let name = name.and_then(|name| HeaderName::from_bytes(name.as_bytes()).ok());
            let value = source.as_str().and_then(|source| words.parameter(source));
            let value = value.and_then(|value| HeaderValue::from_str(&value).ok());
            if let (Some(name), Some(value)) = (name, value) {
                response.headers_mut().insert(name, value);
            }
        }
    }
}

/// A status, written as a number or as text.
fn status(value: &Value) -> Option<StatusCode> {
    let number = value.as_u64().or_else(|| value.as_str()?.parse().ok())?;
    StatusCode::from_u16(u16::try_from(number).ok()?).ok().filter(|status| status.as_u16() >= 200)
}

/// What a template may name.
struct Words<'a> {
    context: &'a Context<'a>,
    own: &'a Own,
}

impl Words<'_> {
    /// The template with its variables replaced; a variable that is not known becomes nothing.
    fn fill(&self, template: &str) -> String {
        let mut filled = String::with_capacity(template.len());
        let mut rest = template;
        while let Some(at) = rest.find('$') {
            filled.push_str(&rest[..at]);
            let after = &rest[at + 1..];
            let braced = after.starts_with('{');
            let name = after.strip_prefix('{').unwrap_or(after);
            let end = name
                .find(|c: char| !c.is_ascii_alphanumeric() && !['.', '_', '-'].contains(&c))
                .unwrap_or(name.len());
            // A full stop at the end belongs to the sentence.
            let name = name[..end].trim_end_matches('.');
            let mut taken = 1 + name.len() + usize::from(braced);
            if braced && rest[at + taken..].starts_with('}') {
                taken += 1;
            }
            match self.variable(name) {
                Some(value) => filled.push_str(&value),
                None if name.starts_with("context.") || name.starts_with("stageVariables.") => {}
                None => filled.push_str(&rest[at..at + taken]),
            }
            rest = &rest[at + taken..];
        }
        filled.push_str(rest);
        filled
    }

    /// The value of a header: `'text'`, `context.requestId`, `method.request.header.Origin`.
    fn parameter(&self, source: &str) -> Option<String> {
        if let Some(text) = source.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) {
            return Some(text.to_owned());
        }
        if let Some(name) = source.strip_prefix("method.request.header.") {
            return self.context.call.header(name).map(str::to_owned);
        }
        self.variable(source)
    }

    fn variable(&self, name: &str) -> Option<String> {
        let Context { shared, deployment: _, call } = self.context;
        let settings = &shared.settings;
        let entry = self.own.response_type.gateway_response();
        let message = self.own.message();
        if let Some(variable) = name.strip_prefix("stageVariables.") {
            return settings.variables.get(variable).cloned();
        }
        Some(match name.strip_prefix("context.")? {
            "error.message" => message.unwrap_or_else(|| "null".to_owned()),
            // With its quotes.
            "error.messageString" => json!(message).to_string(),
            "error.responseType" => entry.customised_by.unwrap_or(entry.name).to_owned(),
            "error.validationErrorString" => json!(message).to_string(),
            "requestId" => call.ids.request.clone(),
            "extendedRequestId" => call.ids.extended.clone(),
            "apiId" => settings.api_id.clone(),
            "accountId" => settings.account.clone(),
            "stage" => settings.stage.clone(),
            "httpMethod" => call.method.clone(),
            "path" => call.path.clone(),
            "protocol" => "HTTP/1.1".to_owned(),
            "identity.sourceIp" => call.from.ip().to_string(),
            "identity.userAgent" => call.header("user-agent").unwrap_or_default().to_owned(),
            _ => return None,
        })
    }
}
