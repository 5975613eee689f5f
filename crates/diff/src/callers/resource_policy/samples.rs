//! What two policies tell apart: origins, identities and requests.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use gatepact_openapi::access::{Condition, Principals, ResourcePolicy};
use gatepact_openapi::{Document, Method, path_template};
use serde_json::Value;

use super::condition::{ADDRESS, NETWORK, text};
use super::{account, account_of, in_api};
use crate::callers::caller::{Origin, Principal, RequestLine};
use crate::callers::{address_range, pattern, wildcard};

/// The maximum number of origins that are asked.
const MAX_ORIGINS: usize = 96;

/// The maximum number of resources by which the requests of an operation are told apart.
pub(in crate::callers) const MAX_RESOURCES: usize = 48;

/// The origins that two policies tell apart.
pub(in crate::callers) fn origins(policies: &[&ResourcePolicy<'_>]) -> Vec<Origin> {
    let values = |keys: &[&str]| -> Vec<String> {
        // Whether a key is there names no value.
        let is_about = |it: &&Condition<'_>| is_one_of(it.key, keys) && it.operator != "Null";
        let conditions = conditions(policies).filter(is_about);
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
    let range = |address: &IpAddr| {
        let around = ranges.iter().filter(|it| address_range::contains(it, *address) == Some(true));
        around.max_by_key(|it| address_range::length(it)).cloned()
    };
    let origins: Vec<Origin> = addresses
        .into_iter()
        .map(|address| Origin {
            range: address.as_ref().and_then(range),
            address,
            ..Origin::default()
        })
        .collect();
    // A request comes through an endpoint of a VPC, and then both have names, or it does not.
    let asks = |key: &str| conditions(policies).any(|it| it.key.eq_ignore_ascii_case(key));
    let mut keys: Vec<&str> = NETWORK.into_iter().filter(|key| asks(key)).collect();
    if keys.is_empty() && asks(ADDRESS[1]) {
        keys.push(NETWORK[0]);
    }
    let mut networks: Vec<BTreeMap<String, String>> = Vec::new();
    networks.extend((!keys.is_empty()).then(BTreeMap::new));
    for key in keys {
        let other = format!("{}-of-another-network", key.trim_start_matches("aws:source"));
        let names: Vec<_> = named(&values(&[key])).into_iter().chain([other]).collect();
        let with = |network: &BTreeMap<String, String>| {
            let named = names.iter().map(|name| {
                let mut network = network.clone();
                network.insert(key.to_owned(), name.clone());
                network
            });
            named.collect::<Vec<_>>()
        };
        networks = networks.iter().flat_map(with).take(MAX_ORIGINS).collect();
    }
    let with = |origin: Origin| {
        let inside: Vec<_> = networks
            .iter()
            .map(|network| Origin { network: network.clone(), ..origin.clone() })
            .collect();
        [origin].into_iter().chain(inside)
    };
    origins.into_iter().flat_map(with).take(MAX_ORIGINS).collect()
}

/// The texts that patterns tell apart; without wildcards each stands for itself.
fn named(patterns: &[String]) -> Vec<String> {
    match patterns.iter().any(|it| it.contains(['*', '?'])) {
        true => {
            let patterns: Vec<&str> = patterns.iter().map(String::as_str).collect();
            pattern::apart("^[0-9A-Za-z:/_-]+$", &patterns)
        }
        false => patterns.to_vec(),
    }
}

/// The identities that two policies tell apart, for callers who sign.
pub(in crate::callers) fn principals(policies: &[&ResourcePolicy<'_>]) -> Vec<Principal> {
    let statements = policies.iter().flat_map(|it| &it.statements);
    let named = statements.flat_map(|it| match &it.principals {
        Principals::Everyone => Vec::new(),
        Principals::These(names) | Principals::NotThese(names) => names.clone(),
    });
    let arns = conditions(policies).filter(|it| is_one_of(it.key, &["aws:principalarn"]));
    let arns: Vec<String> = arns.flat_map(|it| it.values.iter().map(|it| text(it))).collect();
    let is_user = |name: &String| name != "*" && !name.contains(".amazonaws.com");
    let mut all: Vec<_> =
        named.map(str::to_owned).chain(self::named(&arns)).filter(is_user).collect();
    all.sort();
    all.dedup();
    // What IAM allows an identity is not known, so one of the API's account is asked as if IAM allowed it, too.
    let own = policies.iter().find_map(|it| account(it));
    let may_be_own = |name: &String| {
        let named = account_of(name);
        own.is_none() || named.is_none() || named == own
    };
    let of_account: Vec<_> = all.iter().filter(|it| may_be_own(it)).cloned().collect();
    [Principal::OfAccount, Principal::OfOtherAccount]
        .into_iter()
        .chain(all.into_iter().map(Principal::Named))
        .chain(of_account.into_iter().map(Principal::NamedOfAccount))
        .collect()
}

fn conditions<'p, 'd>(
    policies: &'p [&'p ResourcePolicy<'d>],
) -> impl Iterator<Item = &'p Condition<'d>> {
    policies.iter().flat_map(|it| &it.statements).flat_map(|it| &it.conditions)
}

fn is_one_of(key: &str, keys: &[&str]) -> bool {
    keys.iter().any(|it| it.eq_ignore_ascii_case(key))
}

/// Whether policies name more resources than are told apart.
pub(in crate::callers) fn is_too_large(policies: &[&ResourcePolicy<'_>]) -> bool {
    let statements = policies.iter().flat_map(|it| &it.statements);
    let resources: BTreeSet<&str> = statements.flat_map(|it| &it.resources).copied().collect();
    resources.len() > MAX_RESOURCES
}

/// Where an API stands, as its document says it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Home {
    /// The id of the API, out of an execute-api host.
    api: Option<String>,
    /// Its first segment is the stage.
    base_path: String,
}

impl Home {
    pub(crate) fn of(document: &Document) -> Self {
        let servers = document.value().get("servers").and_then(Value::as_array);
        let urls = servers.into_iter().flatten().filter_map(|it| it.get("url")?.as_str());
        let api = urls.filter_map(|url| url.split_once("//")).find_map(|(_, rest)| {
            let (api, host) = rest.split('/').next()?.split_once('.')?;
            host.starts_with("execute-api.").then(|| api.to_owned())
        });
        Self { api, base_path: document.base_path().to_owned() }
    }
}

/// The requests of an operation that two policies tell apart. `methods` are those that it takes.
pub(in crate::callers) fn requests(
    policies: &[&ResourcePolicy<'_>],
    (methods, path): (&[Method], &str),
    home: &Home,
) -> Vec<RequestLine> {
    if policies.is_empty() {
        return vec![RequestLine::default()];
    }
    let statements = || policies.iter().flat_map(|it| &it.statements);
    let resources: BTreeSet<&str> =
        statements().flat_map(|it| &it.resources).map(|it| in_api(it)).collect();
    let is_name = |it: &&str| !it.contains(['*', '?']) && !it.is_empty();
    let named = home.base_path.trim_matches('/').split('/').next().filter(|it| !it.is_empty());
    let mut stages = resources.iter().filter_map(|it| it.split('/').next());
    let stage = named.or_else(|| stages.find(is_name)).unwrap_or("prod");
    let methods: Vec<&str> = methods.iter().map(Method::as_str).collect();
    let is_one = methods.len() == 1 && path_template::parameters(path).next().is_none();
    let texts = match is_one {
        true => vec![format!("{stage}/{}/{}", methods[0], path.trim_start_matches('/'))],
        false => {
            let resources: Vec<&str> = resources.into_iter().take(MAX_RESOURCES).collect();
            pattern::apart(&expression((stage, &methods), path), &resources)
        }
    };
    let is_telling = texts.len() > 1;
    let line = |text: String| {
        let mut parts = text.splitn(3, '/').map(str::to_owned);
        let mut next = || parts.next().unwrap_or_default();
        RequestLine {
            api: home.api.clone(),
            stage: next(),
            method: next(),
            path: next(),
            is_telling,
        }
    };
    texts.into_iter().map(line).collect()
}

/// All requests of an operation as a regular expression: `^prod/(?:GET)/orders/[^/]+$`.
fn expression((stage, methods): (&str, &[&str]), path: &str) -> String {
    let literal = |regex: &mut String, text: &str| {
        text.chars().for_each(|character| wildcard::push_literal(regex, character));
    };
    let mut regex = String::from("^");
    literal(&mut regex, stage);
    regex.push_str(&format!("/(?:{})", methods.join("|")));
    for segment in path.trim_start_matches('/').split('/') {
        regex.push('/');
        let mut rest = segment;
        while let Some((before, (name, after))) =
            rest.split_once('{').and_then(|(before, tail)| Some((before, tail.split_once('}')?)))
        {
            literal(&mut regex, before);
            regex.push_str(if name.ends_with('+') { "[^/]+(?:/[^/]+)*" } else { "[^/]+" });
            rest = after;
        }
        literal(&mut regex, rest);
    }
    regex.push('$');
    regex
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn home() -> Home {
        Home { api: None, base_path: "/prod".to_owned() }
    }

    #[test]
    fn requests_are_told_apart_by_resources() {
        let policy = json!({ "x-amazon-apigateway-policy": { "Statement": [
            { "Effect": "Allow", "Resource": ["execute-api:/prod/GET/*", "execute-api:/*/*/b"] } ] } });
        let policy = ResourcePolicy::of(&policy).unwrap();
        let count = |methods: &[Method], path| requests(&[&policy], (methods, path), &home()).len();
        assert_eq!(count(&[Method::Get], "/a"), 1);
        assert_eq!(count(&[Method::Get], "/{id}"), 2);
        assert_eq!(count(&[Method::Get, Method::Put], "/a"), 2);
        assert_eq!(count(&[Method::Get, Method::Put], "/{proxy+}"), 4);
        let [only] = &requests(&[&policy], (&[Method::Post], "/a/c"), &home())[..] else {
            panic!()
        };
        assert_eq!((only.method.as_str(), only.path.as_str()), ("POST", "a/c"));
    }
}
