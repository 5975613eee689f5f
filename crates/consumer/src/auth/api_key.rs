use hyper::HeaderMap;
use hyper::header::HeaderName;

use super::{Refusal, text};
use crate::gateway_answer::FORBIDDEN;

/// Any key passes: which keys are valid is the stage's business, not the contract's.
pub(super) fn check(headers: &HeaderMap) -> Result<(), Refusal> {
    if text(headers, &HeaderName::from_static("x-api-key")).trim().is_empty() {
        return Err(Refusal { reason: "it has no `x-api-key` header", answer: FORBIDDEN });
    }
    Ok(())
}
