//! Kinds of credentials, and what API Gateway says to a request that lacks them.

mod api_key;
mod bearer;
mod iam;

use std::collections::BTreeSet;
use std::fmt;

use hyper::HeaderMap;
use hyper::header::HeaderName;

use crate::gateway_answer::GatewayAnswer;

/// A kind of credentials that a method of the API asks for. The order is the one in which API Gateway
/// asks: the caller's identity first, the usage plan's key last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Auth {
    /// None: anybody may call.
    None,
    /// A Signature Version 4 of the service `execute-api`.
    Iam,
    /// A token in `Authorization: Bearer ..`, for a JWT, Cognito or Lambda authorizer.
    Bearer,
    /// A key of a usage plan, in `x-api-key`.
    ApiKey,
}

impl Auth {
    /// The kind as the pact names it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Iam => "iam",
            Self::Bearer => "bearer",
            Self::ApiKey => "api-key",
        }
    }

    fn check(self, headers: &HeaderMap) -> Result<(), Refusal> {
        match self {
            Self::None => Ok(()),
            Self::Iam => iam::check(headers),
            Self::Bearer => bearer::check(headers),
            Self::ApiKey => api_key::check(headers),
        }
    }
}

impl fmt::Display for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether no request can satisfy all of these kinds.
pub(crate) fn contradict(kinds: &BTreeSet<Auth>) -> bool {
    let both_use_authorization = kinds.contains(&Auth::Iam) && kinds.contains(&Auth::Bearer);
    both_use_authorization || (kinds.contains(&Auth::None) && kinds.len() > 1)
}

/// Lets a request pass that carries credentials of every kind.
pub(crate) fn check(kinds: &BTreeSet<Auth>, headers: &HeaderMap) -> Result<(), Refusal> {
    kinds.iter().try_for_each(|kind| kind.check(headers))
}

/// Why a request may not pass: for the test what is wrong, for the client what the gateway says.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) reason: &'static str,
    pub(crate) answer: GatewayAnswer,
}

/// The value of a header; empty if it is absent or not text.
fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
