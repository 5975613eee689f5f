//! The media types of a body, and the schema of each.
//!
//! Equal ones pair. An old one that is gone pairs with the closest new one that covers it, or else with those that it
//! covers. What the other side names more specifically is compared with that.

use std::collections::BTreeMap;

use serde_json::Value;

use super::change::Facts;
use super::cursor::Cursor;
use super::gateway::same;
use super::media_type::MediaType;
use super::rules::Kind;
use super::severity::Direction;
use super::walk::{Pass, Place, Walk};

type ByType<'d> = BTreeMap<MediaType, (&'d str, Cursor<'d>)>;
type Named<'d> = (&'d str, Cursor<'d>);

/// Two parts with `content`.
pub(super) fn compare<'d>(walk: &mut Walk<'d>, pass: Pass, old: &Cursor<'d>, new: &Cursor<'d>) {
    let (before, after) = (collect(old), collect(new));
    for (key, old) in &before {
        match after.get(key) {
            Some(new) => pair(walk, pass, old.0, (old, new)),
            None => gone(walk, pass, (key, old), &before, &after),
        }
    }
    for (key, new) in after.iter().filter(|(key, _)| !before.contains_key(*key)) {
        come(walk, pass, (key, new), &before, &after);
    }
}

/// An old type that is not named any more.
fn gone<'d>(
    walk: &mut Walk<'d>,
    pass: Pass,
    (key, old): (&MediaType, &Named<'d>),
    before: &ByType<'d>,
    after: &ByType<'d>,
) {
    if let Some((wider, new)) = closest(after, |it| it.covers(key)) {
        if !before.contains_key(wider) {
            replaced(walk, pass, Kind::MediaTypeWidened, old, new);
        }
        pair(walk, pass, old.0, (old, new));
    } else if let Some((_, new)) = after.iter().find(|(it, _)| key.covers(it)) {
        // Those that it covers are compared as they come.
        replaced(walk, pass, Kind::MediaTypeNarrowed, old, new);
    } else {
        walk.report(pass, Kind::MediaTypeRemoved, Place::removed(&old.1), Facts::about(old.0));
    }
}

/// A new type that was not named before.
fn come<'d>(
    walk: &mut Walk<'d>,
    pass: Pass,
    (key, new): (&MediaType, &Named<'d>),
    before: &ByType<'d>,
    after: &ByType<'d>,
) {
    let replaces = |it: &MediaType| key.covers(it) && !after.contains_key(it);
    if let Some((_, old)) = closest(before, |it| it.covers(key)) {
        pair(walk, pass, new.0, (old, new));
    } else if !before.keys().any(replaces) {
        walk.report(pass, Kind::MediaTypeAdded, Place::added(&new.1), Facts::about(new.0));
    }
}

fn replaced<'d>(
    walk: &mut Walk<'d>,
    pass: Pass,
    kind: Kind,
    (before, old): &Named<'d>,
    (after, new): &Named<'d>,
) {
    let facts = Facts::values(Some(&(*before).into()), Some(&(*after).into()));
    walk.report(pass, kind, Place::both(old, new), facts);
}

/// Two types, one of which covers the other; a message has the name of the narrower one.
fn pair<'d>(
    walk: &mut Walk<'d>,
    pass: Pass,
    name: &'d str,
    ((_, old), (_, new)): (&Named<'d>, &Named<'d>),
) {
    let named = walk.named(pass, name);
    let place = || Place::both(old, new);
    match (old.raw("schema"), new.raw("schema")) {
        (Some(old), Some(new)) => walk.schemas(named, &old, &new),
        // Anything was accepted.
        (None, Some(schema)) if pass.direction == Direction::Request => {
            walk.schemas(named, &old.get_or_absent("schema"), &schema);
        }
        // What is not described promises nothing that could be compared.
        (None, Some(_)) => {
            walk.report(pass, Kind::MediaTypeSchemaAdded, place(), Facts::about(name));
        }
        (Some(_), None) => {
            walk.report(pass, Kind::MediaTypeSchemaRemoved, place(), Facts::about(name));
        }
        (None, None) => {}
    }
    let (before, after) = (encoding(old), encoding(new));
    if !same(before, after) {
        let facts = Facts::values(before, after).subject(name);
        walk.report(pass, Kind::MediaTypeEncodingChanged, Place::both(old, new), facts);
    }
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

/// The media type of a part that stands at a place, else the first one, and its schema.
pub(super) fn at<'d>(part: &Cursor<'d>, place: Option<&str>) -> Option<(&'d str, Cursor<'d>)> {
    let content = part.get("content")?;
    let wanted = content.members().find(|(_, it)| place == Some(it.pointer.as_str()));
    let (name, media_type) = wanted.or_else(|| content.members().next())?;
    Some((name, media_type.get_or_absent("schema")))
}

fn collect<'d>(part: &Cursor<'d>) -> ByType<'d> {
    let content = part.get_or_absent("content");
    content.members().map(|(name, it)| (MediaType::new(name), (name, it))).collect()
}
