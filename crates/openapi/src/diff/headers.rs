//! Headers of a response; their names count in any case.

use std::collections::BTreeMap;

use super::change::Facts;
use super::cursor::Cursor;
use super::rules::Kind;
use super::serialization;
use super::walk::{Pass, Place, Walk};

pub(super) fn compare<'d>(walk: &mut Walk<'d>, pass: Pass, old: &Cursor<'d>, new: &Cursor<'d>) {
    let (before, after) = (collect(old), collect(new));
    for (key, (name, old)) in &before {
        let was_required = old.flag("required");
        let Some((_, new)) = after.get(key) else {
            let kind = if was_required { Kind::HeaderRequiredRemoved } else { Kind::HeaderRemoved };
            walk.report(pass, kind, Place::removed(old), Facts::about(*name));
            continue;
        };
        let kind = match (was_required, new.flag("required")) {
            (true, false) => Some(Kind::HeaderBecameOptional),
            (false, true) => Some(Kind::HeaderBecameRequired),
            (true, true) | (false, false) => None,
        };
        if let Some(kind) = kind {
            walk.report(pass, kind, Place::both(old, new), Facts::about(*name));
        }
        let told = (Kind::HeaderSerializationChanged, (*name).to_owned());
        let named = walk.named(pass, name);
        serialization::compare(walk, named, told, (old, new));
    }
    for (_, (name, new)) in after.iter().filter(|(key, _)| !before.contains_key(*key)) {
        walk.report(pass, Kind::HeaderAdded, Place::added(new), Facts::about(*name));
    }
}

fn collect<'d>(response: &Cursor<'d>) -> BTreeMap<String, (&'d str, Cursor<'d>)> {
    let headers = response.get_or_absent("headers");
    headers
        .members()
        .map(|(name, header)| (name.to_ascii_lowercase(), (name, header)))
        // Said by the media types, and to be ignored here (OpenAPI 3.0, Response Object).
        .filter(|(key, _)| key != "content-type")
        .collect()
}
