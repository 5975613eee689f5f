//! What is secret is in no part of a finding.

use std::collections::BTreeMap;

use gatepact_finding::{
    Affected, Finding, Proof, Release, SchemaPlace, Severity, Subject, Text, Waived, Witness,
    WitnessRequest, WitnessResponse,
};
use gatepact_report::render::{Decoration, Format, render};
use gatepact_report::{Outcome, Results, Secrets};
use serde_json::json;

use crate::releases::{change, made_up, report, rule};

const SECRET: &str = "hunter2-hunter2";
const PIN: u64 = 4_711_081_547;

#[test]
fn nothing_secret_is_left_in_a_witness() {
    let text = || format!("<{SECRET}>");
    let headers = BTreeMap::from([(text(), text())]);
    let body = Some(json!({ text(): [{ "pin": PIN, "note": text() }, null, true, 1.5] }));
    let message = || Text::prose(text()).and_code(text());
    let place = (1, &*format!("/{SECRET}"));
    let mut finding = change(made_up("a.b"), Severity::Error, message(), place);
    finding.proof = Some(Proof::Witness(Box::new(Witness {
        operation: Some(text()),
        caller: Some(message()),
        request: Some(WitnessRequest {
            method: text(),
            path: text(),
            query: text(),
            headers: headers.clone(),
            body: body.clone(),
        }),
        response: Some(WitnessResponse { status: text(), headers, body }),
        holder: Release::Old,
        releases: message(),
        why: message(),
    })));
    finding.waived = Some(Waived { reason: text(), expires: text() });
    finding.consumers =
        Some(vec![Affected { consumer: text(), interaction: text(), file: text(), line: 1 }]);
    let secrets = Secrets::default().with([SECRET, &PIN.to_string()]);
    let results = Results { findings: vec![finding], interactions: Vec::new() };
    let clean = report(Outcome::Broken, results.redacted(&secrets).findings);
    let shown = render(&clean, Format::Json, Decoration::default());
    assert!(!shown.contains(SECRET) && !shown.contains(&PIN.to_string()), "{shown}");
    let body = &clean.findings[0].witness().unwrap().request.as_ref().unwrap().body;
    assert_eq!(
        body.as_ref().unwrap(),
        &json!({ "<[redacted]>": [{ "pin": "[redacted]", "note": "<[redacted]>" }, null, true, 1.5] })
    );
}

/// The changelog is made from facts that JSON does not show.
#[test]
fn nothing_secret_is_left_in_a_fact() {
    let text = || format!("<{SECRET}>");
    let secrets = Secrets::default().with([SECRET, &PIN.to_string()]);
    for (id, subject) in [
        ("request.constraint.narrowed", Subject::Keyword(text())),
        ("request.parameter.became-required", Subject::Parameter { place: text(), name: text() }),
        ("callback.removed", Subject::Callback { name: text(), request: text() }),
        ("response.enum.value-replaced", Subject::Schema),
        ("request.schema.changed", Subject::SchemaKeyword(text())),
    ] {
        let finding = Finding {
            proof: Some(Proof::Unproved(Text::prose(text()).and_code(text()))),
            subject: Some(subject),
            schema_place: SchemaPlace { path: Some(text()), field: Some(text()), part: None },
            old: Some(json!({ text(): [PIN, text()] })),
            new: Some(json!([PIN, text()])),
            ..change(rule(id), Severity::Error, Text::default(), (1, "/a"))
        };
        let results = Results { findings: vec![finding], interactions: Vec::new() };
        let clean = report(Outcome::Broken, results.redacted(&secrets).findings);
        for format in Format::ALL {
            let shown = render(&clean, format, Decoration::default());
            let is_clean = !shown.contains(SECRET) && !shown.contains(&PIN.to_string());
            assert!(is_clean, "{id} as {}:\n{shown}", format.name());
        }
        let held = format!("{:?}", clean.findings);
        assert!(!held.contains(SECRET) && !held.contains(&PIN.to_string()), "{id}: {held}");
    }
}
