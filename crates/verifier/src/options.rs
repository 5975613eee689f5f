//! How pacts are replayed.

use std::time::Duration;

use gatepact_report::Secrets;
use http::{HeaderName, HeaderValue};

use crate::{AuthPolicy, Credentials, Filter, StateHandler, Target};

/// How pacts are replayed.
#[derive(Debug, Clone)]
pub struct Options {
    /// Who is asked.
    pub target: Target,
    /// Which interactions are replayed.
    pub filter: Filter,
    /// Which interaction gets which credentials.
    pub auth: AuthPolicy,
    /// The credentials of the run.
    pub credentials: Credentials,
    /// Headers set on every request, in place of the pact's own of the same name.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// Who sets provider states up.
    pub states: Option<StateHandler>,
    /// How long one request may take, from the connection to the last byte of the answer.
    pub request_timeout: Duration,
    /// How many interactions may be under way at once; at least 1.
    pub concurrency: usize,
    /// Whether handlers and writes are isolated, so that everything may run at once.
    pub parallel_states: bool,
    /// What must never be shown.
    pub secrets: Secrets,
}

/// What a run tells while it goes on. Texts hold no secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// An interaction has its verdict.
    Judged {
        /// How many have theirs.
        done: usize,
        /// How many there are.
        total: usize,
    },
    /// Something was sent and answered, or not.
    Exchanged {
        /// `GET http://127.0.0.1:8080/orders/42 (api-key)`.
        request: String,
        /// `200 in 12 ms`, or why there is no answer.
        answer: String,
    },
}
