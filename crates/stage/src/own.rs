//! An answer of the gateway's own, before it is worded.

use gatepact_gateway_responses::{MessageTemplate, ResponseType};

/// Which of its own answers the gateway gives, and about what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Own {
    pub(crate) response_type: ResponseType,
    words: Words,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Words {
    /// As the table has them.
    Usual,
    /// As the table has them, about something of this request.
    About(String),
    /// Words that the table does not have for an answer of the same type.
    Other(String),
}

impl From<ResponseType> for Own {
    fn from(response_type: ResponseType) -> Self {
        Self { response_type, words: Words::Usual }
    }
}

impl Own {
    pub(crate) fn about(response_type: ResponseType, about: impl Into<String>) -> Self {
        Self { response_type, words: Words::About(about.into()) }
    }

    pub(crate) fn saying(response_type: ResponseType, message: impl Into<String>) -> Self {
        Self { response_type, words: Words::Other(message.into()) }
    }

    /// The same, as an HTTP API says it.
    pub(crate) fn for_http_api(self) -> Self {
        Self::from(http_api(self.response_type))
    }

    /// The message; `None` is `null`.
    pub(crate) fn message(&self) -> Option<String> {
        let about = match &self.words {
            Words::Other(message) => return Some(message.clone()),
            Words::About(about) => Some(about.as_str()),
            Words::Usual => None,
        };
        match self.response_type.gateway_response().message {
            MessageTemplate::Fixed(text) | MessageTemplate::PlainText(text) => {
                Some(text.to_owned())
            }
            MessageTemplate::About { before, sample, after } => {
                Some(format!("{before}{}{after}", about.unwrap_or(sample)))
            }
            MessageTemplate::Null => None,
        }
    }
}

/// What an HTTP API answers where a REST API would answer `rest`.
fn http_api(rest: ResponseType) -> ResponseType {
    use ResponseType as T;
    match rest {
        T::AccessDenied
        | T::ExpiredToken
        | T::IncompleteSignature
        | T::InvalidApiKey
        | T::InvalidSignature
        | T::MissingAuthenticationToken
        | T::ResourcePolicyDenied
        | T::SignatureExpired
        | T::UnrecognizedClient
        | T::WafFiltered
        | T::HttpApiForbidden => T::HttpApiForbidden,
        T::Unauthorized | T::HttpApiUnauthorized => T::HttpApiUnauthorized,
        T::UnknownStage | T::ResourceNotFound | T::HttpApiNotFound => T::HttpApiNotFound,
        T::PayloadTooLarge | T::RequestTooLarge | T::HttpApiRequestTooLarge => {
            T::HttpApiRequestTooLarge
        }
        T::QuotaExceeded | T::Throttled | T::HttpApiThrottled => T::HttpApiThrottled,
        T::IntegrationFailure | T::IntegrationTimeout | T::HttpApiServiceUnavailable => {
            T::HttpApiServiceUnavailable
        }
        T::ApiConfigurationError
        | T::AuthorizerConfigurationError
        | T::AuthorizerFailure
        | T::BadRequestBody
        | T::BadRequestParameters
        | T::InternalServerError
        | T::MalformedProxyResponse
        | T::UnsupportedMediaType
        | T::HttpApiInternalServerError => T::HttpApiInternalServerError,
        // Before any API is chosen, there is one answer for both kinds.
        T::HeadersTooLarge => T::HeadersTooLarge,
    }
}
