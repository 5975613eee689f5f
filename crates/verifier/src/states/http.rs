//! A handler at a URL.

use std::time::Duration;

use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method};
use reqwest::{Client, Request, Url};

use super::{Failure, Values, values};
use crate::exchange::{ExchangeError, exchange};

/// Posts one call.
pub(super) async fn call(
    client: &Client,
    url: &Url,
    payload: String,
    timeout: Duration,
) -> Result<Values, Failure> {
    let mut request = Request::new(Method::POST, url.clone());
    let kind = HeaderValue::from_static("application/json");
    request.headers_mut().insert(CONTENT_TYPE, kind);
    *request.body_mut() = Some(payload.into());
    match exchange(client, request, timeout).await {
        Ok(answer) if (200..300).contains(&answer.status) => Ok(values(&answer.body)),
        Ok(answer) => {
            let body = match String::from_utf8_lossy(&answer.body) {
                body if body.trim().is_empty() => "(no body)".to_owned(),
                body => body.into_owned(),
            };
            let reason = format!("the handler answered {}: {body}", answer.status);
            Err(Failure { reason, may_pass: answer.status >= 500 })
        }
        Err(error) => {
            let may_pass = matches!(error, ExchangeError::NotConnected(_));
            Err(Failure { reason: error.to_string(), may_pass })
        }
    }
}
