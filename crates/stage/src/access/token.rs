//! A JSON Web Token, taken apart. Nothing that it says is believed yet.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::rules::Times;

/// A token in the compact form of a signed JWT (RFC 7519, RFC 7515 section 7.1).
pub(super) struct Token<'t> {
    /// `alg`.
    pub(super) algorithm: String,
    /// `kid`.
    pub(super) key_id: String,
    claims: Map<String, Value>,
    /// What was signed.
    pub(super) signed: &'t str,
    pub(super) signature: Vec<u8>,
}

impl<'t> Token<'t> {
    /// A token without `alg` or `kid` is none: "The token must have a header claim that matches the key in the
    /// `jwks_uri` that signed the token".
    pub(super) fn parse(text: &'t str) -> Option<Self> {
        Self::without_key_id(text).filter(|token| !token.key_id.is_empty())
    }

    /// The same, where a token may name no key.
    pub(super) fn without_key_id(text: &'t str) -> Option<Self> {
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let header = object(header)?;
        let member = |name: &str| header.get(name)?.as_str().map(str::to_owned);
        // RFC 7515 section 4.1.11: an extension that has to be understood and is not.
        if header.contains_key("crit") {
            return None;
        }
        Some(Self {
            algorithm: member("alg")?,
            key_id: member("kid").unwrap_or_default(),
            claims: object(claims)?,
            signed,
            signature: BASE64_URL_SAFE_NO_PAD.decode(signature).ok()?,
        })
    }

    pub(super) fn claim(&self, name: &str) -> Option<&Value> {
        self.claims.get(name)
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.claim(name)?.as_str()
    }

    /// `aud`: one or a list.
    pub(super) fn audiences(&self) -> Option<Vec<&str>> {
        self.claim("aud").map(|audiences| match audiences {
            Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
            other => other.as_str().into_iter().collect(),
        })
    }

    /// `scope`, or `scp` where there is none: separated by spaces, or a list.
    pub(super) fn scopes(&self) -> Vec<&str> {
        match self.claim("scope").or_else(|| self.claim("scp")) {
            Some(Value::String(text)) => text.split_whitespace().collect(),
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
            Some(_) | None => Vec::new(),
        }
    }

    /// `None` where one of them is not a number: RFC 7519 says that it must be one.
    pub(super) fn times(&self) -> Option<Times> {
        let time = |name: &str| match self.claim(name) {
            None => Some(None),
            Some(value) => value.as_f64().map(Some),
        };
        Some(Times { expires: time("exp")?, not_before: time("nbf")?, issued: time("iat")? })
    }
}

fn object(part: &str) -> Option<Map<String, Value>> {
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}
