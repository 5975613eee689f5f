//! One interaction of a run, and how it went.

use serde::Serialize;

/// The answer for one interaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The provider answered as promised.
    Kept,
    /// The provider answered otherwise.
    Broken,
    /// Nobody can say.
    Unknown,
    /// Not asked, on purpose.
    Skipped,
}

impl Verdict {
    /// The word that reports use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Kept => "kept",
            Verdict::Broken => "broken",
            Verdict::Unknown => "unknown",
            Verdict::Skipped => "skipped",
        }
    }
}

/// Who gave an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Responder {
    /// The provider itself.
    Provider,
    /// API Gateway, in front of it.
    Gateway,
}

impl Responder {
    /// The word that reports use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Responder::Provider => "provider",
            Responder::Gateway => "gateway",
        }
    }
}

/// What API Gateway left on an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct GatewayMark {
    /// The request id under which the gateway's logs know the exchange.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// The value of `x-amzn-errortype`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_type: Option<String>,
    /// The gateway's own name for its answer: `MISSING_AUTHENTICATION_TOKEN`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_type: Option<&'static str>,
    /// What stands in front of the gateway: `CloudFront (Hit from cloudfront)`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub front: Option<String>,
}

/// How one interaction went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InteractionResult {
    /// Who relies on it.
    pub consumer: String,
    /// Who promised it.
    pub provider: String,
    /// What the consumer calls it.
    pub description: String,
    /// The names of its provider states.
    pub states: Vec<String>,
    /// `GET /orders/42`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The pact, as the user named it.
    pub file: String,
    /// Line of the interaction in the pact, from 1.
    pub line: usize,
    /// How it went.
    pub outcome: Verdict,
    /// Whether the pact marks it as not yet binding.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub pending: bool,
    /// Milliseconds from the first provider state to the verdict.
    pub millis: u64,
    /// How often the request was sent.
    pub attempts: u32,
    /// Who answered, if anybody did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<Responder>,
    /// What API Gateway left on the answer, where the promise was not kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gateway: Option<GatewayMark>,
    /// The request as a curl command without credentials, where the promise was not kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub curl: Option<String>,
}
