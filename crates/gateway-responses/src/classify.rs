//! Detects a gateway response: from status, headers and body to an entry of the table.

use crate::{Api, Class, GatewayResponse, Implication, MessageTemplate, Retry, gateway_responses};
use serde_json::Value;

/// How a gateway response was detected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DetectedBy {
    /// By `x-amzn-errortype`: certain, because a stage cannot customise it.
    ErrorType,
    /// By marker headers, status and message: likely. An HTTP API sends nothing better, and a
    /// function can send the same message.
    Message,
}

/// What [`classify`] found out about a gateway response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classification {
    /// How it was detected.
    pub detected_by: DetectedBy,
    /// The error type as received.
    pub error_type: Option<String>,
    /// The entry of the table; absent when no entry has the error type.
    pub response: Option<&'static GatewayResponse>,
    /// Other entries that fit as well.
    pub alternatives: Vec<&'static GatewayResponse>,
}

impl Classification {
    /// What it means to a verifier that did not expect it.
    #[must_use]
    pub fn class(&self) -> Class {
        self.response.map_or(Class::Unlisted, |response| response.class)
    }

    /// What it says about the contract.
    #[must_use]
    pub fn implication(&self) -> Implication {
        self.class().implication()
    }

    /// Whether sending the request again can help.
    #[must_use]
    pub fn retry(&self) -> Retry {
        self.class().retry()
    }
}

/// Classifies a response; `None` if the function sent it. `header` looks a header up by its
/// lower-case name.
///
/// `x-amzn-errortype` decides first: a stage can customise status and message, but not that header.
/// Without it, a response with `apigw-requestid` is an HTTP API's if status and message fit, and a
/// response without marker headers is the edge's if they fit. A REST API's response without
/// `x-amzn-errortype` is the function's.
#[must_use]
pub fn classify<'a>(
    status: u16,
    header: impl Fn(&str) -> Option<&'a str>,
    body: &[u8],
) -> Option<Classification> {
    let received = Received { status, message: Message::of(body) };
    if let Some(value) = header("x-amzn-errortype") {
        return Some(by_error_type(value, &received));
    }
    let api = if header("x-amz-apigw-id").is_some() || header("x-amzn-requestid").is_some() {
        return None;
    } else if header("apigw-requestid").is_some() {
        Api::Http
    } else {
        Api::Edge
    };
    let mut fitting =
        gateway_responses().filter(|response| response.api == api && received.fits(response));
    let response = fitting.next()?;
    Some(Classification {
        detected_by: DetectedBy::Message,
        error_type: None,
        response: Some(response),
        alternatives: fitting.collect(),
    })
}

/// The entries with this error type, best fit first. The message counts for more than the status:
/// one error type serves several responses, and a stage can customise both.
fn by_error_type(value: &str, received: &Received) -> Classification {
    // A service model may follow the name: `AccessDeniedException:http://...`.
    let name = value.split(':').next().unwrap_or(value).trim();
    let fit = |response: &GatewayResponse| {
        2 * u8::from(received.message.fits(response.message))
            + u8::from(received.status == response.status)
    };
    let candidates: Vec<_> =
        gateway_responses().filter(|response| response.has_error_type(name)).collect();
    let best = candidates.iter().map(|response| fit(response)).max().unwrap_or(0);
    let mut fitting = candidates.into_iter().filter(|response| fit(response) == best);
    Classification {
        detected_by: DetectedBy::ErrorType,
        error_type: Some(name.to_owned()),
        response: fitting.next(),
        alternatives: fitting.collect(),
    }
}

struct Received {
    status: u16,
    message: Message,
}

impl Received {
    fn fits(&self, response: &GatewayResponse) -> bool {
        self.status == response.status && self.message.fits(response.message)
    }
}

/// The message of a response: a JSON property, or the whole body as plain text.
enum Message {
    Json(Option<String>),
    PlainText(String),
}

impl Message {
    fn of(body: &[u8]) -> Self {
        let Ok(Value::Object(object)) = serde_json::from_slice(body) else {
            return Self::PlainText(String::from_utf8_lossy(body).trim().to_owned());
        };
        match object.get("message").or_else(|| object.get("Message")) {
            Some(Value::String(text)) => Self::Json(Some(text.clone())),
            Some(Value::Null) => Self::Json(None),
            Some(_) | None => Self::PlainText(String::new()),
        }
    }

    fn fits(&self, template: MessageTemplate) -> bool {
        match (self, template) {
            (Self::PlainText(text), MessageTemplate::PlainText(_)) => template.matches(Some(text)),
            (
                Self::Json(text),
                MessageTemplate::Fixed(_) | MessageTemplate::About { .. } | MessageTemplate::Null,
            ) => template.matches(text.as_deref()),
            (Self::PlainText(_), _) | (Self::Json(_), MessageTemplate::PlainText(_)) => false,
        }
    }
}
