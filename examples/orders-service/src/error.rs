use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// What the API answers when it cannot do what was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ApiError {
    #[error("the body is not JSON: {0}")]
    MalformedJson(#[source] serde_json::Error),
    #[error("{field}: {message}")]
    InvalidOrder { field: String, message: &'static str },
    #[error("{name}: {message}")]
    InvalidParameter { name: &'static str, message: String },
    #[error("there is no order `{0}`")]
    OrderNotFound(String),
    #[error("order `{0}` is on its way and cannot be cancelled")]
    AlreadyShipped(String),
    #[error("there is no such route")]
    NoSuchRoute,
    #[error("unknown provider state `{state}`, known are: {}", .known.join(", "))]
    UnknownProviderState { state: String, known: Vec<&'static str> },
    #[error("provider state `{state}`: parameter `{parameter}` {message}")]
    InvalidStateParameter { state: &'static str, parameter: &'static str, message: &'static str },
}

impl ApiError {
    fn status(&self) -> StatusCode {
        match self {
            Self::MalformedJson(_)
            | Self::InvalidOrder { .. }
            | Self::InvalidParameter { .. }
            | Self::InvalidStateParameter { .. } => StatusCode::BAD_REQUEST,
            Self::OrderNotFound(_) | Self::NoSuchRoute | Self::UnknownProviderState { .. } => {
                StatusCode::NOT_FOUND
            }
            Self::AlreadyShipped(_) => StatusCode::CONFLICT,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::MalformedJson(_) => "malformed_json",
            Self::InvalidOrder { .. } => "invalid_order",
            Self::InvalidParameter { .. } => "invalid_parameter",
            Self::OrderNotFound(_) => "order_not_found",
            Self::AlreadyShipped(_) => "already_shipped",
            Self::NoSuchRoute => "no_such_route",
            Self::UnknownProviderState { .. } => "unknown_provider_state",
            Self::InvalidStateParameter { .. } => "invalid_state_parameter",
        }
    }

    /// The place in the request that is wrong, where there is one.
    fn field(&self) -> Option<&str> {
        match self {
            Self::InvalidOrder { field, .. } => Some(field),
            Self::InvalidParameter { name, .. } => Some(name),
            Self::InvalidStateParameter { parameter, .. } => Some(parameter),
            Self::MalformedJson(_)
            | Self::OrderNotFound(_)
            | Self::AlreadyShipped(_)
            | Self::NoSuchRoute
            | Self::UnknownProviderState { .. } => None,
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut body = json!({ "code": self.code(), "message": self.to_string() });
        if let Some(field) = self.field() {
            body["field"] = json!(field);
        }
        (self.status(), Json(body)).into_response()
    }
}
