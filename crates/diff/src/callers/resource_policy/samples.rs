//! What two policies tell apart: origins, identities and requests.

use std::collections::{BTreeMap, BTreeSet};

use gatepact_openapi::access::{Condition, Principals, ResourcePolicy};
use gatepact_openapi::{Method, path_template};

use super::{ADDRESS, NETWORK, account, in_api, text};
use crate::callers::caller::{Origin, Principal, RequestLine};
use crate::callers::{address_range, wildcard};

/// The maximum number of origins that are asked.
const MAX_ORIGINS: usize = 96;

/// The origins that two policies tell apart.
pub(in crate::callers) fn origins(policies: &[&ResourcePolicy<'_>]) -> Vec<Origin> {
    let values = |keys: &[&str]| -> Vec<String> {
        let conditions = conditions(policies).filter(|it| is_one_of(it.key, keys));
        let mut values: Vec<_> =
            conditions.flat_map(|it| it.values.iter().map(|value| text(value))).collect();
        values.sort();
        values.dedup();
        values
    };
    let ranges = values(&ADDRESS);
    let mut addresses: Vec<_> =
        address_range::samples(&ranges.iter().map(String::as_str).collect::<Vec<_>>())
            .into_iter()
            .map(Some)
            .collect();
    if addresses.is_empty() {
        addresses.push(None);
    }
    let mut origins: Vec<Origin> =
        addresses.into_iter().map(|address| Origin { address, ..Origin::default() }).collect();
    for key in NETWORK {
        let names = values(&[key]);
        if names.is_empty() {
            continue;
        }
        let other = format!("{}-of-another-network", key.trim_start_matches("aws:source"));
        let names: Vec<_> = names.iter().map(|it| wildcard::example(it)).chain([other]).collect();
        let with = |origin: &Origin| {
            let named = names.iter().map(|name| {
                let mut network: BTreeMap<_, _> = origin.network.clone();
                network.insert(key.to_owned(), name.clone());
                Origin { network, ..origin.clone() }
            });
            named.chain([origin.clone()]).collect::<Vec<_>>()
        };
        origins = origins.iter().flat_map(with).take(MAX_ORIGINS).collect();
    }
    origins
}

/// An identity of an account that no policy names.
const STRANGER: &str = "arn:aws:iam::999999999999:user/of-another-account";

/// The identities that two policies tell apart, for callers who sign.
pub(in crate::callers) fn principals(policies: &[&ResourcePolicy<'_>]) -> Vec<Principal> {
    let statements = policies.iter().flat_map(|it| &it.statements);
    let named = statements.flat_map(|it| match &it.principals {
        Principals::Everyone => Vec::new(),
        Principals::These(names) | Principals::NotThese(names) => names.clone(),
    });
    let arns = conditions(policies).filter(|it| is_one_of(it.key, &["aws:principalarn"]));
    let arns = arns.flat_map(|it| it.values.iter().map(|value| wildcard::example(&text(value))));
    let is_user = |name: &String| name != "*" && !name.contains(".amazonaws.com");
    let mut all: Vec<_> = named.map(str::to_owned).chain(arns).filter(is_user).collect();
    all.sort();
    all.dedup();
    let account = policies.iter().find_map(|it| account(it));
    let named = all.into_iter().map(|name| {
        let own = name.split(':').nth(4).unwrap_or(&name);
        match account.is_some_and(|account| account != own) {
            true => Principal::OfOtherAccount(name),
            false => Principal::Named(name),
        }
    });
    let stranger = Principal::OfOtherAccount(STRANGER.to_owned());
    [Principal::OfAccount].into_iter().chain(named).chain([stranger]).collect()
}

fn conditions<'p, 'd>(
    policies: &'p [&'p ResourcePolicy<'d>],
) -> impl Iterator<Item = &'p Condition<'d>> {
    policies.iter().flat_map(|it| &it.statements).flat_map(|it| &it.conditions)
}

fn is_one_of(key: &str, keys: &[&str]) -> bool {
    keys.iter().any(|it| it.eq_ignore_ascii_case(key))
}

/// The requests of an operation that two policies tell apart: its path with other values for its parameters, and for `ANY`
/// the methods that a policy names.
pub(in crate::callers) fn requests(
    policies: &[&ResourcePolicy<'_>],
    (method, path): (Method, &str),
    base_path: &str,
) -> Vec<RequestLine> {
    if policies.is_empty() {
        return vec![RequestLine::default()];
    }
    let resources: Vec<Vec<&str>> = policies
        .iter()
        .flat_map(|it| &it.statements)
        .flat_map(|it| &it.resources)
        .map(|it| in_api(it).splitn(3, '/').collect())
        .collect();
    let is_name = |it: &&str| !it.contains(['*', '?']) && !it.is_empty();
    let named = base_path.trim_matches('/').split('/').next().filter(|it| !it.is_empty());
    let stage =
        named.or_else(|| resources.iter().filter_map(|it| it.first().copied()).find(is_name));
    let own = method.as_str();
    let mut methods = vec![if method == Method::Any { "GET" } else { own }];
    if method == Method::Any {
        methods.extend(resources.iter().filter_map(|it| it.get(1).copied()).filter(is_name));
    }
    let mut paths = vec![filled(path, "")];
    paths.extend(resources.iter().filter_map(|it| it.get(2)).map(|wanted| filled(path, wanted)));
    let line = |method: &&str, path: &String| RequestLine {
        stage: stage.unwrap_or("prod").to_owned(),
        method: (*method).to_owned(),
        path: path.clone(),
    };
    let lines: BTreeSet<_> = methods
        .iter()
        .flat_map(|method| paths.iter().map(move |path| line(method, path)))
        .collect();
    lines.into_iter().collect()
}

/// A path template with values for its parameters: those that stand at their places in another path, else `1`.
fn filled(template: &str, wanted: &str) -> String {
    let mut wanted = wanted.split('/');
    let segments = template.trim_start_matches('/').split('/').map(|segment| {
        let other = wanted.next().filter(|it| !it.is_empty()).map(wildcard::example);
        let is_greedy = path_template::shape(segment) == "{+}";
        match (path_template::parameters(segment).next().is_some(), other) {
            (true, Some(other)) if is_greedy => {
                let rest = wanted.by_ref().map(wildcard::example);
                [other].into_iter().chain(rest).collect::<Vec<_>>().join("/")
            }
            (true, Some(other)) => other,
            (true, None) => "1".to_owned(),
            (false, _) => segment.to_owned(),
        }
    });
    segments.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_the_values_that_a_policy_names() {
        for (template, wanted, expected) in [
            ("/a/{id}", "", "a/1"),
            ("/a/{id}", "a/17", "a/17"),
            ("/a/{proxy+}", "a/b/c", "a/b/c"),
            ("/a", "b", "a"),
            ("/{proxy+}", "*", "1"),
        ] {
            assert_eq!(filled(template, wanted), expected, "{template} {wanted}");
        }
    }
}
