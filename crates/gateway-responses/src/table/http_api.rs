//! HTTP API (v2). It has no `x-amzn-errortype`: `apigw-requestid`, the status and the words are all
//! there is, and none of them can be customised.

use super::{REST, marks};
use crate::Class::{BadAnswer, Integration, NoRoute, OurCredentials, TooLarge, Weather};
use crate::Evidence::{Documented, Read, Unconfirmed};
use crate::{Api, ResponseType, Row, Wording};

const HTTP: Row = Row { api: Api::Http, ..REST };

pub(super) const ROWS: &[Row] = &[
    Row {
        response_type: ResponseType::HttpApiForbidden,
        name: "HTTP_API_FORBIDDEN",
        status: 403,
        wording: Wording::Fixed("Forbidden"),
        class: OurCredentials,
        cause: "the authorizer refuses the caller, the signature is missing or wrong, or the \
                default endpoint is disabled",
        marks: marks(Unconfirmed, Unconfirmed, Unconfirmed),
        ..HTTP
    },
    Row {
        response_type: ResponseType::HttpApiInternalServerError,
        name: "HTTP_API_INTERNAL_SERVER_ERROR",
        status: 500,
        wording: Wording::Fixed("Internal Server Error"),
        class: BadAnswer,
        cause: "the function or the authorizer crashed, or answered in another shape than agreed",
        marks: marks(Unconfirmed, Unconfirmed, Unconfirmed),
        ..HTTP
    },
    Row {
        response_type: ResponseType::HttpApiNotFound,
        name: "HTTP_API_NOT_FOUND",
        status: 404,
        wording: Wording::Fixed("Not Found"),
        class: NoRoute,
        cause: "the API has no such route, or the URL names a stage it does not have",
        marks: marks(Unconfirmed, Unconfirmed, Unconfirmed),
        ..HTTP
    },
    Row {
        response_type: ResponseType::HttpApiRequestTooLarge,
        name: "HTTP_API_REQUEST_TOO_LARGE",
        status: 413,
        wording: Wording::Fixed("Request Entity Too Large"),
        class: TooLarge,
        cause: "the body is larger than the 10 MB the gateway takes",
        marks: marks(Unconfirmed, Unconfirmed, Unconfirmed),
        ..HTTP
    },
    Row {
        response_type: ResponseType::HttpApiServiceUnavailable,
        name: "HTTP_API_SERVICE_UNAVAILABLE",
        status: 503,
        wording: Wording::Fixed("Service Unavailable"),
        class: Integration,
        cause: "the integration did not answer within its timeout, 30 s at most",
        marks: marks(Documented, Read, Unconfirmed),
        ..HTTP
    },
    Row {
        response_type: ResponseType::HttpApiThrottled,
        name: "HTTP_API_THROTTLED",
        status: 429,
        wording: Wording::Fixed("Too Many Requests"),
        class: Weather,
        cause: "the rate or burst limit of the route, stage or account is reached",
        marks: marks(Unconfirmed, Unconfirmed, Unconfirmed),
        ..HTTP
    },
    Row {
        response_type: ResponseType::HttpApiUnauthorized,
        name: "HTTP_API_UNAUTHORIZED",
        status: 401,
        wording: Wording::Fixed("Unauthorized"),
        headers: &[("www-authenticate", "Bearer")],
        class: OurCredentials,
        cause: "the JWT authorizer found no token, or one it does not accept",
        marks: marks(Unconfirmed, Unconfirmed, Unconfirmed),
        ..HTTP
    },
];
