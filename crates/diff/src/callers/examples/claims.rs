//! The claims of tokens that are asked about.

use std::collections::{BTreeMap, BTreeSet};

use super::OTHER;
use crate::callers::access::Trust;

/// The claims that tokens of an issuer may have: for each claim that either release names the values that the release
/// accepts, one at a time; the first ones are accepted by the other release where that is possible.
pub(super) fn claims(trust: &Trust<'_>, same: &[&Trust<'_>]) -> Vec<BTreeMap<String, String>> {
    let others = || same.iter().flat_map(|it| &it.claims);
    let names: BTreeSet<&str> = trust.claims.iter().chain(others()).map(|it| it.name).collect();
    let mut first = BTreeMap::new();
    let mut further: Vec<(&str, Option<String>)> = Vec::new();
    for name in names {
        let own = trust.claims.iter().find(|it| it.name == name);
        let other: Vec<_> = others().filter(|it| it.name == name).collect();
        let accepted = own.map(|it| it.values.as_slice()).unwrap_or_default();
        let is_required = own.is_some_and(|it| it.required);
        let mut values: Vec<Option<String>> = match accepted.is_empty() {
            false => accepted.iter().map(|it| Some((*it).to_owned())).collect(),
            true => {
                let named = other.iter().flat_map(|it| &it.values).map(|it| (*it).to_owned());
                named.chain([OTHER.to_owned()]).map(Some).collect()
            }
        };
        if !is_required {
            values.push(None);
        }
        let passes = |value: &Option<String>| {
            other.iter().all(|it| match value {
                None => !it.required,
                Some(value) => it.values.is_empty() || it.values.contains(&value.as_str()),
            })
        };
        values.sort_by_key(|value| {
            (!passes(value), value.is_some() && own.is_none() && other.is_empty())
        });
        let mut values = values.into_iter();
        if let Some(Some(value)) = values.next() {
            first.insert(name.to_owned(), value);
        }
        further.extend(values.map(|value| (name, value)));
    }
    let mut result = vec![first.clone()];
    result.extend(further.into_iter().map(|(name, value)| {
        let mut claims = first.clone();
        match value {
            Some(value) => claims.insert(name.to_owned(), value),
            None => claims.remove(name),
        };
        claims
    }));
    result
}
