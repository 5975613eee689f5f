//! Matching rules that Gatepact has, and plugins, of which it has none.

use gatepact_finding::Pointer;
use serde_json::Value;

use super::paths;
use crate::fault::{Fault, shown};

/// Every type of matching rule that `pact_models` 1.3.17 knows, by all its names; any other is one
/// of a plugin.
const KNOWN: [&str; 29] = [
    "array-contains",
    "arrayContains",
    "boolean",
    "content-type",
    "contentType",
    "date",
    "datetime",
    "decimal",
    "each-key",
    "each-value",
    "eachKey",
    "eachValue",
    "equality",
    "include",
    "integer",
    "max",
    "max-type",
    "min",
    "min-type",
    "not-empty",
    "notEmpty",
    "null",
    "number",
    "real",
    "regex",
    "semver",
    "time",
    "timestamp",
    "type",
];

/// Those whose names have a part in common with no other.
const ALSO_KNOWN: [&str; 3] = ["status-code", "statusCode", "values"];

/// An interaction that a plugin made can be judged by that plugin only.
pub(super) fn plugins(interaction: &Value, at: &Pointer) -> Result<(), Fault> {
    let configured = interaction.get("pluginConfiguration").and_then(Value::as_object);
    let names: Vec<String> =
        configured.into_iter().flatten().map(|(name, _)| format!("`{name}`")).collect();
    if names.is_empty() {
        return Ok(());
    }
    let reason = format!("it needs the plugin {}, and plugins are not supported", names.join(", "));
    Err(Fault::foreign(&at.child("pluginConfiguration"), reason))
}

/// Whether every rule is of a known type, and makes sense.
pub(super) fn known(part: &Value, at: &Pointer) -> Result<(), Fault> {
    for name in ["matchingRules", "responseMatchingRules"] {
        let Some(rules) = part.get(name) else { continue };
        if !rules.is_object() && !rules.is_null() {
            let reason = format!("its matching rules are {}", shown(rules));
            return Err(Fault::new(&at.child(name), reason));
        }
        rule(rules, &at.child(name))?;
    }
    Ok(())
}

fn rule(json: &Value, at: &Pointer) -> Result<(), Fault> {
    match json {
        Value::Object(members) => {
            if let Some(Value::String(name)) = members.get("match") {
                if !KNOWN.contains(&name.as_str()) && !ALSO_KNOWN.contains(&name.as_str()) {
                    let reason = format!("it has the matching rule `{name}`, which is not known");
                    return Err(Fault::foreign(at, reason));
                }
                bounds(json, at)?;
            }
            // What a rule is compared with is no rule.
            let below = members.iter().filter(|(name, _)| *name != "value" && *name != "generator");
            below.into_iter().try_for_each(|(name, value)| rule(value, &at.child(name)))
        }
        Value::Array(elements) => elements
            .iter()
            .enumerate()
            .try_for_each(|(index, value)| rule(value, &at.child(&index.to_string()))),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
    }
}

/// A lower bound that is negative or above the upper one.
fn bounds(rule: &Value, at: &Pointer) -> Result<(), Fault> {
    let mut numbers = [None, None];
    for (number, name) in numbers.iter_mut().zip(["min", "max"]) {
        let Some(value) = rule.get(name) else { continue };
        *number = match value {
            Value::Number(it) => it.as_f64(),
            Value::String(it) => it.parse().ok(),
            _ => None,
        }
        .filter(|number| *number >= 0.0 && number.fract() == 0.0);
        if number.is_none() {
            let reason = format!("the `{name}` of a matching rule is {}", shown(value));
            return Err(Fault::new(at, reason));
        }
    }
    match numbers {
        [Some(min), Some(max)] if min > max => Err(Fault::new(
            at,
            format!("a matching rule has a `min` of {min} and a `max` of {max}"),
        )),
        _ => Ok(()),
    }
}

/// Whether the path expressions of rules are within bounds.
pub(super) fn indexes(part: &Value, at: &Pointer) -> Result<(), Fault> {
    for name in ["matchingRules", "requestMatchingRules", "responseMatchingRules"] {
        let Some(rules) = part.get(name).and_then(Value::as_object) else { continue };
        let at = at.child(name);
        for (key, rules) in rules {
            let at = at.child(key);
            if key.starts_with('$') {
                paths::expression(key, &at)?;
            } else if let Some(paths) = rules.as_object().filter(|_| key == "body") {
                let paths = paths.keys().filter(|path| path.starts_with('$'));
                paths.into_iter().try_for_each(|path| paths::expression(path, &at.child(path)))?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::fault::FaultKind;

    fn fault(rules: &Value) -> Option<Fault> {
        known(&json!({ "matchingRules": rules }), &Pointer::root()).err()
    }

    #[test]
    fn unknown_rules_are_named_wherever_they_are() {
        let new = json!({"match": "brandNew"});
        for rules in [
            json!({"$.body.a": new}),
            json!({"body": {"$.a": {"matchers": [{"match": "type"}, new]}}}),
            json!({"status": {"matchers": [new]}}),
            json!({"body": {"$": {"matchers": [{"match": "eachValue", "rules": [new]}]}}}),
        ] {
            let fault = fault(&rules).unwrap();
            assert!(fault.reason.contains("`brandNew`"), "{rules}");
            assert_eq!(fault.kind, FaultKind::Foreign);
        }
    }

    #[test]
    fn the_table_is_that_of_the_model() {
        use pact_models::matchingrules::MatchingRule;
        let attributes =
            json!({"regex": "a", "value": "a", "min": 1, "max": 2, "variants": [], "rules": []});
        for name in KNOWN.iter().chain(&ALSO_KNOWN) {
            let rule = MatchingRule::create(name, &attributes).unwrap();
            assert!(!matches!(rule, MatchingRule::Plugin { .. }), "{name}");
        }
    }

    #[test]
    fn bounds_are_bounds() {
        for rule in [
            json!({"match": "type", "min": 2, "max": 1}),
            json!({"match": "type", "min": -1}),
            json!({"match": "type", "max": "many"}),
        ] {
            assert!(fault(&json!({ "$.body": rule })).is_some(), "{rule}");
        }
        assert_eq!(fault(&json!({"$.body": {"match": "type", "min": 1, "max": 1}})), None);
    }

    #[test]
    fn a_plugin_is_named() {
        let json = json!({"pluginConfiguration": {"csv": {}}});
        assert!(plugins(&json, &Pointer::root()).unwrap_err().reason.contains("`csv`"));
        assert!(plugins(&json!({"pluginConfiguration": {}}), &Pointer::root()).is_ok());
    }
}
