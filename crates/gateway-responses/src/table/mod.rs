//! The table, in four sections; each is sorted by name.
//!
//! Every entry says how well it is known. *Recorded*: LocalStack's snapshots, validated against the
//! service. *Documented*: AWS's developer guide on gateway responses and quotas. *Read*: public
//! reports that quote a response with its headers, and source validated against the service.
//! *Unconfirmed*: the rest. A stage can customise status and message, but never `x-amzn-errortype`.

mod access;
mod http_api;
mod integration;
mod request;

use crate::{Api, Class, Confidence, GatewayResponse, MessageTemplate, Provenance, ResponseType};

/// Every entry of the table.
pub fn gateway_responses() -> impl Iterator<Item = &'static GatewayResponse> {
    access::RESPONSES
        .iter()
        .chain(request::RESPONSES.iter())
        .chain(integration::RESPONSES.iter())
        .chain(http_api::RESPONSES.iter())
}

impl ResponseType {
    /// The table's entry for this type.
    ///
    /// # Panics
    /// Never: a test checks that every variant has its entry.
    #[must_use]
    pub fn gateway_response(self) -> &'static GatewayResponse {
        gateway_responses()
            .find(|response| response.response_type == self)
            .expect("every response type has an entry: a test of the table counts them")
    }
}

/// What the responses of a REST API have in common; each entry overrides the rest.
const REST: GatewayResponse = GatewayResponse {
    response_type: ResponseType::InternalServerError,
    name: "",
    api: Api::Rest,
    status: 500,
    message: MessageTemplate::Fixed("Internal server error"),
    message_key: "message",
    error_type: None,
    error_type_aliases: &[],
    headers: &[],
    customised_by: None,
    class: Class::Unlisted,
    alternative_class: None,
    cause: "",
    provenance: provenance(
        Confidence::Unconfirmed,
        Confidence::Unconfirmed,
        Confidence::Unconfirmed,
    ),
};

/// How well status, message and error type are known, in this order.
const fn provenance(status: Confidence, message: Confidence, error_type: Confidence) -> Provenance {
    Provenance { status, message, error_type }
}
