//! One entry of the table.

use crate::{Class, Confidence, ResponseType};

/// The kind of API that sends the response; it decides which headers mark it as the gateway's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Api {
    /// A REST API (v1): `x-amzn-requestid` and `x-amz-apigw-id`, and `x-amzn-errortype` on gateway
    /// responses.
    Rest,
    /// An HTTP API (v2): `apigw-requestid` only.
    Http,
    /// The gateway's edge, which refuses a request before it selects an API: no marker header.
    Edge,
}

/// The message of a gateway response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageTemplate {
    /// Always this text.
    Fixed(&'static str),
    /// Text around a detail of the request; `sample` is used when the caller gives no detail.
    About {
        /// The text before the detail.
        before: &'static str,
        /// An example of the detail.
        sample: &'static str,
        /// The text after the detail.
        after: &'static str,
    },
    /// `null` in place of a text.
    Null,
    /// The body is this plain text, not JSON.
    PlainText(&'static str),
}

impl MessageTemplate {
    /// Whether a message found in a response can come from this template.
    #[must_use]
    pub fn matches(self, message: Option<&str>) -> bool {
        match (self, message) {
            (Self::Fixed(text) | Self::PlainText(text), Some(message)) => message == text,
            (Self::About { before, after, .. }, Some(message)) => {
                message.len() >= before.len() + after.len()
                    && message.starts_with(before)
                    && message.ends_with(after)
            }
            (Self::Null, None) => true,
            (Self::Null, Some(_)) | (_, None) => false,
        }
    }
}

/// How well each part of an entry is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// That the gateway sends this response, with this status.
    pub status: Confidence,
    /// The message.
    pub message: Confidence,
    /// The value of `x-amzn-errortype`, or that the header is absent.
    pub error_type: Confidence,
}

/// A response that API Gateway generates itself: what it looks like and what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GatewayResponse {
    /// The identity of the entry.
    pub response_type: ResponseType,
    /// The name in capitals: AWS's where AWS has one.
    pub name: &'static str,
    /// The kind of API that sends it.
    pub api: Api,
    /// The status, unless the stage customises it.
    pub status: u16,
    /// The message, unless the stage customises it.
    pub message: MessageTemplate,
    /// The JSON property that holds the message: `message`, or `Message` for a refusal by a policy.
    pub message_key: &'static str,
    /// The value of `x-amzn-errortype`, which no stage can customise.
    pub error_type: Option<&'static str>,
    /// Other possible values of it.
    pub error_type_aliases: &'static [&'static str],
    /// Headers beside the marker headers and the content type.
    pub headers: &'static [(&'static str, &'static str)],
    /// The gateway response type that customises this response, if any does.
    pub customised_by: Option<&'static str>,
    /// What it means to a verifier that did not expect it.
    pub class: Class,
    /// What it can mean as well: the gateway uses the same response for two causes.
    pub alternative_class: Option<Class>,
    /// The likely cause, in one sentence.
    pub cause: &'static str,
    /// How well the entry is known.
    pub provenance: Provenance,
}

impl GatewayResponse {
    /// How well the entry as a whole is known: as well as its least known part.
    #[must_use]
    pub fn confidence(&self) -> Confidence {
        let Provenance { status, message, error_type } = self.provenance;
        status.min(message).min(error_type)
    }

    /// Whether this response can have that value of `x-amzn-errortype`.
    #[must_use]
    pub fn has_error_type(&self, value: &str) -> bool {
        self.error_type == Some(value) || self.error_type_aliases.contains(&value)
    }
}
