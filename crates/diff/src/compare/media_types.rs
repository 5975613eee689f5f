//! The media types of a body, and the schema of each.
//!
//! Equal ones pair. An old one that was removed pairs with the closest new one that covers it, or else with those that it
//! covers. What the other side names more specifically is compared with that.

use gatepact_finding::Subject;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde_json::Value;

use super::context::{Context, Scope};
use super::raw_change::{Details, Place};
use super::xml;
use crate::containment::Encoding;
use crate::rules::ChangeKind;
use gatepact_finding::Direction;
use gatepact_openapi::view::Content;
use gatepact_openapi::{Cursor, MediaType};

type ByType<'d> = BTreeMap<MediaType, Content<'d>>;

/// Two parts with `content`.
pub(super) fn compare<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    old: &Cursor<'d>,
    new: &Cursor<'d>,
) {
    if context.is_unknown_list(&old.get_or_absent("content"), &new.get_or_absent("content")) {
        return;
    }
    let (before, after) = (collect(old), collect(new));
    for (key, old) in &before {
        match after.get(key) {
            Some(new) => pair(context, scope, old.name, (old, new)),
            None => match in_other_charset(key, old, &after) {
                Some(new) => charset(context, scope, (old, new)),
                None => removed(context, scope, (key, old), &before, &after),
            },
        }
    }
    let is_left = |key: &MediaType| !after.contains_key(key);
    for (key, new) in after.iter().filter(|(key, _)| !before.contains_key(*key)) {
        let replaced = before.iter().filter(|(old, _)| is_left(old));
        if in_other_charset(key, new, replaced).is_some() {
            continue;
        }
        added(context, scope, (key, new), &before, &after);
    }
}

/// The same type with another character set, where both name one: who reads the one does not read the other. A type that
/// names none may have any.
fn in_other_charset<'c, 'd: 'c>(
    key: &MediaType,
    content: &Content<'d>,
    others: impl IntoIterator<Item = (&'c MediaType, &'c Content<'d>)>,
) -> Option<&'c Content<'d>> {
    charset_of(content.name)?;
    let mut others = others.into_iter().filter(|(it, _)| it.differs_in_charset_only(key));
    others.find(|(_, it)| charset_of(it.name).is_some()).map(|(_, it)| it)
}

fn charset<'d>(context: &mut Context<'d>, scope: Scope, (old, new): (&Content<'d>, &Content<'d>)) {
    if charset_of(old.name) != charset_of(new.name) {
        replaced(context, scope, ChangeKind::MediaTypeCharsetChanged, old, new);
    }
    pair(context, scope, new.name, (old, new));
}

/// The character set that a media type names, by the name that most use (IANA, "Character Sets").
fn charset_of(media_type: &str) -> Option<String> {
    let named = media_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then_some(value)
    });
    let name = named?.trim().trim_matches('"').to_ascii_lowercase();
    Some(match name.as_str() {
        "utf8" => "utf-8".to_owned(),
        "latin1" | "iso8859-1" | "iso_8859-1" => "iso-8859-1".to_owned(),
        "ascii" => "us-ascii".to_owned(),
        _ => name,
    })
}

/// An old type that is not named any more.
fn removed<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    (key, old): (&MediaType, &Content<'d>),
    before: &ByType<'d>,
    after: &ByType<'d>,
) {
    if let Some((wider, new)) = closest(after, |it| it.covers(key)) {
        if !before.contains_key(wider) {
            replaced(context, scope, ChangeKind::MediaTypeWidened, old, new);
        }
        pair(context, scope, old.name, (old, new));
    } else if let Some((_, new)) = after.iter().find(|(it, _)| key.covers(it)) {
        // Those that it covers are compared in their turn.
        replaced(context, scope, ChangeKind::MediaTypeNarrowed, old, new);
    } else {
        context.report(
            scope,
            ChangeKind::MediaTypeRemoved,
            Place::removed(&old.at),
            Details::about(subject(old.name)),
        );
    }
}

