//! A request passed on over HTTP, and its answer brought back.

use std::time::Duration;

use bytes::Bytes;
use gatepact_gateway_responses::ResponseType;
use http::header::HeaderValue;
use http::{Method, Response, Uri};
use http_body_util::Full;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::Request;
use crate::invoke::headers;
use crate::outgoing::{Failed, exchange};
use crate::own::Own;
use crate::shared::Shared;

/// What the gateway brings back at most.
const BODY: usize = 10 * 1024 * 1024;

/// What may not stand in a path segment as it is.
const SEGMENT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// Where requests are passed on to.
#[derive(Debug)]
pub(super) enum Target {
    /// A backend; the path after the stage is appended.
    Under(Uri),
    /// The integration's own `uri`, with variables.
    Declared {
        uri: String,
        /// `None` passes the request's own method on.
        method: Option<Method>,
        /// `integration.request.path.x` from `method.request.path.y`.
        path_parameters: Vec<(String, String)>,
    },
}

impl Target {
    pub(super) fn under(base: &Uri) -> Self {
        Self::Under(base.clone())
    }

    pub(super) fn declared(declared: &Value) -> Option<Self> {
        let uri = declared["uri"].as_str()?.to_owned();
        let method = declared["httpMethod"].as_str().filter(|it| !it.eq_ignore_ascii_case("any"));
        let parameters = declared["requestParameters"].as_object().into_iter().flatten();
        let path_parameters = parameters
            .filter_map(|(target, source)| {
                let target = target.strip_prefix("integration.request.path.")?;
                let source = source.as_str()?.strip_prefix("method.request.path.")?;
                Some((target.to_owned(), source.to_owned()))
            })
            .collect();
        let method =
            method.and_then(|it| Method::from_bytes(it.to_ascii_uppercase().as_bytes()).ok());
        Some(Self::Declared { uri, method, path_parameters })
    }

    pub(super) async fn answer(
        &self,
        shared: &Shared,
        request: &Request<'_>,
        timeout: Duration,
    ) -> Result<Response<Bytes>, Own> {
        let configuration = || Own::from(ResponseType::ApiConfigurationError);
        let uri = self.uri(shared, request).ok_or_else(configuration)?;
        let mut sent = http::Request::new(Full::new(request.call.body.clone()));
        *sent.method_mut() = self.method(request).ok_or_else(configuration)?;
        *sent.headers_mut() = headers::to_backend(shared, request.call);
        let authority = uri.authority().ok_or_else(configuration)?.as_str().to_owned();
        let host = HeaderValue::from_str(&authority).map_err(|_| configuration())?;
        sent.headers_mut().insert("host", host);
        let path = uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
        *sent.uri_mut() = path.parse().map_err(|_| configuration())?;
        let exchanged = tokio::time::timeout(timeout, exchange(&uri, sent, BODY)).await;
        let exchanged = exchanged.map_err(|_| Own::from(ResponseType::IntegrationTimeout))?;
        let answer = exchanged.map_err(failed)?;
        let (mut parts, body) = answer.into_parts();
        parts.headers = headers::from_backend(&parts.headers, request.rest);
        parts.version = http::Version::HTTP_11;
        Ok(Response::from_parts(parts, body))
    }

    fn method(&self, request: &Request<'_>) -> Option<Method> {
        match self {
            Self::Declared { method: Some(method), .. } => Some(method.clone()),
            Self::Under(_) | Self::Declared { method: None, .. } => {
                Method::from_bytes(request.call.method.as_bytes()).ok()
            }
        }
    }

    fn uri(&self, shared: &Shared, request: &Request<'_>) -> Option<Uri> {
        let mut text = match self {
            Self::Under(base) => {
                format!("{}{}", base.to_string().trim_end_matches('/'), request.path)
            }
            Self::Declared { uri, path_parameters, .. } => {
                let mut uri = uri.clone();
                for (name, value) in &shared.settings.variables {
                    uri = uri.replace(&format!("${{stageVariables.{name}}}"), value);
                }
                let encode = |value: &str| utf8_percent_encode(value, SEGMENT).to_string();
                for (target, source) in path_parameters {
                    let value = request.found.parameter(source.trim_end_matches('+'));
                    uri = uri.replace(&format!("{{{target}}}"), &encode(value.unwrap_or_default()));
                }
                for (name, value) in &request.found.parameters {
                    uri = uri.replace(&format!("{{{name}}}"), &encode(value));
                    uri = uri.replace(&format!("{{{name}+}}"), &encode(value));
                }
                uri
            }
        };
        if !request.call.query.is_empty() {
            text.push(if text.contains('?') { '&' } else { '?' });
            text += &request.call.query;
        }
        text.parse::<Uri>().ok().filter(|uri| uri.scheme_str() == Some("http"))
    }
}

fn failed(failed: Failed) -> Own {
    match failed {
        Failed::Unreachable => ResponseType::IntegrationFailure.into(),
        Failed::NotHttp => ResponseType::MalformedProxyResponse.into(),
        Failed::TooLarge => ResponseType::InternalServerError.into(),
    }
}
