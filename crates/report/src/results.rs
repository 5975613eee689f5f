//! What a run brought to light, and its cleaning from secrets.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{GatewayMark, InteractionResult, Secrets};
use gatepact_finding::{
    Affected, Evidence, Finding, Location, PactPlace, Pointer, Proof, SchemaPlace, Text, Waived,
    Witness, WitnessRequest, WitnessResponse,
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
    ///
    /// What comes from a pact stays as it is: names of interactions do not change with the credentials of a run, and
    /// readers of the pact know them. The requests as curl commands were cleaned when they were made.
    #[must_use]
    pub fn redacted(mut self, secrets: &Secrets) -> Results {
        let clean = |text: &mut String| *text = secrets.redact(text);
        for finding in &mut self.findings {
            redact(finding, secrets);
        }
        for result in &mut self.interactions {
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

/// What a finding about a pact says in the pact's own words.
fn known(finding: &Finding) -> Vec<String> {
    let Some(PactPlace { file, consumer, provider, interaction, .. }) = &finding.pact else {
        return Vec::new();
    };
    let names = [Some(file), consumer.as_ref(), provider.as_ref(), interaction.as_ref()];
    let evidence = finding.evidence.as_ref();
    let promised = [evidence.map(|it| &it.at), evidence.and_then(|it| it.expected.as_ref())];
    names
        .into_iter()
        .chain(promised)
        .chain([finding.operation.as_ref()])
        .flatten()
        .cloned()
        .collect()
}

fn redact(finding: &mut Finding, secrets: &Secrets) {
    let clean = |text: &mut String| *text = secrets.redact(text);
    let clean_text = |text: &mut Text| *text = std::mem::take(text).map(|it| secrets.redact(it));
    let beside = secrets.beside(known(finding).iter().map(String::as_str));
    let clean_told = |text: &mut Text| *text = std::mem::take(text).map(|it| beside.redact(it));
    clean_told(&mut finding.message);
    finding.help.as_mut().map(clean_told);
    if finding.pact.is_none() {
        finding.operation.as_mut().map(clean);
    }
    finding.operations.iter_mut().for_each(clean);
    if let Some(Location { file, line: _, column: _, pointer }) = &mut finding.location {
        clean(file);
        redact_pointer(pointer, secrets);
    }
    if let Some(PactPlace { file, .. }) = &mut finding.pact {
        // A file that was named by a URL.
        *file = Secrets::default().redact(file);
    }
    for Affected { consumer, interaction, file, line: _ } in
        finding.consumers.iter_mut().flatten().chain(&mut finding.touches)
    {
        [consumer, interaction, file].into_iter().for_each(clean);
    }
    match &mut finding.proof {
        Some(Proof::Witness(witness)) => redact_witness(witness, secrets),
        Some(Proof::Unproved(reason)) => clean_text(reason),
        Some(Proof::Declared) | None => {}
    }
    redact_facts(finding, &beside);
    if let Some(Waived { owner, reason, expires }) = &mut finding.waived {
        owner.as_mut().map(clean);
        clean(reason);
        clean(expires);
    }
    if let Some(Evidence { at: _, expected: _, actual, answer }) = &mut finding.evidence {
        let strict = secrets.strict();
        for text in [actual, answer].into_iter().flatten() {
            *text = strict.redact(text);
        }
    }
}

fn redact_witness(witness: &mut Witness, secrets: &Secrets) {
    let clean = |text: &mut String| *text = secrets.redact(text);
    let clean_text = |text: &mut Text| *text = std::mem::take(text).map(|it| secrets.redact(it));
    let Witness { operation, caller, request, response, holder: _, releases, why } = witness;
    operation.as_mut().map(clean);
    caller.as_mut().map(clean_text);
    clean_text(releases);
    clean_text(why);
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

/// The facts from which a format makes sentences of its own.
fn redact_facts(finding: &mut Finding, secrets: &Secrets) {
    finding.subject = finding.subject.take().map(|it| it.map(|name| secrets.redact(name)));
    let SchemaPlace { path, field, part: _ } = &mut finding.schema_place;
    for text in [path, field].into_iter().flatten() {
        *text = secrets.redact(text);
    }
    for value in [&mut finding.old, &mut finding.new].into_iter().flatten() {
        redact_value(value, secrets);
    }
}

fn redact_pointer(pointer: &mut Pointer, secrets: &Secrets) {
    *pointer = secrets.redact(pointer).into();
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