/// A new type that was not named before.
fn added<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    (key, new): (&MediaType, &Content<'d>),
    before: &ByType<'d>,
    after: &ByType<'d>,
) {
    let replaces = |it: &MediaType| key.covers(it) && !after.contains_key(it);
    if let Some((_, old)) = closest(before, |it| it.covers(key)) {
        pair(context, scope, new.name, (old, new));
    } else if !before.keys().any(replaces) {
        context.report(
            scope,
            ChangeKind::MediaTypeAdded,
            Place::added(&new.at),
            Details::about(subject(new.name)),
        );
    }
}

/// Two Media Type Objects of one name in a library.
pub(super) fn compare_components<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    name: &'d str,
    (old, new): (&Cursor<'d>, &Cursor<'d>),
) {
    let media_type = MediaType::parse("application/json");
    let content =
        |at: &Cursor<'d>| Content { name, media_type: media_type.clone(), at: at.clone() };
    pair(context, scope, name, (&content(old), &content(new)));
}

fn replaced<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    kind: ChangeKind,
    old: &Content<'d>,
    new: &Content<'d>,
) {
    let details = Details::values(Some(&old.name.into()), Some(&new.name.into()));
    context.report(scope, kind, Place::both(&old.at, &new.at), details);
}

/// Two types, one of which covers the other; a message has the name of the narrower one.
fn pair<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    name: &'d str,
    (old, new): (&Content<'d>, &Content<'d>),
) {
    let (was, is) = (old.schema(), new.schema());
    let (old, new) = (&old.at, &new.at);
    if context.is_unknown(old, new) {
        return;
    }
    let named = context.with_name(scope, name);
    let place = || Place::both(old, new);
    let is_text = [old, new].into_iter().all(has_text_fields);
    match (was, is) {
        (Some(old), Some(new)) => {
            if MediaType::parse(name).is_xml() {
                xml::compare(context, scope, &old, &new);
            }
            if is_text {
                context.schemas(named, &old, &new);
            } else {
                context.schemas_written(named, Encoding::Json, (&old, &new));
            }
        }
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
    items(context, named, (old, new));
    let (before, after) = (encoding(old), encoding(new));
    if before != after {
        let details = Details::values(before, after).subject(subject(name));
        context.report(scope, ChangeKind::MediaTypeEncodingChanged, Place::both(old, new), details);
    }
}

/// `itemSchema`: the items of a stream, one by one (OpenAPI 3.2). One that is not described may be anything.
fn items<'d>(context: &mut Context<'d>, scope: Scope, (old, new): (&Cursor<'d>, &Cursor<'d>)) {
    let key = "itemSchema";
    if old.raw(key).is_some() || new.raw(key).is_some() {
        context.schemas(scope, &old.get_or_absent(key), &new.get_or_absent(key));
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

/// Whether no field of a form is said to be anything but text.
fn has_text_fields(media_type: &Cursor<'_>) -> bool {
    let fields = encoding(media_type).and_then(Value::as_object);
    let types = fields.into_iter().flatten().filter_map(|(_, field)| field.get("contentType"));
    types.filter_map(Value::as_str).all(|it| it.trim_start().starts_with("text/"))
}

fn closest<'c, 'd>(
    types: &'c ByType<'d>,
    fits: impl Fn(&MediaType) -> bool,
) -> Option<(&'c MediaType, &'c Content<'d>)> {
    types.iter().filter(|(it, _)| fits(it)).min_by_key(|(it, _)| Reverse(it.specificity()))
}

/// The media type of a part at a place, else the first one, and its schema.
pub(crate) fn at<'d>(part: &Cursor<'d>, place: Option<&str>) -> Option<(&'d str, Cursor<'d>)> {
    let content = Content::all(part);
    let wanted = content.iter().find(|it| place == Some(it.at.pointer.as_str()));
    let chosen = wanted.or(content.first())?;
    Some((chosen.name, chosen.at.get_or_absent("schema")))
}

fn collect<'d>(part: &Cursor<'d>) -> ByType<'d> {
    Content::all(part).into_iter().map(|it| (it.media_type.clone(), it)).collect()
}
