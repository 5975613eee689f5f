//! What Gatepact finds, as data: nothing here is rendered, and no rule is spelled.
//!
//! `diff`, `compat` and `verifier` emit a [`Finding`]; `report` renders it. A finding comes from a [`Rule`] of one of
//! their tables, says what it is about as a [`Subject`] with an old and a new value, and where that is.
//!
//! | module | concept |
//! |---|---|
//! | `finding` | one thing to act on |
//! | `rule` | what a rule table says of all findings of one id |
//! | `subject` | what a finding is about: a parameter, a header, a property |
//! | `fail_on` | which findings break a contract: the policy of a user |
//! | `severity`, `direction` | how much it weighs; which half of an exchange it is about |
//! | [`mod@pointer`], `location` | JSON pointers, the one place that escapes them; places in documents and pacts |
//! | `proof`, `witness` | why a change is believed; the message that shows it |
//! | `evidence` | what was expected, and what was received |
//! | `text`, `template` | sentences whose names stay names, and how rule tables write them |
//! | `stats`, `coverage` | how the comparison of the schemas ended, and how much was compared |
//! | `names` | the names of two documents |

mod coverage;
mod direction;
mod evidence;
mod fail_on;
mod finding;
mod location;
mod names;
pub mod pointer;
mod proof;
mod rule;
mod severity;
mod stats;
mod subject;
mod template;
mod text;
mod witness;

pub use coverage::{Coverage, NotCompared};
pub use direction::Direction;
pub use evidence::Evidence;
pub use fail_on::{FailOn, FailOnError, FailOnWord};
pub use finding::{Affected, Finding, Waived};
pub use location::{Location, PactPlace};
pub use names::without_common_folders;
pub use pointer::Pointer;
pub use proof::Proof;
pub use rule::{CallerSentences, ChangelogSection, Doubt, Rule, RuleKind};
pub use severity::Severity;
pub use stats::SchemaStats;
pub use subject::{MessagePart, SchemaPlace, Subject};
pub use template::{Facts, Template};
pub use text::{Span, Text};
pub use witness::{Release, Witness, WitnessRequest, WitnessResponse};
