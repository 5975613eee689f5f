//! The names of the gateway responses.

/// A type of gateway response. Where AWS has a name for it, the variant has the same name; the
/// others are responses that AWS sends without naming them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // the table describes each: `ResponseType::gateway_response`
pub enum ResponseType {
    // REST API: the caller is refused
    AccessDenied,
    ExpiredToken,
    IncompleteSignature,
    InvalidApiKey,
    InvalidSignature,
    MissingAuthenticationToken,
    ResourcePolicyDenied,
    SignatureExpired,
    Unauthorized,
    UnknownStage,
    UnrecognizedClient,
    WafFiltered,
    // REST API: the request is refused
    BadRequestBody,
    BadRequestParameters,
    HeadersTooLarge,
    PayloadTooLarge,
    QuotaExceeded,
    RequestTooLarge,
    ResourceNotFound,
    Throttled,
    UnsupportedMediaType,
    // REST API: the authorizer, the configuration or the integration fails
    ApiConfigurationError,
    AuthorizerConfigurationError,
    AuthorizerFailure,
    IntegrationFailure,
    IntegrationTimeout,
    InternalServerError,
    MalformedProxyResponse,
    // HTTP API
    HttpApiForbidden,
    HttpApiInternalServerError,
    HttpApiNotFound,
    HttpApiRequestTooLarge,
    HttpApiServiceUnavailable,
    HttpApiThrottled,
    HttpApiUnauthorized,
}
