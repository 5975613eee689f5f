//! The request body: there or not, required or not.

use super::change::Facts;
use super::media_types;
use super::operations::Side;
use super::rules::Kind;
use super::walk::{Part, Pass, Place, Walk};

pub(super) fn compare<'d>(walk: &mut Walk<'d>, pass: Pass, old: &Side<'d>, new: &Side<'d>) {
    let (old, new) = (old.operation.get("requestBody"), new.operation.get("requestBody"));
    let (kind, place) = match (&old, &new) {
        (None, None) => return,
        (Some(old), None) => (Kind::BodyRemoved, Place::removed(old)),
        (None, Some(new)) if new.flag("required") => (Kind::BodyRequiredAdded, Place::added(new)),
        (None, Some(new)) => (Kind::BodyOptionalAdded, Place::added(new)),
        (Some(old), Some(new)) => {
            let body = walk.over(pass, Part::Body(""));
            media_types::compare(walk, body, old, new);
            match (old.flag("required"), new.flag("required")) {
                (true, false) => (Kind::BodyBecameOptional, Place::both(old, new)),
                (false, true) => (Kind::BodyBecameRequired, Place::both(old, new)),
                (true, true) | (false, false) => return,
            }
        }
    };
    walk.report(pass, kind, place, Facts::default());
}
