//! What is secret is in no part of a finding.

use std::collections::BTreeMap;

use gatepact_report::render::{Decoration, Format, render};
use gatepact_report::{Outcome, Results, Secrets, Witness, WitnessRequest, WitnessResponse};
use serde_json::json;

use crate::releases::{change, report};

const SECRET: &str = "hunter2-hunter2";
const PIN: u64 = 4_711_081_547;

#[test]
fn nothing_secret_is_left_in_a_witness() {
    let text = || format!("<{SECRET}>");
    let headers = BTreeMap::from([(text(), text())]);
    let body = Some(json!({ text(): [{ "pin": PIN, "note": text() }, null, true, 1.5] }));
    let mut finding =
        change("a.b", gatepact_report::Severity::Error, &text(), (1, &format!("/{SECRET}")));
    finding.witness = Some(Witness {
        operation: Some(text()),
        request: Some(WitnessRequest {
            method: text(),
            path: text(),
            query: text(),
            headers: headers.clone(),
            body: body.clone(),
        }),
        response: Some(WitnessResponse { status: text(), headers, body }),
        explains: text(),
    });
    finding.waived = Some(gatepact_report::Waived { reason: text(), expires: text() });
    finding.consumers = Some(vec![gatepact_report::Affected {
        consumer: text(),
        interaction: text(),
        file: text(),
        line: 1,
    }]);
    let secrets = Secrets::default().with([SECRET, &PIN.to_string()]);
    let results = Results { findings: vec![finding], interactions: Vec::new() };
    let clean = report(Outcome::Broken, results.redacted(&secrets).findings);
    let shown = render(&clean, Format::Json, Decoration::default());
    assert!(!shown.contains(SECRET) && !shown.contains(&PIN.to_string()), "{shown}");
    let body = &clean.findings[0].witness.as_ref().unwrap().request.as_ref().unwrap().body;
    assert_eq!(
        body.as_ref().unwrap(),
        &json!({ "<[redacted]>": [{ "pin": "[redacted]", "note": "<[redacted]>" }, null, true, 1.5] })
    );
}
