//! Each rule by which a caller passes, as one function.

use std::net::IpAddr;

use super::{address_range, pattern, wildcard};

/// The rules by which a caller passes. They are values, so that a test can replace one of them by a faulty one and show
/// that the laws notice it.
#[derive(Debug, Clone, Copy)]
pub struct CallerRules {
    /// Whether a token with these scopes has enough of those that a method of API Gateway asks for: one of them, where there
    /// are some (service model of `apigateway`, `Method.authorizationScopes`).
    pub any_scope: fn(asked: &[&str], held: &[&str]) -> bool,
    /// Whether credentials with these scopes have enough of those that an operation elsewhere asks for: all of them (OpenAPI
    /// 3.0.4, Security Requirement Object).
    pub all_scopes: fn(asked: &[&str], held: &[&str]) -> bool,
    /// Whether a token of an issuer is one of the issuer that is trusted: the same text.
    pub issuer: fn(trusted: &str, issuer: &str) -> bool,
    /// Whether a token is for one of the audiences.
    pub audience: fn(accepted: &[&str], audience: &str) -> bool,
    /// Whether a token is signed in one of the ways that are accepted.
    pub algorithm: fn(accepted: &[&str], algorithm: &str) -> bool,
    /// Whether a claim, if the token has it, is as expected.
    pub claim: fn(required: bool, values: &[&str], claim: Option<&str>) -> bool,
    /// Whether a token of a user pool is of the kind that is looked for: an access token where the method has scopes, an
    /// identity token where it has none (developer guide, "Integrate a REST API with a user pool").
    pub is_access_token: fn(method_has_scopes: bool, is_access_token: bool) -> bool,
    /// Whether all identity sources are sent; `sent` has one entry for each.
    pub sources: fn(sent: &[bool]) -> bool,
    /// The name of a header as it counts: in any case.
    pub header_name: fn(&str) -> String,
    /// The name of a query parameter as it counts: as written.
    pub query_name: fn(&str) -> String,
    /// Whether a text matches a regular expression; `None` where that cannot be decided.
    pub pattern: fn(pattern: &str, text: &str) -> Option<bool>,
    /// Whether the function that let a caller in is the one that decides.
    pub function: fn(decides: &str, let_in: &str) -> bool,
    /// Whether the demands of a method are met, one entry for each: all of them.
    pub demands: fn(met: &[bool]) -> bool,
    /// Whether one of the alternatives of an operation is met, one entry for each.
    pub alternatives: fn(met: &[bool]) -> bool,
    /// Whether an address is in a range; `None` where the range cannot be read.
    pub address: fn(range: &str, address: IpAddr) -> Option<bool>,
    /// Whether a text matches one of IAM's patterns with `*` and `?`.
    pub wildcard: fn(pattern: &str, text: &str) -> bool,
    /// What a policy says of a caller whom some statements allow and some deny: an explicit deny wins.
    pub effect: fn(is_allowed: bool, is_denied: bool) -> PolicyResult,
    /// Whether that is enough for a caller who is authorized in this way (developer guide, "How API Gateway resource policies
    /// affect authorization workflow").
    pub workflow: fn(by: AuthorizedBy, result: PolicyResult) -> bool,
}

/// What a policy says of a caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyResult {
    /// A statement denies it.
    Denied,
    /// A statement allows it, and none denies it.
    Allowed,
    /// No statement is about it.
    Neither,
}

/// How the callers of a method are authorized.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthorizedBy {
    /// Not at all.
    Nothing,
    /// By IAM, which allows it.
    Iam,
    /// By IAM, in another account, or by no more than what a policy says.
    OtherAccount,
    /// By a function.
    Function,
    /// By a user pool or an issuer of tokens.
    Token,
}

impl Default for CallerRules {
    fn default() -> Self {
        Self {
            any_scope: |asked, held| asked.is_empty() || asked.iter().any(|it| held.contains(it)),
            all_scopes: |asked, held| asked.iter().all(|it| held.contains(it)),
            issuer: |trusted, issuer| trusted == issuer,
            audience: |accepted, audience| accepted.contains(&audience),
            algorithm: |accepted, algorithm| accepted.contains(&algorithm),
            claim: |required, values, claim| match claim {
                None => !required,
                Some(claim) => values.is_empty() || values.contains(&claim),
            },
            is_access_token: |method_has_scopes, is_access_token| {
                method_has_scopes == is_access_token
            },
            sources: |sent| sent.iter().all(|it| *it),
            header_name: str::to_ascii_lowercase,
            query_name: str::to_owned,
            pattern: pattern::is_match,
            function: |decides, let_in| decides == let_in,
            demands: |met| met.iter().all(|it| *it),
            alternatives: |met| met.iter().any(|it| *it),
            address: address_range::contains,
            wildcard: wildcard::is_match,
            effect: |is_allowed, is_denied| match (is_allowed, is_denied) {
                (_, true) => PolicyResult::Denied,
                (true, false) => PolicyResult::Allowed,
                (false, false) => PolicyResult::Neither,
            },
            workflow: |by, result| match (by, result) {
                (_, PolicyResult::Denied) => false,
                (_, PolicyResult::Allowed) => true,
                // What IAM or the function allows is enough.
                (AuthorizedBy::Iam | AuthorizedBy::Function, PolicyResult::Neither) => true,
                (
                    AuthorizedBy::Nothing | AuthorizedBy::OtherAccount | AuthorizedBy::Token,
                    PolicyResult::Neither,
                ) => false,
            },
        }
    }
}
