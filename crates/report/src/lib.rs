//! Reports: what a run found and how each format renders it.
//!
//! A [`Report`] is a value; [`render`](render::render) turns it into text, JSON or JUnit XML and
//! touches nothing else. Whatever may hold a credential goes through [`Secrets::redact`] before it
//! becomes part of a report.

mod comparison;
mod interaction;
mod page;
mod publication;
pub mod render;
mod report;
mod results;
mod secrets;
mod summary;
mod visible;

pub use comparison::{Changes, ComparedAs, ComparedDocument, Comparison, NotCarriedGroup};
pub use interaction::{GatewayMark, InteractionResult, Responder, Verdict};
pub use page::{Line, Page, Shown};
pub use publication::{Action, Publication};
pub use report::{Command, Outcome, PactFile, Report, Run, Target, Tool};
pub use results::Results;
pub use secrets::{REDACTED, SHORTEST, Secrets, masked, names_a_secret, path_names_a_secret};
pub use summary::{ChangeCounts, Counts, Summary};
pub use visible::visible;
