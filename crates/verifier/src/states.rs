//! Provider states: Pact's own protocol over HTTP.
//!
//! `POST {"action": "setup"|"teardown", "state": NAME, "params": {..}}`, one call per state. A JSON
//! object in the answer feeds the generators of the request.

use std::collections::HashMap;
use std::time::Duration;

use http::Method;
use http::header::CONTENT_TYPE;
use pact_models::provider_states::ProviderState;
use reqwest::{Client, Request, Url};
use serde_json::{Map, Value, json};

use crate::exchange::{Answer, ExchangeError, exchange};

/// The pause before the first retry; each further one doubles it.
const FIRST_PAUSE: Duration = Duration::from_millis(250);

/// Who sets provider states up.
#[derive(Debug, Clone)]
pub struct StateHandler {
    /// The handler's URL.
    pub url: Url,
    /// Whether states are torn down after the interaction.
    pub teardown: bool,
    /// How often a call is repeated that could not connect or was answered with 5xx.
    pub retries: u32,
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
pub(crate) enum StateError {
    #[error(
        "{action} of the provider state \"{state}\" failed: the handler answered {status}: {body}"
    )]
    Refused { action: &'static str, state: String, status: u16, body: String },
    #[error("{action} of the provider state \"{state}\" failed: {source}")]
    Unreachable { action: &'static str, state: String, source: ExchangeError },
}

impl StateHandler {
    /// Asks the handler for one state.
    ///
    /// Returns the values of its answer, empty for an answer without a JSON object.
    pub(crate) async fn change(
        &self,
        client: &Client,
        state: &ProviderState,
        action: Action,
        timeout: Duration,
    ) -> Result<HashMap<String, Value>, StateError> {
        let mut pause = FIRST_PAUSE;
        let mut left = self.retries;
        loop {
            let result = exchange(client, self.request(state, action), timeout).await;
            let may_pass = match &result {
                Ok(answer) => answer.status >= 500,
                Err(ExchangeError::NotConnected(_)) => true,
                Err(_) => false,
            };
            if !may_pass || left == 0 {
                return values(result, state, action);
            }
            left -= 1;
            tokio::time::sleep(pause).await;
            pause *= 2;
        }
    }

    fn request(&self, state: &ProviderState, action: Action) -> Request {
        // A map with sorted keys: the same bytes each time.
        let params: Map<String, Value> =
            state.params.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
        let body = json!({ "action": action.name(), "state": state.name, "params": params });
        let mut request = Request::new(Method::POST, self.url.clone());
        let kind = http::HeaderValue::from_static("application/json");
        request.headers_mut().insert(CONTENT_TYPE, kind);
        *request.body_mut() = Some(body.to_string().into());
        request
    }
}

fn values(
    result: Result<Answer, ExchangeError>,
    state: &ProviderState,
    action: Action,
) -> Result<HashMap<String, Value>, StateError> {
    let (action, state) = (action.name(), state.name.clone());
    match result {
        Ok(answer) if (200..300).contains(&answer.status) => {
            match serde_json::from_slice(&answer.body) {
                Ok(Value::Object(values)) => Ok(values.into_iter().collect()),
                Ok(_) | Err(_) => Ok(HashMap::new()),
            }
        }
        Ok(answer) => {
            let body = match String::from_utf8_lossy(&answer.body) {
                body if body.trim().is_empty() => "(no body)".to_owned(),
                body => body.into_owned(),
            };
            Err(StateError::Refused { action, state, status: answer.status, body })
        }
        Err(source) => Err(StateError::Unreachable { action, state, source }),
    }
}
