//! Properties that are not listed.

use super::view::{Additional, View};
use crate::diff::change::Facts;
use crate::diff::rules::Kind;
use crate::diff::walk::{Pass, Place, Walk};

pub(super) fn compare<'d>(walk: &mut Walk<'d>, pass: Pass, old: &View<'d>, new: &View<'d>) {
    let kind = match (&old.additional, &new.additional) {
        (Additional::Allowed, Additional::Allowed) | (Additional::Refused, Additional::Refused) => {
            return;
        }
        (Additional::Like(old), Additional::Like(new)) => return walk.schemas(pass, old, new),
        (Additional::Allowed | Additional::Like(_), Additional::Refused)
        | (Additional::Allowed, Additional::Like(_)) => Kind::AdditionalPropertiesClosed,
        (Additional::Refused | Additional::Like(_), Additional::Allowed)
        | (Additional::Refused, Additional::Like(_)) => Kind::AdditionalPropertiesOpened,
    };
    walk.report(pass, kind, Place::both(&old.at, &new.at), Facts::default());
}
