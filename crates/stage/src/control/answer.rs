//! Answers and faults of the control plane, as AWS shapes them.

use bytes::Bytes;
use gatepact_gateway_responses::ResponseType;
use http::header::{HeaderMap, HeaderName, HeaderValue};
use http::{Response, StatusCode};
use serde_json::{Value, json};

use super::Told;
use crate::invoke::Call;
use crate::own::Own;
use crate::shared::Shared;

/// A call that fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    status: u16,
    name: &'static str,
    message: String,
}

impl Fault {
    pub(super) fn not_found(message: impl Into<String>) -> Self {
        Self { status: 404, name: "NotFoundException", message: message.into() }
    }

    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self { status: 400, name: "BadRequestException", message: message.into() }
    }

    pub(super) fn throttled() -> Self {
        let message = "Too Many Requests".to_owned();
        Self { status: 429, name: "TooManyRequestsException", message }
    }

    /// A call that this control plane does not have.
    pub(super) fn not_played(call: &Call) -> Self {
        let message = format!("{} {} is not played by a local stage", call.method, call.path);
        Self { status: 404, name: "UnknownOperationException", message }
    }

    pub(super) fn access_denied(shared: &Shared, call: &Call, user: &str) -> Self {
        let crate::Settings { account, region, .. } = &shared.settings;
        let method = &call.method;
        let message = format!(
            "User: arn:aws:iam::{account}:user/{user} is not authorized to perform: apigateway:{method} on \
             resource: arn:aws:apigateway:{region}::{} because no identity-based policy allows the \
             apigateway:{method} action",
            call.path
        );
        Self { status: 403, name: "AccessDeniedException", message }
    }
}

/// A signature is refused in the same words as on a stage.
impl From<Own> for Fault {
    fn from(own: Own) -> Self {
        let name = own.response_type.gateway_response().error_type;
        Self {
            status: 403,
            name: name.unwrap_or("AccessDeniedException"),
            message: own.message().unwrap_or_default(),
        }
    }
}

impl Told {
    pub(super) fn json(value: &Value) -> Self {
        Self {
            body: Bytes::from(value.to_string()),
            content_type: "application/json",
            disposition: None,
        }
    }
}

pub(super) fn respond(call: &Call, told: Result<Told, Fault>) -> Response<Bytes> {
    let mut headers = HeaderMap::new();
    let mut set = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    };
    set("x-amzn-requestid", &call.ids.request);
    set("x-amz-apigw-id", &call.ids.extended);
    let (status, body) = match told {
        Ok(Told { body, content_type, disposition }) => {
            set("content-type", content_type);
            if let Some(disposition) = disposition {
                set("content-disposition", &disposition);
            }
            (200, body)
        }
        Err(Fault { status, name, message }) => {
            set("content-type", "application/json");
            set("x-amzn-errortype", name);
            // A policy's refusal is worded by another hand than the rest.
            let key = if name == "AccessDeniedException" { "Message" } else { "message" };
            (status, Bytes::from(json!({ key: message }).to_string()))
        }
    };
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
    *response.headers_mut() = headers;
    response
}

/// Answers before any call is looked at.
pub(super) fn too_large(call: &Call) -> Option<Fault> {
    call.too_large.then(|| Fault {
        status: 413,
        name: "RequestTooLargeException",
        message: Own::from(ResponseType::RequestTooLarge).message().unwrap_or_default(),
    })
}
