//! Pairs of APIs that differ in one or two things.

use fastrand::Rng;

use crate::api::{Api, Auth, Claim, Condition, Form, Issuer, Kind, Method, Place, Statement};
use crate::values::*;

/// What differs. A change that does not fit an API says so.
pub(crate) type Change = (&'static str, fn(&mut Api, &mut Rng) -> bool);

pub(crate) const CHANGES: [Change; 27] = [
    ("scopes", scopes),
    ("issuers", |api, rng| {
        issuers(api, rng, |list, rng| set(list, rng, issuer, |it| it.url.to_owned()))
    }),
    ("issuer url", |api, rng| one_issuer(api, rng, |it, rng| it.url = pick(rng, &ISSUERS))),
    ("audiences", |api, rng| {
        one_issuer(api, rng, |it, rng| texts(&mut it.audiences, rng, &AUDIENCES, 1))
    }),
    ("audiences swapped", audiences_swapped),
    ("claim", |api, rng| one_issuer(api, rng, |it, rng| it.claim = claim(rng))),
    ("algorithms", algorithms),
    ("source", source),
    ("pools", pools),
    ("client pattern", client_pattern),
    ("token pattern", token_pattern),
    ("request sources", request_sources),
    ("function", function),
    ("kind of authorizer", kind),
    ("authorizer renamed", renamed),
    ("authorization", authorization),
    ("other authorizer", other_authorizer),
    ("methods swapped", |api, _| {
        let [first, second, ..] = &mut api.methods[..] else { return false };
        std::mem::swap(&mut first.auth, &mut second.auth);
        true
    }),
    ("api key", api_key),
    ("key source", |api, _| {
        api.key_of_function = !api.key_of_function;
        api.form != Form::Http
    }),
    ("policy", |api, rng| {
        api.policy = if api.policy.is_some() { None } else { Some(policy(rng)) };
        api.form != Form::Http
    }),
    ("statement", |api, rng| {
        let Some(statements) = &mut api.policy else { return false };
        set(statements, rng, statement, |it| format!("{it:?}"));
        true
    }),
    ("effect", |api, rng| one_statement(api, rng, |it, _| it.deny = !it.deny)),
    ("principal", |api, rng| {
        one_statement(api, rng, |it, rng| it.principal = pick(rng, &PRINCIPALS))
    }),
    ("resource", |api, rng| one_statement(api, rng, |it, rng| it.resource = pick(rng, &RESOURCES))),
    ("condition", |api, rng| one_statement(api, rng, |it, rng| it.condition = condition(rng))),
    ("values of a condition", |api, rng| {
        let conditions = api.policy.iter_mut().flatten().filter_map(|it| it.condition.as_mut());
        let Some(condition) = conditions.last() else { return false };
        let values = if condition.key.ends_with("Ip") { &RANGES[..] } else { &ENDPOINTS[..] };
        let before = condition.values.clone();
        texts(&mut condition.values, rng, values, 1);
        condition.values != before
    }),
];

/// A pair, and what was changed.
pub(crate) fn pair(rng: &mut Rng) -> (Api, Api, Vec<&'static str>) {
    loop {
        let old = api(rng);
        if !fits(&old) {
            continue;
        }
        let mut new = old.clone();
        let mut changed = Vec::new();
        for _ in 0..=usize::from(rng.u8(0..4) == 0) {
            let (name, change) = CHANGES[rng.usize(0..CHANGES.len())];
            let mut changing = new.clone();
            if change(&mut changing, rng) && fits(&changing) {
                new = changing;
                changed.push(name);
            }
        }
        if !changed.is_empty() {
            return (old, new, changed);
        }
    }
}

/// What the kind of API has.
fn fits(api: &Api) -> bool {
    let http = api.form == Form::Http;
    let scheme = |kind: &Kind| match kind {
        Kind::Jwt { issuers, .. } => {
            !http || issuers.len() == 1 && issuers.iter().all(|it| it.claim.is_none())
        }
        Kind::Pools { .. } | Kind::Token { .. } => !http,
        Kind::Request { .. } => true,
    };
    // Only an ARN tells whose account it is, and an export has ARNs.
    let named = |it: &Statement| it.resource.starts_with("arn:");
    api.schemes.iter().all(|it| scheme(&it.kind))
        && api.policy.as_ref().is_none_or(|it| it.iter().any(named))
        && !(http && (api.policy.is_some() || api.key_of_function))
        && !(http && api.methods.iter().any(|it| it.api_key))
}

fn api(rng: &mut Rng) -> Api {
    let form = [Form::Rest, Form::Rest, Form::RestSwagger, Form::Http][rng.usize(0..4)];
    let http = form == Form::Http;
    let schemes = [("guard", scheme(rng, http)), ("second", scheme(rng, http))];
    let schemes = schemes.map(|(name, kind)| crate::api::Scheme { name: name.to_owned(), kind });
    let mut api = Api {
        form,
        key_of_function: !http && rng.u8(0..6) == 0,
        policy: (!http && rng.u8(0..3) == 0).then(|| policy(rng)),
        schemes: schemes.to_vec(),
        methods: Vec::new(),
    };
    for (verb, path) in [("GET", "/orders/{id}"), ("POST", "/carts")] {
        let auth = auth(&api, rng);
        let api_key = !http && rng.u8(0..3) == 0;
        api.methods.push(Method { verb, path, auth, api_key });
    }
    api
}

fn auth(api: &Api, rng: &mut Rng) -> Auth {
    match rng.u8(0..8) {
        0 => Auth::Open,
        1 => Auth::Signature,
        it => {
            let number = usize::from(it == 2);
            let with_scopes =
                matches!(api.schemes[number].kind, Kind::Jwt { .. } | Kind::Pools { .. });
            let mut scopes = Vec::new();
            if with_scopes && rng.bool() {
                texts(&mut scopes, rng, &SCOPES, 1);
            }
            Auth::Scheme(number, scopes)
        }
    }
}

fn scheme(rng: &mut Rng, http: bool) -> Kind {
    let algorithms = || vec!["RS256"];
    match rng.u8(0..if http { 2 } else { 4 }) {
        0 => {
            let mut issuers = vec![issuer(rng)];
            if http {
                issuers[0].claim = None;
            } else if rng.bool() {
                let second = issuer(rng);
                issuers.extend((second.url != issuers[0].url).then_some(second));
            }
            let mut kind = Kind::Jwt { source: place(rng), issuers, algorithms: algorithms() };
            if let (Kind::Jwt { algorithms, .. }, false) = (&mut kind, http) {
                texts(algorithms, rng, &ALGORITHMS, 1);
            }
            kind
        }
        1 => {
            let mut sources = vec![place(rng)];
            let second = place(rng);
            sources
                .extend((rng.bool() && second.as_sent() != sources[0].as_sent()).then_some(second));
            Kind::Request { sources, function: pick(rng, &FUNCTIONS) }
        }
        2 => Kind::Pools {
            source: Place::Header(pick(rng, &HEADERS)),
            pools: [vec![0], vec![1], vec![0, 1]][rng.usize(0..3)].clone(),
            pattern: rng.bool().then(|| pick(rng, &CLIENT_PATTERNS)),
        },
        _ => Kind::Token {
            source: Place::Header(pick(rng, &HEADERS)),
            pattern: rng.bool().then(|| pick(rng, &TEXT_PATTERNS)),
            function: pick(rng, &FUNCTIONS),
        },
    }
}

fn issuer(rng: &mut Rng) -> Issuer {
    let mut audiences = Vec::new();
    texts(&mut audiences, rng, &AUDIENCES, 1);
    let claim = if rng.u8(0..3) == 0 { claim(rng) } else { None };
    Issuer { url: pick(rng, &ISSUERS), audiences, claim }
}

fn claim(rng: &mut Rng) -> Option<Claim> {
    let mut values = Vec::new();
    if rng.bool() {
        values.push(pick(rng, &TENANTS));
    }
    (rng.u8(0..4) > 0).then_some(Claim { required: rng.bool(), values })
}

fn place(rng: &mut Rng) -> Place {
    match rng.u8(0..3) {
        0 => Place::Query(pick(rng, &PARAMETERS)),
        _ => Place::Header(pick(rng, &HEADERS)),
    }
}

fn policy(rng: &mut Rng) -> Vec<Statement> {
    let all = Statement { deny: false, principal: "*", resource: RESOURCES[0], condition: None };
    let mut statements = vec![statement(rng)];
    match rng.u8(0..3) {
        0 => statements.push(all),
        1 => statements.push(statement(rng)),
        _ => {}
    }
    statements
}

fn statement(rng: &mut Rng) -> Statement {
    let principal = if rng.bool() { "*" } else { pick(rng, &PRINCIPALS) };
    let resource = if rng.bool() { RESOURCES[0] } else { pick(rng, &RESOURCES) };
    Statement { deny: rng.bool(), principal, resource, condition: condition(rng) }
}

fn condition(rng: &mut Rng) -> Option<Condition> {
    let (key, operators, of) = match rng.u8(0..7) {
        0..4 => ("aws:SourceIp", ["IpAddress", "NotIpAddress"], &RANGES[..]),
        4 => ("aws:VpcSourceIp", ["IpAddress", "NotIpAddress"], &RANGES[..]),
        _ => ("aws:SourceVpce", ["StringEquals", "StringNotEquals"], &ENDPOINTS[..]),
    };
    let operator = pick(rng, &operators);
    let mut values = Vec::new();
    texts(&mut values, rng, of, 1);
    (rng.u8(0..3) > 0).then_some(Condition { key, operator, values })
}

fn scopes(api: &mut Api, rng: &mut Rng) -> bool {
    let schemes = api.schemes.clone();
    let mut methods: Vec<_> = api.methods.iter_mut().collect();
    rng.shuffle(&mut methods);
    let listed = methods.into_iter().find_map(|method| match &mut method.auth {
        Auth::Scheme(number, scopes) => match schemes[*number].kind {
            Kind::Jwt { .. } | Kind::Pools { .. } => Some(scopes),
            Kind::Token { .. } | Kind::Request { .. } => None,
        },
        Auth::Open | Auth::Signature => None,
    });
    let Some(listed) = listed else { return false };
    texts(listed, rng, &SCOPES, 0);
    true
}

fn issuers(api: &mut Api, rng: &mut Rng, change: fn(&mut Vec<Issuer>, &mut Rng)) -> bool {
    let mut kinds: Vec<_> = used(api);
    rng.shuffle(&mut kinds);
    let list = kinds.into_iter().find_map(|kind| match kind {
        Kind::Jwt { issuers, .. } => Some(issuers),
        _ => None,
    });
    list.map(|list| change(list, rng)).is_some()
}

fn one_issuer(api: &mut Api, rng: &mut Rng, change: fn(&mut Issuer, &mut Rng)) -> bool {
    let before = api.clone();
    let mut kinds: Vec<_> = used(api);
    rng.shuffle(&mut kinds);
    for kind in kinds {
        if let Kind::Jwt { issuers, .. } = kind {
            let at = rng.usize(0..issuers.len());
            change(&mut issuers[at], rng);
            let mut urls: Vec<_> = issuers.iter().map(|it| it.url).collect();
            urls.sort_unstable();
            urls.dedup();
            return urls.len() == issuers.len() && *api != before;
        }
    }
    false
}

fn audiences_swapped(api: &mut Api, _: &mut Rng) -> bool {
    used(api).into_iter().any(|kind| match kind {
        Kind::Jwt { issuers, .. } => match &mut issuers[..] {
            [first, second, ..] => {
                std::mem::swap(&mut first.audiences, &mut second.audiences);
                true
            }
            _ => false,
        },
        _ => false,
    })
}

fn algorithms(api: &mut Api, rng: &mut Rng) -> bool {
    let http = api.form == Form::Http;
    let list = used(api).into_iter().find_map(|kind| match kind {
        Kind::Jwt { algorithms, .. } if !http => Some(algorithms),
        _ => None,
    });
    list.map(|list| texts(list, rng, &ALGORITHMS, 1)).is_some()
}

fn source(api: &mut Api, rng: &mut Rng) -> bool {
    let mut kinds = used(api);
    rng.shuffle(&mut kinds);
    for kind in kinds {
        match kind {
            Kind::Jwt { source, .. } => *source = place(rng),
            Kind::Pools { source, .. } | Kind::Token { source, .. } => {
                *source = Place::Header(pick(rng, &HEADERS));
            }
            Kind::Request { .. } => continue,
        }
        return true;
    }
    false
}

fn pools(api: &mut Api, rng: &mut Rng) -> bool {
    used(api).into_iter().any(|kind| match kind {
        Kind::Pools { pools, .. } => {
            *pools = [vec![0], vec![1], vec![0, 1]][rng.usize(0..3)].clone();
            true
        }
        _ => false,
    })
}

fn client_pattern(api: &mut Api, rng: &mut Rng) -> bool {
    used(api).into_iter().any(|kind| match kind {
        Kind::Pools { pattern, .. } => {
            *pattern = (rng.u8(0..4) > 0).then(|| pick(rng, &CLIENT_PATTERNS));
            true
        }
        _ => false,
    })
}

fn token_pattern(api: &mut Api, rng: &mut Rng) -> bool {
    used(api).into_iter().any(|kind| match kind {
        Kind::Token { pattern, .. } => {
            *pattern = (rng.u8(0..4) > 0).then(|| pick(rng, &TEXT_PATTERNS));
            true
        }
        _ => false,
    })
}

fn request_sources(api: &mut Api, rng: &mut Rng) -> bool {
    used(api).into_iter().any(|kind| match kind {
        Kind::Request { sources, .. } => {
            set(sources, rng, place, |it| format!("{:?}", it.as_sent()));
            true
        }
        _ => false,
    })
}

fn function(api: &mut Api, rng: &mut Rng) -> bool {
    used(api).into_iter().any(|kind| match kind {
        Kind::Token { function, .. } | Kind::Request { function, .. } => {
            *function = pick(rng, &FUNCTIONS);
            true
        }
        _ => false,
    })
}

fn kind(api: &mut Api, rng: &mut Rng) -> bool {
    let http = api.form == Form::Http;
    let at = rng.usize(0..api.schemes.len());
    api.schemes[at].kind = scheme(rng, http);
    if !matches!(api.schemes[at].kind, Kind::Jwt { .. } | Kind::Pools { .. }) {
        for method in &mut api.methods {
            if let Auth::Scheme(number, scopes) = &mut method.auth
                && *number == at
            {
                scopes.clear();
            }
        }
    }
    true
}

fn renamed(api: &mut Api, rng: &mut Rng) -> bool {
    let at = rng.usize(0..api.schemes.len());
    api.schemes[at].name += "-2";
    true
}

fn authorization(api: &mut Api, rng: &mut Rng) -> bool {
    let at = rng.usize(0..api.methods.len());
    api.methods[at].auth = if rng.u8(0..3) == 0 { Auth::Open } else { auth(api, rng) };
    true
}

fn other_authorizer(api: &mut Api, rng: &mut Rng) -> bool {
    let at = rng.usize(0..api.methods.len());
    let Auth::Scheme(number, scopes) = &mut api.methods[at].auth else { return false };
    *number = 1 - *number;
    if !matches!(api.schemes[*number].kind, Kind::Jwt { .. } | Kind::Pools { .. }) {
        scopes.clear();
    }
    true
}

fn api_key(api: &mut Api, rng: &mut Rng) -> bool {
    let at = rng.usize(0..api.methods.len());
    api.methods[at].api_key = !api.methods[at].api_key;
    api.form != Form::Http
}

fn one_statement(api: &mut Api, rng: &mut Rng, change: fn(&mut Statement, &mut Rng)) -> bool {
    let Some(statements) = &mut api.policy else { return false };
    let at = rng.usize(0..statements.len());
    change(&mut statements[at], rng);
    true
}

/// The authorizers that methods use.
fn used(api: &mut Api) -> Vec<&mut Kind> {
    let methods = &api.methods;
    let is_used = |at: usize| {
        methods.iter().any(|it| matches!(&it.auth, Auth::Scheme(number, _) if *number == at))
    };
    let schemes = api.schemes.iter_mut().enumerate();
    schemes.filter(|(at, _)| is_used(*at)).map(|(_, scheme)| &mut scheme.kind).collect()
}

fn pick<'a>(rng: &mut Rng, all: &[&'a str]) -> &'a str {
    all[rng.usize(0..all.len())]
}

/// A subset, in any order, of at least so many.
fn texts(list: &mut Vec<&'static str>, rng: &mut Rng, all: &[&'static str], least: usize) {
    let mut all = all.to_vec();
    rng.shuffle(&mut all);
    all.truncate(rng.usize(least..=all.len()));
    *list = all;
}

/// One more, one fewer, or one in place of another.
fn set<T>(list: &mut Vec<T>, rng: &mut Rng, make: fn(&mut Rng) -> T, name: fn(&T) -> String) {
    let added = make(rng);
    let is_new = list.iter().all(|it| name(it) != name(&added));
    if list.len() > 1 && (!is_new || rng.bool()) {
        list.remove(rng.usize(0..list.len()));
    }
    if is_new && list.len() < 3 && rng.u8(0..3) > 0 || list.is_empty() {
        list.push(added);
    }
}
