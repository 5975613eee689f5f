//! The type: another one, a narrower one, a wider one.

use std::ops::ControlFlow;

use serde_json::Value;

use super::view::View;
use crate::diff::change::Facts;
use crate::diff::rules::Kind;
use crate::diff::walk::{Pass, Place, Walk};

/// Breaks off where the two have nothing left to compare.
pub(super) fn compare(
    walk: &mut Walk<'_>,
    pass: Pass,
    old: &View<'_>,
    new: &View<'_>,
) -> ControlFlow<()> {
    let kind = match (old.type_name, new.type_name) {
        (before, after) if before == after => return ControlFlow::Continue(()),
        (None, Some(_)) | (Some("number"), Some("integer")) => Kind::TypeNarrowed,
        (Some(_), None) | (Some("integer"), Some("number")) => Kind::TypeWidened,
        (Some(_), Some(_)) | (None, None) => Kind::TypeChanged,
    };
    let name = |view: &View<'_>| Value::from(view.type_name.unwrap_or("any"));
    let facts = Facts::values(Some(&name(old)), Some(&name(new)));
    walk.report(pass, kind, Place::both(&old.at, &new.at), facts);
    let numbers = matches!(old.type_name, Some("number" | "integer"))
        && matches!(new.type_name, Some("number" | "integer"));
    if numbers { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
}
