//! Listed values.

use serde_json::Value;

use super::view::View;
use crate::diff::change::Facts;
use crate::diff::rules::Kind;
use crate::diff::walk::{Pass, Place, Walk};

pub(super) fn compare(walk: &mut Walk<'_>, pass: Pass, old: &View<'_>, new: &View<'_>) {
    let place = Place::both(&old.at, &new.at);
    let (before, after) = match (old.enumeration, new.enumeration) {
        (None, None) => return,
        (None, Some(after)) => {
            let facts = Facts::values(None, Some(&Value::Array(after.clone())));
            return walk.report(pass, Kind::EnumAdded, place, facts);
        }
        (Some(before), None) => {
            let facts = Facts::values(Some(&Value::Array(before.clone())), None);
            return walk.report(pass, Kind::EnumRemoved, place, facts);
        }
        (Some(before), Some(after)) => (before, after),
    };
    for value in before.iter().filter(|value| !after.contains(value)) {
        walk.report(pass, Kind::EnumValueRemoved, place.clone(), Facts::values(Some(value), None));
    }
    for value in after.iter().filter(|value| !before.contains(value)) {
        walk.report(pass, Kind::EnumValueAdded, place.clone(), Facts::values(None, Some(value)));
    }
}
