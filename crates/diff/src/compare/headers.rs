//! Headers of a response; their names count in any case.

use gatepact_finding::Subject;
use gatepact_openapi::Cursor;
use gatepact_openapi::view::{Header, Response};
use std::collections::BTreeMap;

use super::context::{Context, Scope};
use super::deprecation::{DEPRECATED, SUNSET};
use super::raw_change::{Details, Place};
use super::serialization;
use crate::rules::ChangeKind;

pub(super) fn compare<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    old: &Response<'d>,
    new: &Response<'d>,
) {
    let list = |response: &Response<'d>| response.at.get_or_absent("headers");
    if context.is_unknown_list(&list(old), &list(new)) {
        return;
    }
    let (before, after) = (collect(old), collect(new));
    for (key, Header { name, at: old }) in &before {
        let was_required = old.flag("required");
        let Some(Header { at: new, .. }) = after.get(key) else {
            let kind = if was_required {
                ChangeKind::HeaderRequiredRemoved
            } else {
                ChangeKind::HeaderRemoved
            };
            context.report(scope, kind, Place::removed(old), Details::about(subject(name)));
            continue;
        };
        pair(context, scope, name, (old, new));
    }
    for (_, Header { name, at: new }) in after.iter().filter(|(key, _)| !before.contains_key(*key))
    {
        context.report(
            scope,
            ChangeKind::HeaderAdded,
            Place::added(new),
            Details::about(subject(name)),
        );
    }
}

/// Two headers of one name.
pub(super) fn pair<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    name: &'d str,
    (old, new): (&Cursor<'d>, &Cursor<'d>),
) {
    if context.is_unknown(old, new) {
        return;
    }
    let kind = match (old.flag("required"), new.flag("required")) {
        (true, false) => Some(ChangeKind::HeaderBecameOptional),
        (false, true) => Some(ChangeKind::HeaderBecameRequired),
        (true, true) | (false, false) => None,
    };
    if let Some(kind) = kind {
        context.report(scope, kind, Place::both(old, new), Details::about(subject(name)));
    }
    let kind = match (old.flag(DEPRECATED), new.flag(DEPRECATED)) {
        (false, true) => Some(ChangeKind::HeaderDeprecated),
        (true, false) => Some(ChangeKind::HeaderReactivated),
        (true, true) | (false, false) => None,
    };
    if let Some(kind) = kind {
        let details = Details::values(old.value.get(SUNSET), new.value.get(SUNSET));
        context.report(scope, kind, Place::both(old, new), details.subject(subject(name)));
    }
    let reported = (ChangeKind::HeaderSerializationChanged, subject(name));
    let named = context.with_name(scope, name);
    serialization::compare(context, named, reported, (old, new));
}

fn subject(name: &str) -> Subject {
    Subject::Header(name.to_owned())
}

/// By their names in lower case.
fn collect<'d>(response: &Response<'d>) -> BTreeMap<String, Header<'d>> {
    response.headers().into_iter().map(|header| (header.key(), header)).collect()
}
