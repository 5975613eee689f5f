//! Why a change is believed, in the words of a report.

use gatepact_openapi::diff::Change;
use gatepact_openapi::diff::proof as engine;
use gatepact_report::{Finding, Proof, Witness, WitnessRequest, WitnessResponse};

/// Writes the proof of a change into its finding; `names` are those of the old release and the new one.
pub(super) fn prove(finding: &mut Finding, change: &Change, names: [&str; 2]) {
    match &change.proof {
        None => {}
        Some(engine::Proof::Declared) => finding.proof = Some(Proof::Declared),
        Some(engine::Proof::Unproved(why)) => {
            finding.proof = Some(Proof::Unproved);
            finding.message = format!("{}; unproved: {why}", finding.message);
        }
        Some(engine::Proof::Witness(witness)) => {
            finding.proof = Some(Proof::Witness);
            finding.witness = Some(self::witness(witness, names));
        }
    }
}

fn witness(witness: &engine::Witness, names: [&str; 2]) -> Witness {
    Witness {
        operation: witness.operation.clone(),
        request: witness.request.as_ref().map(request),
        response: witness.response.as_ref().map(response),
        explains: explains(witness, names),
    }
}

/// Which release has the message and which has not: a response speaks of answers, a request alone of what is accepted.
fn explains(witness: &engine::Witness, [old, new]: [&str; 2]) -> String {
    let is_response = witness.response.is_some();
    let who = match (witness.of, is_response) {
        (engine::Release::Old, false) => format!("accepted by {old}, refused by {new}"),
        (engine::Release::New, false) => format!("accepted by {new}, refused by {old}"),
        (engine::Release::Old, true) => format!("answered by {old}, gone in {new}"),
        (engine::Release::New, true) => format!("may be answered by {new}, never by {old}"),
    };
    match witness.why.as_str() {
        "" => who,
        why => format!("{who}: {why}"),
    }
}

fn request(request: &engine::Request) -> WitnessRequest {
    let engine::Request { method, path, query, headers, body } = request.clone();
    WitnessRequest { method, path, query, headers, body }
}

fn response(response: &engine::Response) -> WitnessResponse {
    let engine::Response { status, headers, body } = response.clone();
    WitnessResponse { status, headers, body }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(of: engine::Release, response: bool, why: &str) -> String {
        let response = response.then(|| engine::Response {
            status: "200".to_owned(),
            headers: Default::default(),
            body: None,
        });
        let operation = Some("POST /orders".to_owned());
        let why = why.to_owned();
        let witness = engine::Witness { request: None, response, operation, of, why };
        explains(&witness, ["1.4.0", "1.5.0"])
    }

    #[test]
    fn each_kind_of_witness_is_told_in_its_own_words() {
        use engine::Release::{New, Old};
        let why = "the property `size` is missing";
        assert_eq!(
            said(Old, false, why),
            "accepted by 1.4.0, refused by 1.5.0: the property `size` is missing"
        );
        assert_eq!(
            said(New, true, "1 is no string"),
            "may be answered by 1.5.0, never by 1.4.0: 1 is no string"
        );
        assert_eq!(said(Old, true, ""), "answered by 1.4.0, gone in 1.5.0");
        assert_eq!(said(New, false, ""), "accepted by 1.5.0, refused by 1.4.0");
    }
}
