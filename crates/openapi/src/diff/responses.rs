//! Responses: the statuses that an operation may answer.
//!
//! A status is described by itself, else by its range (`2XX`), else by `default`. What described it in the one release
//! is compared with what describes it in the other. `default` promises no success: HTTP APIs export it for everything
//! they know nothing about, and others mean errors by it.

use super::change::Facts;
use super::cursor::Cursor;
use super::operations::Side;
use super::rules::Kind;
use super::severity::Direction;
use super::walk::{Part, Pass, Place, Walk};
use super::{headers, media_types};

const DEFAULT: &str = "default";

pub(super) fn compare<'d>(walk: &mut Walk<'d>, pass: Pass, old: &Side<'d>, new: &Side<'d>) {
    let pass = pass.towards(Direction::Response);
    let (old, new) =
        (old.operation.get_or_absent("responses"), new.operation.get_or_absent("responses"));
    for (status, response) in statuses(&old) {
        match described(&new, status) {
            Some((by, now)) => {
                pair(walk, pass, status, (&response, &now));
                if !is_error(status) && by != status && old.raw(by).is_none() {
                    let facts = Facts::values(Some(&status.into()), Some(&by.into()));
                    walk.report(pass, Kind::StatusWidened, Place::both(&response, &now), facts);
                }
            }
            None => gone(walk, pass, (status, &response), &new),
        }
    }
    for (status, response) in statuses(&new).filter(|(status, _)| old.raw(status).is_none()) {
        match described(&old, status) {
            Some((_, before)) => pair(walk, pass, status, (&before, &response)),
            // Its range is wider than what it replaces, and that was told.
            None if statuses(&old)
                .any(|(before, _)| range(before) == status && !is_error(before)) => {}
            None => {
                let kind =
                    if is_error(status) { Kind::StatusErrorAdded } else { Kind::StatusAdded };
                walk.report(pass, kind, Place::added(&response), Facts::about(status));
            }
        }
    }
}

/// An old status that nothing describes any more; or a range, or `default`, of which only parts are left.
fn gone(walk: &mut Walk<'_>, pass: Pass, (status, old): (&str, &Cursor<'_>), new: &Cursor<'_>) {
    let part = statuses(new).find(|(now, _)| range(now) == status && *now != status);
    match part {
        Some((now, response)) => {
            let facts = Facts::values(Some(&status.into()), Some(&now.into()));
            walk.report(pass, Kind::StatusNarrowed, Place::both(old, &response), facts);
        }
        None => {
            let kind =
                if is_error(status) { Kind::StatusErrorRemoved } else { Kind::StatusRemoved };
            walk.report(pass, kind, Place::removed(old), Facts::about(status));
        }
    }
}

/// Two responses: what describes a status in both; it is the narrower one where one is a range.
fn pair<'d>(
    walk: &mut Walk<'d>,
    pass: Pass,
    status: &'d str,
    (old, new): (&Cursor<'d>, &Cursor<'d>),
) {
    let headers = walk.over(pass, Part::Header(status, ""));
    headers::compare(walk, headers, old, new);
    let body = walk.over(pass, Part::Answer(status, ""));
    media_types::compare(walk, body, old, new);
}

/// What describes a status: under which key, and how.
pub(super) fn described<'d>(responses: &Cursor<'d>, status: &str) -> Option<(&'d str, Cursor<'d>)> {
    let by = |key: &str| statuses(responses).find(|(known, _)| known.eq_ignore_ascii_case(key));
    by(status).or_else(|| by(&range(status))).or_else(|| by(DEFAULT).filter(|_| is_error(status)))
}

fn statuses<'d>(responses: &Cursor<'d>) -> impl Iterator<Item = (&'d str, Cursor<'d>)> {
    responses.members().filter(|(status, _)| !status.starts_with("x-"))
}

/// The range that a status belongs to: `200` to `2XX`.
fn range(status: &str) -> String {
    match status {
        DEFAULT => DEFAULT.to_owned(),
        _ => status.chars().take(1).chain("XX".chars()).collect(),
    }
}

/// Also `default`.
fn is_error(status: &str) -> bool {
    status == DEFAULT || status.starts_with(['4', '5'])
}
