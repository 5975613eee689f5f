//! What an operation demands of its callers.
//!
//! | rule | source |
//! |---|---|
//! | a list of requirements is OR, the schemes of one are AND, none or an empty one asks for nothing | OpenAPI 3.0.4, Security Requirement Object |
//! | a method of API Gateway has one authorization and a flag for the API key: both hold, however the list is written | service model of `apigateway`, `Method` |
//! | `x-amazon-apigateway-auth` with `AWS_IAM` demands a signature | developer guide, "x-amazon-apigateway-auth object" |
//! | the text of `x-amazon-apigateway-authtype` means something only as `awsSigv4` | developer guide, "x-amazon-apigateway-authtype property" |
//! | an authorizer demands what its configuration says, whatever its name | service model, `Authorizer` |

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use gatepact_finding::Pointer;
use gatepact_openapi::access::{
    Authorizer, AuthorizerKind, Claim, IdentitySource, Issuer, JwtAuthorizer, LambdaAuthorizer,
    ResourcePolicy, UserPoolAuthorizer,
};
use gatepact_openapi::view::{RequiredScheme, Requirement};
use gatepact_openapi::{Cursor, OperationView};

use super::scheme::{Scheme, SchemeDemand, Side};

/// The algorithms of an authorizer that names none: those based on RSA (developer guide, "Control access to HTTP APIs with
/// JWT authorizers").
const RSA: [&str; 3] = ["RS256", "RS384", "RS512"];

/// What an operation demands.
#[derive(Debug, Clone)]
pub(crate) struct Access<'d> {
    /// One of these is enough. Never empty: an operation that asks for nothing has an empty alternative.
    pub(super) alternatives: Vec<Alternative<'d>>,
    /// The policy of the API, and where it stands.
    pub(super) policy: Option<ResourcePolicy<'d>>,
}

/// All of these are demanded.
#[derive(Debug, Clone, Default)]
pub(super) struct Alternative<'d> {
    pub(super) demands: Vec<Demand<'d>>,
}

/// One demand, with the place of its scheme.
#[derive(Debug, Clone)]
pub(super) struct Demand<'d> {
    pub(super) kind: DemandKind<'d>,
    pub(super) at: Option<Pointer>,
}

#[derive(Debug, Clone)]
pub(super) enum DemandKind<'d> {
    /// A signature of IAM.
    Signature,
    /// A key of a usage plan.
    ApiKey(KeySource),
    /// A token that API Gateway checks itself.
    Token(TokenDemand<'d>),
    /// The consent of a function.
    Function(FunctionDemand<'d>),
    /// The credentials of a scheme that API Gateway does not know.
    Scheme(SchemeDemand<'d>),
    /// One of several authorizers; the document does not tell which one.
    OneOf(Vec<Demand<'d>>),
}

/// Where a key of a usage plan comes from (developer guide, "x-amazon-apigateway-api-key-source").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeySource {
    /// The header `x-api-key`.
    Header,
    /// The answer of the function that authorizes.
    Function,
}

/// A part of the request, its name as it counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Source {
    /// A header.
    Header(String),
    /// A parameter of the query string.
    Query(String),
}

/// What a token has to be.
#[derive(Debug, Clone)]
pub(super) struct TokenDemand<'d> {
    pub(super) name: &'d str,
    /// Where it is; `None` where that is not a part of the request.
    pub(super) source: Option<Source>,
    pub(super) issuers: Vec<Trust<'d>>,
    pub(super) algorithms: Vec<&'d str>,
    pub(super) scopes: Vec<&'d str>,
    /// Whether the kind of the token counts, and a pattern for its audience: a user pool.
    pub(super) is_of_user_pool: bool,
    pub(super) audience_pattern: Option<&'d str>,
}

/// An issuer that is trusted.
#[derive(Debug, Clone)]
pub(super) struct Trust<'d> {
    /// The `iss` of its tokens.
    pub(super) issuer: Cow<'d, str>,
    /// None: any audience.
    pub(super) audiences: Vec<&'d str>,
    pub(super) claims: Vec<Claim<'d>>,
}

