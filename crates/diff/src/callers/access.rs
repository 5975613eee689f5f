//! What an operation demands of its callers.
//!
//! | rule | source |
//! |---|---|
//! | a list of requirements is OR, the schemes of one are AND, none or an empty one asks for nothing | OpenAPI 3.0.4, Security Requirement Object |
//! | a method of API Gateway has one authorization and a flag for the API key: both hold, however the list is written | service model of `apigateway`, `Method` |
//! | what the root requires is not imported by a REST API | developer guide, "Amazon API Gateway important notes" |
//! | `x-amazon-apigateway-auth` with `AWS_IAM` demands a signature | developer guide, "x-amazon-apigateway-auth object" |
//! | the text of `x-amazon-apigateway-authtype` means something only as `awsSigv4` | developer guide, "x-amazon-apigateway-authtype property" |
//! | an authorizer demands what its configuration says, whatever its name | service model, `Authorizer` |

mod display;
mod reader;

use std::borrow::Cow;

use gatepact_finding::Pointer;
use gatepact_openapi::access::{Claim, ResourcePolicy};
use gatepact_openapi::view::{RequiredScheme, Requirement};
use gatepact_openapi::{Cursor, OperationView};

use super::scheme::{SchemeDemand, Side};
use reader::{Reader, asks_for_signature, is_method_of_gateway, key_source, method};

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
        let security = view.security();
        let requirements = match security.is_own || !side.ignores_root {
            true => security.requirements,
            false => Vec::new(),
        };
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
    pub(super) fn each(&self) -> impl Iterator<Item = &Self> {
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
