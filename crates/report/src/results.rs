//! What a run brought to light, and its cleaning from secrets.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    Affected, Evidence, Finding, GatewayMark, InteractionResult, Location, PactPlace, Secrets,
    Waived, Witness, WitnessRequest, WitnessResponse,
};

/// What a run brought to light.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Results {
    /// What somebody should act on.
    pub findings: Vec<Finding>,
    /// Every interaction, in the order of the pacts.
    pub interactions: Vec<InteractionResult>,
}

impl Results {
    /// The same results without any of the secrets, whatever part they had slipped into.
    #[must_use]
    pub fn redacted(mut self, secrets: &Secrets) -> Results {
        let clean = |text: &mut String| *text = secrets.redact(text);
        for finding in &mut self.findings {
            redact(finding, secrets);
        }
        for result in &mut self.interactions {
            clean(&mut result.description);
            result.states.iter_mut().for_each(clean);
            for text in [&mut result.operation, &mut result.curl] {
                text.as_mut().map(clean);
            }
            if let Some(GatewayMark { request_id, error_type, response_type: _, front }) =
                &mut result.gateway
            {
                for text in [request_id, error_type, front] {
                    text.as_mut().map(clean);
                }
            }
        }
        self
    }
}

fn redact(finding: &mut Finding, secrets: &Secrets) {
    let clean = |text: &mut String| *text = secrets.redact(text);
    clean(&mut finding.message);
    finding.help.as_mut().map(clean);
    finding.operation.as_mut().map(clean);
    finding.operations.iter_mut().for_each(clean);
    if let Some(Location { file, line: _, pointer }) = &mut finding.location {
        clean(file);
        clean(pointer);
    }
    if let Some(PactPlace { file, line: _, consumer, provider, interaction, pointer }) =
        &mut finding.pact
    {
        clean(file);
        for text in [consumer, provider, interaction, pointer] {
            text.as_mut().map(clean);
        }
    }
    for Affected { consumer, interaction, file, line: _ } in finding.consumers.iter_mut().flatten()
    {
        [consumer, interaction, file].into_iter().for_each(clean);
    }
    if let Some(witness) = &mut finding.witness {
        redact_witness(witness, secrets);
    }
    if let Some(Waived { reason, expires }) = &mut finding.waived {
        clean(reason);
        clean(expires);
    }
    if let Some(Evidence { at, expected, actual, answer }) = &mut finding.evidence {
        clean(at);
        for text in [expected, actual, answer] {
            text.as_mut().map(clean);
        }
    }
}

fn redact_witness(witness: &mut Witness, secrets: &Secrets) {
    let clean = |text: &mut String| *text = secrets.redact(text);
    let Witness { operation, request, response, explains } = witness;
    operation.as_mut().map(clean);
    clean(explains);
    if let Some(WitnessRequest { method, path, query, headers, body }) = request {
        [method, path, query].into_iter().for_each(clean);
        *headers = redacted_headers(headers, secrets);
        if let Some(body) = body {
            redact_value(body, secrets);
        }
    }
    if let Some(WitnessResponse { status, headers, body }) = response {
        clean(status);
        *headers = redacted_headers(headers, secrets);
        if let Some(body) = body {
            redact_value(body, secrets);
        }
    }
}

fn redacted_headers(
    headers: &BTreeMap<String, String>,
    secrets: &Secrets,
) -> BTreeMap<String, String> {
    let clean = |(name, value): (&String, &String)| (secrets.redact(name), secrets.redact(value));
    headers.iter().map(clean).collect()
}

/// Names of members as well as values; a number can be a secret too.
fn redact_value(value: &mut Value, secrets: &Secrets) {
    match value {
        Value::Null | Value::Bool(_) => {}
        Value::Number(number) => {
            let text = number.to_string();
            let clean = secrets.redact(&text);
            if clean != text {
                *value = Value::String(clean);
            }
        }
        Value::String(text) => *text = secrets.redact(text),
        Value::Array(items) => items.iter_mut().for_each(|item| redact_value(item, secrets)),
        Value::Object(members) => {
            let old = std::mem::take(members);
            for (name, mut member) in old {
                redact_value(&mut member, secrets);
                members.insert(secrets.redact(&name), member);
            }
        }
    }
}
