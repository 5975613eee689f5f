//! A change between two documents.

use std::fmt;

use gatepact_finding::{Direction, Facts, Finding, Pointer, Severity, Text};

use crate::rules::ChangeKind;

/// A finding about two documents, with what the documents' own values know of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What kind of change.
    pub kind: ChangeKind,
    /// Which way the changed part travels; what concerns an operation or the API as a whole is judged as a request.
    pub direction: Direction,
    /// Where the part stands in the value of the old document; `None` for an addition.
    pub old: Option<Pointer>,
    /// Where the part stands in the value of the new document; `None` for a removal.
    pub new: Option<Pointer>,
    /// What reports show of it.
    pub finding: Finding,
}

impl Change {
    /// The id, for example `response.property.removed`.
    #[must_use]
    pub fn id(&self) -> &'static str {
        self.finding.id()
    }

    /// How bad it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.finding.severity
    }

    /// What changed, in one sentence that does not say where.
    #[must_use]
    pub fn sentence(&self) -> Text {
        let Finding { subject, old, new, .. } = &self.finding;
        let (subject, old, new) = (subject.as_ref(), old.as_ref(), new.as_ref());
        self.kind.info().sentence(Facts { subject, old, new, field: None })
    }

    /// The order of changes: the most urgent first, then by id and place.
    pub(crate) fn rank(&self) -> impl Ord + use<> {
        (self.finding.urgency(), self.id(), [self.new.clone(), self.old.clone()])
    }
}

/// `breaking response.property.removed GET /orders: the property `id` is gone (/components/schemas/Order/..)`
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.severity().change_word(), self.id())?;
        if self.finding.opened {
            f.write_str(" (opened)")?;
        }
        if !self.finding.operations.is_empty() {
            write!(f, " {}", self.finding.operations.join(", "))?;
        }
        let pointer = self.new.as_ref().or(self.old.as_ref());
        write!(f, ": {} ({})", self.sentence(), pointer.map_or("", Pointer::as_str))
    }
}
