//! How pacts are replayed.

use std::time::Duration;

use gatepact_report::Secrets;
use http::{HeaderName, HeaderValue};

use crate::{AuthPolicy, Connection, Credentials, Filter, StateHandler, Target};

/// How pacts are replayed.
#[derive(Debug, Clone)]
pub struct Options {
    /// Who is asked.
    pub target: Target,
    /// How connections are made.
    pub connection: Connection,
    /// What the pacts' paths begin with and the provider's do not: `/dev`, where a tool recorded the
    /// stage.
    pub strip_path_prefix: Option<String>,
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
    /// How the run goes.
    pub course: Course,
    /// What must never be shown.
    pub secrets: Secrets,
}

/// How a run goes: how fast, how long, how far.
#[derive(Debug, Clone)]
pub struct Course {
    /// How long one request may take, from the connection to the last byte of the answer.
    pub request_timeout: Duration,
    /// How much longer repetitions may make the run, all together.
    pub retry_budget: Duration,
    /// How many requests a second the provider is sent at most.
    pub max_rps: Option<f64>,
    /// How many interactions may be under way at once; at least 1.
    pub concurrency: usize,
    /// Whether handlers and writes are isolated, so that everything may run at once.
    pub parallel_states: bool,
    /// Whether interactions that write are left out.
    pub read_only: bool,
    /// Whether the first interaction that is not kept ends the run.
    pub exit_on_first_error: bool,
    /// Which kept interactions are sent again without one of their credentials.
    pub probe: Probe,
}

/// Whether the provider is asked to refuse what lacks a credential.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Probe {
    /// It is not.
    #[default]
    Off,
    /// With interactions that only read.
    Reads,
    /// With those that write as well.
    Everything,
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
    /// Something will be sent again.
    Repeating {
        /// What: `GET /orders/42`.
        operation: String,
        /// After which pause.
        pause: Duration,
    },
}
