//! A response that a release may answer.

use std::collections::BTreeMap;

use serde_json::Value;

use super::style::Style;
use crate::compare::context::Part;
use crate::compare::operation_side::OperationSide;
use crate::compare::{media_types, responses};
use crate::containment::Containment;
use crate::evidence::proven::ProvenChange;
use crate::rules::ChangeKind;
use gatepact_finding::Direction;
use gatepact_finding::WitnessResponse;
use gatepact_openapi::StatusRange;
use gatepact_openapi::view::{Header, Response, Responses};

/// The smallest response of an operation, with one part of it given; `None` where none was found.
pub(super) fn around<'d>(
    containment: &mut Containment<'d>,
    side: &OperationSide<'d>,
    (part, value): (&Part<'d>, Value),
) -> Option<WitnessResponse> {
    let status = status(part)?;
    let responses = side.responses();
    let described = responses::described(&responses, StatusRange::parse(status))?;
    let mut response =
        WitnessResponse { status: status.to_owned(), headers: BTreeMap::new(), body: None };
    headers(containment, described, (None, &mut response))?;
    if let Part::Answer(_, media) = part {
        response.headers.insert("Content-Type".to_owned(), (*media).to_owned());
        response.body = Some(value);
    } else if let Part::Header(_, name) = part {
        let headers = described.headers();
        let header = headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))?;
        response.headers.insert((*name).to_owned(), Style::of(&header.at).simple(&value));
    }
    Some(response)
}

/// The status of the response that a part is of.
fn status<'d>(part: &Part<'d>) -> Option<&'d str> {
    match part {
        Part::Answer(status, _) | Part::Header(status, _) => Some(status),
        Part::Parameter(_) | Part::Body(_) | Part::Sent(..) | Part::Reply(..) => None,
        Part::Component(_) => None,
    }
}

/// The answer of a consumer to a request of the service.
pub(super) fn reply(status: &str, media: &str, body: Value) -> WitnessResponse {
    let headers = BTreeMap::from([("Content-Type".to_owned(), media.to_owned())]);
    WitnessResponse { status: status.to_owned(), headers, body: Some(body) }
}

/// A response of which one header is known, in the style of all headers.
pub(super) fn with(status: &str, name: &str, value: &Value) -> WitnessResponse {
    let headers = BTreeMap::from([(name.to_owned(), Style::HEADER.simple(value))]);
    WitnessResponse { status: status.to_owned(), headers, body: None }
}

/// The smallest response of an operation that has the part which a change is about.
pub(super) fn of<'d>(
    containment: &mut Containment<'d>,
    side: &OperationSide<'d>,
    (change, part): (&ProvenChange, Option<&Part<'d>>),
) -> Option<WitnessResponse> {
    let responses = side.responses();
    let (status, described) = match part.and_then(status) {
        Some(status) => (status, responses::described(&responses, StatusRange::parse(status))?),
        None => about(&responses, change).map(|response| (response.key, response))?,
    };
    let mut response =
        WitnessResponse { status: status.to_owned(), headers: BTreeMap::new(), body: None };
    let removed = change.place.old.as_deref().filter(|_| change.kind == ChangeKind::HeaderRemoved);
    headers(containment, described, (removed, &mut response))?;
    let place = change.place.old.as_deref().filter(|_| change.kind == ChangeKind::MediaTypeRemoved);
    if let Some((media, schema)) = media_types::at(&described.at, place) {
        response.headers.insert("Content-Type".to_owned(), media.to_owned());
        response.body = containment.sample(&schema, Direction::Response);
    }
    Some(response)
}

/// The response that a change is in, else the first successful one.
fn about<'r, 'd>(responses: &'r Responses<'d>, change: &ProvenChange) -> Option<&'r Response<'d>> {
    let is_about = |response: &Response<'d>| {
        let places = [&change.place.old, &change.place.new];
        places.into_iter().flatten().any(|place| place.starts_with(response.at.pointer.as_str()))
    };
    responses.iter().min_by_key(|response| (!is_about(response), !response.key.starts_with('2')))
}

/// The headers that are always there, and the one that is wanted; `None` where one has no value.
fn headers<'d>(
    containment: &mut Containment<'d>,
    described: &Response<'d>,
    (wanted, response): (Option<&str>, &mut WitnessResponse),
) -> Option<()> {
    for Header { name, at: header } in described.headers() {
        if header.flag("required") || wanted == Some(header.pointer.as_str()) {
            let value = containment.sample(&header.get_or_absent("schema"), Direction::Response)?;
            response.headers.insert(name.to_owned(), Style::of(&header).simple(&value));
        }
    }
    Some(())
}
