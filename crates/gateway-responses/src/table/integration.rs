//! REST API: what happened behind. The authorizer, the configuration and the integration, 5xx.

use super::{REST, marks};
use crate::Class::{Authorizer, BadAnswer, Configuration, Integration};
use crate::Evidence::{Documented, Read, Recorded, Unconfirmed};
use crate::{ResponseType, Row, Wording};

pub(super) const ROWS: &[Row] = &[
    Row {
        response_type: ResponseType::ApiConfigurationError,
        name: "API_CONFIGURATION_ERROR",
        status: 500,
        wording: Wording::Fixed("Internal server error"),
        error_type: Some("ApiConfigurationException"),
        customised_by: Some("API_CONFIGURATION_ERROR"),
        class: Configuration,
        cause: "the integration has an invalid endpoint, no fitting template, or unreadable base64",
        marks: marks(Documented, Unconfirmed, Unconfirmed),
        ..REST
    },
    Row {
        response_type: ResponseType::AuthorizerConfigurationError,
        name: "AUTHORIZER_CONFIGURATION_ERROR",
        status: 500,
        wording: Wording::Null,
        error_type: Some("AuthorizerConfigurationException"),
        customised_by: Some("AUTHORIZER_CONFIGURATION_ERROR"),
        class: Authorizer,
        cause: "the gateway may not invoke the authorizer, or its answer is not a policy",
        marks: marks(Documented, Unconfirmed, Unconfirmed),
        ..REST
    },
    Row {
        response_type: ResponseType::AuthorizerFailure,
        name: "AUTHORIZER_FAILURE",
        status: 500,
        wording: Wording::Null,
        error_type: Some("AuthorizerFailureException"),
        customised_by: Some("AUTHORIZER_FAILURE"),
        class: Authorizer,
        cause: "the authorizer function crashed",
        marks: marks(Documented, Read, Unconfirmed),
        ..REST
    },
    // AWS's table says 504 and a public report quotes these words with it; a validated emulator
    // answers 500 `Internal server error` (the row INTERNAL_SERVER_ERROR).
    Row {
        response_type: ResponseType::IntegrationFailure,
        name: "INTEGRATION_FAILURE",
        status: 504,
        wording: Wording::Fixed("Network error communicating with endpoint"),
        error_type: Some("InternalServerErrorException"),
        aliases: &["IntegrationFailureException"],
        customised_by: Some("INTEGRATION_FAILURE"),
        class: Integration,
        cause: "the backend could not be reached",
        marks: marks(Documented, Read, Read),
        ..REST
    },
    Row {
        response_type: ResponseType::IntegrationTimeout,
        name: "INTEGRATION_TIMEOUT",
        status: 504,
        wording: Wording::Fixed("Endpoint request timed out"),
        error_type: Some("InternalServerErrorException"),
        customised_by: Some("INTEGRATION_TIMEOUT"),
        class: Integration,
        cause: "the function or backend did not answer within the integration's timeout",
        marks: marks(Documented, Read, Read),
        ..REST
    },
    Row {
        response_type: ResponseType::InternalServerError,
        name: "INTERNAL_SERVER_ERROR",
        status: 500,
        wording: Wording::Fixed("Internal server error"),
        error_type: Some("InternalServerErrorException"),
        aliases: &["IntegrationFailureException"],
        customised_by: Some("DEFAULT_5XX"),
        class: BadAnswer,
        cause: "the gateway could not pass the backend's answer on, for instance because it is \
                larger than 10 MB",
        marks: marks(Read, Read, Unconfirmed),
        ..REST
    },
    // Access logs show the type INTEGRATION_FAILURE for it when the function crashed.
    Row {
        response_type: ResponseType::MalformedProxyResponse,
        name: "MALFORMED_PROXY_RESPONSE",
        status: 502,
        wording: Wording::Fixed("Internal server error"),
        error_type: Some("InternalServerErrorException"),
        customised_by: Some("INTEGRATION_FAILURE"),
        class: BadAnswer,
        cause: "the function crashed, answered more than 6 MB, or did not answer in the shape of \
                a proxy response",
        marks: marks(Recorded, Recorded, Read),
        ..REST
    },
];
