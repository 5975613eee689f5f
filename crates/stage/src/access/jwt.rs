//! JWT authorizers, of HTTP APIs and of REST APIs.
//!
//! The steps are those of the guide ("Control access to HTTP APIs with JWT authorizers", "Control access to REST APIs
//! using JWT authorizers"). They all answer 401 but the last: a valid token without one of the method's scopes is 403.

use gatepact_gateway_responses::ResponseType;
use gatepact_openapi::access::{Issuer, JwtAuthorizer};
use serde_json::Value;

use super::key_set;
use super::rules::AccessRules;
use super::token::Token;

/// "Currently, only RSA-based algorithms are supported" (HTTP APIs). A REST API lists its own; a document that does not is
/// read as if it listed these.
const RSA: [&str; 3] = ["RS256", "RS384", "RS512"];

/// A token before its signature was checked.
pub(crate) struct Unverified<'t> {
    token: Token<'t>,
}

/// Whether a token is signed by the key that it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signed {
    Yes,
    No,
    /// The key is not in the set.
    UnknownKey,
}

impl<'t> Unverified<'t> {
    /// Reads a token; the algorithm has to be an accepted one before any key is looked for.
    pub(crate) fn read(
        text: &'t str,
        accepted: &[&str],
        rules: &AccessRules,
    ) -> Result<Self, ResponseType> {
        let token = Token::parse((rules.token)(text)).ok_or(ResponseType::Unauthorized)?;
        match (rules.algorithm)(&token.algorithm, accepted) {
            true => Ok(Self { token }),
            false => Err(ResponseType::Unauthorized),
        }
    }

    /// Which of the issuers made it, by its own word.
    pub(crate) fn issuer_among(
        &self,
        issuers: &[&str],
        rules: &AccessRules,
    ) -> Result<usize, ResponseType> {
        let issuer = self.token.text("iss").ok_or(ResponseType::Unauthorized)?;
        (rules.issuer)(issuer, issuers).ok_or(ResponseType::Unauthorized)
    }

    pub(crate) fn signed_by(&self, key_set: &Value) -> Signed {
        match key_set::key_of(key_set, &self.token) {
            None => Signed::UnknownKey,
            Some(key) if key_set::signed_by(key, &self.token) => Signed::Yes,
            Some(_) => Signed::No,
        }
    }

    /// The token, once its signature was checked.
    pub(super) fn token(&self) -> &Token<'t> {
        &self.token
    }

    /// Whether it is valid now.
    pub(super) fn is_current(&self, now: f64, rules: &AccessRules) -> bool {
        self.token.times().is_some_and(|times| (rules.time)(now, times))
    }
}

/// The algorithms that an authorizer accepts.
pub(crate) fn algorithms<'d>(authorizer: &JwtAuthorizer<'d>, http_api: bool) -> Vec<&'d str> {
    match &authorizer.algorithms {
        Some(listed) if !http_api => listed.clone(),
        Some(_) | None => RSA.to_vec(),
    }
}

/// What a token that its issuer signed has to say.
pub(crate) fn check_claims(
    token: &Unverified<'_>,
    issuer: &Issuer<'_>,
    scopes: &[&str],
    (now, rules): (f64, &AccessRules),
) -> Result<(), ResponseType> {
    let current = token.is_current(now, rules);
    let token = token.token();
    // `client_id` counts only where there is no `aud` (guide, "Troubleshooting issues with HTTP API JWT authorizers").
    let client = || token.text("client_id").into_iter().collect();
    let audiences = token.audiences().unwrap_or_else(client);
    let claimed = issuer.claims.iter().all(|it| (rules.claim)(token.claim(it.name), it));
    if !current || !claimed || !(rules.audience)(&audiences, &issuer.audiences) {
        return Err(ResponseType::Unauthorized);
    }
    match (rules.scope)(&token.scopes(), scopes) {
        true => Ok(()),
        false => Err(ResponseType::AccessDenied),
    }
}
