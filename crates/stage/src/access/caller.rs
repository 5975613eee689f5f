//! What a request says of its caller.

use std::collections::BTreeMap;
use std::net::IpAddr;

use gatepact_openapi::access::IdentitySource;
use http::HeaderMap;
use percent_encoding::percent_decode_str;

use super::rules::AccessRules;
use crate::settings::SourceHeaders;

/// What a request says of its caller.
pub(crate) struct Caller<'a> {
    pub(crate) headers: &'a HeaderMap,
    /// The query, decoded.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) source: Source,
    /// Stage variables: what an identity source may name beside the request.
    pub(crate) variables: &'a BTreeMap<String, String>,
    /// Values of `$context`, by name.
    pub(crate) context: Vec<(&'static str, String)>,
}

/// Where a request comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) address: IpAddr,
    /// `vpc-..`
    pub(crate) vpc: Option<String>,
    /// `vpce-..`
    pub(crate) vpc_endpoint: Option<String>,
}

impl Source {
    /// The connection's address, or what the headers of the settings say.
    pub(crate) fn of(connection: IpAddr, headers: &HeaderMap, names: &SourceHeaders) -> Self {
        let header = |name: &Option<String>| text(headers, name.as_deref()?).map(str::to_owned);
        Self {
            address: header(&names.address).and_then(|it| it.parse().ok()).unwrap_or(connection),
            vpc: header(&names.vpc),
            vpc_endpoint: header(&names.vpc_endpoint),
        }
    }
}

impl Caller<'_> {
    /// The value at an identity source.
    pub(crate) fn at(&self, source: IdentitySource<'_>, rules: &AccessRules) -> Option<String> {
        match source {
            IdentitySource::Header(name) => {
                let mut named =
                    self.headers.iter().filter(|(it, _)| (rules.header)(it.as_str(), name));
                named.find_map(|(_, value)| Some(value.to_str().ok()?.to_owned()))
            }
            IdentitySource::Query(name) => {
                let named = self.query.iter().find(|(it, _)| (rules.parameter)(it, name));
                named.map(|(_, value)| value.clone())
            }
            IdentitySource::StageVariable(name) => self.variables.get(name).cloned(),
            IdentitySource::Context(name) => {
                let named = self.context.iter().find(|(it, _)| *it == name);
                named.map(|(_, value)| value.clone())
            }
            IdentitySource::Other(_) => None,
        }
    }
}

/// A query, decoded.
pub(crate) fn decoded(query: &str) -> Vec<(String, String)> {
    let decode =
        |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}
