use reqwest::StatusCode;
use serde::Deserialize;

/// Why the warehouse did not get what it asked for.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The address of the API is not one.
    #[error("`{url}` is not the URL of an API")]
    InvalidUrl {
        /// The address.
        url: String,
    },
    /// The request cannot be signed.
    #[error("the request cannot be signed")]
    Unsigned(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// No answer, or not a whole one.
    #[error("the orders API cannot be reached")]
    Unreachable(#[source] reqwest::Error),
    /// An answer of success that is not the promised one.
    #[error("the orders API answered something else than orders")]
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
    /// A parameter of a list is wrong.
    #[error("parameter {name} is wrong")]
    InvalidParameter {
        /// The parameter.
        name: String,
    },
    /// The gateway does not accept the signature, or not for this method.
    #[error("the signature is not accepted: {message}")]
    Denied {
        /// The gateway's words.
        message: String,
    },
    /// Too many requests for now; try later.
    #[error("too many requests, try later")]
    Throttled,
    /// Anything else, such as a failure of the service.
    #[error("the orders API answered {status}")]
    Other {
        /// The status.
        status: StatusCode,
    },
}

/// The service says `code`, and `field` where there is one; the gateway only says `message`, and in
/// two spellings: what checks the signature writes it with a capital letter at times.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Body {
    code: String,
    field: String,
    #[serde(alias = "Message")]
    message: String,
}

impl Refusal {
    pub(crate) fn of(status: StatusCode, body: &[u8]) -> Self {
        let Body { code, field, message } = serde_json::from_slice(body).unwrap_or_default();
        match (status, code.as_str()) {
            (_, "order_not_found") => Self::NotFound,
            (_, "invalid_parameter") => Self::InvalidParameter { name: field },
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
        let unsigned = br#"{"message":"Missing Authentication Token"}"#;
        assert_eq!(
            Refusal::of(StatusCode::FORBIDDEN, unsigned).to_string(),
            "the signature is not accepted: Missing Authentication Token"
        );
        let not_allowed = br#"{"Message":"User: anonymous is not authorized"}"#;
        assert_eq!(
            Refusal::of(StatusCode::FORBIDDEN, not_allowed).to_string(),
            "the signature is not accepted: User: anonymous is not authorized"
        );
        let throttled = br#"{"message":"Too Many Requests"}"#;
        assert_eq!(Refusal::of(StatusCode::TOO_MANY_REQUESTS, throttled), Refusal::Throttled);
    }
}