/// What a function looks at.
#[derive(Debug, Clone)]
pub(super) struct FunctionDemand<'d> {
    pub(super) name: &'d str,
    /// Its ARN, or the name of the scheme where the document does not name it.
    pub(super) function: &'d str,
    /// What has to be sent.
    pub(super) sources: Vec<Source>,
    pub(super) token_pattern: Option<&'d str>,
}

impl<'d> Access<'d> {
    /// What an operation demands.
    pub(crate) fn of(view: &OperationView<'d>, side: Side<'_>) -> Self {
        let reader = Reader { side, key_source: key_source(&view.root) };
        let requirements = view.security().requirements;
        let is_of_gateway = is_method_of_gateway(&requirements);
        let mut alternatives: Vec<_> =
            requirements.into_iter().map(|it| reader.alternative(it)).collect();
        if alternatives.is_empty() {
            alternatives.push(Alternative::default());
        }
        if is_of_gateway {
            let demands = alternatives.into_iter().flat_map(|it| it.demands).collect();
            alternatives = vec![method(demands)];
        }
        if asks_for_signature(&view.operation) {
            alternatives.iter_mut().filter(|it| !it.is_signed()).for_each(|alternative| {
                let at = Some(view.operation.pointer.clone());
                alternative.demands.push(Demand { kind: DemandKind::Signature, at });
            });
        }
        Self { alternatives, policy: ResourcePolicy::of(view.root.value) }
    }

    /// What an operation that refers to a scheme would demand.
    pub(crate) fn of_scheme(name: &'d str, definition: &Cursor<'d>, side: Side<'_>) -> Self {
        let reader = Reader { side, key_source: key_source(&definition.root()) };
        let definition = Some(definition.clone());
        let scheme = RequiredScheme { name, definition, scopes: Vec::new() };
        let alternative = reader.alternative(Requirement { schemes: vec![scheme] });
        Self { alternatives: vec![alternative], policy: None }
    }

    /// Whether all that is demanded is an API key.
    pub(crate) fn is_api_key_alone(&self) -> bool {
        let is_key = |demand: &Demand<'_>| matches!(demand.kind, DemandKind::ApiKey(_));
        self.alternatives.iter().all(|it| !it.demands.is_empty() && it.demands.iter().all(is_key))
    }

    pub(super) fn tokens(&self) -> impl Iterator<Item = &TokenDemand<'d>> {
        let demands = self.alternatives.iter().flat_map(|it| &it.demands);
        demands.flat_map(Demand::each).filter_map(|demand| match &demand.kind {
            DemandKind::Token(token) => Some(token),
            _ => None,
        })
    }

    /// Where the first scheme stands that is not an API key.
    pub(crate) fn scheme_at(&self) -> Option<&Pointer> {
        let demands = self.alternatives.iter().flat_map(|it| &it.demands).flat_map(Demand::each);
        let is_key = |it: &&Demand<'_>| matches!(it.kind, DemandKind::ApiKey(_));
        demands.filter(|it| !is_key(it)).find_map(|it| it.at.as_ref())
    }

    pub(super) fn functions(&self) -> impl Iterator<Item = &FunctionDemand<'d>> {
        let demands = self.alternatives.iter().flat_map(|it| &it.demands);
        demands.flat_map(Demand::each).filter_map(|demand| match &demand.kind {
            DemandKind::Function(function) => Some(function),
            _ => None,
        })
    }
}

impl Alternative<'_> {
    fn is_signed(&self) -> bool {
        self.demands.iter().any(|it| matches!(it.kind, DemandKind::Signature))
    }
}

impl<'d> Demand<'d> {
    /// The demand, or those of which it is one.
    fn each(&self) -> impl Iterator<Item = &Self> {
        let (own, others) = match &self.kind {
            DemandKind::OneOf(others) => (None, others.as_slice()),
            _ => (Some(self), [].as_slice()),
        };
        own.into_iter().chain(others)
    }

