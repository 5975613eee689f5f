//! Whether a condition of a statement is met by a caller.

use gatepact_openapi::access::Condition;
use serde_json::Value;

use crate::callers::caller::{Caller, Principal};
use crate::callers::rules::CallerRules;

pub(super) const NETWORK: [&str; 2] = ["aws:sourcevpc", "aws:sourcevpce"];
pub(super) const ADDRESS: [&str; 2] = ["aws:sourceip", "aws:vpcsourceip"];

/// Whether a condition is met; `None` where it asks for a key that the documents do not know.
pub(super) fn holds(
    rules: &CallerRules,
    condition: &Condition<'_>,
    caller: &Caller,
) -> Option<bool> {
    let (operator, if_exists) = match condition.operator.strip_suffix("IfExists") {
        Some(operator) => (operator, true),
        None => (condition.operator, false),
    };
    let operator = operator.rsplit(':').next().unwrap_or(operator);
    let key = condition.key.to_ascii_lowercase();
    let values: Vec<String> = condition.values.iter().map(|value| text(value)).collect();
    if ADDRESS.contains(&key.as_str()) {
        // Through an endpoint of a VPC a request has the address of that network, and no public one (developer guide, "AWS
        // condition keys that can be used in API Gateway resource policies").
        let has_key = caller.origin.network.is_empty() != (key == "aws:vpcsourceip");
        let address = if has_key { Some(caller.origin.address?) } else { None };
        // IAM refuses a policy whose ranges cannot be read, so that none is deployed.
        let is_in = address
            .map(|address| values.iter().any(|it| (rules.address)(it, address) == Some(true)));
        return match operator {
            "IpAddress" => Some(is_in.unwrap_or(if_exists)),
            "NotIpAddress" => Some(is_in.is_none_or(|is_in| !is_in)),
            _ => None,
        };
    }
    if key == "aws:securetransport" && operator == "Bool" {
        return Some(values.iter().any(|it| it.eq_ignore_ascii_case("true")));
    }
    let value = if NETWORK.contains(&key.as_str()) {
        caller.origin.network.get(&key).cloned()
    } else if key == "aws:principalarn" {
        match &caller.signs_as {
            None => None,
            Some(Principal::Named(name) | Principal::NamedOfAccount(name)) => Some(name.clone()),
            Some(Principal::OfAccount | Principal::OfOtherAccount) => return None,
        }
    } else if key.starts_with("aws:principal") && caller.signs_as.is_none() {
        None
    } else {
        return None;
    };
    compare(rules, (operator, if_exists), &values, value.as_deref())
}

/// An operator for texts, whose key may be absent.
fn compare(
    rules: &CallerRules,
    (operator, if_exists): (&str, bool),
    values: &[String],
    value: Option<&str>,
) -> Option<bool> {
    let is = |wanted: &dyn Fn(&str, &str) -> bool| {
        value.map(|value| values.iter().any(|it| wanted(it, value)))
    };
    let equal = |one: &str, other: &str| one == other;
    let in_any_case = |one: &str, other: &str| one.eq_ignore_ascii_case(other);
    let like = |pattern: &str, text: &str| (rules.wildcard)(pattern, text);
    let (is_negated, found) = match operator {
        "StringEquals" => (false, is(&equal)),
        "StringNotEquals" => (true, is(&equal)),
        "StringEqualsIgnoreCase" => (false, is(&in_any_case)),
        "StringNotEqualsIgnoreCase" => (true, is(&in_any_case)),
        "StringLike" | "ArnLike" | "ArnEquals" => (false, is(&like)),
        "StringNotLike" | "ArnNotLike" | "ArnNotEquals" => (true, is(&like)),
        "Null" => {
            let is_absent = value.is_none().to_string();
            return Some(values.iter().any(|it| it.eq_ignore_ascii_case(&is_absent)));
        }
        _ => return None,
    };
    Some(match found {
        Some(found) => found != is_negated,
        None => is_negated || if_exists,
    })
}

/// A value of a condition, as text.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
