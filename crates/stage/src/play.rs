//! Gateway responses on request, for a test.

use std::collections::VecDeque;

use gatepact_gateway_responses::ResponseType;

/// One of the gateway's own answers, to be given for the next requests.
///
/// ```
/// use gatepact_stage::{Play, ResponseType};
///
/// let busy = Play::from(ResponseType::Throttled).times(2).on("GET /orders");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Play {
    response_type: ResponseType,
    times: u32,
    operation: Option<String>,
}

impl From<ResponseType> for Play {
    /// Once, whatever the request.
    fn from(response_type: ResponseType) -> Self {
        Self { response_type, times: 1, operation: None }
    }
}

impl Play {
    /// For so many requests.
    #[must_use]
    pub fn times(self, times: u32) -> Self {
        Self { times, ..self }
    }

    /// Only for requests that reach this operation: `GET /orders/{id}`, `ANY /{proxy+}`.
    #[must_use]
    pub fn on(self, operation: &str) -> Self {
        Self { operation: Some(operation.to_owned()), ..self }
    }
}

/// What the control plane does instead of answering, to be done for the next calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ControlFailure {
    /// The identity may not do this.
    AccessDenied,
    /// The account's limit of calls is reached: `TooManyRequestsException`.
    Throttled,
    /// `GetExport` answers 200 with something that is no document. Other calls ignore it.
    NoDocument,
}

/// What is still to be played, in the order in which it was asked for.
#[derive(Debug, Default)]
pub(crate) struct Plays {
    invoke: VecDeque<Play>,
    control: VecDeque<(ControlFailure, u32)>,
}

impl Plays {
    pub(crate) fn add(&mut self, play: Play) {
        self.invoke.push_back(play);
    }

    pub(crate) fn add_control(&mut self, failure: ControlFailure, times: u32) {
        self.control.push_back((failure, times));
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The answer for the next request that reaches `operation`; `None` is a request before its route is known.
    pub(crate) fn take(&mut self, operation: Option<&str>) -> Option<ResponseType> {
        self.invoke.retain(|play| play.times > 0);
        let play = self.invoke.iter_mut().find(|play| play.operation.as_deref() == operation)?;
        play.times -= 1;
        Some(play.response_type)
    }

    pub(crate) fn take_control(&mut self, exporting: bool) -> Option<ControlFailure> {
        self.control.retain(|(_, times)| *times > 0);
        let (failure, times) = self
            .control
            .iter_mut()
            .find(|(failure, _)| exporting || *failure != ControlFailure::NoDocument)?;
        *times -= 1;
        Some(*failure)
    }
}
