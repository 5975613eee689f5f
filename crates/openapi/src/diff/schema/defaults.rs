//! The value that stands for an absent one.

use super::view::View;
use crate::diff::change::Facts;
use crate::diff::rules::Kind;
use crate::diff::walk::{Pass, Place, Walk};

pub(super) fn compare(walk: &mut Walk<'_>, pass: Pass, old: &View<'_>, new: &View<'_>) {
    let (before, after) = (old.keyword("default"), new.keyword("default"));
    if before != after {
        let facts = Facts::values(before, after);
        walk.report(pass, Kind::DefaultChanged, Place::both(&old.at, &new.at), facts);
    }
}
