//! What came of a verification, and the steps that ask for it.

use serde_json::{Map, Value};

use crate::binary::Report;
use crate::gherkin::{Row, Step};
use crate::provider::{Received, STATES};

/// A finished run and what the provider saw of it.
pub(super) struct Outcome {
    pub(super) report: Report,
    pub(super) received: Vec<Received>,
}

impl Outcome {
    /// An error says what is not as the step has it.
    pub(super) fn check(&self, step: &Step) -> Result<(), String> {
        let text = step.text.as_str();
        let first = step.quoted().first().copied().unwrap_or_default();
        let holds = match text {
            "the verification will be successful" => self.report.code == 0,
            "the verification will NOT be successful" => self.report.code != 0,
            "the provider state callback will be called before the verification is run" => {
                self.received.first().is_some_and(|came| came.path == STATES)
            }
            "the provider state callback will be called after the verification is run" => {
                self.received.last().is_some_and(|came| came.path == STATES)
            }
            "the provider state callback will NOT receive a teardown call" => {
                self.calls("teardown").count() == 0
            }
            _ if text.starts_with("the verification results will contain a") => {
                self.report.findings_of(rule(first)).next().is_some()
            }
            _ if text.starts_with("there will be a pending") => self.has_pending(rule(first)),
            _ if text.starts_with("the provider state callback will receive a setup call") => {
                self.calls("setup").any(|call| is_for(call, first, step))
            }
            _ if text.starts_with("the provider state callback will receive a teardown call") => {
                self.calls("teardown").any(|call| is_for(call, first, step))
            }
            _ if text.starts_with("a warning will be displayed") => {
                let warnings = self.report.findings_of("provider-state.no-handler");
                warnings.into_iter().any(|w| w["message"].as_str().unwrap().contains(first))
            }
            _ if text.starts_with("the request to the provider will contain the header") => {
                let (name, value) = first.split_once(": ").unwrap();
                let header = (name.to_lowercase(), value.to_owned());
                self.received.iter().any(|came| came.headers.contains(&header))
            }
            _ if text.starts_with("the comment") || text.contains("as the original test name") => {
                self.report.text.contains(first)
            }
            _ => panic!("an unknown step: {text}"),
        };
        if holds { Ok(()) } else { Err(format!("not so: {text} (exit {})", self.report.code)) }
    }

    /// The calls of the state handler.
    fn calls(&self, action: &str) -> impl Iterator<Item = &Value> {
        let calls = self.received.iter().filter(|came| came.path == STATES);
        calls.map(|came| &came.json).filter(move |call| call["action"] == action)
    }

    fn has_pending(&self, rule: &str) -> bool {
        let pending = |description: &Value| {
            let interactions = self.report.json["interactions"].as_array().unwrap();
            interactions.iter().any(|i| i["description"] == *description && i["pending"] == true)
        };
        self.report.findings_of(rule).any(|finding| pending(&finding["pact"]["interaction"]))
    }
}

/// Our name for what the suite calls an error.
fn rule(error: &str) -> &'static str {
    match error {
        "Response status did not match" => "response.status.incompatible",
        "Headers had differences" => "response.header.incompatible",
        "Body had differences" => "response.body.incompatible",
        "State change request failed" => "provider-state.failed",
        _ => panic!("an unknown error: {error}"),
    }
}

/// Whether the handler was called for that state, with the parameters in the step's table.
fn is_for(call: &Value, state: &str, step: &Step) -> bool {
    let params: Map<String, Value> = step
        .table
        .iter()
        .flat_map(Row::cells)
        .map(|(name, cell)| (name.to_owned(), serde_json::from_str(cell).unwrap()))
        .collect();
    call["state"] == state && (params.is_empty() || call["params"] == Value::Object(params))
}
