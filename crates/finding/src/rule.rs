//! What a rule table says of all findings of one id.

use serde::{Serialize, Serializer};

use crate::{Severity, Template};

/// A row of a rule table. Only the tables of `diff`, `compat` and `verifier` make one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The stable id that scripts filter on, such as `response.body.incompatible`.
    pub id: &'static str,
    /// How much its findings weigh.
    pub severity: Severity,
    /// What its findings are about.
    pub kind: RuleKind,
    /// What a finding does to the answer of the run that found it.
    pub doubt: Doubt,
}

/// What the findings of a rule are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleKind {
    /// A change between two documents.
    Change {
        /// Where a changelog for callers lists it.
        section: ChangelogSection,
        /// What the changelog says.
        for_callers: CallerSentences,
    },
    /// Anything else: a broken promise, an unreadable pact, a waiver that no change needs.
    Remark,
}

/// A change as a changelog tells it to those who call the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallerSentences {
    /// The sentence.
    pub sentence: Template,
    /// Whether the sentence says where the change is; else the field or the part of the message stands before it.
    pub names_place: bool,
    /// The sentence for a change that lies in a field, where that is another one.
    pub in_field: Option<Template>,
}

/// Where a changelog for those who call the API lists a change that does not break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangelogSection {
    /// Nowhere: callers cannot see it.
    Unseen,
    /// Announced to go.
    Deprecated,
    /// Different.
    Changed,
    /// New.
    Added,
    /// Gone.
    Removed,
}

/// What a finding does to the answer of the run that found it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// Nothing.
    None,
    /// The verdicts hold, but the run did not tell everything.
    Incomplete,
    /// No verdict of the run holds.
    Everything,
}

impl Rule {
    /// A rule about something other than a change, which leaves the run's verdicts alone.
    #[must_use]
    pub const fn remark(id: &'static str, severity: Severity) -> Rule {
        Rule { id, severity, kind: RuleKind::Remark, doubt: Doubt::None }
    }

    /// The same rule, whose findings cast doubt on the run.
    #[must_use]
    pub const fn doubted(self, doubt: Doubt) -> Rule {
        Rule { doubt, ..self }
    }

    /// Whether its findings are changes between two documents.
    #[must_use]
    pub fn is_change(&self) -> bool {
        matches!(self.kind, RuleKind::Change { .. })
    }
}

/// Its id.
impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id)
    }
}
