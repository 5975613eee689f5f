//! Answers, worded and marked.

use bytes::Bytes;
use gatepact_gateway_responses::{Api, GatewayResponse, MessageTemplate};
use http::header::{HeaderMap, HeaderName, HeaderValue};
use http::{Response, StatusCode};
use serde_json::json;

use super::{Call, headers};
use crate::deployment::Deployment;
use crate::own::Own;
use crate::shared::Shared;

/// What an answer may speak of.
pub(super) struct Context<'a> {
    pub(super) shared: &'a Shared,
    pub(super) deployment: &'a Deployment,
    pub(super) call: &'a Call,
}

/// The integration's answer, under the gateway's marks.
pub(super) fn of_integration(
    context: &Context<'_>,
    mut response: Response<Bytes>,
) -> Response<Bytes> {
    let rest = !context.deployment.is_http_api();
    headers::mark(response.headers_mut(), &context.call.ids, rest);
    response
}

/// One of the gateway's own answers, as the stage customises it.
pub(super) fn own(context: &Context<'_>, own: &Own) -> Response<Bytes> {
    let entry = own.response_type.gateway_response();
    let (content_type, body) = usual(entry, own);
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = StatusCode::from_u16(entry.status).unwrap_or_default();
    let headers = response.headers_mut();
    headers.insert("content-type", HeaderValue::from_static(content_type));
    for (name, value) in entry.headers {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    context.deployment.custom.apply(context, own, &mut response);
    mark(response.headers_mut(), context, entry);
    response
}

fn usual(entry: &GatewayResponse, own: &Own) -> (&'static str, String) {
    match entry.message {
        MessageTemplate::PlainText(text) => ("text; charset=utf-8", text.to_owned()),
        MessageTemplate::Fixed(_) | MessageTemplate::About { .. } | MessageTemplate::Null => {
            ("application/json", json!({ entry.message_key: own.message() }).to_string())
        }
    }
}

/// The marks come last: no customisation takes them away.
fn mark(headers: &mut HeaderMap, context: &Context<'_>, entry: &GatewayResponse) {
    match entry.api {
        Api::Rest => headers::mark(headers, &context.call.ids, true),
        Api::Http => headers::mark(headers, &context.call.ids, false),
        Api::Edge => {}
    }
    if let Some(error_type) = entry.error_type {
        headers.insert("x-amzn-errortype", HeaderValue::from_static(error_type));
    }
}
