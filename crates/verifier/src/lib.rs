//! Replays pacts against a provider and judges the answers.
//!
//! [`verify`] takes pacts and [`Options`] and gives back [`Results`](gatepact_report::Results): what
//! each interaction's verdict is, and every finding. It prints nothing, reads no environment and
//! writes no file.
//!
//! One interaction goes through these steps, each in a file of its own:
//!
//! | step | file |
//! |---|---|
//! | choose what to replay | `filter` |
//! | choose the credentials | `auth` |
//! | set the provider states up, and tear them down afterwards | `states` |
//! | apply generators, build the request, sign what is really sent | `request` |
//! | send it, bounded in time and size | `exchange` |
//! | match the answer, turn mismatches into findings | `matcher`, `verdict` |
//!
//! `replay` takes one interaction through them, `run` keeps the order of all.

mod auth;
mod client;
mod error;
mod exchange;
mod filter;
mod matcher;
mod options;
mod outcome;
mod replay;
mod request;
mod rule;
mod run;
mod states;
mod verdict;

pub use auth::{AuthPolicy, AuthRule, Credentials};
pub use error::VerifyError;
pub use filter::Filter;
pub use matcher::MATCHER;
pub use options::{Event, Options};
pub use outcome::outcome;
pub use rule::Rule;
pub use run::verify;
pub use states::StateHandler;
