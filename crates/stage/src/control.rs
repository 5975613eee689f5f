//! The control plane of this one API: what `apigateway` and `apigatewayv2` tell of it. It changes nothing.

mod answer;
mod exports;
mod http_api;
mod keys;
mod rest_api;

use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use http::Response;
use http_body_util::Full;
use percent_encoding::percent_decode_str;

use crate::invoke::Call;
use crate::play::ControlFailure;
use crate::shared::{Shared, lock};
use crate::signature::{self, Scope};
use answer::{Fault, respond};

/// What a call is answered from.
#[derive(Clone, Copy)]
struct Asked<'a> {
    shared: &'a Shared,
    call: &'a Call,
}

/// What is sent back: a body, and the headers that say what it is.
struct Told {
    body: Bytes,
    content_type: &'static str,
    disposition: Option<String>,
}

/// Answers a call.
pub(crate) async fn control(shared: Arc<Shared>, call: Call) -> Response<Full<Bytes>> {
    lock(&shared.log).add_call(format!("{} {}", call.method, call.target()));
    let told = tell(Asked { shared: &shared, call: &call });
    respond(&call, told).map(Full::new)
}

fn tell(asked: Asked<'_>) -> Result<Told, Fault> {
    let Asked { shared, call } = asked;
    if let Some(fault) = answer::too_large(call) {
        return Err(fault);
    }
    let path = call.path.trim_matches('/');
    let decoded = path.split('/').map(|segment| percent_decode_str(segment).decode_utf8_lossy());
    let segments: Vec<_> = decoded.collect();
    let segments: Vec<&str> = segments.iter().map(AsRef::as_ref).collect();
    let scope = Scope { service: "apigateway", region: &shared.settings.region };
    let key =
        signature::check(call.arrived(), &shared.settings.iam_keys, scope, SystemTime::now())?;
    let exporting = segments.contains(&"exports");
    match lock(&shared.plays).take_control(exporting) {
        Some(ControlFailure::AccessDenied) => {
            return Err(Fault::access_denied(shared, call, &key.access_key_id));
        }
        Some(ControlFailure::Throttled) => return Err(Fault::throttled()),
        Some(ControlFailure::NoDocument) => return Ok(exports::no_document()),
        None => {}
    }
    if call.method != "GET" {
        return Err(Fault::not_played(call));
    }
    match segments.as_slice() {
        ["restapis"] => rest_api::apis(asked),
        ["restapis", api_id] => rest_api::api(asked, api_id),
        ["restapis", api_id, "stages"] => rest_api::stages(asked, api_id),
        ["restapis", api_id, "stages", stage] => rest_api::stage(asked, api_id, stage),
        ["restapis", api_id, "stages", stage, "exports", kind] => {
            rest_api::check(asked, api_id, stage)?;
            exports::rest_api(asked, kind)
        }
        ["restapis", api_id, "deployments"] => rest_api::deployments(asked, api_id),
        ["restapis", api_id, "deployments", id] => rest_api::deployment(asked, api_id, id),
        ["apikeys"] => keys::all(asked),
        ["apikeys", id] => keys::one(asked, id),
        ["usageplans"] => keys::plans(asked),
        ["usageplans", plan, "keys"] => keys::of_plan(asked, plan),
        ["v2", "apis", api_id] => http_api::api(asked, api_id),
        ["v2", "apis", api_id, "stages"] => http_api::stages(asked, api_id),
        ["v2", "apis", api_id, "stages", stage] => http_api::stage(asked, api_id, stage),
        ["v2", "apis", api_id, "deployments", id] => http_api::deployment(asked, api_id, id),
        ["v2", "apis", api_id, "exports", "OAS30"] => {
            http_api::check(asked, api_id)?;
            exports::http_api(asked)
        }
        _ => Err(Fault::not_played(call)),
    }
}

impl Asked<'_> {
    /// The value of a query parameter.
    fn parameter(&self, name: &str) -> Option<String> {
        self.parameters(name).next()
    }

    fn parameters(&self, name: &str) -> impl Iterator<Item = String> {
        let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        self.call.query.split('&').filter_map(move |pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key) == name).then(|| decode(value))
        })
    }

    fn flag(&self, name: &str) -> bool {
        self.parameter(name).is_some_and(|value| value == "true")
    }
}
