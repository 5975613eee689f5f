//! What was announced breaks nobody who read the announcement.

use super::change::Change;
use super::cursor::Cursor;
use super::lifetime::{self, Date, Removal};
use super::rules::Kind;
use crate::Document;

/// A property that went after its sunset is no break, although a message shows that it is gone.
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
