//! The media types of a body, and the schema of each.

use std::collections::BTreeMap;

use super::change::Facts;
use super::cursor::Cursor;
use super::rules::Kind;
use super::walk::{Pass, Place, Walk};

/// Two parts with `content`.
pub(super) fn compare<'d>(walk: &mut Walk<'d>, pass: Pass, old: &Cursor<'d>, new: &Cursor<'d>) {
    let (before, after) = (collect(old), collect(new));
    for (name, old) in &before {
        match after.get(name) {
            Some(new) => {
                walk.schemas(pass, &old.get_or_absent("schema"), &new.get_or_absent("schema"));
            }
            None => {
                walk.report(pass, Kind::MediaTypeRemoved, Place::removed(old), Facts::about(name));
            }
        }
    }
    for (name, new) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
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
    compare(walk, pass, old, new);
}

/// By name; names count in any case, and without spaces around parameters.
fn collect<'d>(part: &Cursor<'d>) -> BTreeMap<String, Cursor<'d>> {
    let content = part.get_or_absent("content");
    content.members().map(|(name, it)| (name.to_ascii_lowercase().replace(' ', ""), it)).collect()
}
