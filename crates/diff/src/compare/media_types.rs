//! The media types of a body, and the schema of each.
//!
//! Equal ones pair. An old one that was removed pairs with the closest new one that covers it, or else with those that it
//! covers. What the other side names more specifically is compared with that.

use gatepact_finding::Subject;
use std::collections::BTreeMap;

use serde_json::Value;

use super::context::{Context, Scope};
use super::media_type::MediaType;
use super::raw_change::{Details, Place};
use crate::cursor::Cursor;
use crate::rules::ChangeKind;
use gatepact_finding::Direction;

type ByType<'d> = BTreeMap<MediaType, (&'d str, Cursor<'d>)>;
type Named<'d> = (&'d str, Cursor<'d>);

/// Two parts with `content`.
pub(super) fn compare<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    old: &Cursor<'d>,
    new: &Cursor<'d>,
) {
    let (before, after) = (collect(old), collect(new));
    for (key, old) in &before {
        match after.get(key) {
            Some(new) => pair(context, scope, old.0, (old, new)),
            None => removed(context, scope, (key, old), &before, &after),
        }
    }
    for (key, new) in after.iter().filter(|(key, _)| !before.contains_key(*key)) {
        added(context, scope, (key, new), &before, &after);
    }
}

/// An old type that is not named any more.
fn removed<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    (key, old): (&MediaType, &Named<'d>),
    before: &ByType<'d>,
    after: &ByType<'d>,
) {
    if let Some((wider, new)) = closest(after, |it| it.covers(key)) {
        if !before.contains_key(wider) {
            replaced(context, scope, ChangeKind::MediaTypeWidened, old, new);
        }
        pair(context, scope, old.0, (old, new));
    } else if let Some((_, new)) = after.iter().find(|(it, _)| key.covers(it)) {
        // Those that it covers are compared in their turn.
        replaced(context, scope, ChangeKind::MediaTypeNarrowed, old, new);
    } else {
        context.report(
            scope,
            ChangeKind::MediaTypeRemoved,
            Place::removed(&old.1),
            Details::about(subject(old.0)),
        );
    }
}

/// A new type that was not named before.
fn added<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    (key, new): (&MediaType, &Named<'d>),
    before: &ByType<'d>,
    after: &ByType<'d>,
) {
    let replaces = |it: &MediaType| key.covers(it) && !after.contains_key(it);
    if let Some((_, old)) = closest(before, |it| it.covers(key)) {
        pair(context, scope, new.0, (old, new));
    } else if !before.keys().any(replaces) {
        context.report(
            scope,
            ChangeKind::MediaTypeAdded,
            Place::added(&new.1),
            Details::about(subject(new.0)),
        );
    }
}

fn replaced<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    kind: ChangeKind,
    (before, old): &Named<'d>,
    (after, new): &Named<'d>,
) {
    let details = Details::values(Some(&(*before).into()), Some(&(*after).into()));
    context.report(scope, kind, Place::both(old, new), details);
}

/// Two types, one of which covers the other; a message has the name of the narrower one.
fn pair<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    name: &'d str,
    ((_, old), (_, new)): (&Named<'d>, &Named<'d>),
) {
    let named = context.with_name(scope, name);
    let place = || Place::both(old, new);
    match (old.raw("schema"), new.raw("schema")) {
        (Some(old), Some(new)) => context.schemas(named, &old, &new),
        // Anything was accepted.
        (None, Some(schema)) if scope.direction == Direction::Request => {
            context.schemas(named, &old.get_or_absent("schema"), &schema);
        }
        // What is not described promises nothing that could be compared.
        (None, Some(_)) => {
            context.report(
                scope,
                ChangeKind::MediaTypeSchemaAdded,
                place(),
                Details::about(subject(name)),
            );
        }
        (Some(_), None) => {
            context.report(
                scope,
                ChangeKind::MediaTypeSchemaRemoved,
                place(),
                Details::about(subject(name)),
            );
        }
        (None, None) => {}
    }
    let (before, after) = (encoding(old), encoding(new));
    if before != after {
        let details = Details::values(before, after).subject(subject(name));
        context.report(scope, ChangeKind::MediaTypeEncodingChanged, Place::both(old, new), details);
    }
}

fn subject(name: &str) -> Subject {
    Subject::MediaType(name.to_owned())
}

/// How the fields of a form are written; an empty map says nothing.
fn encoding<'d>(media_type: &Cursor<'d>) -> Option<&'d Value> {
    let encoding = media_type.value.get("encoding")?;
    encoding.as_object().is_none_or(|fields| !fields.is_empty()).then_some(encoding)
}

fn closest<'c, 'd>(
    types: &'c ByType<'d>,
    fits: impl Fn(&MediaType) -> bool,
) -> Option<(&'c MediaType, &'c Named<'d>)> {
    types.iter().filter(|(it, _)| fits(it)).min_by_key(|(it, _)| it.openness())
}

/// The media type of a part at a place, else the first one, and its schema.
pub(crate) fn at<'d>(part: &Cursor<'d>, place: Option<&str>) -> Option<(&'d str, Cursor<'d>)> {
    let content = part.get("content")?;
    let wanted = content.members().find(|(_, it)| place == Some(it.pointer.as_str()));
    let (name, media_type) = wanted.or_else(|| content.members().next())?;
    Some((name, media_type.get_or_absent("schema")))
}

fn collect<'d>(part: &Cursor<'d>) -> ByType<'d> {
    let content = part.get_or_absent("content");
    content.members().map(|(name, it)| (MediaType::new(name), (name, it))).collect()
}
