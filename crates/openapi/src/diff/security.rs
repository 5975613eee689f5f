//! Who may call an operation: alternatives (OR) of schemes that are needed together (AND).
//!
//! A consumer holds the credentials of one old alternative. It still gets in when some new alternative asks for nothing
//! that it does not hold. Schemes are compared by what they demand, not by name: the same name with another header is
//! another demand. How an authorizer is run (its function, its cache) is no demand on the consumer.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::change::Facts;
use super::cursor::Cursor;
use super::operations::Side;
use super::rules::Kind;
use super::walk::{Pass, Place, Walk};

/// What an authorizer's owner may change without the consumer noticing.
const INTERNAL: [&str; 7] = [
    "description",
    "authorizerUri",
    "authorizerCredentials",
    "authorizerResultTtlInSeconds",
    "authorizerPayloadFormatVersion",
    "enableSimpleResponses",
    "providerARNs",
];

/// What one alternative demands: each scheme by its demand, with its scopes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Alternative {
    demands: BTreeMap<String, BTreeSet<String>>,
    names: Vec<String>,
    has_api_key: bool,
}

pub(super) fn compare(walk: &mut Walk<'_>, pass: Pass, old: &Side<'_>, new: &Side<'_>) {
    let (before, after) = (alternatives(old), alternatives(new));
    let place = || Place::both(&old.operation, &new.operation);
    let text = |alternatives: &[Alternative]| -> Value {
        alternatives.iter().map(Alternative::to_string).collect::<Vec<_>>().join(" or ").into()
    };
    let old_text = text(&before);
    let new_text = text(&after);
    for lost in before.iter().filter(|held| !after.iter().any(|asked| held.suffices_for(asked))) {
        let kind = match (lost.is_open(), after.iter().all(|asked| asked.has_api_key)) {
            (true, true) => Kind::SecurityApiKeyRequired,
            (true, false) => Kind::SecurityAdded,
            (false, _) => Kind::SecurityChanged,
        };
        let facts = Facts::values(Some(&lost.to_string().into()), Some(&new_text));
        walk.report(pass, kind, place(), facts);
    }
    for gained in after.iter().filter(|asked| !before.iter().any(|held| asked.suffices_for(held))) {
        let was_lost =
            before.iter().any(|held| !after.iter().any(|asked| held.suffices_for(asked)));
        let kind =
            if gained.is_open() { Kind::SecurityRemoved } else { Kind::SecurityAlternativeAdded };
        // What replaces a lost alternative is told by the change that reports the loss.
        if !was_lost || gained.is_open() {
            let facts = Facts::values(Some(&old_text), Some(&gained.to_string().into()));
            walk.report(pass, kind, place(), facts);
        }
    }
}

/// The operation's own `security`, or the document's; none at all is one alternative that asks for nothing.
fn alternatives(side: &Side<'_>) -> Vec<Alternative> {
    let list = side.operation.raw("security").or_else(|| side.root.raw("security"));
    let schemes = side.root.get_or_absent("components").get_or_absent("securitySchemes");
    let items = list.map_or_else(Vec::new, |list| list.items().collect());
    let mut result: Vec<_> = items.iter().map(|item| Alternative::new(item, &schemes)).collect();
    if result.is_empty() {
        result.push(Alternative {
            demands: BTreeMap::new(),
            names: Vec::new(),
            has_api_key: false,
        });
    }
    result.sort();
    result
}

impl Alternative {
    fn new(requirement: &Cursor<'_>, schemes: &Cursor<'_>) -> Self {
        let mut alternative =
            Self { demands: BTreeMap::new(), names: Vec::new(), has_api_key: false };
        for (name, scopes) in requirement.members() {
            let scheme = schemes.get(name);
            let scopes = scopes
                .items()
                .filter_map(|scope| scope.value.as_str().map(str::to_owned))
                .collect();
            alternative.names.push(describe(name, scheme.as_ref()));
            alternative.has_api_key |= scheme.as_ref().is_some_and(is_api_key);
            let demand = scheme.map_or_else(|| format!("?{name}"), |scheme| demand(scheme.value));
            alternative.demands.entry(demand).or_default().extend::<BTreeSet<_>>(scopes);
        }
        alternative.names.sort();
        alternative
    }

    fn is_open(&self) -> bool {
        self.demands.is_empty()
    }

    /// Whether who fulfils this alternative fulfils `asked` as well.
    fn suffices_for(&self, asked: &Self) -> bool {
        asked.demands.iter().all(|(demand, scopes)| {
            self.demands.get(demand).is_some_and(|held| scopes.is_subset(held))
        })
    }
}

impl std::fmt::Display for Alternative {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.names.is_empty() {
            f.write_str("nothing")
        } else {
            f.write_str(&self.names.join(" and "))
        }
    }
}

/// The name, and where the credentials travel: `api_key (header x-api-key)`.
fn describe(name: &str, scheme: Option<&Cursor<'_>>) -> String {
    match scheme.map(|scheme| (scheme.text("in"), scheme.text("name"))) {
        Some((Some(place), Some(key))) => format!("{name} ({place} {key})"),
        _ => name.to_owned(),
    }
}

/// An API key of a usage plan, as API Gateway exports it; IAM and authorizers have the same type and another header.
fn is_api_key(scheme: &Cursor<'_>) -> bool {
    scheme.text("type") == Some("apiKey")
        && scheme.text("name").is_some_and(|name| name.eq_ignore_ascii_case("x-api-key"))
        && scheme.value.get("x-amazon-apigateway-authtype").is_none()
}

/// The scheme without what is no demand on the consumer, in one spelling.
fn demand(scheme: &Value) -> String {
    let mut demand = scheme.clone();
    strip(&mut demand);
    if let Some(authorizer) = demand.get_mut("x-amazon-apigateway-authorizer") {
        strip(authorizer);
    }
    // The list of scopes is documentation; those that an operation asks for stand in its requirement.
    for flow in
        demand.get_mut("flows").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut)
    {
        flow.as_object_mut().map(|flow| flow.remove("scopes"));
    }
    demand.sort_all_objects();
    demand.to_string()
}

fn strip(part: &mut Value) {
    if let Some(members) = part.as_object_mut() {
        members.retain(|key, _| !INTERNAL.contains(&key.as_str()));
    }
}
