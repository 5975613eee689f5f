//! Conditions of statements.
//!
//! | what | how it is read |
//! |---|---|
//! | `StringEquals`, `StringLike`, `ArnEquals`, `ArnLike`, `IpAddress`, `Bool`, their `Not..`, `StringEqualsIgnoreCase` | evaluated |
//! | `..IfExists` | holds where the request has no such key |
//! | `Null` | `true` where the request has no such key |
//! | `ForAnyValue:`, `ForAllValues:` | every key here has one value or none: the latter holds without one |
//! | another operator | does not hold: the service does not take such a policy |
//! | `aws:SourceIp`, `aws:VpcSourceIp`, `aws:SourceVpc`, `aws:SourceVpce`, `aws:PrincipalArn`, `aws:PrincipalAccount`, `aws:UserAgent`, `aws:Referer`, `aws:SecureTransport` | values of the request |
//! | another key | the request does not have it, so a negated operator holds and another one does not (IAM user guide, "Condition operators") |

use std::net::IpAddr;

use gatepact_openapi::access::Condition;
use serde_json::Value;

use super::Request;
use crate::access::rules::AccessRules;

/// Whether one value of a condition matches what the request has.
type Test = fn(&str, &str, &AccessRules) -> bool;

/// Operators, whether they are negated, and what they do.
const OPERATORS: [(&str, bool, Test); 15] = [
    ("stringequals", false, equals),
    ("stringnotequals", true, equals),
    ("stringequalsignorecase", false, equals_ignoring_case),
    ("stringnotequalsignorecase", true, equals_ignoring_case),
    ("stringlike", false, like),
    ("stringnotlike", true, like),
    ("arnequals", false, like),
    ("arnnotequals", true, like),
    ("arnlike", false, like),
    ("arnnotlike", true, like),
    ("ipaddress", false, in_range),
    ("notipaddress", true, in_range),
    ("bool", false, equals_ignoring_case),
    ("numericequals", false, equals),
    ("numericnotequals", true, equals),
];

pub(super) fn holds(condition: &Condition<'_>, request: &Request<'_>, rules: &AccessRules) -> bool {
    let operator = condition.operator.to_ascii_lowercase();
    let (for_all, operator) = match operator.split_once(':') {
        Some((set, operator)) => (set == "forallvalues", operator.to_owned()),
        None => (false, operator),
    };
    let given = value(condition.key, request);
    let wanted: Vec<String> = condition.values.iter().map(|it| text(it)).collect();
    if operator == "null" {
        return wanted.iter().any(|wanted| *wanted == given.is_none().to_string());
    }
    let optional = operator.strip_suffix("ifexists");
    let operator = optional.unwrap_or(&operator);
    let Some((_, negated, test)) = OPERATORS.iter().find(|(name, ..)| *name == operator) else {
        return false;
    };
    let Some(given) = given else { return optional.is_some() || for_all || *negated };
    let matches: Vec<bool> = wanted.iter().map(|wanted| test(&given, wanted, rules)).collect();
    let matches = (rules.any_value)(&matches);
    if *negated { (rules.negated)(matches) } else { matches }
}

/// What the request has for a key. Keys are not case-sensitive.
fn value(key: &str, request: &Request<'_>) -> Option<String> {
    let Request { arn: _, principal, source, user_agent, referer } = request;
    // Through an endpoint of a VPC an address is of that network, and `aws:SourceIp` is not there (guide, "AWS condition
    // keys that can be used in API Gateway resource policies").
    let private = source.vpc.is_some() || source.vpc_endpoint.is_some();
    let address = |of_network: bool| (of_network == private).then(|| source.address.to_string());
    match key.to_ascii_lowercase().as_str() {
        "aws:sourceip" => address(false),
        "aws:vpcsourceip" => address(true),
        "aws:sourcevpc" => source.vpc.clone(),
        "aws:sourcevpce" => source.vpc_endpoint.clone(),
        "aws:principalarn" => principal.map(str::to_owned),
        "aws:principalaccount" => {
            principal.and_then(|arn| arn.split(':').nth(4)).map(str::to_owned)
        }
        "aws:useragent" => user_agent.map(str::to_owned),
        "aws:referer" => referer.map(str::to_owned),
        // API Gateway has no other endpoints than those with TLS.
        "aws:securetransport" => Some("true".to_owned()),
        _ => None,
    }
}

/// A value as text; numbers and truth values are written so.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn equals(given: &str, wanted: &str, _: &AccessRules) -> bool {
    given == wanted
}

fn equals_ignoring_case(given: &str, wanted: &str, _: &AccessRules) -> bool {
    given.to_lowercase() == wanted.to_lowercase()
}

fn like(given: &str, wanted: &str, rules: &AccessRules) -> bool {
    (rules.resource)(wanted, given)
}

fn in_range(given: &str, wanted: &str, rules: &AccessRules) -> bool {
    given.parse::<IpAddr>().is_ok_and(|given| (rules.address)(given, wanted))
}
