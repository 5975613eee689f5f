//! Policies: a resource policy, or the answer of a Lambda authorizer.

mod condition;

use gatepact_openapi::access::{Effect, ResourcePolicy, Statement};

use super::caller::Source;
use super::rules::{AccessRules, Verdict};

/// What all callers of a stage want to do.
const INVOKE: &str = "execute-api:Invoke";

/// What a policy is asked about.
pub(crate) struct Request<'a> {
    /// The ARN of the method: `arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod/GET/orders/42`.
    pub(crate) arn: &'a str,
    /// The ARN of the identity that signed; `None` for everybody else.
    pub(crate) principal: Option<&'a str>,
    pub(crate) source: &'a Source,
    pub(crate) user_agent: Option<&'a str>,
    pub(crate) referer: Option<&'a str>,
}

/// What a resource policy says of a request.
///
/// The policy of an API is about that API. So the ids of another API, account or region in its ARNs, such as those of the
/// stage that a document was exported from, mean this one, and `execute-api:/{stage}/{method}/{path}` does, too.
pub(crate) fn of_resource(
    policy: &ResourcePolicy<'_>,
    request: &Request<'_>,
    rules: &AccessRules,
) -> Verdict {
    judge(policy, request, rules, |statement| {
        let about = |pattern: &&str| (rules.resource)(&as_own(pattern, request.arn), request.arn);
        (rules.principal)(&statement.principals, request.principal)
            && statement.resources.iter().any(about) != statement.not_resources
    })
}

/// What the policy of a function's answer says. It names no principal: it is about this caller.
pub(crate) fn of_answer(
    policy: &ResourcePolicy<'_>,
    request: &Request<'_>,
    rules: &AccessRules,
) -> Verdict {
    judge(policy, request, rules, |statement| {
        let about = |pattern: &&str| (rules.resource)(pattern, request.arn);
        statement.resources.iter().any(about) != statement.not_resources
    })
}

fn judge(
    policy: &ResourcePolicy<'_>,
    request: &Request<'_>,
    rules: &AccessRules,
    is_about: impl Fn(&Statement<'_>) -> bool,
) -> Verdict {
    let says = |effect: Effect| {
        policy.statements.iter().any(|statement| {
            let action = |pattern: &&str| (rules.action)(pattern, INVOKE);
            let hold: Vec<bool> = statement
                .conditions
                .iter()
                .map(|it| condition::holds(it, request, rules))
                .collect();
            statement.effect == Some(effect)
                && is_about(statement)
                && statement.actions.iter().any(action) != statement.not_actions
                && (rules.conditions)(&hold)
        })
    };
    (rules.effect)(says(Effect::Allow), says(Effect::Deny))
}

/// The pattern with region, account and API of `arn`, unless it has wildcards there.
fn as_own(pattern: &str, arn: &str) -> String {
    let own: Vec<&str> = arn.splitn(6, ':').collect();
    let api = own.last().and_then(|it| it.split('/').next()).unwrap_or_default();
    if let Some(rest) = pattern.strip_prefix("execute-api:") {
        let separator = if rest.starts_with('/') { "" } else { "/" };
        return format!("{}:{api}{separator}{rest}", own[..own.len() - 1].join(":"));
    }
    let parts: Vec<&str> = pattern.splitn(6, ':').collect();
    let [arn, partition, service, region, account, resource] = parts[..] else {
        return pattern.to_owned();
    };
    let own_part = |written: &str, at: usize| match written.contains(['*', '?']) {
        true => written.to_owned(),
        false => own[at].to_owned(),
    };
    let resource = match resource.split_once('/') {
        Some((written, rest)) if !written.contains(['*', '?']) => format!("{api}/{rest}"),
        Some(_) | None => resource.to_owned(),
    };
    let (region, account) = (own_part(region, 3), own_part(account, 4));
    let partition = own_part(partition, 1);
    format!("{arn}:{partition}:{service}:{region}:{account}:{resource}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_of_an_api_is_about_this_api() {
        let arn = "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod/GET/orders/42";
        let rules = AccessRules::default();
        for (pattern, expected) in [
            ("execute-api:/*", true),
            ("execute-api:/prod/GET/*", true),
            ("execute-api:/prod/POST/*", false),
            ("execute-api:prod/*/orders/*", true),
            ("arn:aws:execute-api:eu-west-1:111122223333:zzz/prod/GET/orders/42", true),
            ("arn:aws:execute-api:eu-west-1:111122223333:zzz/prod/GET/orders", false),
            ("arn:aws:execute-api:*:*:*/dev/*", false),
            ("arn:aws:execute-api:us-east-1:123456789012:*", true),
            ("arn:aws:execute-api:*", true),
            ("*", true),
            ("arn:aws:s3:::bucket/*", false),
        ] {
            assert_eq!((rules.resource)(&as_own(pattern, arn), arn), expected, "{pattern}");
        }
    }
}
