//! Each question that decides who may call, as one function in a table.

mod keys;
mod policy;
mod sources;
mod tokens;

use std::net::IpAddr;

use gatepact_openapi::access::{Claim, Principals};
use serde_json::Value;

pub use keys::KeySource;
pub use policy::{Verdict, Workflow};
pub use tokens::Times;

/// The rules by which a stage decides who may call: one question, one function.
///
/// The default is what AWS documents. The table is there for tests: one that shows that verdicts about callers are right
/// has to show, too, that it would notice a wrong one, so it replaces a rule by a faulty one and expects to fail. Nothing
/// else changes rules.
///
/// ```
/// use gatepact_stage::AccessRules;
///
/// let rules = AccessRules::default();
/// assert!((rules.scope)(&["orders/read"], &["orders/read", "orders/write"]));
/// let faulty = AccessRules { scope: |given, listed| listed.iter().all(|it| given.contains(it)), ..rules };
/// assert!(!(faulty.scope)(&["orders/read"], &["orders/read", "orders/write"]));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct AccessRules {
    /// Which demands of a method hold: all.
    pub demands: fn(Demands) -> Demands,
    /// Whether a header of the first name is the one of the second: in any case of letters.
    pub header: fn(&str, &str) -> bool,
    /// Whether a query parameter of the first name is the one of the second: as written.
    pub parameter: fn(&str, &str) -> bool,
    /// Whether the values at the identity sources let an authorizer be asked: each is there, and not empty.
    pub sources: fn(&[Option<String>]) -> bool,
    /// The token in the value at its source: `Bearer` in front or not.
    pub token: fn(&str) -> &str,
    /// Whether a text fits the expression of an authorizer; `None` where the expression cannot be read.
    pub pattern: fn(&str, &str) -> Option<bool>,
    /// Whether a token may be signed so, given the accepted algorithms.
    pub algorithm: fn(&str, &[&str]) -> bool,
    /// Which of the trusted issuers an `iss` is: the very same text.
    pub issuer: fn(&str, &[&str]) -> Option<usize>,
    /// Whether a token for these audiences is for one of the accepted ones.
    pub audience: fn(&[&str], &[&str]) -> bool,
    /// Whether the value of a claim is what an issuer's rule asks for.
    pub claim: fn(Option<&Value>, &Claim<'_>) -> bool,
    /// Whether a token is valid at a time, in seconds since 1970.
    pub time: fn(f64, Times) -> bool,
    /// Whether a token with these scopes has one of those that a method lists; none listed: any token.
    pub scope: fn(&[&str], &[&str]) -> bool,
    /// Whether a token of Cognito with this `token_use` is taken, given whether the method lists scopes.
    pub token_use: fn(&str, bool) -> bool,
    /// Whether a token for these audiences fits the expression of a user pool authorizer.
    pub pool_audience: fn(&[&str], &str) -> Option<bool>,
    /// Whether the name or ARN of the settings means the function of an authorizer.
    pub function: fn(&str, &str) -> bool,
    /// The API key that counts: of the header, or of the authorizer's answer.
    pub key_source: for<'a> fn(KeySource, Option<&'a str>, Option<&'a str>) -> Option<&'a str>,
    /// Which of the keys of the usage plan a key is.
    pub api_key: fn(Option<&str>, &[&str]) -> Option<usize>,
    /// Whether a statement is about a caller: the ARN of an identity, or `None` for an unsigned request.
    pub principal: fn(&Principals<'_>, Option<&str>) -> bool,
    /// Whether an action is one of a pattern: in any case of letters.
    pub action: fn(&str, &str) -> bool,
    /// Whether an ARN is one of a pattern.
    pub resource: fn(&str, &str) -> bool,
    /// Whether an address is in a range such as `192.0.2.0/24`.
    pub address: fn(IpAddr, &str) -> bool,
    /// Whether a condition holds, given which of its values match: one of them.
    pub any_value: fn(&[bool]) -> bool,
    /// What `Not..` makes of that: the opposite.
    pub negated: fn(bool) -> bool,
    /// Whether a statement applies, given which of its conditions hold: all.
    pub conditions: fn(&[bool]) -> bool,
    /// What a policy says, given whether a statement allows and whether one denies: denying wins.
    pub effect: fn(bool, bool) -> Verdict,
    /// Whether a caller passes, by what the authorizer (or the identity's own policy) and the resource policy say.
    pub workflow: fn(Workflow, Verdict, Verdict) -> bool,
}

/// What a method asks of its callers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demands {
    /// A SigV4 signature.
    pub signature: bool,
    /// That the authorizer accepts.
    pub authorizer: bool,
    /// An API key.
    pub api_key: bool,
}

impl Default for AccessRules {
    fn default() -> Self {
        Self {
            demands: |all| all,
            header: sources::header,
            parameter: sources::parameter,
            sources: sources::all_present,
            token: sources::token,
            pattern: sources::matches,
            algorithm: tokens::algorithm,
            issuer: tokens::issuer,
            audience: tokens::one_of,
            claim: tokens::claim,
            time: tokens::time,
            scope: tokens::scope,
            token_use: tokens::token_use,
            pool_audience: tokens::pool_audience,
            function: keys::function,
            key_source: keys::key_source,
            api_key: keys::api_key,
            principal: policy::principal,
            action: policy::action,
            resource: policy::resource,
            address: policy::address,
            any_value: |matches| matches.contains(&true),
            negated: |matches| !matches,
            conditions: |hold| !hold.contains(&false),
            effect: policy::effect,
            workflow: policy::workflow,
        }
    }
}
