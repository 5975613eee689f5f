//! Bounds and formats.

use std::cmp::Ordering;

use serde_json::Value;

use super::view::View;
use crate::diff::change::Facts;
use crate::diff::rules::Kind;
use crate::diff::walk::{Pass, Place, Walk};

/// How the values of a keyword compare.
#[derive(Clone, Copy)]
enum Bound {
    /// More is stricter.
    Lower,
    /// Less is stricter.
    Upper,
    /// True is stricter; absent is false.
    Switch,
    /// Any is stricter than none; two are not compared.
    Shape,
}

const KEYWORDS: [(&str, Bound); 14] = [
    ("exclusiveMaximum", Bound::Switch),
    ("exclusiveMinimum", Bound::Switch),
    ("format", Bound::Shape),
    ("maxItems", Bound::Upper),
    ("maxLength", Bound::Upper),
    ("maxProperties", Bound::Upper),
    ("maximum", Bound::Upper),
    ("minItems", Bound::Lower),
    ("minLength", Bound::Lower),
    ("minProperties", Bound::Lower),
    ("minimum", Bound::Lower),
    ("multipleOf", Bound::Shape),
    ("pattern", Bound::Shape),
    ("uniqueItems", Bound::Switch),
];

pub(super) fn compare(walk: &mut Walk<'_>, pass: Pass, old: &View<'_>, new: &View<'_>) {
    for (keyword, bound) in KEYWORDS {
        let (before, after) = (old.keyword(keyword), new.keyword(keyword));
        if let Some(kind) = bound.kind(before, after) {
            let facts = Facts::values(before, after).subject(keyword);
            walk.report(pass, kind, Place::both(&old.at, &new.at), facts);
        }
    }
}

impl Bound {
    fn kind(self, old: Option<&Value>, new: Option<&Value>) -> Option<Kind> {
        let stricter = match self {
            Self::Switch => {
                let on = |value: Option<&Value>| value.and_then(Value::as_bool).unwrap_or(false);
                on(new).cmp(&on(old))
            }
            Self::Lower | Self::Upper | Self::Shape => match (old, new) {
                (None, None) => Ordering::Equal,
                (None, Some(_)) => Ordering::Greater,
                (Some(_), None) => Ordering::Less,
                (Some(old), Some(new)) if old == new => Ordering::Equal,
                (Some(old), Some(new)) => match (self, old.as_f64(), new.as_f64()) {
                    (Self::Lower, Some(old), Some(new)) => new.total_cmp(&old),
                    (Self::Upper, Some(old), Some(new)) => old.total_cmp(&new),
                    _ => return Some(Kind::ConstraintChanged),
                },
            },
        };
        match stricter {
            Ordering::Less => Some(Kind::ConstraintWidened),
            Ordering::Equal => None,
            Ordering::Greater => Some(Kind::ConstraintNarrowed),
        }
    }
}
