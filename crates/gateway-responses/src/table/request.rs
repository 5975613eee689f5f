//! REST API: refusals of the request, 4xx.

use super::{REST, provenance};
use crate::Class::{NoRoute, Quota, TooLarge, Transient, Validation};
use crate::Confidence::{Documented, Read, Recorded, Unconfirmed};
use crate::{Api, GatewayResponse, MessageTemplate, ResponseType};

pub(super) const RESPONSES: &[GatewayResponse] = &[
    GatewayResponse {
        response_type: ResponseType::BadRequestBody,
        name: "BAD_REQUEST_BODY",
        status: 400,
        message: MessageTemplate::Fixed("Invalid request body"),
        error_type: Some("BadRequestException"),
        customised_by: Some("BAD_REQUEST_BODY"),
        class: Validation,
        cause: "the body does not match the model the stage validates it against",
        provenance: provenance(Recorded, Recorded, Read),
        ..REST
    },
    GatewayResponse {
        response_type: ResponseType::BadRequestParameters,
        name: "BAD_REQUEST_PARAMETERS",
        status: 400,
        message: MessageTemplate::About {
            before: "Missing required request parameters: [",
            sample: "q",
            after: "]",
        },
        error_type: Some("BadRequestException"),
        customised_by: Some("BAD_REQUEST_PARAMETERS"),
        class: Validation,
        cause: "a query, header or path parameter the stage requires is missing",
        provenance: provenance(Recorded, Recorded, Read),
        ..REST
    },
    // The limit of 10,240 bytes is documented; status and headers of the response are not.
    GatewayResponse {
        response_type: ResponseType::HeadersTooLarge,
        name: "HEADERS_TOO_LARGE",
        api: Api::Edge,
        status: 431,
        message: MessageTemplate::PlainText("HTTP header is larger than 10240 bytes."),
        class: TooLarge,
        cause: "the request line and headers together are larger than 10,240 bytes",
        provenance: provenance(Unconfirmed, Read, Unconfirmed),
        ..REST
    },
    // Public reports show this response without any marker header, and that customising
    // REQUEST_TOO_LARGE does not change it.
    GatewayResponse {
        response_type: ResponseType::PayloadTooLarge,
        name: "PAYLOAD_TOO_LARGE",
        api: Api::Edge,
        status: 413,
        message: MessageTemplate::PlainText("HTTP content length exceeded 10485760 bytes."),
        class: TooLarge,
        cause: "the body is larger than the 10 MB the gateway takes",
        provenance: provenance(Read, Read, Read),
        ..REST
    },
    GatewayResponse {
        response_type: ResponseType::QuotaExceeded,
        name: "QUOTA_EXCEEDED",
        status: 429,
        message: MessageTemplate::Fixed("Limit Exceeded"),
        error_type: Some("LimitExceededException"),
        customised_by: Some("QUOTA_EXCEEDED"),
        class: Quota,
        cause: "the usage plan of the API key has no calls left in this period",
        provenance: provenance(Documented, Read, Read),
        ..REST
    },
    // The function accepts less (6 MB) than the gateway.
    GatewayResponse {
        response_type: ResponseType::RequestTooLarge,
        name: "REQUEST_TOO_LARGE",
        status: 413,
        message: MessageTemplate::Fixed("Request Too Long"),
        error_type: Some("BadRequestException"),
        error_type_aliases: &["RequestTooLargeException"],
        customised_by: Some("REQUEST_TOO_LARGE"),
        class: TooLarge,
        cause: "the request is larger than the function behind the gateway takes",
        provenance: provenance(Documented, Read, Read),
        ..REST
    },
    GatewayResponse {
        response_type: ResponseType::ResourceNotFound,
        name: "RESOURCE_NOT_FOUND",
        status: 404,
        message: MessageTemplate::Fixed("Not Found"),
        error_type: Some("ResourceNotFoundException"),
        customised_by: Some("RESOURCE_NOT_FOUND"),
        class: NoRoute,
        cause: "the caller was let in, and the stage has no such resource",
        provenance: provenance(Documented, Unconfirmed, Unconfirmed),
        ..REST
    },
    GatewayResponse {
        response_type: ResponseType::Throttled,
        name: "THROTTLED",
        status: 429,
        message: MessageTemplate::Fixed("Too Many Requests"),
        error_type: Some("TooManyRequestsException"),
        customised_by: Some("THROTTLED"),
        class: Transient,
        cause: "the rate or burst limit of the usage plan, method, stage or account is reached",
        provenance: provenance(Documented, Read, Read),
        ..REST
    },
    GatewayResponse {
        response_type: ResponseType::UnsupportedMediaType,
        name: "UNSUPPORTED_MEDIA_TYPE",
        status: 415,
        message: MessageTemplate::Fixed("Unsupported Media Type"),
        error_type: Some("BadRequestException"),
        customised_by: Some("UNSUPPORTED_MEDIA_TYPE"),
        class: Validation,
        cause: "the integration never passes this content type through",
        provenance: provenance(Documented, Unconfirmed, Read),
        ..REST
    },
];
