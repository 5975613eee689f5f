use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Response, StatusCode};
use serde_json::json;

/// An answer that API Gateway gives by itself, before any function is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct GatewayAnswer {
    pub(crate) status: StatusCode,
    error_type: &'static str,
    message: &'static str,
}

/// No API key, or a stage that does not exist.
pub(crate) const FORBIDDEN: GatewayAnswer = GatewayAnswer {
    status: StatusCode::FORBIDDEN,
    error_type: "ForbiddenException",
    message: "Forbidden",
};

/// A call that is not signed, or a route that does not exist: the gateway words them alike.
pub(crate) const MISSING_AUTHENTICATION_TOKEN: GatewayAnswer = GatewayAnswer {
    status: StatusCode::FORBIDDEN,
    error_type: "MissingAuthenticationTokenException",
    message: "Missing Authentication Token",
};

/// A signature that cannot be understood. AWS quotes the whole header; the mock does not, so that no
/// credentials end up in a test's log.
pub(crate) const INCOMPLETE_SIGNATURE: GatewayAnswer = GatewayAnswer {
    status: StatusCode::FORBIDDEN,
    error_type: "IncompleteSignatureException",
    message: "Authorization header requires 'Credential', 'Signature' and 'SignedHeaders' \
              parameters and existence of either a 'X-Amz-Date' or a 'Date' header.",
};

/// No token for an authorizer to look at.
pub(crate) const UNAUTHORIZED: GatewayAnswer = GatewayAnswer {
    status: StatusCode::UNAUTHORIZED,
    error_type: "UnauthorizedException",
    message: "Unauthorized",
};

/// More than the gateway takes.
pub(crate) const REQUEST_TOO_LARGE: GatewayAnswer = GatewayAnswer {
    status: StatusCode::PAYLOAD_TOO_LARGE,
    error_type: "RequestTooLargeException",
    message: "Request Too Long",
};

impl GatewayAnswer {
    pub(crate) fn into_response(self) -> Response<Full<Bytes>> {
        let body = json!({ "message": self.message }).to_string();
        let mut response = Response::new(Full::from(body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert("x-amzn-errortype", HeaderValue::from_static(self.error_type));
        response
    }
}
