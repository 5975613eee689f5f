//! Findings and reports: the data that every command produces, and how each format renders it.
//!
//! A [`Report`] is a value; [`render`](render::render) turns it into text, JSON or JUnit XML and
//! touches nothing else. Whatever may hold a credential goes through [`Secrets::redact`] before it
//! becomes part of a report.

mod comparison;
mod finding;
mod interaction;
mod proof;
mod publication;
pub mod render;
mod report;
mod results;
mod secrets;
mod summary;

pub use comparison::{Changes, ComparedDocument, Comparison, apart};
pub use finding::{
    Affected, Direction, Evidence, Finding, Kind, Location, PactPlace, Severity, Waived,
};
pub use interaction::{GatewayMark, InteractionResult, Responder, Verdict};
pub use proof::{Proof, Witness, WitnessRequest, WitnessResponse};
pub use publication::{Action, Publication};
pub use report::{Command, Outcome, PactFile, Report, Run, Target, Tool};
pub use results::Results;
pub use secrets::{REDACTED, Secrets, names_a_secret};
pub use summary::{ChangeCounts, Counts, Summary, Tally};
