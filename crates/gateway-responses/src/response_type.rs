//! The names of the rows.

/// One of the gateway's own answers. Where AWS has a name for it (a gateway response type), the
/// variant carries that name; the others are answers AWS gives without naming them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // each is described by its row: `ResponseType::row`
pub enum ResponseType {
    // REST API: who are you
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
    // REST API: what do you ask
    BadRequestBody,
    BadRequestParameters,
    HeadersTooLarge,
    PayloadTooLarge,
    QuotaExceeded,
    RequestTooLarge,
    ResourceNotFound,
    Throttled,
    UnsupportedMediaType,
    // REST API: what happened behind
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
