//! A Lambda function as the provider: the request becomes the event that API Gateway would make of
//! it, what the function returns becomes the response that API Gateway would make of that.

mod answer;
mod call;
mod event_v1;
mod event_v2;
mod failure;
mod payload_format;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use gatepact_contract::AuthKind;
use gatepact_gateway::{Function, Functions, Invocation};
use pact_models::v4::http_parts::HttpRequest;
use reqwest::{Request, Url};
use serde_json::Value;

use crate::answer::Answer;
use crate::exchange::ExchangeError;
use call::Call;
pub use payload_format::{PayloadFormat, UnknownPayloadFormat};

/// A function, and how it is to be called.
#[derive(Debug, Clone)]
pub struct LambdaTarget {
    functions: Functions,
    function: Function,
    format: PayloadFormat,
    base_url: Url,
}

impl LambdaTarget {
    /// The function, called with events of that format.
    #[must_use]
    pub fn new(functions: Functions, function: Function, format: PayloadFormat) -> LambdaTarget {
        // `.invalid` is reserved (RFC 2606): whatever a function does with it, nobody answers.
        let base_url =
            format!("https://{}.lambda.invalid", function.short_name()).parse().unwrap_or_else(
                |_| Url::parse("https://function.lambda.invalid").expect("a literal URL is one"),
            );
        LambdaTarget { functions, function, format, base_url }
    }

    /// The function.
    #[must_use]
    pub fn function(&self) -> &Function {
        &self.function
    }

    /// The shape of events and answers.
    #[must_use]
    pub fn format(&self) -> PayloadFormat {
        self.format
    }

    pub(super) fn base_url(&self) -> &Url {
        &self.base_url
    }
}

/// Invokes the function with a request and judges nothing: a response is a response, whatever its
/// status.
///
/// `recorded` is the pact's own request, which knows how its consumer spells the names of headers.
pub(crate) async fn ask(
    target: &LambdaTarget,
    request: &Request,
    recorded: &HttpRequest,
    kinds: &[AuthKind],
    timeout: Duration,
) -> Result<Answer, ExchangeError> {
    static CALLS: AtomicU64 = AtomicU64::new(1);
    let number = CALLS.fetch_add(1, Ordering::Relaxed);
    let call = Call::of(request, recorded, kinds, number, SystemTime::now());
    let event: Value = match target.format {
        PayloadFormat::V1 => event_v1::event(&call),
        PayloadFormat::V2 => event_v2::event(&call),
    };
    let invocation = target.functions.invoke(&target.function, event.to_string().into_bytes());
    let invocation = tokio::time::timeout(timeout, invocation)
        .await
        .map_err(|_| ExchangeError::TimedOut(timeout))?
        .map_err(ExchangeError::of_invocation)?;
    match invocation {
        Invocation::Returned(payload) => {
            answer::answer(&payload, target.format).map_err(ExchangeError::Malformed)
        }
        Invocation::Failed { how, payload } => {
            Err(ExchangeError::FunctionFailed(failure::read(&how, &payload)))
        }
    }
}

pub(crate) use answer::Malformed;
pub(crate) use failure::{FunctionFailure, read as function_failure};
