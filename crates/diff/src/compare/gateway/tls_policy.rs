//! The TLS policy of the endpoint: which clients can connect at all.
//!
//! The names say which versions of TLS a policy accepts (API Gateway developer guide, "Supported security policies"):
//! `TLS_1_0` and `TLS_1_2` name the lowest one, `SecurityPolicy_TLS13_1_2_2021_06` the highest and the lowest one,
//! `SecurityPolicy_TLS13_2025_EDGE` the only one. What else a name says (`FIPS`, `PFS`) takes cipher suites away. Without
//! a policy the default of the API's kind holds, which is `TLS_1_0` or `TLS_1_2`.

use super::endpoint::setting;
use crate::compare::context::{Context, Scope};
use crate::compare::raw_change::{Details, Place};
use crate::rules::ChangeKind;
use gatepact_openapi::Cursor;

pub(super) const EXTENSION: &str = "x-amazon-apigateway-security-policy";

pub(super) fn compare(context: &mut Context<'_>, scope: Scope, old: &Cursor<'_>, new: &Cursor<'_>) {
    let [old, new] = [old, new].map(|root| setting(root, EXTENSION, "securityPolicy"));
    let Some(kind) = kind(old.value.as_str(), new.value.as_str()) else { return };
    let [before, after] = [&old, &new].map(|it| Some(it.value).filter(|value| !value.is_null()));
    context.report(scope, kind, Place::both(&old, &new), Details::values(before, after));
}

fn kind(old: Option<&str>, new: Option<&str>) -> Option<ChangeKind> {
    if old == new {
        return None;
    }
    let lowest = |name: Option<&str>| match name {
        Some(name) => lowest_version(name).map(|version| [version; 2]),
        None => Some([0, 2]),
    };
    let (Some(before), Some(after)) = (lowest(old), lowest(new)) else {
        return Some(ChangeKind::EndpointTlsPolicyChanged);
    };
    let has = |name: Option<&str>, word: &str| {
        name.is_some_and(|name| name.split('_').any(|part| part == word))
    };
    let takes_suites = ["FIPS", "PFS"].iter().any(|word| has(new, word) && !has(old, word));
    if after[0] > before[1] {
        Some(ChangeKind::EndpointTlsPolicyNarrowed)
    } else if takes_suites || after[1] > before[0] {
        Some(ChangeKind::EndpointTlsPolicyChanged)
    } else if after[1] < before[0] || old.is_none() || new.is_none() {
        Some(ChangeKind::EndpointTlsPolicyWidened)
    } else {
        Some(ChangeKind::EndpointTlsPolicyChanged)
    }
}

/// The `m` of the lowest version `1.m` that a policy accepts; `None` for a name of another form.
fn lowest_version(name: &str) -> Option<u8> {
    if let Some(minor) = name.strip_prefix("TLS_1_") {
        return minor.parse().ok();
    }
    let mut parts = name.strip_prefix("SecurityPolicy_TLS1")?.split('_');
    let highest = parts.next()?.parse().ok()?;
    match (parts.next(), parts.next()) {
        (Some("1"), Some(lowest)) => lowest.parse().ok(),
        _ => Some(highest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_policy_takes_from_clients() {
        use ChangeKind::{
            EndpointTlsPolicyChanged as Changed, EndpointTlsPolicyNarrowed as Narrowed,
            EndpointTlsPolicyWidened as Widened,
        };
        let newest = "SecurityPolicy_TLS13_1_3_2025_09";
        let both = "SecurityPolicy_TLS13_1_2_2021_06";
        for (old, new, expected) in [
            (Some("TLS_1_0"), Some("TLS_1_2"), Some(Narrowed)),
            (Some("TLS_1_2"), Some("TLS_1_0"), Some(Widened)),
            (Some("TLS_1_2"), Some(newest), Some(Narrowed)),
            (Some(newest), Some(both), Some(Widened)),
            (Some("TLS_1_2"), Some(both), Some(Changed)),
            (Some(both), Some("SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09"), Some(Changed)),
            (Some(both), Some("SecurityPolicy_TLS13_2025_EDGE"), Some(Narrowed)),
            (Some(both), Some("SecurityPolicy_TLS12_2018_EDGE"), Some(Changed)),
            (Some(newest), Some("SecurityPolicy_TLS13_1_2_FIPS_2025_09"), Some(Changed)),
            (Some(both), Some("of a year to come"), Some(Changed)),
            (None, Some(newest), Some(Narrowed)),
            (None, Some("TLS_1_2"), Some(Changed)),
            (None, Some("TLS_1_0"), Some(Widened)),
            (Some("TLS_1_2"), None, Some(Widened)),
            (Some("TLS_1_0"), None, Some(Changed)),
            (Some(both), Some(both), None),
            (None, None, None),
        ] {
            assert_eq!(kind(old, new), expected, "{old:?} {new:?}");
        }
    }
}
