//! A caller, and the callers of an API.

use std::collections::BTreeMap;

use fastrand::Rng;

use crate::api::{Api, Auth, Form, Kind, Method};
use crate::values::*;

/// What a caller holds, and from where it calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    /// What it sends: in a header or else in the query, under a name.
    pub(crate) sent: BTreeMap<(bool, String), Sent>,
    /// The number of its identity.
    pub(crate) signs_as: Option<usize>,
    pub(crate) api_key: bool,
    pub(crate) mind: Mind,
    pub(crate) origin: Origin,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sent {
    Text(&'static str),
    Token(Claims),
}

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Claims {
    pub(crate) issuer: &'static str,
    pub(crate) audience: &'static str,
    pub(crate) algorithm: &'static str,
    pub(crate) access: bool,
    pub(crate) scopes: Vec<&'static str>,
    pub(crate) tenant: Option<&'static str>,
}

/// What functions think of a caller.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Mind {
    /// The functions that accept it.
    pub(crate) accepted_by: Vec<&'static str>,
    /// Whether they name an API key for it.
    pub(crate) named_key: bool,
}

/// Where a request comes from, and for which order it asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) address: &'static str,
    pub(crate) endpoint: Option<&'static str>,
    pub(crate) id: &'static str,
}

impl Caller {
    /// One who holds nothing, from an address that no range has.
    pub(crate) fn anonymous() -> Self {
        Self {
            sent: BTreeMap::new(),
            signs_as: None,
            api_key: false,
            mind: Mind::default(),
            origin: Origin { address: ADDRESSES[5], endpoint: None, id: IDS[0] },
        }
    }

    /// The same with what functions think of it: all accept it, or those of its own API alone.
    fn with_minds(self, favoured: bool, api: &Api, method: &Method) -> Vec<Self> {
        let all = Mind { accepted_by: FUNCTIONS.to_vec(), named_key: true };
        if favoured {
            let mind = if self.sent.is_empty() { Mind::default() } else { all };
            return vec![Self { mind, ..self }];
        }
        // Only the functions of its own API accept it.
        let own = match api.scheme(method) {
            Some((Kind::Token { function, .. } | Kind::Request { function, .. }, _)) => {
                vec![*function]
            }
            _ => Vec::new(),
        };
        let minds = [true, false].map(|named_key| Mind { accepted_by: own.clone(), named_key });
        minds.into_iter().map(|mind| Self { mind, ..self.clone() }).collect()
    }

    /// The same with what another one sends as well.
    fn with(mut self, other: &Self) -> Self {
        for (place, sent) in &other.sent {
            self.sent.entry(place.clone()).or_insert_with(|| sent.clone());
        }
        self.api_key |= other.api_key;
        self
    }
}

/// The origins that policies tell apart.
pub(crate) fn origins(apis: [&Api; 2]) -> Vec<Origin> {
    let statements = || apis.into_iter().filter_map(|api| api.policy.as_ref()).flatten();
    let keys = || statements().filter_map(|it| it.condition.as_ref()).map(|it| it.key);
    let Origin { address, endpoint, id } = Caller::anonymous().origin;
    let addresses = match keys().any(|it| it.ends_with("Ip")) {
        true => ADDRESSES.to_vec(),
        false => vec![address],
    };
    let endpoints = match keys().any(|it| it.contains("Vpc")) {
        true => vec![None, Some(ENDPOINTS[0]), Some(ENDPOINTS[1])],
        false => vec![endpoint],
    };
    let ids = match statements().any(|it| it.resource.contains("orders/")) {
        true => IDS.to_vec(),
        false => vec![id],
    };
    let mut origins = Vec::new();
    for address in &addresses {
        for endpoint in &endpoints {
            let of = |id: &&'static str| Origin { address, endpoint: *endpoint, id };
            origins.extend(ids.iter().map(of));
        }
    }
    origins
}

