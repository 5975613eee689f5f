//! The gateway's weather: what passes is waited out, what stays is no broken promise.

use axum::http::{HeaderValue, StatusCode};
use serde_json::json;

use crate::harness::{Provider, Said, root};

#[test]
fn a_throttle_that_outlasts_the_retry_budget_is_unknown_for_all_who_wait_at_once() {
    let provider = Provider::mutated(|parts, body| {
        parts.status = StatusCode::TOO_MANY_REQUESTS;
        parts
            .headers
            .insert("x-amzn-errortype", HeaderValue::from_static("TooManyRequestsException"));
        *body = json!({ "message": "Too Many Requests" });
    });
    let said = Said::of(
        provider
            .verify(&root())
            .args(["--dir", "pacts", "--retry-budget", "1s", "--report", "json"]),
    );
    let report = said.expect(3, &[]).json();
    assert_eq!(report["outcome"], "unknown");
    assert_eq!(report["summary"]["broken"], 0, "{report:#}");
    assert_eq!(report["summary"]["unknown"], report["summary"]["interactions"]);
}
