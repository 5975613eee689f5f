//! What arrived, for tests.

use std::collections::VecDeque;
use std::fmt;

use gatepact_gateway_responses::ResponseType;

/// How many requests are remembered.
const REQUESTS: usize = 4_096;

/// How many bytes of a body are remembered.
const BODY: usize = 64 * 1024;

/// A request to the stage, and who answered it. `Debug` shows no header values and no body.
#[derive(Clone, PartialEq, Eq)]
pub struct Received {
    /// `GET`.
    pub method: String,
    /// The path and query, the stage included.
    pub target: String,
    /// The headers as they arrived.
    pub headers: Vec<(String, String)>,
    /// The body, at most its first 64 KiB.
    pub body: Vec<u8>,
    /// The operation that was reached: `GET /orders/{id}`.
    pub operation: Option<String>,
    /// The status of the answer.
    pub status: u16,
    /// Who answered.
    pub answered_by: AnsweredBy,
}

/// Who answered a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnsweredBy {
    /// The gateway, with one of its own answers.
    Gateway(ResponseType),
    /// The backend.
    Backend,
    /// A mock integration.
    Mock,
}

impl Received {
    /// The value of a header, by its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn keep_body(body: &[u8]) -> Vec<u8> {
        body[..body.len().min(BODY)].to_vec()
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { method, target, headers: _, body, operation, status, answered_by } = self;
        f.debug_struct("Received")
            .field("method", method)
            .field("path", &target.split('?').next().unwrap_or_default())
            .field("body_bytes", &body.len())
            .field("operation", operation)
            .field("status", status)
            .field("answered_by", answered_by)
            .finish_non_exhaustive()
    }
}

/// The last requests.
#[derive(Debug, Default)]
pub(crate) struct Log {
    requests: VecDeque<Received>,
    calls: VecDeque<String>,
}

impl Log {
    pub(crate) fn add(&mut self, received: Received) {
        keep(&mut self.requests, received);
    }

    pub(crate) fn add_call(&mut self, call: String) {
        keep(&mut self.calls, call);
    }

    pub(crate) fn calls(&self) -> Vec<String> {
        self.calls.iter().cloned().collect()
    }

    pub(crate) fn all(&self) -> Vec<Received> {
        self.requests.iter().cloned().collect()
    }
}

fn keep<T>(queue: &mut VecDeque<T>, item: T) {
    if queue.len() == REQUESTS {
        queue.pop_front();
    }
    queue.push_back(item);
}
