//! Pacts and API documents side by side: whom does a change break?
//!
//! A pact says what its consumer sends and which responses it takes. Two documents say which requests a service allows
//! and which responses it sends. So an interaction can be replayed on paper, against a service that behaves as its
//! document says.
//!
//! | module | concept |
//! |---|---|
//! | [`mod@impact`] | which interactions a change breaks |
//! | `review` | two documents and the pacts under a policy |
//! | `request`, `parameters`, `forms`, `text_values`, `credentials`, `refusal` | whether a document allows a request |
//! | `selection` | which described response an interaction expects |
//! | `response`, `body`, `candidates` | whether the responses of a document satisfy an interaction |
//! | `judge` | Pact's own rules, asked |
//! | `schemas`, `shape`, `inheritance` | the schemas of both documents, as alternatives |
//! | `touch`, `reach` | which changes an interaction has, and which explain a fault |
//! | `fault`, `shown` | why an interaction cannot be kept; the message that shows it |
//! | `trace` | a JSON value along its schema |
//! | `described` | which parts of a value the schemas under a schema are about |
//!
//! Everything here is a pure function over values.

mod body;
mod candidates;
mod credentials;
mod described;
mod fault;
mod forms;
pub mod impact;
mod inheritance;
mod judge;
mod parameters;
mod reach;
mod refusal;
mod request;
mod response;
mod review;
mod schemas;
mod selection;
mod shape;
mod shown;
mod text_values;
mod touch;
mod trace;

pub use gatepact_matching::{Comparison as Matching, MatchError, MatchResult, Runner, TIME_LIMIT};
pub use impact::{Reached, impact};
pub use review::{Review, review};
