//! What a comparison of two parts notes: ids and details, no sentence, and nothing yet of how it is shown.

use gatepact_finding::{Direction, Facts, Pointer, Release, Subject, Text};
use gatepact_openapi::Cursor;
use gatepact_schema::Reason;
use serde_json::Value;

use crate::callers::caller::Caller;
use crate::rules::ChangeKind;

/// A difference between two parts.
pub(crate) struct RawChange<'d> {
    pub(crate) kind: ChangeKind,
    pub(crate) direction: Direction,
    pub(crate) place: Place,
    pub(crate) details: Details,
    pub(crate) candidate: Option<Candidate<'d>>,
    pub(crate) loss: Loss,
    /// Position of the part of the message that it is about, where that is not a schema's.
    pub(crate) part: Option<usize>,
    /// Who is let in by one of the releases only, where that is what differs.
    pub(crate) caller: Option<LetIn>,
}

/// A caller whom one release lets in.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LetIn {
    /// In words.
    pub(crate) caller: Text,
    /// Which release lets it in.
    pub(crate) holder: Release,
    /// Whether the other one may still let it in.
    pub(crate) is_doubtful: bool,
    /// Whether it has no credentials and was refused.
    pub(crate) opened: bool,
}

impl LetIn {
    /// The old release lets it in, the new one does not.
    pub(crate) fn by_old(caller: &Caller) -> Self {
        let (caller, holder) = (caller.describe(), Release::Old);
        Self { caller, holder, is_doubtful: false, opened: false }
    }

    /// The old release lets it in, the new one may.
    pub(crate) fn by_old_for_certain(caller: &Caller) -> Self {
        Self { is_doubtful: true, ..Self::by_old(caller) }
    }

    /// The new release lets it in, the old one did not.
    pub(crate) fn by_new(caller: &Caller) -> Self {
        Self { holder: Release::New, ..Self::by_old(caller) }
    }
}

impl<'d> RawChange<'d> {
    /// A difference of which nothing has to be shown.
    pub(crate) fn new(
        kind: ChangeKind,
        direction: Direction,
        place: Place,
        details: Details,
    ) -> Self {
        Self {
            kind,
            direction,
            place,
            details,
            candidate: None,
            loss: Loss::Message,
            part: None,
            caller: None,
        }
    }
}

/// What a difference that may break costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Loss {
    /// Messages: the other release refuses them, or never sends them.
    Message,
    /// No message is refused, because an open alternative accepts everything; a consumer of the alternative that changed
    /// receives values that it does not know.
    Reader,
}

/// What is to be shown in whole messages: values that disobey a demand of the schema that accepts them.
#[derive(Clone)]
pub(crate) struct Candidate<'d> {
    pub(crate) at: Cursor<'d>,
    pub(crate) fragment: Value,
    /// What it explains beyond that, as a stricter demand: another type also says that null is another value.
    pub(crate) explains: Option<Value>,
    /// Why it could not be decided by itself.
    pub(crate) doubt: Option<Reason>,
    /// Whether it is about values that several alternatives of a `oneOf` take: elsewhere they are no loss.
    pub(crate) is_about_overlap: bool,
}

/// Where a change is, in the values of both documents.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// `None` for an addition.
    pub(crate) old: Option<Pointer>,
    /// `None` for a removal.
    pub(crate) new: Option<Pointer>,
}

/// What exactly changed, as far as the kind of change has it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Details {
    pub(crate) subject: Option<Subject>,
    pub(crate) old: Option<Value>,
    pub(crate) new: Option<Value>,
}

impl Place {
    pub(crate) fn added(new: &Cursor<'_>) -> Self {
        Self { old: None, new: Some(new.pointer.clone()) }
    }

    pub(crate) fn removed(old: &Cursor<'_>) -> Self {
        Self { old: Some(old.pointer.clone()), new: None }
    }

    pub(crate) fn both(old: &Cursor<'_>, new: &Cursor<'_>) -> Self {
        Self { old: Some(old.pointer.clone()), new: Some(new.pointer.clone()) }
    }
}

impl Details {
    pub(crate) fn about(subject: Subject) -> Self {
        Self { subject: Some(subject), old: None, new: None }
    }

    pub(crate) fn values(old: Option<&Value>, new: Option<&Value>) -> Self {
        // Keys have no order: equal details are equal texts.
        let sorted = |value: &Value| {
            let mut value = value.clone();
            value.sort_all_objects();
            value
        };
        Self { subject: None, old: old.map(sorted), new: new.map(sorted) }
    }

    /// What the gaps of a sentence may hold.
    pub(crate) fn facts(&self) -> Facts<'_> {
        let Details { subject, old, new } = self;
        Facts { subject: subject.as_ref(), old: old.as_ref(), new: new.as_ref(), field: None }
    }

    pub(crate) fn subject(self, subject: Subject) -> Self {
        Self { subject: Some(subject), ..self }
    }
}
