//! What is announced of properties: deprecation, sunset, stability.
//!
//! No message shows an announcement, so that schemas which differ in nothing else mean the same. It is therefore looked
//! for where the property is written: both documents are walked side by side, and a definition that moved to another
//! place is not followed. A property below `components` is told without the operations that reach it.

use super::change::Change;
use super::cursor::Cursor;
use super::lifetime::{self, Date, Kinds, Removal};
use super::rules::Kind;
use super::walk::{Pass, Walk};
use crate::Document;

const LIFE: Kinds = Kinds {
    deprecated: Kind::PropertyDeprecated,
    reactivated: Kind::PropertyReactivated,
    sunset_earlier: Kind::PropertySunsetEarlier,
    sunset_unreadable: Kind::PropertySunsetUnreadable,
    sunset_withdrawn: Kind::PropertySunsetWithdrawn,
};

const LEVELS: (Kind, Kind) = (Kind::PropertyStabilityLowered, Kind::PropertyStabilityRaised);

/// Keys behind which no schema stands, whatever is written there.
const NO_SCHEMAS: [&str; 5] = ["const", "default", "enum", "example", "examples"];

/// The properties of the schemas that operations share.
pub(super) fn compare_shared(walk: &mut Walk<'_>, old: &Document, new: &Document) {
    let pass = walk.whole();
    let (old, new) = (Cursor::new(old.value()), Cursor::new(new.value()));
    compare(walk, pass, &old.get_or_absent("components"), &new.get_or_absent("components"));
}

/// The properties of all schemas below two parts; documents are no deeper than the reader lets them be.
pub(super) fn compare(walk: &mut Walk<'_>, pass: Pass, old: &Cursor<'_>, new: &Cursor<'_>) {
    if old.value == new.value {
        return;
    }
    for (old, new) in old.items().zip(new.items()) {
        compare(walk, pass, &old, &new);
    }
    for (key, old) in old.raw_members() {
        if NO_SCHEMAS.contains(&key) || key.starts_with("x-") {
            continue;
        }
        let Some(new) = new.raw(key) else { continue };
        if key == "properties" {
            named(walk, pass, &old, &new);
        } else {
            compare(walk, pass, &old, &new);
        }
    }
}

/// A map from names to schemas; a property may have any name, `properties` among them.
fn named(walk: &mut Walk<'_>, pass: Pass, old: &Cursor<'_>, new: &Cursor<'_>) {
    for (name, old) in old.raw_members() {
        let Some(new) = new.raw(name) else { continue };
        lifetime::compare(walk, pass, (&LIFE, Some(name.to_owned())), (&old, &new));
        lifetime::compare_stability(walk, pass, (LEVELS, Some(name.to_owned())), (&old, &new));
        compare(walk, pass, &old, &new);
    }
}

/// A property that went after its sunset breaks nobody who read the announcement.
pub(super) fn pardon(change: &mut Change, old: &Document, today: Option<Date>) {
    let is_removal = matches!(
        change.kind,
        Kind::PropertyRemoved | Kind::PropertyOptionalRemoved | Kind::PropertyRefused
    );
    let place = change.pointer_old.as_deref().filter(|_| is_removal);
    let Some(property) = place.and_then(|pointer| Cursor::new(old.value()).at(pointer)) else {
        return;
    };
    if lifetime::removal(&property, today) == Removal::AfterSunset {
        change.kind = Kind::PropertyRemovedAfterSunset;
        change.facts.old = lifetime::facts(&property, None).old;
        change.proof = None;
    }
}
