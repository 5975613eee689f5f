//! Responses: the statuses that an operation may answer.

use super::change::Facts;
use super::cursor::Cursor;
use super::operations::Side;
use super::rules::Kind;
use super::severity::Direction;
use super::walk::{Part, Pass, Place, Walk};
use super::{headers, media_types};

pub(super) fn compare<'d>(walk: &mut Walk<'d>, pass: Pass, old: &Side<'d>, new: &Side<'d>) {
    let pass = pass.towards(Direction::Response);
    let (old, new) =
        (old.operation.get_or_absent("responses"), new.operation.get_or_absent("responses"));
    for (status, old) in statuses(&old) {
        match new.get(status).or_else(|| new.get(&range(status))) {
            Some(new) => {
                headers::compare(walk, pass, status, &old, &new);
                let part = |media| Part::Answer(status, media);
                media_types::compare(walk, pass, &part, &old, &new);
            }
            None => {
                let kind =
                    if is_error(status) { Kind::StatusErrorRemoved } else { Kind::StatusRemoved };
                walk.report(pass, kind, Place::removed(&old), Facts::about(status));
            }
        }
    }
    for (status, new) in statuses(&new) {
        if old.get(status).or_else(|| old.get(&range(status))).is_none() {
            walk.report(pass, Kind::StatusAdded, Place::added(&new), Facts::about(status));
        }
    }
}

fn statuses<'d>(responses: &Cursor<'d>) -> impl Iterator<Item = (&'d str, Cursor<'d>)> {
    responses.members().filter(|(status, _)| !status.starts_with("x-"))
}

/// The range that a status belongs to: `200` to `2XX`.
fn range(status: &str) -> String {
    status.chars().take(1).chain("XX".chars()).collect()
}

/// Also `default`, which promises no success: an HTTP API exports it for everything it knows nothing about.
fn is_error(status: &str) -> bool {
    status == "default" || status.starts_with(['4', '5'])
}
