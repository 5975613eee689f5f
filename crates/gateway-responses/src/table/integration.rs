//! REST API: failures of the authorizer, the configuration and the integration, 5xx.

use super::{REST, provenance};
use crate::Class::{Authorizer, Configuration, Integration, MalformedResponse};
use crate::Confidence::{Documented, Read, Recorded, Unconfirmed};
use crate::{GatewayResponse, MessageTemplate, ResponseType};

pub(super) const RESPONSES: &[GatewayResponse] = &[
    GatewayResponse {
        response_type: ResponseType::ApiConfigurationError,
        name: "API_CONFIGURATION_ERROR",
        status: 500,
        message: MessageTemplate::Fixed("Internal server error"),
        error_type: Some("ApiConfigurationException"),
        customised_by: Some("API_CONFIGURATION_ERROR"),
        class: Configuration,
        cause: "the integration has an invalid endpoint, no fitting template, or unreadable base64",
        provenance: provenance(Documented, Unconfirmed, Unconfirmed),
        ..REST
    },
    GatewayResponse {
        response_type: ResponseType::AuthorizerConfigurationError,
        name: "AUTHORIZER_CONFIGURATION_ERROR",
        status: 500,
        message: MessageTemplate::Null,
        error_type: Some("AuthorizerConfigurationException"),
        customised_by: Some("AUTHORIZER_CONFIGURATION_ERROR"),
        class: Authorizer,
        cause: "the gateway may not invoke the authorizer, or its answer is not a policy",
        provenance: provenance(Documented, Unconfirmed, Unconfirmed),
        ..REST
    },
    GatewayResponse {
        response_type: ResponseType::AuthorizerFailure,
        name: "AUTHORIZER_FAILURE",
        status: 500,
        message: MessageTemplate::Null,
        error_type: Some("AuthorizerFailureException"),
        customised_by: Some("AUTHORIZER_FAILURE"),
        class: Authorizer,
        cause: "the authorizer function crashed",
        provenance: provenance(Documented, Read, Unconfirmed),
        ..REST
    },
    // AWS's table says 504 and a public report quotes this message with it; a validated emulator
    // sends 500 `Internal server error` (the entry INTERNAL_SERVER_ERROR).
    GatewayResponse {
        response_type: ResponseType::IntegrationFailure,
        name: "INTEGRATION_FAILURE",
        status: 504,
        message: MessageTemplate::Fixed("Network error communicating with endpoint"),
        error_type: Some("InternalServerErrorException"),
        error_type_aliases: &["IntegrationFailureException"],
        customised_by: Some("INTEGRATION_FAILURE"),
        class: Integration,
        cause: "the backend could not be reached",
        provenance: provenance(Documented, Read, Read),
        ..REST
    },
    GatewayResponse {
        response_type: ResponseType::IntegrationTimeout,
        name: "INTEGRATION_TIMEOUT",
        status: 504,
        message: MessageTemplate::Fixed("Endpoint request timed out"),
        error_type: Some("InternalServerErrorException"),
        customised_by: Some("INTEGRATION_TIMEOUT"),
        class: Integration,
        cause: "the function or backend did not answer within the integration's timeout",
        provenance: provenance(Documented, Read, Read),
        ..REST
    },
    GatewayResponse {
        response_type: ResponseType::InternalServerError,
        name: "INTERNAL_SERVER_ERROR",
        status: 500,
        message: MessageTemplate::Fixed("Internal server error"),
        error_type: Some("InternalServerErrorException"),
        error_type_aliases: &["IntegrationFailureException"],
        customised_by: Some("DEFAULT_5XX"),
        class: MalformedResponse,
        cause: "the gateway could not pass the backend's answer on, for instance because it is \
                larger than 10 MB",
        provenance: provenance(Read, Read, Unconfirmed),
        ..REST
    },
    // Access logs show the type INTEGRATION_FAILURE for it when the function crashed.
    GatewayResponse {
        response_type: ResponseType::MalformedProxyResponse,
        name: "MALFORMED_PROXY_RESPONSE",
        status: 502,
        message: MessageTemplate::Fixed("Internal server error"),
        error_type: Some("InternalServerErrorException"),
        customised_by: Some("INTEGRATION_FAILURE"),
        class: MalformedResponse,
        cause: "the function crashed, answered more than 6 MB, or did not answer in the shape of \
                a proxy response",
        provenance: provenance(Recorded, Recorded, Read),
        ..REST
    },
];
