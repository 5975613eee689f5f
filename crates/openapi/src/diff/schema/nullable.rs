//! Null or not.

use super::view::View;
use crate::diff::change::Facts;
use crate::diff::rules::Kind;
use crate::diff::walk::{Pass, Place, Walk};

pub(super) fn compare(walk: &mut Walk<'_>, pass: Pass, old: &View<'_>, new: &View<'_>) {
    // Without a type, null passes anyway (OpenAPI 3.0.3, clarification of `nullable`).
    if old.type_name.is_none() || new.type_name.is_none() {
        return;
    }
    let kind = match (old.nullable, new.nullable) {
        (false, true) => Kind::NullableAdded,
        (true, false) => Kind::NullableRemoved,
        (true, true) | (false, false) => return,
    };
    walk.report(pass, kind, Place::both(&old.at, &new.at), Facts::default());
}
