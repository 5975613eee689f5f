//! Writes a gateway response: from an entry of the table to status, headers and body.

use crate::{Api, GatewayResponse, MessageTemplate, ResponseType};
use serde_json::json;

/// A gateway response as the gateway sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderedResponse {
    /// The status.
    pub status: u16,
    /// The headers, in lower case, marker headers with sample ids included.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: String,
}

impl RenderedResponse {
    /// The value of a header, by its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
    }
}

/// Renders a gateway response, with a sample where the gateway names a detail of the request.
#[must_use]
pub fn render(response_type: ResponseType) -> RenderedResponse {
    rendered(response_type.gateway_response(), None)
}

/// Renders a gateway response about a detail of the request: the missing parameters, the resource.
/// A fixed message ignores it.
#[must_use]
pub fn render_about(response_type: ResponseType, detail: &str) -> RenderedResponse {
    rendered(response_type.gateway_response(), Some(detail))
}

fn rendered(response: &GatewayResponse, detail: Option<&str>) -> RenderedResponse {
    let (content_type, body) = match response.message {
        MessageTemplate::PlainText(text) => ("text; charset=utf-8", text.to_owned()),
        MessageTemplate::Fixed(text) => {
            ("application/json", json_body(response.message_key, Some(text)))
        }
        MessageTemplate::Null => ("application/json", json_body(response.message_key, None)),
        MessageTemplate::About { before, sample, after } => {
            let text = format!("{before}{}{after}", detail.unwrap_or(sample));
            ("application/json", json_body(response.message_key, Some(&text)))
        }
    };
    let mut headers = vec![("content-type", content_type.to_owned())];
    headers.extend(
        marker_headers(response.api).iter().map(|(name, value)| (*name, (*value).to_owned())),
    );
    headers.extend(response.error_type.map(|value| ("x-amzn-errortype", value.to_owned())));
    headers.extend(response.headers.iter().map(|(name, value)| (*name, (*value).to_owned())));
    RenderedResponse { status: response.status, headers, body }
}

/// The default template of every gateway response: `{"message":$context.error.messageString}`.
fn json_body(key: &str, message: Option<&str>) -> String {
    json!({ key: message }).to_string()
}

/// The marker headers with sample ids; a server replaces them with ids of its own.
fn marker_headers(api: Api) -> &'static [(&'static str, &'static str)] {
    match api {
        Api::Rest => &[
            ("x-amzn-requestid", "00000000-0000-4000-8000-000000000000"),
            ("x-amz-apigw-id", "AAAAAAAAAAAAAAA="),
        ],
        Api::Http => &[("apigw-requestid", "AAAAAAAAAAAAAAA=")],
        Api::Edge => &[],
    }
}
