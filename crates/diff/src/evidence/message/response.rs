//! A response that a release may answer.

use std::collections::BTreeMap;

use serde_json::Value;

use super::style::Style;
use crate::compare::context::Part;
use crate::compare::operation_side::OperationSide;
use crate::compare::{media_types, responses};
use crate::containment::Containment;
use crate::cursor::Cursor;
use crate::evidence::proven::ProvenChange;
use crate::rules::ChangeKind;
use gatepact_finding::Direction;
use gatepact_finding::WitnessResponse;

/// The smallest response of an operation, with one part of it given; `None` where none was found.
pub(super) fn around<'d>(
    containment: &mut Containment<'d>,
    side: &OperationSide<'d>,
    (part, value): (&Part<'d>, Value),
) -> Option<WitnessResponse> {
    let responses = side.operation.get("responses")?;
    let status = status(part)?;
    let (_, described) = responses::described(&responses, status)?;
    let mut response =
        WitnessResponse { status: status.to_owned(), headers: BTreeMap::new(), body: None };
    headers(containment, &described, (None, &mut response))?;
    if let Part::Answer(_, media) = part {
        response.headers.insert("Content-Type".to_owned(), (*media).to_owned());
        response.body = Some(value);
    } else if let Part::Header(_, name) = part {
        let headers = described.get("headers")?;
        let (_, header) = headers.members().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        response.headers.insert((*name).to_owned(), Style::of(&header).simple(&value));
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

/// The smallest response of an operation that has the part which a change is about.
pub(super) fn of<'d>(
    containment: &mut Containment<'d>,
    side: &OperationSide<'d>,
    (change, part): (&ProvenChange, Option<&Part<'d>>),
) -> Option<WitnessResponse> {
    let responses = side.operation.get("responses")?;
    let (status, described) = match part.and_then(status) {
        Some(status) => (status, responses::described(&responses, status)?.1),
        None => about(&responses, change)?,
    };
    let mut response =
        WitnessResponse { status: status.to_owned(), headers: BTreeMap::new(), body: None };
    let removed = change.place.old.as_deref().filter(|_| change.kind == ChangeKind::HeaderRemoved);
    headers(containment, &described, (removed, &mut response))?;
    let place = change.place.old.as_deref().filter(|_| change.kind == ChangeKind::MediaTypeRemoved);
    if let Some((media, schema)) = media_types::at(&described, place) {
        response.headers.insert("Content-Type".to_owned(), media.to_owned());
        response.body = containment.sample(&schema, Direction::Response);
    }
    Some(response)
}

/// The response that a change is in, else the first successful one.
fn about<'d>(responses: &Cursor<'d>, change: &ProvenChange) -> Option<(&'d str, Cursor<'d>)> {
    let is_about = |described: &Cursor<'d>| {
        let places = [&change.place.old, &change.place.new];
        places.into_iter().flatten().any(|place| place.starts_with(described.pointer.as_str()))
    };
    responses
        .members()
        .min_by_key(|(status, described)| (!is_about(described), !status.starts_with('2')))
}

/// The headers that are always there, and the one that is wanted; `None` where one has no value.
fn headers<'d>(
    containment: &mut Containment<'d>,
    described: &Cursor<'d>,
    (wanted, response): (Option<&str>, &mut WitnessResponse),
) -> Option<()> {
    let headers = described.get("headers");
    for (name, header) in headers.iter().flat_map(Cursor::members) {
        if header.flag("required") || wanted == Some(header.pointer.as_str()) {
            let value = containment.sample(&header.get_or_absent("schema"), Direction::Response)?;
            response.headers.insert(name.to_owned(), Style::of(&header).simple(&value));
        }
    }
    Some(())
}