/// Callers of OLD who hold what it asks for, from everywhere, and some who hold what NEW asks for as well; shuffled.
pub(crate) fn callers(
    [old, new]: [&Api; 2],
    [before, after]: [&Method; 2],
    favoured: bool,
    rng: &mut Rng,
) -> Vec<Caller> {
    let claimed = [old, new].iter().any(|api| api.has_claims());
    let own = holding(old, before, claimed);
    let others = holding(new, after, claimed);
    let mut all = own.clone();
    for caller in &own {
        let more = &others[rng.usize(0..others.len())];
        all.extend((rng.u8(0..4) == 0).then(|| caller.clone().with(more)));
    }
    let origins = origins([old, new]);
    let mut callers: Vec<Caller> = all
        .into_iter()
        .flat_map(|caller| caller.with_minds(favoured, old, before))
        .flat_map(|caller| {
            origins.iter().map(move |origin| Caller { origin: *origin, ..caller.clone() })
        })
        .collect();
    rng.shuffle(&mut callers);
    callers
}

/// Callers who hold what a method asks for, and no more.
fn holding(api: &Api, method: &Method, claimed: bool) -> Vec<Caller> {
    let mut callers = match (&method.auth, api.scheme(method)) {
        (Auth::Signature, _) => (0..IDENTITIES.len())
            .map(|number| Caller { signs_as: Some(number), ..Caller::anonymous() })
            .collect(),
        (_, Some((kind, scopes))) => of_scheme(kind, scopes, (api.form == Form::Http, claimed)),
        (_, None) => vec![Caller::anonymous()],
    };
    for caller in &mut callers {
        caller.api_key = method.api_key && !api.key_of_function;
    }
    callers
}

fn of_scheme(kind: &Kind, scopes: &[&'static str], token: (bool, bool)) -> Vec<Caller> {
    let sending = |sent: Vec<((bool, String), Sent)>| Caller {
        sent: sent.into_iter().collect(),
        ..Caller::anonymous()
    };
    match kind {
        Kind::Jwt { source, .. } | Kind::Pools { source, .. } => claims(kind, scopes, token)
            .into_iter()
            .map(|claims| sending(vec![(source.as_sent(), Sent::Token(claims))]))
            .collect(),
        Kind::Token { source, .. } => {
            TEXTS.iter().map(|text| sending(vec![(source.as_sent(), Sent::Text(text))])).collect()
        }
        Kind::Request { sources, .. } => TEXTS
            .iter()
            .map(|text| {
                sending(sources.iter().map(|it| (it.as_sent(), Sent::Text(text))).collect())
            })
            .collect(),
    }
}

/// Tokens that an authorizer might accept, and each of them with other scopes and claims.
fn claims(kind: &Kind, listed: &[&'static str], (http, claimed): (bool, bool)) -> Vec<Claims> {
    let tenants = match claimed {
        true => vec![None, Some(TENANTS[0]), Some(TENANTS[1]), Some("none")],
        false => vec![None],
    };
    let scopes = || {
        let one = SCOPES.iter().filter(|it| listed.is_empty() || listed.contains(it));
        let mut all: Vec<Vec<&'static str>> = one.map(|it| vec![*it]).collect();
        all.push(if listed.is_empty() { Vec::new() } else { listed.to_vec() });
        all
    };
    let mut made = Vec::new();
    match kind {
        Kind::Jwt { issuers, algorithms, .. } => {
            let algorithms = if http { vec!["RS256", "RS384"] } else { algorithms.clone() };
            for issuer in issuers {
                for audience in &issuer.audiences {
                    for algorithm in &algorithms {
                        for scopes in scopes() {
                            for tenant in tenants.iter().copied() {
                                made.push(Claims {
                                    issuer: issuer.url,
                                    audience,
                                    algorithm,
                                    access: true,
                                    scopes: scopes.clone(),
                                    tenant,
                                });
                            }
                        }
                    }
                }
            }
        }
        Kind::Pools { pools, .. } => {
            for pool in pools {
                for audience in CLIENTS {
                    for scopes in scopes() {
                        made.push(Claims {
                            issuer: POOL_ISSUERS[*pool],
                            audience,
                            algorithm: "RS256",
                            access: !listed.is_empty(),
                            scopes,
                            tenant: None,
                        });
                    }
                }
            }
        }
        Kind::Token { .. } | Kind::Request { .. } => {}
    }
    made
}
