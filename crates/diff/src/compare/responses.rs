//! Responses: the statuses that an operation may answer.
//!
//! A status is described by itself, else by its range (`2XX`), else by `default`. What described it in the one release
//! is compared with what describes it in the other. `default` promises no success: HTTP APIs export it for everything
//! they know nothing about, and others mean errors by it.

use super::context::{Context, Part, Scope};
use super::operation_side::OperationSide;
use super::raw_change::{Details, Place};
use super::{headers, media_types};
use crate::rules::ChangeKind;
use gatepact_finding::{Direction, Release, Subject};
use gatepact_openapi::StatusRange;
use gatepact_openapi::view::{Response, Responses};

pub(super) fn compare<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    old: &OperationSide<'d>,
    new: &OperationSide<'d>,
) {
    let scope = scope.towards(Direction::Response);
    let list = |side: &OperationSide<'d>| side.operation.get_or_absent("responses");
    if context.is_unknown_list(&list(old), &list(new)) {
        return;
    }
    let lists = [(Release::Old, list(old)), (Release::New, list(new))];
    let (old, new) = (old.responses(), new.responses());
    let is_unread = |context: &Context<'d>, of: usize, response: &Response<'d>| {
        let (release, list) = &lists[of];
        let is_other = matches!(response.status, StatusRange::Other(_));
        is_other && context.unknown.has(*release, &list.pointer.child(response.key))
    };
    let unread = [
        old.iter().any(|it| is_unread(context, 0, it)),
        new.iter().any(|it| is_unread(context, 1, it)),
    ];
    for response in &old {
        match described(&new, response.status) {
            // A response under a key that is not a status may be this one.
            None if unread[1] || is_unread(context, 0, response) => {}
            Some(now) => {
                pair(context, scope, response.key, (response, now));
                let is_widened = now.status != response.status && old.get(now.status).is_none();
                if is_widened && !response.status.is_error() {
                    let details =
                        Details::values(Some(&response.key.into()), Some(&now.key.into()));
                    let place = Place::both(&response.at, &now.at);
                    context.report(scope, ChangeKind::StatusWidened, place, details);
                }
            }
            None => removed(context, scope, response, &new),
        }
    }
    for response in new.iter().filter(|response| old.get(response.status).is_none()) {
        let is_replaced = |before: &Response<'_>| {
            is_range_of(response.status, before.status) && !before.status.is_error()
        };
        match described(&old, response.status) {
            Some(before) => pair(context, scope, response.key, (before, response)),
            // It is wider than what it replaces, and that was reported.
            None if old.iter().any(is_replaced) => {}
            None if unread[0] || is_unread(context, 1, response) => {}
            None => {
                let kind = if response.status.is_error() {
                    ChangeKind::StatusErrorAdded
                } else {
                    ChangeKind::StatusAdded
                };
                let details = Details::about(Subject::Status(response.key.to_owned()));
                context.report(scope, kind, Place::added(&response.at), details);
            }
        }
    }
}

/// An old status that nothing describes any more; or a range, or `default`, of which only parts are left.
fn removed(context: &mut Context<'_>, scope: Scope, old: &Response<'_>, new: &Responses<'_>) {
    if let Some(part) = new.iter().find(|now| is_range_of(old.status, now.status)) {
        let details = Details::values(Some(&old.key.into()), Some(&part.key.into()));
        let place = Place::both(&old.at, &part.at);
        context.report(scope, ChangeKind::StatusNarrowed, place, details);
        return;
    }
    let kind = if old.status.is_error() {
        ChangeKind::StatusErrorRemoved
    } else {
        ChangeKind::StatusRemoved
    };
    let details = Details::about(Subject::Status(old.key.to_owned()));
    context.report(scope, kind, Place::removed(&old.at), details);
}

/// Two responses: what describes a status in both; it is the narrower one where one is a range.
fn pair<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    status: &'d str,
    (old, new): (&Response<'d>, &Response<'d>),
) {
    if context.is_unknown(&old.at, &new.at) {
        return;
    }
    let headers = context.in_part(scope, Part::Header(status, ""));
    headers::compare(context, headers, old, new);
    let body = context.in_part(scope, Part::Answer(status, ""));
    media_types::compare(context, body, &old.at, &new.at);
}

/// What describes a status. That is `default` for errors only.
pub(crate) fn described<'r, 'd>(
    responses: &'r Responses<'d>,
    status: StatusRange<'_>,
) -> Option<&'r Response<'d>> {
    let found = responses.describing(status);
    found.filter(|response| response.status != StatusRange::Default || status.is_error())
}

/// Whether a class has the status.
fn is_range_of(range: StatusRange<'_>, status: StatusRange<'_>) -> bool {
    matches!(range, StatusRange::Class(_)) && range != status && range.covers(status)
}
