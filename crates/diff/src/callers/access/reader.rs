//! The demands of an operation, read from its requirements and their schemes.

use std::borrow::Cow;
use std::collections::BTreeSet;

use gatepact_openapi::Cursor;
use gatepact_openapi::access::{
    Authorizer, AuthorizerKind, IdentitySource, Issuer, JwtAuthorizer, LambdaAuthorizer,
    UserPoolAuthorizer,
};
use gatepact_openapi::view::{RequiredScheme, Requirement};

use super::{
    Alternative, Demand, DemandKind, FunctionDemand, KeySource, Source, TokenDemand, Trust,
};
use crate::callers::scheme::{Scheme, SchemeDemand, Side};

/// The algorithms of an authorizer that names none: those based on RSA (developer guide, "Control access to HTTP APIs with
/// JWT authorizers").
const RSA: [&str; 3] = ["RS256", "RS384", "RS512"];

/// A method: of several authorizers in one list it is not documented which one the import keeps.
pub(super) fn method(demands: Vec<Demand<'_>>) -> Alternative<'_> {
    let (mut authorizations, mut rest): (Vec<_>, Vec<_>) =
        demands.into_iter().partition(Demand::is_authorization);
    rest.truncate(1);
    match authorizations.len() {
        0 | 1 => rest.append(&mut authorizations),
        _ => rest.push(Demand { kind: DemandKind::OneOf(authorizations), at: None }),
    }
    Alternative { demands: rest }
}

/// Whether a list of requirements is that of a method of API Gateway: every scheme is its own, one is an authorization.
pub(super) fn is_method_of_gateway(requirements: &[Requirement<'_>]) -> bool {
    let mut schemes = requirements.iter().flat_map(|it| &it.schemes).peekable();
    let is_authorization = |it: &RequiredScheme<'_>| Scheme::new(it).is_of_api_gateway();
    let is_own = |it: &RequiredScheme<'_>| is_authorization(it) || Scheme::new(it).is_api_key();
    schemes.clone().any(is_authorization)
        && schemes.all(is_own)
        && requirements.iter().all(|it| !it.schemes.is_empty())
}

pub(super) fn asks_for_signature(operation: &Cursor<'_>) -> bool {
    let kind = operation.raw("x-amazon-apigateway-auth").and_then(|auth| auth.text("type"));
    kind.is_some_and(|kind| kind.eq_ignore_ascii_case("AWS_IAM"))
}

pub(super) fn key_source(root: &Cursor<'_>) -> KeySource {
    match root.text("x-amazon-apigateway-api-key-source") {
        Some(source) if source.eq_ignore_ascii_case("AUTHORIZER") => KeySource::Function,
        Some(_) | None => KeySource::Header,
    }
}

/// Reads requirements of one document.
pub(super) struct Reader<'s> {
    pub(super) side: Side<'s>,
    pub(super) key_source: KeySource,
}

impl Reader<'_> {
    pub(super) fn alternative<'d>(&self, requirement: Requirement<'d>) -> Alternative<'d> {
        let demand = |it: RequiredScheme<'d>| Demand {
            at: it.definition.as_ref().map(|definition| definition.pointer.clone()),
            kind: self.demand(&it),
        };
        Alternative { demands: requirement.schemes.into_iter().map(demand).collect() }
    }

    fn demand<'d>(&self, required: &RequiredScheme<'d>) -> DemandKind<'d> {
        let scheme = Scheme::new(required);
        if scheme.is_signature() {
            return DemandKind::Signature;
        }
        if scheme.is_api_key() {
            return DemandKind::ApiKey(self.key_source);
        }
        let authorizer = required.definition.as_ref().and_then(|it| Authorizer::of(it.value));
        let (name, scopes) = (required.name, required.scopes.clone());
        match authorizer.map(|it| it.kind) {
            Some(AuthorizerKind::Jwt(jwt)) => DemandKind::Token(self.jwt(name, jwt, scopes)),
            Some(AuthorizerKind::UserPools(pools)) => {
                DemandKind::Token(self.user_pools(name, pools, scopes))
            }
            Some(AuthorizerKind::Lambda(lambda)) => {
                DemandKind::Function(self.function(name, &lambda))
            }
            Some(AuthorizerKind::Other(_)) | None => {
                DemandKind::Scheme(SchemeDemand::new(required, self.side))
            }
        }
    }

    fn jwt<'d>(
        &self,
        name: &'d str,
        jwt: JwtAuthorizer<'d>,
        scopes: Vec<&'d str>,
    ) -> TokenDemand<'d> {
        let JwtAuthorizer { source, issuers, algorithms } = jwt;
        let trust = |Issuer { url, audiences, claims }| Trust {
            issuer: Cow::Borrowed(url),
            audiences,
            claims,
        };
        TokenDemand {
            name,
            source: self.source(source),
            issuers: issuers.into_iter().map(trust).collect(),
            algorithms: algorithms.unwrap_or_else(|| RSA.to_vec()),
            scopes,
            is_of_user_pool: false,
            audience_pattern: None,
        }
    }

    fn user_pools<'d>(
        &self,
        name: &'d str,
        pools: UserPoolAuthorizer<'d>,
        scopes: Vec<&'d str>,
    ) -> TokenDemand<'d> {
        let UserPoolAuthorizer { source, pools, audience_pattern } = pools;
        let trust = |pool: &'d str| {
            let issuer =
                UserPoolAuthorizer::issuer_of(pool).map_or(Cow::Borrowed(pool), Cow::Owned);
            Trust { issuer, audiences: Vec::new(), claims: Vec::new() }
        };
        TokenDemand {
            name,
            source: self.source(source),
            issuers: pools.into_iter().map(trust).collect(),
            algorithms: vec!["RS256"],
            scopes,
            is_of_user_pool: true,
            audience_pattern,
        }
    }

    fn function<'d>(&self, name: &'d str, lambda: &LambdaAuthorizer<'d>) -> FunctionDemand<'d> {
        let sources: BTreeSet<_> =
            lambda.sources.iter().filter_map(|it| self.source(*it)).collect();
        FunctionDemand {
            name,
            function: lambda.function().unwrap_or(name),
            sources: sources.into_iter().collect(),
            token_pattern: lambda.token_pattern,
        }
    }

    /// What callers send; stage variables and the context are always there.
    fn source(&self, source: IdentitySource<'_>) -> Option<Source> {
        match source {
            IdentitySource::Header(name) => {
                Some(Source::Header((self.side.rules.header_name)(name)))
            }
            IdentitySource::Query(name) => Some(Source::Query((self.side.rules.query_name)(name))),
            IdentitySource::StageVariable(_)
            | IdentitySource::Context(_)
            | IdentitySource::Other(_) => None,
        }
    }
}
