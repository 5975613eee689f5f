//! Findings and reports: the data that every command produces, and how each format renders it.
//!
//! A [`Report`] is a value; [`render`](render::render) turns it into text, JSON or JUnit XML and
//! touches nothing else. Whatever may hold a credential goes through [`Secrets::redact`] before it
//! becomes part of a report.

mod finding;
mod proof;
mod publication;
pub mod render;
mod report;
mod secrets;

pub use finding::{Affected, Direction, Evidence, Finding, Location, PactPlace, Severity};
pub use proof::{Proof, Witness, WitnessRequest, WitnessResponse};
pub use publication::{Action, ChangeCounts, Publication};
pub use report::{
    Command, Counts, GatewayMark, InteractionResult, Outcome, PactFile, Report, Responder, Results,
    Run, Summary, Target, Tool, Verdict,
};
pub use secrets::{REDACTED, Secrets, names_a_secret};
