//! How long a part is promised to live: `deprecated`, the date in `x-sunset`, the level in `x-stability-level`.
//!
//! The keys and their meaning are those of oasdiff's deprecation policy, which is where documents have them from. How
//! many days lie between a deprecation and its sunset is the policy of a house, and is not judged. What they make of a
//! removal is a policy, too.

use std::cmp::Ordering;

use gatepact_finding::Subject;
use gatepact_openapi::Cursor;
use serde_json::Value;

use super::context::{Context, Scope};
use super::raw_change::{Details, Place};
use crate::rules::ChangeKind;

pub(crate) const DEPRECATED: &str = "deprecated";
pub(crate) const SUNSET: &str = "x-sunset";
pub(crate) const STABILITY: &str = "x-stability-level";

/// Year, month, day.
pub(crate) type Date = (i32, u8, u8);

/// The kinds of change in the life of one sort of part.
pub(super) struct Kinds {
    pub(super) deprecated: ChangeKind,
    pub(super) reactivated: ChangeKind,
    pub(super) sunset_earlier: ChangeKind,
    pub(super) sunset_unreadable: ChangeKind,
    pub(super) sunset_withdrawn: ChangeKind,
}

/// Two states of a part that is still there; `subject` names it in a sentence where the kind alone does not.
pub(super) fn compare(
    context: &mut Context<'_>,
    scope: Scope,
    (kinds, subject): (&Kinds, Option<Subject>),
    (old, new): (&Cursor<'_>, &Cursor<'_>),
) {
    let kind = match (old.flag(DEPRECATED), new.flag(DEPRECATED)) {
        (false, false) => return,
        (true, false) => Some(kinds.reactivated),
        (false, true) if sunset(new) == Sunset::Unreadable => Some(kinds.sunset_unreadable),
        (false, true) => Some(kinds.deprecated),
        (true, true) => match (sunset(old), sunset(new)) {
            (Sunset::On(before), Sunset::On(after)) => {
                (after < before).then_some(kinds.sunset_earlier)
            }
            (Sunset::On(_), Sunset::Absent | Sunset::Unreadable) => Some(kinds.sunset_withdrawn),
            (Sunset::Absent, Sunset::Unreadable) => Some(kinds.sunset_unreadable),
            (Sunset::Absent | Sunset::Unreadable, _) => None,
        },
    };
    if let Some(kind) = kind {
        let details = Details::values(old.value.get(SUNSET), new.value.get(SUNSET));
        context.report(scope, kind, Place::both(old, new), Details { subject, ..details });
    }
}

/// Two levels of stability, reported as lowered or raised.
pub(super) fn compare_stability(
    context: &mut Context<'_>,
    scope: Scope,
    ((lowered, raised), subject): ((ChangeKind, ChangeKind), Option<Subject>),
    (old, new): (&Cursor<'_>, &Cursor<'_>),
) {
    let kind = match stability(new).cmp(&stability(old)) {
        Ordering::Less => lowered,
        Ordering::Equal => return,
        Ordering::Greater => raised,
    };
    let level = |part: &Cursor<'_>| {
        part.value.get(STABILITY).cloned().unwrap_or_else(|| Value::from("stable"))
    };
    let details = Details::values(Some(&level(old)), Some(&level(new)));
    context.report(scope, kind, Place::both(old, new), Details { subject, ..details });
}

/// The levels, from no promise to the whole of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stability {
    Draft,
    Alpha,
    Beta,
    Stable,
}

impl Stability {
    /// What the value of the key means. A level that is not one of the four says nothing, so the part is as stable as
    /// one without a level: `ga` must not count as a reservation.
    pub(crate) fn of(value: Option<&Value>) -> Self {
        match value.and_then(Value::as_str) {
            Some("beta") => Self::Beta,
            Some("alpha") => Self::Alpha,
            Some("draft") => Self::Draft,
            Some(_) | None => Self::Stable,
        }
    }
}

/// The level of a part; without one it is stable.
pub(crate) fn stability(part: &Cursor<'_>) -> Stability {
    Stability::of(part.value.get(STABILITY))
}

/// What a part says of its last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sunset {
    Absent,
    Unreadable,
    On(Date),
}

/// The sunset date of a part.
pub(crate) fn sunset(part: &Cursor<'_>) -> Sunset {
    match part.value.get(SUNSET) {
        None => Sunset::Absent,
        Some(value) => value.as_str().and_then(date).map_or(Sunset::Unreadable, Sunset::On),
    }
}

/// The day of a full date or of a date-time (RFC 3339); the time of the day decides nothing.
fn date(text: &str) -> Option<Date> {
    let day = match text.split_once(['T', 't', ' ']) {
        Some((day, time)) if time.starts_with(|first: char| first.is_ascii_digit()) => day,
        Some(_) => return None,
        None => text,
    };
    let mut parts = day.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits =
        |part: &str, count| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    if !(digits(year, 4) && digits(month, 2) && digits(day, 2)) {
        return None;
    }
    let date: Date = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    ((1..=12).contains(&date.1) && (1..=31).contains(&date.2)).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_level_is_no_reservation() {
        for (text, expected) in [
            ("draft", Stability::Draft),
            ("beta", Stability::Beta),
            ("stable", Stability::Stable),
            ("ga", Stability::Stable),
            ("", Stability::Stable),
        ] {
            assert_eq!(Stability::of(Some(&text.into())), expected, "{text}");
        }
        assert_eq!(Stability::of(Some(&1.into())), Stability::Stable);
        assert_eq!(Stability::of(None), Stability::Stable);
    }

    #[test]
    fn dates_are_days_with_or_without_a_time() {
        for (text, expected) in [
            ("2027-12-31", Some((2027, 12, 31))),
            ("2027-12-31T10:00:00Z", Some((2027, 12, 31))),
            ("2027-12-31 10:00:00", Some((2027, 12, 31))),
            ("2027-13-01", None),
            ("2027-00-01", None),
            ("2027-1-1", None),
            ("2027-12-31Tea", None),
            ("31.12.2027", None),
            ("+027-12-31", None),
            ("", None),
        ] {
            assert_eq!(date(text), expected, "{text}");
        }
    }
}
