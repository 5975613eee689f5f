//! Who may call: what a method asks for, and whether a request has it.
//!
//! In an export the entries of `security` stand side by side, as if one of them were enough. On API Gateway they are
//! two properties of the method, its authorization and its need of an API key, and each of them holds.

use std::time::SystemTime;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use gatepact_gateway_responses::ResponseType;
use gatepact_openapi::gateway_export::MethodAccess;
use gatepact_openapi::{Document, Operation};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::Call;
use crate::own::Own;
use crate::shared::Shared;
use crate::signature::{self, Scope};

/// What a method asks of its callers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Access {
    pub(crate) signature: bool,
    pub(crate) api_key: bool,
    pub(crate) authorizer: Option<Authorizer>,
}

/// Who looks at a caller's token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Authorizer {
    /// The header that carries the token, in lower case.
    header: String,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A function of the team: its policy denies.
    Function,
    /// The gateway itself, which says 401 to a token that it does not accept.
    Cognito,
    /// The same, for an HTTP API.
    Jwt,
}

impl Access {
    pub(crate) fn of(document: &Document, operation: &Operation) -> Self {
        let MethodAccess { signature, api_key, authorizer, .. } =
            MethodAccess::of(document, operation);
        Self { signature, api_key, authorizer: authorizer.map(Authorizer::of) }
    }

    /// The id of the API key, where the method asks for one.
    pub(super) fn check<'s>(
        &self,
        shared: &'s Shared,
        call: &Call,
    ) -> Result<Option<&'s str>, Own> {
        if self.signature {
            let scope = Scope { service: "execute-api", region: &shared.settings.region };
            let keys = &shared.settings.iam_keys;
            signature::check(call.arrived(), keys, scope, SystemTime::now())?;
        }
        if let Some(authorizer) = &self.authorizer {
            authorizer.check(shared, call)?;
        }
        if !self.api_key {
            return Ok(None);
        }
        let given = call.header("x-api-key").unwrap_or_default();
        let key = shared.settings.api_keys.iter().find(|key| key.value == given);
        key.map(|key| Some(key.id.as_str())).ok_or_else(|| ResponseType::InvalidApiKey.into())
    }
}

impl Authorizer {
    fn of(scheme: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_ascii_lowercase();
        let header = match text(&scheme["name"]) {
            name if name.is_empty() || text(&scheme["in"]) != "header" => "authorization".into(),
            name => name,
        };
        let kind = match text(&scheme["x-amazon-apigateway-authorizer"]["type"]).as_str() {
            "jwt" => Kind::Jwt,
            "cognito_user_pools" => Kind::Cognito,
            _ => Kind::Function,
        };
        Self { header, kind }
    }

    /// As a deployment's summary names it.
    pub(crate) fn authorization_type(&self) -> &'static str {
        match self.kind {
            Kind::Function => "CUSTOM",
            Kind::Cognito => "COGNITO_USER_POOLS",
            Kind::Jwt => "JWT",
        }
    }

    fn check(&self, shared: &Shared, call: &Call) -> Result<(), Own> {
        let Some(given) = call.header(&self.header).filter(|value| !value.is_empty()) else {
            return Err(ResponseType::Unauthorized.into());
        };
        let bare = |token: &str| token.strip_prefix("Bearer ").unwrap_or(token).to_owned();
        if shared.settings.tokens.iter().any(|token| bare(&token.0) == bare(given)) {
            return Ok(());
        }
        Err(match self.kind {
            Kind::Function => ResponseType::AccessDenied.into(),
            Kind::Cognito | Kind::Jwt => ResponseType::Unauthorized.into(),
        })
    }
}

/// What a REST API answers where it has no route: it asks for a signature, and complains of any other
/// `Authorization` header that it is none.
pub(super) fn of_unknown_route(call: &Call) -> Own {
    match call.header("authorization") {
        Some(value) if !signature::is_sigv4(value) => {
            let hashed = BASE64_STANDARD.encode(Sha256::digest(value));
            Own::about(ResponseType::IncompleteSignature, hashed)
        }
        Some(_) | None => ResponseType::MissingAuthenticationToken.into(),
    }
}
