//! The media types of a body, and the schema of each.

use std::collections::BTreeMap;

use super::change::Facts;
use super::cursor::Cursor;
use super::rules::Kind;
use super::walk::{Part, Pass, Place, Walk};

/// Two parts with `content`; what the body of a media type is a part of.
pub(super) fn compare<'d>(
    walk: &mut Walk<'d>,
    pass: Pass,
    part: &dyn Fn(&'d str) -> Part<'d>,
    old: &Cursor<'d>,
    new: &Cursor<'d>,
) {
    let (before, after) = (collect(old), collect(new));
    for (name, (spelled, old)) in &before {
        match after.get(name) {
            Some((_, new)) => {
                let pass = walk.over(pass, part(spelled));
                walk.schemas(pass, &old.get_or_absent("schema"), &new.get_or_absent("schema"));
            }
            None => {
                walk.report(pass, Kind::MediaTypeRemoved, Place::removed(old), Facts::about(name));
            }
        }
    }
    for (name, (_, new)) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
        walk.report(pass, Kind::MediaTypeAdded, Place::added(new), Facts::about(name));
    }
}

/// Two parameters or headers: they have a `schema` or a `content`.
pub(super) fn compare_schema_or_content<'d>(
    walk: &mut Walk<'d>,
    pass: Pass,
    old: &Cursor<'d>,
    new: &Cursor<'d>,
) {
    if old.raw("schema").is_some() || new.raw("schema").is_some() {
        walk.schemas(pass, &old.get_or_absent("schema"), &new.get_or_absent("schema"));
    }
    let (before, after) = (collect(old), collect(new));
    for (name, (_, old)) in &before {
        if let Some((_, new)) = after.get(name) {
            walk.schemas(pass, &old.get_or_absent("schema"), &new.get_or_absent("schema"));
        }
    }
}

/// By name; names count in any case, and without spaces around parameters.
fn collect<'d>(part: &Cursor<'d>) -> BTreeMap<String, (&'d str, Cursor<'d>)> {
    let content = part.get_or_absent("content");
    let key = |name: &str| name.to_ascii_lowercase().replace(' ', "");
    content.members().map(|(name, it)| (key(name), (name, it))).collect()
}

/// The first media type of a part, and its schema.
pub(super) fn first<'d>(part: &Cursor<'d>) -> Option<(&'d str, Cursor<'d>)> {
    let (name, media_type) = part.get("content")?.members().next()?;
    Some((name, media_type.get_or_absent("schema")))
}
