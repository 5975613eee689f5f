//! Whether the policy of an API allows a caller.
//!
//! | rule | source |
//! |---|---|
//! | a statement applies where principal, action, resource and every condition do; an explicit deny wins | IAM user guide, "Policy evaluation logic" |
//! | of the values of a condition one is enough, and of a negated one all are | IAM user guide, "Conditions with multiple context keys or values" |
//! | a key that the request does not have makes a condition false, a negated one true; `IfExists` is true without it | IAM user guide, "Condition operators" |
//! | an account, or its root, stands for all of its principals | IAM user guide, "Principal" |
//! | requests arrive by TLS: `aws:SecureTransport` is true | developer guide, "Security policies" |
//!
//! Other keys say something that the documents do not know (an organisation, the time): such a condition is a doubt.

mod condition;
mod samples;

use std::collections::BTreeSet;

use gatepact_openapi::access::{Condition, Effect, Principals, ResourcePolicy, Statement};

use super::caller::{Caller, Principal, RequestLine};
use super::rules::{CallerRules, PolicyResult};
use condition::{holds, text};
pub(crate) use samples::Home;
pub(super) use samples::{MAX_RESOURCES, is_too_large, origins, principals, requests};

const ACTION: &str = "execute-api:invoke";

/// What a policy says of a caller.
pub(super) struct Decided {
    /// As far as the documents tell: a condition that they do not know denies no caller and allows it.
    pub(super) result: PolicyResult,
    /// The conditions on which that depends.
    pub(super) doubts: BTreeSet<String>,
}

/// What a policy says of a caller.
pub(super) fn decide(rules: &CallerRules, policy: &ResourcePolicy<'_>, caller: &Caller) -> Decided {
    let asked = Asked { rules, caller, account: account(policy) };
    let (mut is_allowed, mut is_denied, mut may_be_allowed) = (false, false, false);
    let mut doubts = BTreeSet::new();
    for statement in &policy.statements {
        match (statement.effect, asked.applies(statement)) {
            (Some(Effect::Allow), Some(true)) => is_allowed = true,
            (Some(Effect::Deny), Some(true)) => is_denied = true,
            (Some(Effect::Allow), None) => may_be_allowed = true,
            (Some(Effect::Deny), None) => {
                doubts.insert(describe(statement));
            }
            (_, Some(false)) | (None, _) => {}
        }
    }
    if may_be_allowed && !is_allowed {
        let of_allow =
            |it: &&Statement<'_>| it.effect == Some(Effect::Allow) && asked.applies(it).is_none();
        doubts.extend(policy.statements.iter().filter(of_allow).map(describe));
    }
    let result = (rules.effect)(is_allowed || may_be_allowed, is_denied);
    if is_denied {
        doubts.clear();
    }
    Decided { result, doubts }
}

/// Whether a caller may call only where a policy allows it: IAM does not allow it, or it is of another account.
pub(super) fn needs_policy(caller: &Caller) -> bool {
    matches!(caller.signs_as, Some(Principal::Named(_) | Principal::OfOtherAccount))
}

/// `Deny if StringEquals aws:PrincipalOrgID o-1`
fn describe(statement: &Statement<'_>) -> String {
    let mut conditions: Vec<String> = statement
        .conditions
        .iter()
        .map(|Condition { operator, key, values }| {
            let mut values: Vec<_> = values.iter().map(|value| text(value)).collect();
            values.sort();
            values.dedup();
            format!("{operator} {key} {}", values.join(" or "))
        })
        .collect();
    conditions.sort();
    let effect = match statement.effect {
        Some(Effect::Deny) => "Deny",
        Some(Effect::Allow) | None => "Allow",
    };
    format!("{effect} if {}", conditions.join(" and "))
}

/// The account of the API, where a resource names it.
fn account<'d>(policy: &ResourcePolicy<'d>) -> Option<&'d str> {
    let resources = policy.statements.iter().flat_map(|it| &it.resources);
    resources.filter_map(|arn| account_in(arn)).next()
}

/// The account that an ARN names.
fn account_in(arn: &str) -> Option<&str> {
    arn.split(':').nth(4).filter(|it| is_account(it))
}

/// The account of a principal.
fn account_of(principal: &str) -> Option<&str> {
    account_in(principal).or_else(|| whole_account(principal))
}

/// The account that a principal means with all of its identities (IAM user guide, "AWS account principals").
fn whole_account(principal: &str) -> Option<&str> {
    let of_root = principal.ends_with(":root").then(|| account_in(principal)).flatten();
    of_root.or_else(|| Some(principal).filter(|it| is_account(it)))
}

fn is_account(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}

struct Asked<'r> {
    rules: &'r CallerRules,
    caller: &'r Caller,
    account: Option<&'r str>,
}

