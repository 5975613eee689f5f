//! A handler that is a Lambda function.

use std::time::Duration;

use gatepact_gateway::{Function, Functions, Invocation, InvokeError};

use super::{Failure, Values, values};
use crate::target::function_failure;

/// Invokes the function with one call as its payload.
pub(super) async fn call(
    functions: &Functions,
    function: &Function,
    payload: String,
    timeout: Duration,
) -> Result<Values, Failure> {
    let invocation = functions.invoke(function, payload.into_bytes());
    match tokio::time::timeout(timeout, invocation).await {
        Ok(Ok(Invocation::Returned(payload))) => Ok(values(&payload)),
        Ok(Ok(Invocation::Failed { how, payload })) => {
            let failure = function_failure(&how, &payload);
            let mut reason = format!("the function {function}: {failure}");
            if let Some(excerpt) = &failure.excerpt {
                reason.push('\n');
                reason.push_str(excerpt);
            }
            Err(Failure { reason, may_pass: true })
        }
        Ok(Err(error)) => {
            let may_pass = matches!(error, InvokeError::Throttled(_) | InvokeError::NotSent(_));
            Err(Failure { reason: format!("the function {function}: {error}"), may_pass })
        }
        Err(_) => {
            let reason = format!("the function {function} did not return within {timeout:?}");
            Err(Failure { reason, may_pass: false })
        }
    }
}
