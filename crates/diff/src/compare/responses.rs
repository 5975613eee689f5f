//! Responses: the statuses that an operation may answer.
//!
//! A status is described by itself, else by its range (`2XX`), else by `default`. What described it in the one release
//! is compared with what describes it in the other. `default` promises no success: HTTP APIs export it for everything
//! they know nothing about, and others mean errors by it.

use super::context::{Context, Part, Scope};
use super::operation_side::OperationSide;
use super::raw_change::{Details, Place};
use super::{headers, media_types};
use crate::cursor::Cursor;
use crate::rules::ChangeKind;
use gatepact_finding::Direction;
use gatepact_finding::Subject;

const DEFAULT: &str = "default";

pub(super) fn compare<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    old: &OperationSide<'d>,
    new: &OperationSide<'d>,
) {
    let scope = scope.towards(Direction::Response);
    let (old, new) =
        (old.operation.get_or_absent("responses"), new.operation.get_or_absent("responses"));
    for (status, response) in statuses(&old) {
        match described(&new, status) {
            Some((by, now)) => {
                pair(context, scope, status, (&response, &now));
                if !is_error(status) && by != status && old.raw(by).is_none() {
                    let details = Details::values(Some(&status.into()), Some(&by.into()));
                    context.report(
                        scope,
                        ChangeKind::StatusWidened,
                        Place::both(&response, &now),
                        details,
                    );
                }
            }
            None => removed(context, scope, (status, &response), &new),
        }
    }
    for (status, response) in statuses(&new).filter(|(status, _)| old.raw(status).is_none()) {
        match described(&old, status) {
            Some((_, before)) => pair(context, scope, status, (&before, &response)),
            // Its range is wider than what it replaces, and that was reported.
            None if statuses(&old)
                .any(|(before, _)| range(before) == status && !is_error(before)) => {}
            None => {
                let kind = if is_error(status) {
                    ChangeKind::StatusErrorAdded
                } else {
                    ChangeKind::StatusAdded
                };
                context.report(
                    scope,
                    kind,
                    Place::added(&response),
                    Details::about(Subject::Status(status.to_owned())),
                );
            }
        }
    }
}

/// An old status that nothing describes any more; or a range, or `default`, of which only parts are left.
fn removed(
    context: &mut Context<'_>,
    scope: Scope,
    (status, old): (&str, &Cursor<'_>),
    new: &Cursor<'_>,
) {
    let part = statuses(new).find(|(now, _)| range(now) == status && *now != status);
    match part {
        Some((now, response)) => {
            let details = Details::values(Some(&status.into()), Some(&now.into()));
            context.report(scope, ChangeKind::StatusNarrowed, Place::both(old, &response), details);
        }
        None => {
            let kind = if is_error(status) {
                ChangeKind::StatusErrorRemoved
            } else {
                ChangeKind::StatusRemoved
            };
            context.report(
                scope,
                kind,
                Place::removed(old),
                Details::about(Subject::Status(status.to_owned())),
            );
        }
    }
}

/// Two responses: what describes a status in both; it is the narrower one where one is a range.
fn pair<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    status: &'d str,
    (old, new): (&Cursor<'d>, &Cursor<'d>),
) {
    let headers = context.in_part(scope, Part::Header(status, ""));
    headers::compare(context, headers, old, new);
    let body = context.in_part(scope, Part::Answer(status, ""));
    media_types::compare(context, body, old, new);
}

/// What describes a status: under which key, and how.
pub(crate) fn described<'d>(responses: &Cursor<'d>, status: &str) -> Option<(&'d str, Cursor<'d>)> {
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
