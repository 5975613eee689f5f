use std::collections::HashMap;

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};
use pact_matching::generate_response;
use pact_models::bodies::OptionalBody;
use pact_models::generators::GeneratorTestMode;
use pact_models::v4::http_parts::HttpResponse;
use serde_json::json;

use crate::{Problem, Stage};

/// The response of an interaction, with its generators applied.
pub(super) async fn interaction(response: &HttpResponse, stage: &Stage) -> Response<Full<Bytes>> {
    let context = HashMap::from([("mockServer", json!({ "url": stage.url() }))]);
    let generated = generate_response(response, &GeneratorTestMode::Consumer, &context).await;
    into_hyper(&generated).unwrap_or_else(|error| {
        let reason = format!("the interaction's response cannot be sent: {error}");
        text(&reason)
    })
}

/// What the client gets for a request that its pact does not cover. The text is for the developer who
/// looks at the client's own error.
pub(super) fn problem(problem: &Problem) -> Response<Full<Bytes>> {
    text(&problem.to_string())
}

fn text(message: &str) -> Response<Full<Bytes>> {
    let body = json!({ "gatepact": message });
    let mut response = Response::new(Full::from(body.to_string()));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn into_hyper(generated: &HttpResponse) -> Result<Response<Full<Bytes>>, hyper::http::Error> {
    let mut response = Response::builder().status(generated.status);
    for (name, values) in generated.headers.iter().flatten() {
        for value in values {
            response = response
                .header(HeaderName::from_bytes(name.as_bytes())?, HeaderValue::from_str(value)?);
        }
    }
    // The gateway gives every integration response a content type.
    if response.headers_ref().is_some_and(|headers| !headers.contains_key(CONTENT_TYPE)) {
        let content_type = generated.content_type();
        let content_type = content_type.map(|content_type| content_type.to_string());
        response =
            response.header(CONTENT_TYPE, content_type.as_deref().unwrap_or("application/json"));
    }
    let body = match &generated.body {
        OptionalBody::Present(bytes, _, _) => bytes.clone(),
        OptionalBody::Null => Bytes::from_static(b"null"),
        OptionalBody::Missing | OptionalBody::Empty => Bytes::new(),
    };
    response.body(Full::new(body))
}
