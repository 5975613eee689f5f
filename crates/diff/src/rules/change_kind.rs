//! A kind of change, and what the table says of it.

mod table;

pub use table::{CHANGE_KINDS, ChangeKind};

use gatepact_finding::{ChangelogSection, Direction, Facts, Template, Text};
use serde_json::Value;

use super::effect::Effect;

/// Where a kind of change applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppliesTo {
    /// To requests and to responses.
    Both,
    /// To requests only.
    Request,
    /// To responses only.
    Response,
    /// To the API or an operation as a whole; judged as a request, since that is what fails.
    Whole,
}

/// How a change of a kind is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProofKind {
    /// By a caller whom one release lets in and the other refuses, or may refuse.
    Caller,
    /// The documents say so outside of the schemas; no message shows it from within them.
    Declared,
    /// By a message that the one release accepts or sends and the other does not.
    Schema,
    /// By the message of the old release of which a part was removed.
    Withdrawn,
}

/// One kind of change.
#[derive(Debug, Clone, Copy)]
pub struct ChangeKindInfo {
    /// Its key.
    pub kind: ChangeKind,
    /// Its name without direction.
    pub name: &'static str,
    /// The name in requests and in responses.
    ids: [&'static str; 2],
    /// Where it exists.
    pub applies_to: AppliesTo,
    /// What it does.
    pub effect: Effect,
    /// How it is shown where it breaks.
    pub proof: ProofKind,
    /// Where a changelog lists it, unless it breaks.
    pub section: ChangelogSection,
    /// What it means, for the documentation.
    pub doc: &'static str,
    /// What changed, in one sentence without a full stop.
    pub message: Template,
    /// What to do about it.
    pub help: Template,
}

impl ChangeKindInfo {
    /// The directions in which this kind exists; a request for what concerns the API or an operation as a whole.
    #[must_use]
    pub fn directions(&self) -> &'static [Direction] {
        match self.applies_to {
            AppliesTo::Both => &[Direction::Request, Direction::Response],
            AppliesTo::Request | AppliesTo::Whole => &[Direction::Request],
            AppliesTo::Response => &[Direction::Response],
        }
    }

    /// What changed, in one sentence without a full stop. One value and several have sentences of their own.
    #[must_use]
    pub fn sentence(&self, facts: Facts<'_>) -> Text {
        let many = |value: Option<&Value>| value.and_then(Value::as_array).map(Vec::len);
        let template = match (self.kind, many(facts.old), many(facts.new)) {
            (ChangeKind::EnumValueAdded, _, Some(2..)) => Template::new("{new} are new values"),
            (ChangeKind::EnumValueRemoved, Some(2..), _) => {
                Template::new("{old} are no longer values")
            }
            (ChangeKind::EnumAdded, _, Some(1)) => Template::new("only {new} is a value now"),
            _ => self.message,
        };
        template.fill(facts)
    }

    /// The id in a direction, for example `response.property.removed`.
    #[must_use]
    pub fn id(&self, direction: Direction) -> &'static str {
        match (self.applies_to, direction) {
            (AppliesTo::Whole, _) => self.name,
            (AppliesTo::Both | AppliesTo::Request | AppliesTo::Response, Direction::Request) => {
                self.ids[0]
            }
            (AppliesTo::Both | AppliesTo::Request | AppliesTo::Response, Direction::Response) => {
                self.ids[1]
            }
        }
    }
}
