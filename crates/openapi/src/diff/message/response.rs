//! A response that a release may answer.

use std::collections::BTreeMap;

use serde_json::Value;

use super::style::{Style, text};
use crate::diff::change::Change;
use crate::diff::cursor::Cursor;
use crate::diff::judge::Judge;
use crate::diff::media_types;
use crate::diff::operations::Side;
use crate::diff::proof::Response;
use crate::diff::rules::Kind;
use crate::diff::severity::Direction;
use crate::diff::walk::Part;

/// The smallest response of an operation, with one part of it given.
pub(super) fn around<'d>(
    judge: &mut Judge<'d>,
    side: &Side<'d>,
    (part, value): (&Part<'d>, Value),
) -> Response {
    let status = match part {
        Part::Answer(status, _) | Part::Header(status, _) => *status,
        Part::Parameter(_) | Part::Body(_) | Part::Sent(..) | Part::Reply(..) => "default",
    };
    let described = side.operation.get_or_absent("responses").get(status);
    let mut response = Response { status: status.to_owned(), headers: BTreeMap::new(), body: None };
    headers(judge, described.as_ref(), &mut response);
    match part {
        Part::Answer(_, media) => {
            response.headers.insert("Content-Type".to_owned(), (*media).to_owned());
            response.body = Some(value);
        }
        Part::Header(_, name) => {
            response.headers.insert((*name).to_owned(), text(&value));
        }
        Part::Parameter(_) | Part::Body(_) | Part::Sent(..) | Part::Reply(..) => {}
    }
    response
}

/// The answer of a consumer to a request of the service.
pub(super) fn reply(status: &str, media: &str, body: Value) -> Response {
    let headers = BTreeMap::from([("Content-Type".to_owned(), media.to_owned())]);
    Response { status: status.to_owned(), headers, body: Some(body) }
}

/// The smallest response of an operation that has the part which a change is about: by its status where that is part
/// of its place, else the first one of success.
pub(super) fn of<'d>(judge: &mut Judge<'d>, side: &Side<'d>, change: &Change) -> Option<Response> {
    let responses = side.operation.get("responses")?;
    let is_about = |described: &Cursor<'d>| {
        let places = [&change.pointer_old, &change.pointer_new];
        places.into_iter().flatten().any(|place| place.starts_with(&described.pointer))
    };
    let mut statuses: Vec<_> = responses.members().collect();
    statuses.sort_by_key(|(status, described)| (!is_about(described), !status.starts_with('2')));
    let (status, described) = statuses.into_iter().next()?;
    let mut response = Response { status: status.to_owned(), headers: BTreeMap::new(), body: None };
    headers(judge, Some(&described), &mut response);
    let place = change.pointer_old.as_deref().filter(|_| change.kind == Kind::MediaTypeRemoved);
    if let Some((media, schema)) = media_types::at(&described, place) {
        response.headers.insert("Content-Type".to_owned(), media.to_owned());
        response.body = judge.sample(&schema, Direction::Response);
    }
    Some(response)
}

/// The headers that are always there.
fn headers<'d>(judge: &mut Judge<'d>, described: Option<&Cursor<'d>>, response: &mut Response) {
    let Some(headers) = described.and_then(|described| described.get("headers")) else { return };
    for (name, header) in headers.members().filter(|(_, header)| header.flag("required")) {
        let schema = header.get_or_absent("schema");
        let value = judge.sample(&schema, Direction::Response).unwrap_or(Value::Null);
        response.headers.insert(name.to_owned(), Style::of(&header).simple(&value));
    }
}
