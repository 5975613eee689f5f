use hyper::HeaderMap;
use hyper::header::AUTHORIZATION;

use super::{Refusal, text};
use crate::gateway_answer::UNAUTHORIZED;

/// Any token passes: which tokens are valid is the authorizer's business, not the contract's.
pub(super) fn check(headers: &HeaderMap) -> Result<(), Refusal> {
    let token = match text(headers, &AUTHORIZATION).split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
        _ => "",
    };
    if token.is_empty() {
        return Err(Refusal {
            reason: "it has no `Authorization: Bearer ..` header",
            answer: UNAUTHORIZED,
        });
    }
    Ok(())
}
