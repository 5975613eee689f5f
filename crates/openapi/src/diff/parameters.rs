//! Parameters: path, query, header and cookie, those of the path item included.
//!
//! Path parameters pair by position, the others by name; names of headers in any case. A path parameter that only one
//! document lists is a gap in that document (exports have them), not a change: the template says that it is there.

use std::collections::BTreeMap;

use super::change::Facts;
use super::cursor::Cursor;
use super::media_types;
use super::operations::Side;
use super::rules::Kind;
use super::walk::{Part, Pass, Place, Walk};

/// Where a parameter is sent and what it is called there.
pub(super) type Key = (String, String);

pub(super) fn compare<'d>(walk: &mut Walk<'d>, pass: Pass, old: &Side<'d>, new: &Side<'d>) {
    let (before, after) = (collect(old), collect(new));
    for (key, old) in &before {
        match after.get(key) {
            Some(new) => pair(walk, pass, old, new),
            None if key.0 != "path" => {
                walk.report(
                    pass,
                    Kind::ParameterRemoved,
                    Place::removed(old),
                    Facts::about(subject(old)),
                );
            }
            None => {}
        }
    }
    let is_new = |key: &Key| key.0 != "path" && !before.contains_key(key);
    for (_, new) in after.iter().filter(|(key, _)| is_new(key)) {
        let kind = if new.flag("required") {
            Kind::ParameterRequiredAdded
        } else {
            Kind::ParameterOptionalAdded
        };
        walk.report(pass, kind, Place::added(new), Facts::about(subject(new)));
    }
}

pub(super) fn collect<'d>(side: &Side<'d>) -> BTreeMap<Key, Cursor<'d>> {
    let mut result = BTreeMap::new();
    // The operation's own come last and override.
    for owner in [&side.item, &side.operation] {
        let Some(list) = owner.raw("parameters") else { continue };
        for parameter in list.items().map(|item| item.resolved()) {
            if let Some(key) = key_of(side, &parameter) {
                result.insert(key, parameter);
            }
        }
    }
    result
}

pub(super) fn key_of(side: &Side<'_>, parameter: &Cursor<'_>) -> Option<Key> {
    let (place, name) = (parameter.text("in")?, parameter.text("name")?);
    let name = match place {
        "path" => {
            let position = side
                .path_parameters()
                .iter()
                .position(|known| *known == name.trim_end_matches('+'));
            position.map_or_else(|| name.to_owned(), |position| position.to_string())
        }
        "header" => name.to_ascii_lowercase(),
        _ => name.to_owned(),
    };
    Some((place.to_owned(), name))
}

fn pair<'d>(walk: &mut Walk<'d>, pass: Pass, old: &Cursor<'d>, new: &Cursor<'d>) {
    let kind = match (old.flag("required"), new.flag("required")) {
        (false, true) => Some(Kind::ParameterBecameRequired),
        (true, false) => Some(Kind::ParameterBecameOptional),
        _ => None,
    };
    let is_path = old.text("in") == Some("path");
    if let Some(kind) = kind.filter(|_| !is_path) {
        walk.report(pass, kind, Place::both(old, new), Facts::about(subject(new)));
    }
    let pass = walk.over(pass, Part::Parameter(old.clone()));
    media_types::compare_schema_or_content(walk, pass, old, new);
}

/// ``query parameter `page` ``
fn subject(parameter: &Cursor<'_>) -> String {
    let text = |key| parameter.text(key).unwrap_or("?");
    format!("{} parameter `{}`", text("in"), text("name"))
}
