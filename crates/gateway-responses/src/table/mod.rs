//! The table, in four sections; each is sorted by name.
//!
//! The sources, as marked in every row: *recorded*: LocalStack's snapshots validated against the
//! service; *documented*: AWS's developer guide on gateway responses and quotas; *read*: public
//! reports that quote an answer with its headers, and source validated against the service;
//! *unconfirmed*: the rest. A customised stage may change status and text, never `x-amzn-errortype`.

mod http_api;
mod integration;
mod refused;
mod request;

use crate::{Api, Class, Evidence, Marks, ResponseType, Row, Wording};

/// Every row.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    refused::ROWS
        .iter()
        .chain(request::ROWS.iter())
        .chain(integration::ROWS.iter())
        .chain(http_api::ROWS.iter())
}

/// What the rows of a REST API have in common; each row says the rest.
const REST: Row = Row {
    response_type: ResponseType::InternalServerError,
    name: "",
    api: Api::Rest,
    status: 500,
    wording: Wording::Fixed("Internal server error"),
    key: "message",
    error_type: None,
    aliases: &[],
    headers: &[],
    customised_by: None,
    class: Class::Unlisted,
    doubt: None,
    cause: "",
    marks: marks(Evidence::Unconfirmed, Evidence::Unconfirmed, Evidence::Unconfirmed),
};

/// The marks of status, words and error type, in this order.
const fn marks(status: Evidence, text: Evidence, error_type: Evidence) -> Marks {
    Marks { status, text, error_type }
}
