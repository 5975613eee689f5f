//! How long a part is promised to live: `deprecated`, the date in `x-sunset`, the level in `x-stability-level`.
//!
//! | what goes | judged as |
//! |---|---|
//! | after its sunset date | safe: it was announced, and the day has come |
//! | before its sunset date | breaking: it was promised to live until then |
//! | deprecated without a date | risky: it was announced, nobody knows for when |
//! | of stability `draft` or `alpha` | safe: nothing was promised |
//! | anything else | what it is without all this |
//!
//! The keys and their meaning are those of oasdiff's deprecation policy, which is where documents have them from. How
//! many days lie between a deprecation and its sunset is the policy of a house, and is not judged.

use std::cmp::Ordering;

use serde_json::Value;

use super::change::Facts;
use super::cursor::Cursor;
use super::rules::Kind;
use super::walk::{Pass, Place, Walk};

const DEPRECATED: &str = "deprecated";
const SUNSET: &str = "x-sunset";
const STABILITY: &str = "x-stability-level";

/// Year, month, day.
pub(super) type Date = (i32, u8, u8);

/// What the removal of a part means for those who read its announcement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Removal {
    /// It promised nothing.
    Unstable,
    /// It was announced for a day that has come.
    AfterSunset,
    /// It was promised to live until a day that has not come.
    BeforeSunset,
    /// It was announced without a day.
    Announced,
    /// Nobody was told.
    Unannounced,
}

/// What its own words made of the removal of a part.
pub(super) fn removal(part: &Cursor<'_>, today: Option<Date>) -> Removal {
    if stability(part) <= Stability::Alpha {
        return Removal::Unstable;
    }
    match (part.flag(DEPRECATED), sunset(part)) {
        (false, _) => Removal::Unannounced,
        (true, Sunset::Absent) => Removal::Announced,
        // A day that nobody can read has not come.
        (true, Sunset::Unreadable) => Removal::BeforeSunset,
        (true, Sunset::On(date)) => match today {
            Some(today) if date <= today => Removal::AfterSunset,
            Some(_) | None => Removal::BeforeSunset,
        },
    }
}

/// The facts of a removal: what, and the sunset date or the level that decided.
pub(super) fn facts(part: &Cursor<'_>, subject: Option<String>) -> Facts {
    let key = if stability(part) <= Stability::Alpha { STABILITY } else { SUNSET };
    Facts { subject, ..Facts::values(part.value.get(key), None) }
}

/// The kinds of change in the life of one sort of part.
pub(super) struct Kinds {
    pub(super) deprecated: Kind,
    pub(super) reactivated: Kind,
    pub(super) sunset_earlier: Kind,
    pub(super) sunset_unreadable: Kind,
    pub(super) sunset_withdrawn: Kind,
}

/// Two states of a part that is still there; `subject` names it in a sentence where the kind alone does not.
pub(super) fn compare(
    walk: &mut Walk<'_>,
    pass: Pass,
    (kinds, subject): (&Kinds, Option<String>),
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
        let facts = Facts::values(old.value.get(SUNSET), new.value.get(SUNSET));
        walk.report(pass, kind, Place::both(old, new), Facts { subject, ..facts });
    }
}

/// Two levels of stability, told as lowered or raised.
pub(super) fn compare_stability(
    walk: &mut Walk<'_>,
    pass: Pass,
    ((lowered, raised), subject): ((Kind, Kind), Option<String>),
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
    let facts = Facts::values(Some(&level(old)), Some(&level(new)));
    walk.report(pass, kind, Place::both(old, new), Facts { subject, ..facts });
}

/// The levels, from no promise to the whole of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stability {
    /// A level that nobody knows promises nothing that one could rely on.
    Unknown,
    Draft,
    Alpha,
    Beta,
    Stable,
}

fn stability(part: &Cursor<'_>) -> Stability {
    match part.value.get(STABILITY).map(Value::as_str) {
        None | Some(Some("stable")) => Stability::Stable,
        Some(Some("beta")) => Stability::Beta,
        Some(Some("alpha")) => Stability::Alpha,
        Some(Some("draft")) => Stability::Draft,
        Some(Some(_) | None) => Stability::Unknown,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sunset {
    Absent,
    Unreadable,
    On(Date),
}

fn sunset(part: &Cursor<'_>) -> Sunset {
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
