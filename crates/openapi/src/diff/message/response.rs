//! A response that a release may answer.

use std::collections::BTreeMap;

use serde_json::Value;

use super::style::Style;
use crate::diff::change::Change;
use crate::diff::cursor::Cursor;
use crate::diff::judge::Judge;
use crate::diff::operations::Side;
use crate::diff::proof::Response;
use crate::diff::rules::Kind;
use crate::diff::severity::Direction;
use crate::diff::walk::Part;
use crate::diff::{media_types, responses};

/// The smallest response of an operation, with one part of it given; `None` where none was found.
pub(super) fn around<'d>(
    judge: &mut Judge<'d>,
    side: &Side<'d>,
    (part, value): (&Part<'d>, Value),
) -> Option<Response> {
    let responses = side.operation.get("responses")?;
    let status = status(part)?;
    let (_, described) = responses::described(&responses, status)?;
    let mut response = Response { status: status.to_owned(), headers: BTreeMap::new(), body: None };
    headers(judge, &described, (None, &mut response))?;
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
    }
}

/// The answer of a consumer to a request of the service.
pub(super) fn reply(status: &str, media: &str, body: Value) -> Response {
    let headers = BTreeMap::from([("Content-Type".to_owned(), media.to_owned())]);
    Response { status: status.to_owned(), headers, body: Some(body) }
}

/// The smallest response of an operation that has the part which a change is about.
pub(super) fn of<'d>(
    judge: &mut Judge<'d>,
    side: &Side<'d>,
    (change, part): (&Change, Option<&Part<'d>>),
) -> Option<Response> {
    let responses = side.operation.get("responses")?;
    let (status, described) = match part.and_then(status) {
        Some(status) => (status, responses::described(&responses, status)?.1),
        None => about(&responses, change)?,
    };
    let mut response = Response { status: status.to_owned(), headers: BTreeMap::new(), body: None };
    let gone = change.pointer_old.as_deref().filter(|_| change.kind == Kind::HeaderRemoved);
    headers(judge, &described, (gone, &mut response))?;
    let place = change.pointer_old.as_deref().filter(|_| change.kind == Kind::MediaTypeRemoved);
    if let Some((media, schema)) = media_types::at(&described, place) {
        response.headers.insert("Content-Type".to_owned(), media.to_owned());
        response.body = judge.sample(&schema, Direction::Response);
    }
    Some(response)
}

/// The response that a change stands in, else the first one of success.
fn about<'d>(responses: &Cursor<'d>, change: &Change) -> Option<(&'d str, Cursor<'d>)> {
    let is_about = |described: &Cursor<'d>| {
        let places = [&change.pointer_old, &change.pointer_new];
        places.into_iter().flatten().any(|place| place.starts_with(&described.pointer))
    };
    responses
        .members()
        .min_by_key(|(status, described)| (!is_about(described), !status.starts_with('2')))
}

/// The headers that are always there, and the one that is wanted; `None` where one has no value.
fn headers<'d>(
    judge: &mut Judge<'d>,
    described: &Cursor<'d>,
    (wanted, response): (Option<&str>, &mut Response),
) -> Option<()> {
    let headers = described.get("headers");
    for (name, header) in headers.iter().flat_map(Cursor::members) {
        if header.flag("required") || wanted == Some(header.pointer.as_str()) {
            let value = judge.sample(&header.get_or_absent("schema"), Direction::Response)?;
            response.headers.insert(name.to_owned(), Style::of(&header).simple(&value));
        }
    }
    Some(())
}
