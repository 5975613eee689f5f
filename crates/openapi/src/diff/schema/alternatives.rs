//! `anyOf`, `oneOf` and `not`.
//!
//! Alternatives pair by reference or by equal text; one left over on each side are taken for the same, changed. The
//! rest is undecided: which values pass is a question for sets, not for texts.

use serde_json::Value;

use super::view::{ALTERNATIVES, View};
use crate::diff::change::Facts;
use crate::diff::cursor::Cursor;
use crate::diff::rules::Kind;
use crate::diff::walk::{Pass, Place, Walk};
use crate::pointer;

pub(super) fn compare<'d>(walk: &mut Walk<'d>, pass: Pass, old: &View<'d>, new: &View<'d>) {
    for keyword in ALTERNATIVES {
        match (old.alternatives(keyword), new.alternatives(keyword)) {
            (None, None) => {}
            (Some(before), Some(after)) if before.value.is_array() && after.value.is_array() => {
                lists(walk, pass, keyword, (before, after));
            }
            (Some(before), Some(after)) if before.value == after.value => {}
            (before, after) => {
                let place = Place::both(before.unwrap_or(&old.at), after.unwrap_or(&new.at));
                walk.report(pass, Kind::SchemaChanged, place, Facts::about(keyword));
            }
        }
    }
}

fn lists<'d>(
    walk: &mut Walk<'d>,
    pass: Pass,
    keyword: &str,
    (old, new): (&Cursor<'d>, &Cursor<'d>),
) {
    let mut lost = Vec::new();
    let mut gained: Vec<_> = new.items().collect();
    for before in old.items() {
        match gained.iter().position(|after| after.value == before.value) {
            Some(index) => walk.schemas(pass, &before, &gained.remove(index)),
            None => lost.push(before),
        }
    }
    match (lost.as_slice(), gained.as_slice()) {
        ([], []) => {}
        ([before], [after]) => walk.schemas(pass, before, after),
        ([], added) => {
            for after in added {
                let facts = Facts::values(None, Some(&name(after))).subject(keyword);
                walk.report(pass, Kind::AlternativeAdded, Place::added(after), facts);
            }
        }
        (removed, []) => {
            for before in removed {
                let facts = Facts::values(Some(&name(before)), None).subject(keyword);
                walk.report(pass, Kind::AlternativeRemoved, Place::removed(before), facts);
            }
        }
        _ => walk.report(pass, Kind::SchemaChanged, Place::both(old, new), Facts::about(keyword)),
    }
}

/// The name of the component, or the schema itself.
fn name(alternative: &Cursor<'_>) -> Value {
    pointer::reference(alternative.value)
        .and_then(|reference| reference.rsplit('/').next())
        .map_or_else(|| alternative.value.clone(), Value::from)
}
