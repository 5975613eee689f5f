//! The stage itself: from a request to an answer.

pub(crate) mod access;
mod address;
mod answer;
mod call;
pub(crate) mod custom;
mod headers;
pub(crate) mod integrate;
pub(crate) mod throttle;
pub(crate) mod validate;

use std::sync::Arc;

use bytes::Bytes;
use gatepact_gateway_responses::ResponseType;
use gatepact_openapi::{Found, Match};
use http_body_util::Full;
use hyper::Response;

pub(crate) use call::Call;

use crate::deployment::Deployment;
use crate::log::{AnsweredBy, Received};
use crate::own::Own;
use crate::shared::{Shared, lock};

/// How a request ends.
enum End {
    /// With one of the gateway's own answers.
    Own(Own),
    /// With what the integration answered.
    Integration(Response<Bytes>, AnsweredBy),
}

impl From<Own> for End {
    fn from(own: Own) -> Self {
        Self::Own(own)
    }
}

/// Answers a request, and remembers it.
pub(crate) async fn invoke(shared: Arc<Shared>, call: Call) -> Response<Full<Bytes>> {
    let deployment = shared.deployment();
    let mut reached = None;
    let end = match run(&shared, &deployment, &call, &mut reached).await {
        Ok(end) | Err(end) => end,
    };
    let context = answer::Context { shared: &shared, deployment: &deployment, call: &call };
    let (response, answered_by) = match end {
        End::Own(own) => {
            let by = AnsweredBy::Gateway(own.response_type);
            (answer::own(&context, &own), by)
        }
        End::Integration(response, by) => (answer::of_integration(&context, response), by),
    };
    lock(&shared.log).add(Received {
        method: call.method.clone(),
        target: call.target(),
        headers: call.printable_headers(),
        body: Received::keep_body(&call.body),
        operation: reached,
        status: response.status().as_u16(),
        answered_by,
    });
    response.map(Full::new)
}

async fn run(
    shared: &Shared,
    deployment: &Deployment,
    call: &Call,
    reached: &mut Option<String>,
) -> Result<End, End> {
    let http_api = deployment.is_http_api();
    let variant = |own: Own| End::Own(if http_api { own.for_http_api() } else { own });
    call.within_limits().map_err(variant)?;
    let path = address::path_in_stage(shared, call).map_err(variant)?;
    let play = |operation| lock(&shared.plays).take(operation).map_or(Ok(()), |it| Err(it.into()));
    play(None).map_err(End::Own)?;
    let found = route(deployment, call, path).map_err(End::Own)?;
    let operation = found.operation.to_string();
    *reached = Some(operation.clone());
    play(Some(&operation)).map_err(End::Own)?;
    let method = deployment.method(found.operation);
    let method = method.ok_or_else(|| variant(ResponseType::ApiConfigurationError.into()))?;
    let entry = access::Entry { shared, deployment, call, path, found: &found };
    let key_id = entry.check().await.map_err(variant)?;
    throttle::check(shared, key_id).map_err(variant)?;
    if !http_api {
        method.checks.check(&found, call).map_err(variant)?;
    }
    let request = integrate::Request { call, path, found: &found, rest: !http_api };
    method.integration.answer(shared, request).await.map_err(variant)
}

/// The operation, or what the gateway answers where it has none.
fn route<'d>(deployment: &'d Deployment, call: &Call, path: &str) -> Result<Match<'d>, Own> {
    match deployment.router.find(&call.method, path) {
        Found::Match(found) => Ok(found),
        Found::PathOnly { .. } | Found::NoRoute if deployment.is_http_api() => {
            Err(ResponseType::HttpApiNotFound.into())
        }
        Found::PathOnly { .. } | Found::NoRoute => Err(access::of_unknown_route(call)),
    }
}
