use reqwest::StatusCode;
use serde::Deserialize;

/// Why the shop did not get what it asked for.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The address of the API is not one.
    #[error("`{url}` is not the URL of an API")]
    InvalidUrl {
        /// The address.
        url: String,
    },
    /// No answer, or not a whole one.
    #[error("the orders API cannot be reached")]
    Unreachable(#[source] reqwest::Error),
    /// An answer of success that is not the promised one.
    #[error("the orders API answered something else than an order")]
    Unreadable(#[source] serde_json::Error),
    /// An answer that is no success.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

/// An answer of the service, or of the gateway before it, that is no success.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// There is no such order.
    #[error("there is no such order")]
    NotFound,
    /// The order is on its way and cannot be cancelled.
    #[error("the order is on its way")]
    AlreadyShipped,
    /// Something about the order is wrong.
    #[error("{field}: {message}")]
    InvalidOrder {
        /// What is wrong, such as `lines[0].quantity`.
        field: String,
        /// Why.
        message: String,
    },
    /// The gateway does not accept the API key.
    #[error("the API key is not accepted: {message}")]
    Denied {
        /// The gateway's words.
        message: String,
    },
    /// The usage plan is used up, for now or for its period; try later.
    #[error("too many requests, try later")]
    Throttled,
    /// Anything else, such as a failure of the service.
    #[error("the orders API answered {status}")]
    Other {
        /// The status.
        status: StatusCode,
    },
}

/// The service says `code`, `message` and sometimes `field`; the gateway only says `message`.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Body {
    code: String,
    message: String,
    field: String,
}

impl Refusal {
    pub(crate) fn of(status: StatusCode, body: &[u8]) -> Self {
        let Body { code, message, field } = serde_json::from_slice(body).unwrap_or_default();
        match (status, code.as_str()) {
            (_, "order_not_found") => Self::NotFound,
            (_, "already_shipped") => Self::AlreadyShipped,
            (_, "invalid_order") => Self::InvalidOrder { field, message },
            (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN, _) => Self::Denied { message },
            (StatusCode::TOO_MANY_REQUESTS, _) => Self::Throttled,
            _ => Self::Other { status },
        }
    }
}

#[cfg(test)]
mod tests {
    use reqwest::StatusCode;

    use super::Refusal;

    #[test]
    fn the_gateways_own_answers_are_understood() {
        let forbidden = Refusal::of(StatusCode::FORBIDDEN, br#"{"message":"Forbidden"}"#);
        assert_eq!(forbidden.to_string(), "the API key is not accepted: Forbidden");
        let quota = Refusal::of(StatusCode::TOO_MANY_REQUESTS, br#"{"message":"Limit Exceeded"}"#);
        assert_eq!(quota, Refusal::Throttled);
        let timeout = Refusal::of(
            StatusCode::GATEWAY_TIMEOUT,
            br#"{"message":"Endpoint request timed out"}"#,
        );
        assert_eq!(timeout.to_string(), "the orders API answered 504 Gateway Timeout");
    }

    #[test]
    fn a_body_that_is_not_json_is_no_obstacle() {
        let refusal = Refusal::of(StatusCode::BAD_GATEWAY, b"<html>");
        assert_eq!(refusal, Refusal::Other { status: StatusCode::BAD_GATEWAY });
    }
}
