//! REST API: what do you ask. Refusals of the request, 4xx.

use super::{REST, marks};
use crate::Class::{NoRoute, Quota, TooLarge, Validation, Weather};
use crate::Evidence::{Documented, Read, Recorded, Unconfirmed};
use crate::{Api, ResponseType, Row, Wording};

pub(super) const ROWS: &[Row] = &[
    Row {
        response_type: ResponseType::BadRequestBody,
        name: "BAD_REQUEST_BODY",
        status: 400,
        wording: Wording::Fixed("Invalid request body"),
        error_type: Some("BadRequestException"),
        customised_by: Some("BAD_REQUEST_BODY"),
        class: Validation,
        cause: "the body does not match the model the stage validates it against",
        marks: marks(Recorded, Recorded, Read),
        ..REST
    },
    Row {
        response_type: ResponseType::BadRequestParameters,
        name: "BAD_REQUEST_PARAMETERS",
        status: 400,
        wording: Wording::About {
            before: "Missing required request parameters: [",
            sample: "q",
            after: "]",
        },
        error_type: Some("BadRequestException"),
        customised_by: Some("BAD_REQUEST_PARAMETERS"),
        class: Validation,
        cause: "a query, header or path parameter the stage requires is missing",
        marks: marks(Recorded, Recorded, Read),
        ..REST
    },
    // The limit of 10,240 bytes is documented; status and headers of the answer are not.
    Row {
        response_type: ResponseType::HeadersTooLarge,
        name: "HEADERS_TOO_LARGE",
        api: Api::Edge,
        status: 431,
        wording: Wording::Bare("HTTP header is larger than 10240 bytes."),
        class: TooLarge,
        cause: "the request line and headers together are larger than 10,240 bytes",
        marks: marks(Unconfirmed, Read, Unconfirmed),
        ..REST
    },
    // Public reports show this answer without any marker header, and that customising
    // REQUEST_TOO_LARGE does not touch it.
    Row {
        response_type: ResponseType::PayloadTooLarge,
        name: "PAYLOAD_TOO_LARGE",
        api: Api::Edge,
        status: 413,
        wording: Wording::Bare("HTTP content length exceeded 10485760 bytes."),
        class: TooLarge,
        cause: "the body is larger than the 10 MB the gateway takes",
        marks: marks(Read, Read, Read),
        ..REST
    },
    Row {
        response_type: ResponseType::QuotaExceeded,
        name: "QUOTA_EXCEEDED",
        status: 429,
        wording: Wording::Fixed("Limit Exceeded"),
        error_type: Some("LimitExceededException"),
        customised_by: Some("QUOTA_EXCEEDED"),
        class: Quota,
        cause: "the usage plan of the API key has no calls left in this period",
        marks: marks(Documented, Read, Read),
        ..REST
    },
    // Behind the gateway's own limit: the function takes less (6 MB) than the gateway.
    Row {
        response_type: ResponseType::RequestTooLarge,
        name: "REQUEST_TOO_LARGE",
        status: 413,
        wording: Wording::Fixed("Request Too Long"),
        error_type: Some("BadRequestException"),
        aliases: &["RequestTooLargeException"],
        customised_by: Some("REQUEST_TOO_LARGE"),
        class: TooLarge,
        cause: "the request is larger than the function behind the gateway takes",
        marks: marks(Documented, Read, Read),
        ..REST
    },
    Row {
        response_type: ResponseType::ResourceNotFound,
        name: "RESOURCE_NOT_FOUND",
        status: 404,
        wording: Wording::Fixed("Not Found"),
        error_type: Some("ResourceNotFoundException"),
        customised_by: Some("RESOURCE_NOT_FOUND"),
        class: NoRoute,
        cause: "the caller was let in, and the stage has no such resource",
        marks: marks(Documented, Unconfirmed, Unconfirmed),
        ..REST
    },
    Row {
        response_type: ResponseType::Throttled,
        name: "THROTTLED",
        status: 429,
        wording: Wording::Fixed("Too Many Requests"),
        error_type: Some("TooManyRequestsException"),
        customised_by: Some("THROTTLED"),
        class: Weather,
        cause: "the rate or burst limit of the usage plan, method, stage or account is reached",
        marks: marks(Documented, Read, Read),
        ..REST
    },
    Row {
        response_type: ResponseType::UnsupportedMediaType,
        name: "UNSUPPORTED_MEDIA_TYPE",
        status: 415,
        wording: Wording::Fixed("Unsupported Media Type"),
        error_type: Some("BadRequestException"),
        customised_by: Some("UNSUPPORTED_MEDIA_TYPE"),
        class: Validation,
        cause: "the integration never passes this content type through",
        marks: marks(Documented, Unconfirmed, Read),
        ..REST
    },
];