    /// Whether it is the authorization of a method, not its flag for the key.
    fn is_authorization(&self) -> bool {
        !matches!(self.kind, DemandKind::ApiKey(_))
    }
}

/// A method: of several authorizers in one list it is not documented which one the import keeps.
fn method(demands: Vec<Demand<'_>>) -> Alternative<'_> {
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
fn is_method_of_gateway(requirements: &[Requirement<'_>]) -> bool {
    let mut schemes = requirements.iter().flat_map(|it| &it.schemes).peekable();
    let is_authorization = |it: &RequiredScheme<'_>| Scheme::new(it).is_of_api_gateway();
    let is_own = |it: &RequiredScheme<'_>| is_authorization(it) || Scheme::new(it).is_api_key();
    schemes.clone().any(is_authorization)
        && schemes.all(is_own)
        && requirements.iter().all(|it| !it.schemes.is_empty())
}

fn asks_for_signature(operation: &Cursor<'_>) -> bool {
    let kind = operation.raw("x-amazon-apigateway-auth").and_then(|auth| auth.text("type"));
    kind.is_some_and(|kind| kind.eq_ignore_ascii_case("AWS_IAM"))
}

fn key_source(root: &Cursor<'_>) -> KeySource {
    match root.text("x-amazon-apigateway-api-key-source") {
        Some(source) if source.eq_ignore_ascii_case("AUTHORIZER") => KeySource::Function,
        Some(_) | None => KeySource::Header,
    }
}

struct Reader<'s> {
    side: Side<'s>,
    key_source: KeySource,
}

impl Reader<'_> {
    fn alternative<'d>(&self, requirement: Requirement<'d>) -> Alternative<'d> {
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

/// `header x-key`
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header(name) => write!(f, "header {name}"),
            Self::Query(name) => write!(f, "query parameter {name}"),
        }
    }
}

/// `jwt (header authorization) with orders/read and api_key or nothing`
impl fmt::Display for Access<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: BTreeSet<_> = self.alternatives.iter().map(Alternative::to_string).collect();
        f.write_str(&texts.into_iter().collect::<Vec<_>>().join(" or "))
    }
}

impl fmt::Display for Alternative<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.demands.is_empty() {
            return f.write_str("nothing");
        }
        let texts: BTreeSet<_> = self.demands.iter().map(Demand::to_string).collect();
        f.write_str(&texts.into_iter().collect::<Vec<_>>().join(" and "))
    }
}

impl fmt::Display for Demand<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let with = |f: &mut fmt::Formatter<'_>, scopes: &[&str], between| match scopes {
            [] => Ok(()),
            scopes => write!(f, " with {}", scopes.join(between)),
        };
        match &self.kind {
            DemandKind::Signature => f.write_str("AWS_IAM"),
            DemandKind::ApiKey(KeySource::Header) => f.write_str("API key (header x-api-key)"),
            DemandKind::ApiKey(KeySource::Function) => f.write_str("API key (from the authorizer)"),
            DemandKind::Token(TokenDemand { name, source, scopes, .. }) => {
                f.write_str(name)?;
                if let Some(source) = source {
                    write!(f, " ({source})")?;
                }
                with(f, scopes, " or ")
            }
            DemandKind::Function(FunctionDemand { name, sources, .. }) => {
                let sources: Vec<_> = sources.iter().map(Source::to_string).collect();
                match sources.is_empty() {
                    true => f.write_str(name),
                    false => write!(f, "{name} ({})", sources.join(", ")),
                }
            }
            DemandKind::Scheme(scheme) => {
                f.write_str(&scheme.text)?;
                with(f, &scheme.scopes, ", ")
            }
            DemandKind::OneOf(demands) => {
                let texts: Vec<_> = demands.iter().map(Demand::to_string).collect();
                write!(f, "one of {}", texts.join(", "))
            }
        }
    }
}