impl Asked<'_> {
    /// Whether a statement applies; `None` where a condition is not known.
    fn applies(&self, statement: &Statement<'_>) -> Option<bool> {
        let Statement { actions, not_actions, resources, not_resources, .. } = statement;
        let is_about = self.is_about(&statement.principals)
            && actions.iter().any(|it| (self.rules.wildcard)(&it.to_ascii_lowercase(), ACTION))
                != *not_actions
            && resources.iter().any(|it| self.is_at(it)) != *not_resources;
        if !is_about {
            return Some(false);
        }
        let conditions: Vec<_> =
            statement.conditions.iter().map(|it| holds(self.rules, it, self.caller)).collect();
        match (conditions.contains(&Some(false)), conditions.contains(&None)) {
            (true, _) => Some(false),
            (false, true) => None,
            (false, false) => Some(true),
        }
    }

    fn is_about(&self, principals: &Principals<'_>) -> bool {
        match principals {
            Principals::Everyone => true,
            Principals::These(names) => names.iter().any(|it| self.is_principal(it)),
            Principals::NotThese(names) => !names.iter().any(|it| self.is_principal(it)),
        }
    }

    fn is_principal(&self, name: &str) -> bool {
        match &self.caller.signs_as {
            None | Some(Principal::OfOtherAccount) => false,
            Some(Principal::OfAccount) => {
                self.account.is_some() && whole_account(name) == self.account
            }
            Some(Principal::Named(own) | Principal::NamedOfAccount(own)) => {
                let whole = whole_account(name);
                name == own || (whole.is_some() && whole == account_of(own))
            }
        }
    }

    /// Whether a resource is the one that the caller asks for. The API is known by its id, where the document names it.
    fn is_at(&self, resource: &str) -> bool {
        let api = resource.starts_with("arn:").then(|| resource.splitn(6, ':').nth(5)).flatten();
        let api = api.map(|it| it.split_once('/').map_or(it, |(api, _)| api));
        let is_other = api.is_some_and(|api| {
            self.caller.request.api.as_ref().is_some_and(|own| !(self.rules.wildcard)(api, own))
        });
        if is_other {
            return false;
        }
        let RequestLine { stage, method, path, .. } = &self.caller.request;
        (self.rules.wildcard)(in_api(resource), &format!("{stage}/{method}/{path}"))
    }
}

/// What follows the id of the API in a resource: `prod/GET/orders`.
fn in_api(resource: &str) -> &str {
    let short = resource.strip_prefix("execute-api:/");
    let own = short.or_else(|| {
        let api = resource.starts_with("arn:").then(|| resource.splitn(6, ':').nth(5))??;
        Some(match api.split_once('/') {
            Some((_, rest)) => rest,
            None if api.contains('*') => "*",
            None => "",
        })
    });
    own.unwrap_or(resource)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn caller(address: &str) -> Caller {
        let mut caller = Caller::default();
        caller.origin.address = Some(address.parse().unwrap());
        caller.request = RequestLine {
            stage: "prod".to_owned(),
            method: "GET".to_owned(),
            path: "a/1".to_owned(),
            ..RequestLine::default()
        };
        caller
    }

    fn result(statements: &Value, caller: &Caller) -> (PolicyResult, usize) {
        let document = json!({ "x-amazon-apigateway-policy": { "Statement": statements } });
        let policy = ResourcePolicy::of(&document).unwrap();
        let decided = decide(&CallerRules::default(), &policy, caller);
        (decided.result, decided.doubts.len())
    }

    fn statement(effect: &str, change: &Value) -> Value {
        let mut statement = json!({ "Effect": effect, "Principal": "*",
            "Action": "execute-api:Invoke", "Resource": "arn:aws:execute-api:eu-west-1:1:abc/*" });
        statement.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        statement
    }

    #[test]
    fn a_statement_applies_as_a_whole() {
        use PolicyResult::{Allowed, Denied, Neither};
        let allow =
            |change: &Value| result(&json!([statement("Allow", change)]), &caller("192.0.2.9"));
        for (change, expected) in [
            (json!({}), (Allowed, 0)),
            (json!({ "Action": ["EXECUTE-API:*"] }), (Allowed, 0)),
            (json!({ "Action": "s3:*" }), (Neither, 0)),
            (json!({ "Resource": "execute-api:/prod/GET/a/*" }), (Allowed, 0)),
            (json!({ "Resource": "execute-api:/prod/POST/*" }), (Neither, 0)),
            (json!({ "Resource": "*" }), (Allowed, 0)),
            (json!({ "Principal": { "AWS": "1" } }), (Neither, 0)),
            (
                json!({ "Condition": { "IpAddress": { "aws:sourceip": "192.0.2.0/24" } } }),
                (Allowed, 0),
            ),
            (
                json!({ "Condition": { "IpAddress": { "aws:SourceIp": "10.0.0.0/8" } } }),
                (Neither, 0),
            ),
            (json!({ "Condition": { "StringEquals": { "aws:SourceVpce": "v" } } }), (Neither, 0)),
            (
                json!({ "Condition": { "StringNotEquals": { "aws:SourceVpce": "v" } } }),
                (Allowed, 0),
            ),
            (json!({ "Condition": { "Bool": { "aws:SecureTransport": false } } }), (Neither, 0)),
            (json!({ "Condition": { "StringEquals": { "aws:Referer": "o" } } }), (Allowed, 1)),
        ] {
            assert_eq!(allow(&change), expected, "{change}");
        }
        let deny = json!([statement("Allow", &json!({})), statement("Deny", &json!({}))]);
        assert_eq!(result(&deny, &caller("192.0.2.9")), (Denied, 0));
    }

    #[test]
    fn an_account_stands_for_its_principals() {
        let mut signed = caller("192.0.2.9");
        signed.signs_as = Some(Principal::Named("arn:aws:iam::7:role/a".to_owned()));
        for (principal, expected) in [
            ("arn:aws:iam::7:root", PolicyResult::Allowed),
            ("7", PolicyResult::Allowed),
            ("arn:aws:iam::7:role/a", PolicyResult::Allowed),
            ("arn:aws:iam::7:role/b", PolicyResult::Neither),
            ("arn:aws:iam::8:root", PolicyResult::Neither),
        ] {
            let statements =
                json!([statement("Allow", &json!({ "Principal": { "AWS": principal } }))]);
            assert_eq!(result(&statements, &signed).0, expected, "{principal}");
        }
    }
}
