//! HTTP API (v2). It sends no `x-amzn-errortype`, only `apigw-requestid`, a status and a message; a
//! stage can customise none of them.

use super::{REST, provenance};
use crate::Class::{
    CredentialsRejected, Integration, MalformedResponse, NoRoute, TooLarge, Transient,
};
use crate::Confidence::{Documented, Read, Unconfirmed};
use crate::{Api, GatewayResponse, MessageTemplate, ResponseType};

const HTTP: GatewayResponse = GatewayResponse { api: Api::Http, ..REST };

pub(super) const RESPONSES: &[GatewayResponse] = &[
    GatewayResponse {
        response_type: ResponseType::HttpApiForbidden,
        name: "HTTP_API_FORBIDDEN",
        status: 403,
        message: MessageTemplate::Fixed("Forbidden"),
        class: CredentialsRejected,
        cause: "the authorizer refuses the caller, the signature is missing or wrong, or the \
                default endpoint is disabled",
        provenance: provenance(Unconfirmed, Unconfirmed, Unconfirmed),
        ..HTTP
    },
    GatewayResponse {
        response_type: ResponseType::HttpApiInternalServerError,
        name: "HTTP_API_INTERNAL_SERVER_ERROR",
        status: 500,
        message: MessageTemplate::Fixed("Internal Server Error"),
        class: MalformedResponse,
        cause: "the function or the authorizer crashed, or answered in another shape than agreed",
        provenance: provenance(Unconfirmed, Unconfirmed, Unconfirmed),
        ..HTTP
    },
    GatewayResponse {
        response_type: ResponseType::HttpApiNotFound,
        name: "HTTP_API_NOT_FOUND",
        status: 404,
        message: MessageTemplate::Fixed("Not Found"),
        class: NoRoute,
        cause: "the API has no such route, or the URL names a stage it does not have",
        provenance: provenance(Unconfirmed, Unconfirmed, Unconfirmed),
        ..HTTP
    },
    GatewayResponse {
        response_type: ResponseType::HttpApiRequestTooLarge,
        name: "HTTP_API_REQUEST_TOO_LARGE",
        status: 413,
        message: MessageTemplate::Fixed("Request Entity Too Large"),
        class: TooLarge,
        cause: "the body is larger than the 10 MB the gateway takes",
        provenance: provenance(Unconfirmed, Unconfirmed, Unconfirmed),
        ..HTTP
    },
    GatewayResponse {
        response_type: ResponseType::HttpApiServiceUnavailable,
        name: "HTTP_API_SERVICE_UNAVAILABLE",
        status: 503,
        message: MessageTemplate::Fixed("Service Unavailable"),
        class: Integration,
        cause: "the integration did not answer within its timeout, 30 s at most",
        provenance: provenance(Documented, Read, Unconfirmed),
        ..HTTP
    },
    GatewayResponse {
        response_type: ResponseType::HttpApiThrottled,
        name: "HTTP_API_THROTTLED",
        status: 429,
        message: MessageTemplate::Fixed("Too Many Requests"),
        class: Transient,
        cause: "the rate or burst limit of the route, stage or account is reached",
        provenance: provenance(Unconfirmed, Unconfirmed, Unconfirmed),
        ..HTTP
    },
    GatewayResponse {
        response_type: ResponseType::HttpApiUnauthorized,
        name: "HTTP_API_UNAUTHORIZED",
        status: 401,
        message: MessageTemplate::Fixed("Unauthorized"),
        headers: &[("www-authenticate", "Bearer")],
        class: CredentialsRejected,
        cause: "the JWT authorizer found no token, or one it does not accept",
        provenance: provenance(Unconfirmed, Unconfirmed, Unconfirmed),
        ..HTTP
    },
];
