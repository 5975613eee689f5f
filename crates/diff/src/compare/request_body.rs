//! The request body: there or not, required or not.

use super::context::{Context, Part, Scope};
use super::media_types;
use super::operation_side::OperationSide;
use super::raw_change::{Details, Place};
use crate::rules::ChangeKind;
use gatepact_openapi::Cursor;

pub(super) fn compare<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    old: &OperationSide<'d>,
    new: &OperationSide<'d>,
) {
    let at = |side: &OperationSide<'d>| {
        let body = side.request_body();
        body.map_or_else(|| side.operation.get_or_absent("requestBody"), |body| body.at)
    };
    if context.is_unknown(&at(old), &at(new)) {
        return;
    }
    let (old, new) = (old.request_body(), new.request_body());
    let (kind, place) = match (&old, &new) {
        (None, None) => return,
        (Some(old), None) => (ChangeKind::BodyRemoved, Place::removed(&old.at)),
        (None, Some(new)) if new.required => (ChangeKind::BodyRequiredAdded, Place::added(&new.at)),
        (None, Some(new)) => (ChangeKind::BodyOptionalAdded, Place::added(&new.at)),
        (Some(old), Some(new)) => {
            let body = context.in_part(scope, Part::Body(""));
            return pair(context, body, (&old.at, &new.at));
        }
    };
    context.report(scope, kind, place, Details::default());
}

/// Two bodies, in the part of the message that they are.
pub(super) fn pair<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    (old, new): (&Cursor<'d>, &Cursor<'d>),
) {
    media_types::compare(context, scope, old, new);
    let kind = match (old.flag("required"), new.flag("required")) {
        (true, false) => ChangeKind::BodyBecameOptional,
        (false, true) => ChangeKind::BodyBecameRequired,
        (true, true) | (false, false) => return,
    };
    context.report(scope, kind, Place::both(old, new), Details::default());
}
