//! What a request says of its own signature, in the `Authorization` header or in the query.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use gatepact_gateway_responses::ResponseType;
use http::HeaderMap;
use sha2::{Digest, Sha256};

use super::Arrived;
use super::canonical::{decode, pairs};
use crate::own::Own;

pub(super) const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// A signature with all its parts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Authorization {
    pub(super) access_key_id: String,
    /// `20260101/eu-west-1/execute-api/aws4_request`, cut at the slashes.
    pub(super) scope: [String; 4],
    pub(super) signed_headers: Vec<String>,
    pub(super) signature: String,
    /// `20260101T000501Z`
    pub(super) date: String,
    pub(super) session_token: Option<String>,
    /// How many seconds a signature in the query lasts.
    pub(super) expires: Option<i64>,
}

/// Whether a header carries SigV4: such a header does not reach the backend.
pub(crate) fn is_sigv4(authorization: &str) -> bool {
    authorization.starts_with(ALGORITHM)
}

impl Authorization {
    /// `None` where the request is not signed at all.
    pub(super) fn of(request: Arrived<'_>) -> Result<Option<Self>, Own> {
        match header(request.headers, "authorization") {
            Some(value) => in_header(request, value).map(Some),
            None if request.query.contains("X-Amz-Algorithm=") => in_query(request).map(Some),
            None => Ok(None),
        }
    }

    /// The scope as it stands in the string to sign.
    pub(super) fn scope(&self) -> String {
        self.scope.join("/")
    }
}

pub(super) fn header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// The gateway shows the header's hash, never the header.
fn hashed(value: &str) -> String {
    BASE64_STANDARD.encode(Sha256::digest(value))
}

fn in_header(request: Arrived<'_>, value: &str) -> Result<Authorization, Own> {
    let Some(parameters) = value.strip_prefix(ALGORITHM) else {
        return Err(Own::about(ResponseType::IncompleteSignature, hashed(value)));
    };
    let find = |name: &str| {
        parameters.split(',').find_map(|part| {
            part.trim().strip_prefix(name)?.strip_prefix('=').filter(|value| !value.is_empty())
        })
    };
    let [credential, signature, signed] =
        [find("Credential"), find("Signature"), find("SignedHeaders")];
    // `Date` will do in place of `X-Amz-Date`, as long as it has the same form.
    let date = header(request.headers, "x-amz-date").or(header(request.headers, "date"));
    let (Some(credential), Some(signature), Some(signed), Some(date)) =
        (credential, signature, signed, date)
    else {
        let mut message = String::new();
        for (part, name) in
            [(credential, "Credential"), (signature, "Signature"), (signed, "SignedHeaders")]
        {
            if part.is_none() {
                message += &format!("Authorization header requires '{name}' parameter. ");
            }
        }
        if date.is_none() {
            message += "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
        }
        message += &format!(
            "(Hashed with SHA-256 and encoded with Base64) Authorization={}",
            hashed(value)
        );
        return Err(Own::saying(ResponseType::IncompleteSignature, message));
    };
    let token = header(request.headers, "x-amz-security-token").map(str::to_owned);
    assemble([credential, signature, signed, date], token, None)
}

fn in_query(request: Arrived<'_>) -> Result<Authorization, Own> {
    let pairs = pairs(request.query);
    let find = |name: &str| {
        pairs
            .iter()
            .find(|(known, _)| known == name.as_bytes())
            .and_then(|(_, value)| String::from_utf8(decode(value)).ok())
    };
    let parts = ["X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date"];
    let expires = find("X-Amz-Expires").and_then(|text| text.parse::<i64>().ok());
    let [Some(credential), Some(signature), Some(signed), Some(date)] = parts.map(&find) else {
        let message = "AWS query-string parameters must include 'X-Amz-Algorithm', 'X-Amz-Credential', \
                       'X-Amz-Signature', 'X-Amz-SignedHeaders' and 'X-Amz-Date'. Re-examine the \
                       query-string parameters.";
        return Err(Own::saying(ResponseType::IncompleteSignature, message));
    };
    // A signature in the query lasts at most a week.
    let expires = expires.filter(|seconds| (1..=604_800).contains(seconds)).unwrap_or(300);
    let token = find("X-Amz-Security-Token");
    assemble([&credential, &signature, &signed, &date], token, Some(expires))
}

fn assemble(
    [credential, signature, signed, date]: [&str; 4],
    session_token: Option<String>,
    expires: Option<i64>,
) -> Result<Authorization, Own> {
    let mut parts: Vec<String> = credential.split('/').map(str::to_owned).collect();
    let scope = parts.split_off(parts.len().saturating_sub(4));
    let (Ok(scope), [access_key_id]) = (<[String; 4]>::try_from(scope), parts.as_slice()) else {
        let message = "Credential must have exactly 5 slash-delimited elements, e.g. \
                       keyid/date/region/service/term, got another number";
        return Err(Own::saying(ResponseType::IncompleteSignature, message));
    };
    Ok(Authorization {
        access_key_id: access_key_id.clone(),
        scope,
        signed_headers: signed.split(';').map(str::to_owned).collect(),
        signature: signature.to_owned(),
        date: date.to_owned(),
        session_token,
        expires,
    })
}
