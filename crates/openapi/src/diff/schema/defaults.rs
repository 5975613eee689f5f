//! The value that stands for an absent one.

use super::Views;
use crate::diff::change::Facts;
use crate::diff::rules::Kind;
use crate::diff::walk::{Pass, Place, Walk};

pub(super) fn compare<'d>(walk: &mut Walk<'d>, pass: Pass, views: &Views<'d>) {
    let (before, after) = (views.old.keyword("default"), views.new.keyword("default"));
    let (before, after) = (before.map(|it| it.value), after.map(|it| it.value));
    if before != after {
        let facts = Facts::values(before, after);
        let place = Place::both(&views.old.at, &views.new.at);
        walk.report(pass, Kind::DefaultChanged, place, facts);
    }
}
