//! Properties of an object: added, removed, required, optional.
//!
//! A `readOnly` property counts in responses only, a `writeOnly` one in requests only.

use super::view::{Additional, View};
use crate::diff::change::Facts;
use crate::diff::cursor::Cursor;
use crate::diff::rules::Kind;
use crate::diff::severity::Direction;
use crate::diff::walk::{Pass, Place, Walk};

pub(super) fn compare<'d>(walk: &mut Walk<'d>, pass: Pass, old: &View<'d>, new: &View<'d>) {
    for (name, before) in old.properties.iter().filter(|(_, it)| counts(it, pass.direction)) {
        let was_required = old.required.contains(name);
        let after = new.properties.get(name).filter(|it| counts(it, pass.direction));
        let Some(after) = after else {
            let kind = removal(pass.direction, was_required, new);
            walk.report(pass, kind, Place::removed(before), Facts::about(*name));
            continue;
        };
        let kind = match (was_required, new.required.contains(name)) {
            (true, false) => Some(Kind::PropertyBecameOptional),
            (false, true) => Some(Kind::PropertyBecameRequired),
            (true, true) | (false, false) => None,
        };
        if let Some(kind) = kind {
            walk.report(pass, kind, Place::both(before, after), Facts::about(*name));
        }
        walk.schemas(pass, before, after);
    }
    let known = |name: &&str| old.properties.get(name).is_some_and(|it| counts(it, pass.direction));
    for (name, after) in
        new.properties.iter().filter(|(name, it)| !known(name) && counts(it, pass.direction))
    {
        // Required before it was described: nothing is asked for that was not asked for already.
        let is_required = new.required.contains(name) && !old.required.contains(name);
        let kind =
            if is_required { Kind::PropertyRequiredAdded } else { Kind::PropertyOptionalAdded };
        walk.report(pass, kind, Place::added(after), Facts::about(*name));
    }
    required_only(walk, pass, old, new);
}

fn removal(direction: Direction, was_required: bool, new: &View<'_>) -> Kind {
    match (direction, &new.additional, was_required) {
        (Direction::Request, Additional::Refused, _) => Kind::PropertyRefused,
        (_, _, true) => Kind::PropertyRemoved,
        (_, _, false) => Kind::PropertyOptionalRemoved,
    }
}

/// Names that are required without being described.
fn required_only(walk: &mut Walk<'_>, pass: Pass, old: &View<'_>, new: &View<'_>) {
    let described =
        |name: &str| old.properties.contains_key(name) || new.properties.contains_key(name);
    let place = || Place::both(&old.at, &new.at);
    for name in old.required.difference(&new.required).filter(|name| !described(name)) {
        walk.report(pass, Kind::PropertyBecameOptional, place(), Facts::about(*name));
    }
    for name in new.required.difference(&old.required).filter(|name| !described(name)) {
        walk.report(pass, Kind::PropertyBecameRequired, place(), Facts::about(*name));
    }
}

fn counts(property: &Cursor<'_>, direction: Direction) -> bool {
    let property = property.resolved();
    match direction {
        Direction::Request => !property.flag("readOnly"),
        Direction::Response => !property.flag("writeOnly"),
    }
}
