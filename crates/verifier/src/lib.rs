//! Replays pacts against a provider and judges the answers.
//!
//! [`verify`] takes pacts and [`Options`] and gives back [`Results`](gatepact_report::Results): what
//! each interaction's verdict is, and every finding. It prints nothing, reads no environment and
//! writes no file; it runs no program but a token command that it was given.
//!
//! One interaction goes through these steps, each in a file of its own:
//!
//! | step | file |
//! |---|---|
//! | choose what to replay | `filter` |
//! | choose the kinds of credentials | `auth` |
//! | obtain them: given, looked up, printed by a command, granted by a token endpoint | `credentials` |
//! | set the provider states up, and tear them down afterwards | `states` |
//! | apply generators | `generate` |
//! | build the request within the base path, sign what is really sent | `path`, `query`, `headers`, `request` |
//! | send it in its turn, over HTTP or to a Lambda function | `ask`, `pace`, `send`, `target` |
//! | all within bounds of time and size | `exchange` |
//! | match the answer, turn mismatches into findings | `matcher`, `verdict`, `delivery` |
//! | tell who gave the answer, gateway or provider | `attribution` |
//! | make a verdict of both | `judgement` |
//! | once more, if that can help and the budget allows | `retry` |
//! | see whether the stage refuses what lacks a credential | `probe` |
//!
//! [`rehearse`] makes the request and stops there. `replay` takes one interaction through them, `run` keeps the order of all, `remarks` says what is
//! said once about a run.

mod answer;
mod ask;
mod attribution;
mod auth;
mod client;
mod counts;
mod credentials;
mod curl;
mod decoding;
mod delivery;
mod error;
mod exchange;
mod filter;
mod generate;
mod headers;
mod judgement;
mod matcher;
mod options;
mod outcome;
mod pace;
mod path;
mod probe;
mod query;
mod rehearsal;
mod remarks;
mod replay;
mod request;
mod retry;
mod rule;
mod run;
mod send;
mod states;
mod target;
mod verdict;

pub use auth::{AuthPolicy, AuthRule};
pub use client::{Connection, Proxies, client};
pub use credentials::{ApiKey, Bearer, ClientCredentials, Credentials, Reach, TokenCommand};
pub use error::VerifyError;
pub use filter::{Filter, InteractionKey};
pub use matcher::MATCHER;
pub use options::{Course, Event, Options, Probe};
pub use outcome::outcome;
pub use rehearsal::{Rehearsed, rehearse};
pub use rule::Rule;
pub use run::verify;
pub use states::{StateHandler, StateHandlerAt};
pub use target::{LambdaTarget, PayloadFormat, Target, UnknownPayloadFormat};
