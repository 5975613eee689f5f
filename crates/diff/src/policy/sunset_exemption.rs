//! What was announced breaks no consumer that read the announcement.
//!
//! | what was removed | judged as |
//! |---|---|
//! | after its sunset date | safe: it was announced, and the day is past |
//! | before its sunset date | breaking: it was promised to live until then |
//! | deprecated without a date | risky: it was announced, but not for when |
//! | of stability `draft` or `alpha`, or in an operation that is | safe: nothing was promised |
//! | anything else | what it is without all this |

use gatepact_finding::Proof;
use gatepact_openapi::Cursor;

use crate::compare::deprecation::{
    DEPRECATED, Date, STABILITY, SUNSET, Stability, Sunset, stability, sunset,
};
use crate::evidence::ProvenChange;
use crate::rules::{ChangeKind, ProofKind};

/// What the removal of a part means for those who read its announcement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Removal {
    /// It promised nothing.
    Unstable,
    /// It was announced for a day that is past.
    AfterSunset,
    /// It was promised to live until a day that is not past.
    BeforeSunset,
    /// It was announced without a day.
    Announced,
    /// It was not announced.
    Unannounced,
}

/// Judges the removal of a part by what the part said of its own life, although a message shows that it is gone.
pub(super) fn apply(change: &mut ProvenChange, old: &Cursor<'_>, today: Option<Date>) {
    let part = change.place.old.as_deref().and_then(|pointer| old.at(pointer));
    let Some((part, kind)) = part.and_then(|part| {
        let level = stability(&part).min(change.promised);
        let kind = exempted(change.kind, removal(&part, level, today))?;
        Some((part, kind))
    }) else {
        return;
    };
    let key = if stability(&part) <= Stability::Alpha { STABILITY } else { SUNSET };
    change.kind = kind;
    change.details.old = part.value.get(key).cloned();
    let is_declared = kind.info().proof == ProofKind::Declared && change.may_lose();
    change.proof = is_declared.then_some(Proof::Declared);
}

/// The kind that a removal becomes.
fn exempted(kind: ChangeKind, removal: Removal) -> Option<ChangeKind> {
    match (kind, removal) {
        (ChangeKind::OperationRemoved, Removal::Unstable) => {
            Some(ChangeKind::OperationRemovedUnstable)
        }
        (ChangeKind::OperationRemoved, Removal::AfterSunset) => {
            Some(ChangeKind::OperationRemovedAfterSunset)
        }
        (ChangeKind::OperationRemoved, Removal::Announced) => {
            Some(ChangeKind::OperationRemovedAnnounced)
        }
        // Levels are those of operations.
        (ChangeKind::ParameterRemoved, Removal::AfterSunset) => {
            Some(ChangeKind::ParameterRemovedAfterSunset)
        }
        (ChangeKind::ParameterRemoved, Removal::BeforeSunset) => {
            Some(ChangeKind::ParameterRemovedBeforeSunset)
        }
        (ChangeKind::PropertyRemoved | ChangeKind::PropertyRefused, Removal::AfterSunset)
        | (ChangeKind::PropertyOptionalRemoved, Removal::AfterSunset | Removal::Unstable) => {
            Some(ChangeKind::PropertyRemovedAfterSunset)
        }
        _ => None,
    }
}

/// What its own words, and those of its operation, made of the removal of a part.
fn removal(part: &Cursor<'_>, level: Stability, today: Option<Date>) -> Removal {
    if level <= Stability::Alpha {
        return Removal::Unstable;
    }
    match (part.flag(DEPRECATED), sunset(part)) {
        (false, _) => Removal::Unannounced,
        (true, Sunset::Absent) => Removal::Announced,
        // A day that cannot be read is not past.
        (true, Sunset::Unreadable) => Removal::BeforeSunset,
        (true, Sunset::On(date)) => match today {
            Some(today) if date <= today => Removal::AfterSunset,
            Some(_) | None => Removal::BeforeSunset,
        },
    }
}
