//! Who is asked: a provider over HTTP, or a Lambda function without any gateway.

mod lambda;

use gatepact_contract::AuthKind;
use reqwest::Url;

pub(crate) use lambda::{FunctionFailure, Malformed, ask, function_failure};
pub use lambda::{LambdaTarget, PayloadFormat, UnknownPayloadFormat};

/// Who is asked.
#[derive(Debug, Clone)]
pub enum Target {
    /// A stage, or any HTTP provider.
    Http {
        /// The URL in front of every path: `https://a1b2.execute-api.eu-west-1.amazonaws.com/prod`.
        base_url: Url,
    },
    /// A function, invoked directly with the event that a gateway would make of the request.
    Lambda(Box<LambdaTarget>),
}

impl Target {
    /// The URL in front of every path; for a function one that nobody can reach.
    #[must_use]
    pub fn base_url(&self) -> &Url {
        match self {
            Target::Http { base_url } => base_url,
            Target::Lambda(target) => target.base_url(),
        }
    }

    /// Of the kinds of credentials that an interaction is made with, those to be sent. The gateway
    /// checks credentials, so a function that is asked without one is sent none.
    pub(crate) fn sent<'a>(&self, kinds: &'a [AuthKind]) -> &'a [AuthKind] {
        match self {
            Target::Http { .. } => kinds,
            Target::Lambda(_) => &[],
        }
    }
}
