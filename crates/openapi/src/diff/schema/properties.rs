//! Properties that only one side describes and nobody has to send.

use super::Views;
use super::kinds::Disobeyed;
use crate::diff::change::Facts;
use crate::diff::rules::Kind;
use crate::diff::walk::{Pass, Place, Walk};

pub(super) fn compare<'d>(
    walk: &mut Walk<'d>,
    pass: Pass,
    views: &Views<'d>,
    disobeyed: &Disobeyed<'d>,
) {
    let (old, new) = (&views.old, &views.new);
    let (before, after) = (old.properties(pass.direction), new.properties(pass.direction));
    let is_told = |name: &str| disobeyed.tells_property(name);
    for (name, property) in before.iter().filter(|(name, _)| !after.contains_key(*name)) {
        if !is_told(name) && old.describes(name) {
            let facts = Facts::about(*name);
            walk.report(pass, Kind::PropertyOptionalRemoved, Place::removed(property), facts);
        }
    }
    for (name, property) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
        if !is_told(name) && new.describes(name) {
            let facts = Facts::about(*name);
            walk.report(pass, Kind::PropertyOptionalAdded, Place::added(property), facts);
        }
    }
}
