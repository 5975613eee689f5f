//! Provider states: Pact's own protocol, over HTTP or as the payload of a Lambda function.
//!
//! `{"action": "setup"|"teardown", "state": NAME, "params": {..}}`, one call per state. A JSON
//! object in the answer feeds the generators of the request.

mod http;
mod lambda;

use std::collections::HashMap;
use std::time::Duration;

use gatepact_gateway::{Function, Functions};
use pact_models::provider_states::ProviderState;
use reqwest::{Client, Url};
use serde_json::{Map, Value, json};
use tokio_util::sync::CancellationToken;

/// The pause before the first retry; each further one doubles it.
const FIRST_PAUSE: Duration = Duration::from_millis(250);

/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(8);

/// Who sets provider states up.
#[derive(Debug, Clone)]
pub struct StateHandler {
    /// Where the handler is.
    pub at: StateHandlerAt,
    /// Whether states are torn down after the interaction.
    pub teardown: bool,
    /// How often a call is repeated that did not reach the handler, or that it failed at.
    pub retries: u32,
}

/// Where a handler of provider states is.
#[derive(Debug, Clone)]
pub enum StateHandlerAt {
    /// At a URL, to which calls are posted.
    Url(Url),
    /// A Lambda function, whose payload they are.
    Function {
        /// The connection to AWS.
        functions: Functions,
        /// The function.
        function: Function,
    },
}

/// What is asked of a handler.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    Setup,
    Teardown,
}

impl Action {
    fn name(self) -> &'static str {
        match self {
            Action::Setup => "setup",
            Action::Teardown => "teardown",
        }
    }
}

/// Why a state could not be changed.
#[derive(Debug, thiserror::Error)]
#[error("{action} of the provider state \"{state}\" failed: {reason}", action = action.name())]
pub(crate) struct StateError {
    action: Action,
    state: String,
    reason: String,
}

/// A call that failed.
pub(super) struct Failure {
    pub(super) reason: String,
    /// Whether another call may end better.
    pub(super) may_pass: bool,
}

/// The values that a handler returned.
type Values = HashMap<String, Value>;

impl StateHandler {
    /// Asks the handler for one state.
    ///
    /// Returns the values of its answer, empty for an answer without a JSON object. A set-up is not
    /// repeated after `cancel`; a teardown is, for it is what is left to do then.
    pub(crate) async fn change(
        &self,
        client: &Client,
        state: &ProviderState,
        action: Action,
        bounds: Bounds<'_>,
    ) -> Result<Values, StateError> {
        let mut pause = FIRST_PAUSE;
        let mut left = self.retries;
        loop {
            let failure = match self.call(client, state, action, bounds.timeout).await {
                Ok(values) => return Ok(values),
                Err(failure) => failure,
            };
            let stopped = action == Action::Setup && bounds.cancel.is_cancelled();
            if !failure.may_pass || left == 0 || stopped {
                return Err(StateError {
                    action,
                    state: state.name.clone(),
                    reason: failure.reason,
                });
            }
            left -= 1;
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = bounds.cancel.cancelled(), if action == Action::Setup => {}
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    async fn call(
        &self,
        client: &Client,
        state: &ProviderState,
        action: Action,
        timeout: Duration,
    ) -> Result<Values, Failure> {
        let payload = payload(state, action);
        match &self.at {
            StateHandlerAt::Url(url) => http::call(client, url, payload, timeout).await,
            StateHandlerAt::Function { functions, function } => {
                lambda::call(functions, function, payload, timeout).await
            }
        }
    }

    /// The URL of a handler that has one.
    pub(crate) fn url(&self) -> Option<&Url> {
        match &self.at {
            StateHandlerAt::Url(url) => Some(url),
            StateHandlerAt::Function { .. } => None,
        }
    }
}

/// How long a call may take, and what ends its repetition.
#[derive(Clone, Copy)]
pub(crate) struct Bounds<'a> {
    pub(crate) timeout: Duration,
    pub(crate) cancel: &'a CancellationToken,
}

fn payload(state: &ProviderState, action: Action) -> String {
    // A map with sorted keys: the same bytes each time.
    let mut params: Vec<(&String, &Value)> = state.params.iter().collect();
    params.sort_by_key(|(name, _)| *name);
    let params: Map<String, Value> =
        params.into_iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    json!({ "action": action.name(), "state": state.name, "params": params }).to_string()
}

fn values(answer: &[u8]) -> Values {
    match serde_json::from_slice(answer) {
        Ok(Value::Object(values)) => values.into_iter().collect(),
        Ok(_) | Err(_) => Values::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_has_the_same_bytes_each_time() {
        let params = ["z", "a", "m"].map(|name| (name.to_owned(), json!(1)));
        let state = ProviderState {
            name: "an order exists".to_owned(),
            params: params.into_iter().collect(),
        };
        assert_eq!(
            payload(&state, Action::Setup),
            r#"{"action":"setup","state":"an order exists","params":{"a":1,"m":1,"z":1}}"#
        );
    }

    #[test]
    fn only_an_object_holds_values() {
        assert_eq!(values(br#"{"id":"42"}"#), HashMap::from([("id".to_owned(), json!("42"))]));
        for answer in [&b""[..], b"ok", b"[1]", b"\"id\"", b"null"] {
            assert!(values(answer).is_empty());
        }
    }
}
