//! Which interaction a request is for, and whether it is that interaction's request.

use std::panic::RefUnwindSafe;

use hyper::HeaderMap;
use pact_matching::{RequestMatchResult, match_request};
use pact_models::interaction::Interaction as _;
use pact_models::pact::Pact;
use pact_models::v4::http_parts::HttpRequest;

use crate::auth::{self, Refusal};
use crate::interaction::Expectation;

/// What the judge says of a request; an interaction is given by its position.
pub(super) enum Verdict {
    Expected(usize),
    Refused(usize, Refusal),
    Different(usize, Vec<String>),
    Unexpected,
}

/// What the judge knows of the pact.
pub(super) struct Judge {
    pub(super) pact: Box<dyn Pact + Send + Sync + RefUnwindSafe>,
    pub(super) expectations: Vec<Expectation>,
}

impl Judge {
    /// Judges a request. Of several interactions that fit alike, one is preferred that was not
    /// requested before: the same request may be made in one state after the other.
    ///
    /// Credentials come before content, as in the gateway.
    pub(super) async fn judge(
        &self,
        request: &HttpRequest,
        headers: &HeaderMap,
        requested: &[bool],
    ) -> Verdict {
        let mut nearest: Option<((usize, bool), usize, Vec<String>)> = None;
        for (index, expectation) in self.expectations.iter().enumerate() {
            let Some(differences) = self.differences(expectation, request).await else { continue };
            let distance = (differences.len(), requested[index]);
            if nearest.as_ref().is_none_or(|(least, ..)| distance < *least) {
                nearest = Some((distance, index, differences));
            }
        }
        let Some((_, index, differences)) = nearest else { return Verdict::Unexpected };
        match auth::check(&self.expectations[index].auth, headers) {
            Err(refusal) => Verdict::Refused(index, refusal),
            Ok(()) if differences.is_empty() => Verdict::Expected(index),
            Ok(()) => Verdict::Different(index, differences),
        }
    }

    /// What differs from an interaction's request, or nothing if it is for another route.
    async fn differences(
        &self,
        expectation: &Expectation,
        request: &HttpRequest,
    ) -> Option<Vec<String>> {
        let expected = expectation.http.request.clone();
        let interaction = expectation.http.boxed();
        match match_request(expected, request.clone(), &self.pact, &interaction).await {
            Ok(result) if result.method_or_path_mismatch() => None,
            Ok(result) => Some(descriptions(&result)),
            Err(error) => Some(vec![format!("{error:#}")]),
        }
    }
}

/// The matching keeps its findings in hash maps, so they come in any order.
fn descriptions(result: &RequestMatchResult) -> Vec<String> {
    let mut descriptions: Vec<_> =
        result.mismatches().iter().map(pact_matching::Mismatch::description).collect();
    descriptions.sort();
    descriptions.dedup();
    descriptions
}
