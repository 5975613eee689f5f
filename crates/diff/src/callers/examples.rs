//! The callers that are asked: each holds what one alternative demands and nothing more, once for each value that either
//! release tells apart.
//!
//! More credentials never hurt a caller, so those who hold the least decide. What a token says is told apart value by value:
//! each issuer, audience, algorithm and scope that the release accepts, each value of a claim that either release names,
//! another one, and none. A caller differs from the first one in one value, unless all combinations are few.

mod claims;
mod combinations;

use std::collections::{BTreeMap, BTreeSet};

use super::access::{
    Access, Alternative, Demand, DemandKind, FunctionDemand, KeySource, Source, TokenDemand, Trust,
};
use super::caller::{Caller, Credential, RequestLine, Token};
use super::pattern;
use super::resource_policy;
use super::rules::CallerRules;
use super::scheme::SchemeDemand;
use claims::claims;
use combinations::indices;
use gatepact_openapi::access::ResourcePolicy;

/// The value of a claim that no document names, and a client that no pattern was written for.
const OTHER: &str = "another-value";

/// The operation in both documents, as far as callers are told apart by it.
pub(super) struct Question<'q, 'd> {
    pub(super) rules: &'q CallerRules,
    /// The release whose callers are asked.
    pub(super) of: &'q Access<'d>,
    /// The other one.
    pub(super) other: &'q Access<'d>,
    pub(super) requests: &'q [RequestLine],
}

impl<'d> Question<'_, 'd> {
    /// Callers of the release, each with the alternative whose demands it meets.
    pub(super) fn callers(&self) -> Vec<(&Alternative<'d>, Caller)> {
        let of = |alternative| {
            let callers = self.at_each_origin(self.of_alternative(alternative));
            callers.into_iter().map(move |caller| (alternative, caller))
        };
        self.of.alternatives.iter().flat_map(of).collect()
    }

    /// Callers without credentials.
    pub(super) fn anonymous(&self) -> Vec<Caller> {
        self.at_each_origin(vec![Caller::default()])
    }

    /// The same callers, from each origin and for each request that the policies tell apart.
    fn at_each_origin(&self, callers: Vec<Caller>) -> Vec<Caller> {
        let policies: Vec<&ResourcePolicy<'_>> =
            [&self.of.policy, &self.other.policy].into_iter().flatten().collect();
        if policies.is_empty() {
            return callers;
        }
        let (origins, principals) =
            (resource_policy::origins(&policies), resource_policy::principals(&policies));
        let mut result = Vec::new();
        for caller in callers {
            let signers = match caller.signs_as {
                Some(_) => principals.iter().map(|it| Some(it.clone())).collect(),
                None => vec![None],
            };
            for signs_as in signers {
                for origin in &origins {
                    result.extend(self.requests.iter().map(|request| Caller {
                        signs_as: signs_as.clone(),
                        origin: origin.clone(),
                        request: request.clone(),
                        ..caller.clone()
                    }));
                }
            }
        }
        result
    }

    /// The patterns of the release of which it is not known what they tell apart from those of the other one.
    pub(super) fn undecided_patterns(&self) -> Vec<String> {
        let of_tokens = |access: &Access<'d>| -> Vec<&'d str> {
            let of_functions = access.functions().filter_map(|it| it.token_pattern);
            of_functions.chain(access.tokens().filter_map(|it| it.audience_pattern)).collect()
        };
        let (own, others) = (of_tokens(self.of), of_tokens(self.other));
        let changed = own.into_iter().filter(|it| !others.contains(it));
        let is_undecided = |it: &&str| !pattern::examples(it, others.first().copied()).1;
        changed.filter(is_undecided).map(str::to_owned).collect()
    }

    fn of_alternative(&self, alternative: &Alternative<'d>) -> Vec<Caller> {
        let choices: Vec<Vec<Caller>> =
            alternative.demands.iter().map(|it| self.of_demand(it)).collect();
        combined(&choices)
    }

    /// Callers who meet one demand.
    fn of_demand(&self, demand: &Demand<'d>) -> Vec<Caller> {
        let holding = |change: &dyn Fn(&mut Caller)| {
            let mut caller = Caller::default();
            change(&mut caller);
            vec![caller]
        };
        match &demand.kind {
            DemandKind::Signature => {
                holding(&|it| it.signs_as = Some(super::caller::Principal::OfAccount))
            }
            DemandKind::ApiKey(KeySource::Header) => holding(&|it| it.has_api_key = true),
            DemandKind::ApiKey(KeySource::Function) => holding(&|it| it.has_key_of_function = true),
            DemandKind::Token(token) => self.of_token(token),
            DemandKind::Function(function) => self.of_function(function),
            DemandKind::Scheme(scheme) => of_scheme(scheme),
            // Who meets them all passes for certain, who meets one of them perhaps.
            DemandKind::OneOf(demands) => {
                let choices: Vec<_> = demands.iter().map(|it| self.of_demand(it)).collect();
                combined(&choices).into_iter().chain(choices.concat()).collect()
            }
        }
    }

    fn of_token(&self, demanded: &TokenDemand<'d>) -> Vec<Caller> {
        let source =
            demanded.source.clone().unwrap_or_else(|| Source::Header("authorization".to_owned()));
        let others: Vec<&TokenDemand<'_>> = self.other.tokens().collect();
        let tokens = demanded.issuers.iter().flat_map(|trust| {
            let choices = self.choices(demanded, trust, &others);
            combinations(choices.each_ref().map(Vec::len))
                .into_iter()
                .map(move |index| token(trust, &choices, index))
                .collect::<Vec<_>>()
        });
        let caller = |token| Caller {
            tokens: BTreeMap::from([(source.clone(), token)]),
            ..Caller::default()
        };
        tokens.map(caller).collect()
    }

    /// What the tokens of an issuer say, what the other release accepts first.
    fn choices(
        &self,
        demanded: &TokenDemand<'d>,
        trust: &Trust<'d>,
        others: &[&TokenDemand<'_>],
    ) -> [Vec<Said>; 4] {
        let same: Vec<&Trust<'_>> = others
            .iter()
            .flat_map(|it| &it.issuers)
            .filter(|it| (self.rules.issuer)(&it.issuer, &trust.issuer))
            .collect();
        let audiences = self.audiences(demanded, trust, (others, &same));
        let algorithms = preferred(&demanded.algorithms, |it| {
            others.iter().all(|other| other.algorithms.contains(it))
        });
        let scopes = preferred(&demanded.scopes, |it| {
            others.iter().all(|other| other.scopes.is_empty() || other.scopes.contains(it))
        });
        let is_access_token = !demanded.is_of_user_pool || !demanded.scopes.is_empty();
        let scopes = match scopes.is_empty() {
            true => vec![Said::Scope(None, is_access_token)],
            false => scopes.into_iter().map(|it| Said::Scope(Some(it), is_access_token)).collect(),
        };
        [
            audiences,
            algorithms.into_iter().map(Said::Algorithm).collect(),
            scopes,
            claims(trust, &same).into_iter().map(Said::Claims).collect(),
        ]
    }

    fn audiences(
        &self,
        demanded: &TokenDemand<'d>,
        trust: &Trust<'d>,
        (others, same): (&[&TokenDemand<'_>], &[&Trust<'_>]),
    ) -> Vec<Said> {
        let own = preferred(&trust.audiences, |it| {
            same.iter().all(|other| other.audiences.is_empty() || other.audiences.contains(it))
        });
        if !own.is_empty() {
            return own.into_iter().map(|it| Said::Audience(Some(it))).collect();
        }
        let other_pattern = others.iter().find_map(|it| it.audience_pattern);
        let audiences = match (demanded.audience_pattern, other_pattern) {
            (Some(own), other) => pattern::examples(own, other).0,
            (None, Some(other)) => {
                let mut audiences = pattern::examples(other, None).0;
                audiences.push(OTHER.to_owned());
                audiences
            }
            (None, None) => {
                let named = same.iter().flat_map(|it| &it.audiences).map(|it| (*it).to_owned());
                let mut named: Vec<_> = named.collect();
                if !named.is_empty() {
                    named.push(OTHER.to_owned());
                }
                named
            }
        };
        match audiences.is_empty() {
            true => vec![Said::Audience(None)],
            false => audiences.into_iter().map(|it| Said::Audience(Some(it))).collect(),
        }
    }

    fn of_function(&self, demanded: &FunctionDemand<'d>) -> Vec<Caller> {
        let others: Vec<_> =
            self.other.functions().filter(|it| it.sources == demanded.sources).collect();
        let other = others.iter().find_map(|it| it.token_pattern);
        let texts = match (demanded.token_pattern, other) {
            (Some(own), other) => pattern::examples(own, other).0,
            (None, Some(other)) => {
                let is_other = |text: &&str| (self.rules.pattern)(other, text) == Some(false);
                let texts = [OTHER, " ", "1"].into_iter().find(is_other).map(str::to_owned);
                pattern::examples(other, None).0.into_iter().chain(texts).collect()
            }
            (None, None) => Vec::new(),
        };
        let texts = if texts.is_empty() { vec!["a-token".to_owned()] } else { texts };
        let caller = |text: &String| Caller {
            texts: demanded.sources.iter().map(|it| (it.clone(), text.clone())).collect(),
            let_in_by: BTreeSet::from([demanded.function.to_owned()]),
            ..Caller::default()
        };
        texts.iter().map(caller).collect()
    }
}

fn of_scheme(demanded: &SchemeDemand<'_>) -> Vec<Caller> {
    let flows: Vec<_> = match demanded.flows.is_empty() {
        true => vec![None],
        false => demanded
            .flows
            .iter()
            .map(|(flow, urls)| Some(((*flow).to_owned(), urls.clone())))
            .collect(),
    };
    let caller = |flow| Caller {
        credentials: BTreeMap::from([(
            demanded.id.clone(),
            Credential {
                text: demanded.text.clone(),
                scopes: demanded.scopes.iter().map(|it| (*it).to_owned()).collect(),
                flow,
            },
        )]),
        ..Caller::default()
    };
    flows.into_iter().map(caller).collect()
}

/// One thing that a token says.
#[derive(Clone)]
enum Said {
    Audience(Option<String>),
    Algorithm(String),
    /// A scope, and whether it is an access token.
    Scope(Option<String>, bool),
    Claims(BTreeMap<String, String>),
}

fn token(trust: &Trust<'_>, choices: &[Vec<Said>; 4], index: [usize; 4]) -> Token {
    let mut token = Token {
        issuer: trust.issuer.clone().into_owned(),
        audience: None,
        algorithm: String::new(),
        is_access_token: true,
        scopes: BTreeSet::new(),
        claims: BTreeMap::new(),
    };
    for (choices, index) in choices.iter().zip(index) {
        match choices.get(index).cloned() {
            Some(Said::Audience(audience)) => token.audience = audience,
            Some(Said::Algorithm(algorithm)) => token.algorithm = algorithm,
            Some(Said::Scope(scope, is_access_token)) => {
                token.scopes.extend(scope);
                token.is_access_token = is_access_token;
            }
            Some(Said::Claims(claims)) => token.claims = claims,
            None => {}
        }
    }
    token
}

/// Those of a set first that satisfy a condition.
fn preferred(values: &[&str], is_better: impl Fn(&&str) -> bool) -> Vec<String> {
    let all: BTreeSet<&str> = values.iter().copied().collect();
    let (better, worse): (Vec<&str>, Vec<&str>) = all.into_iter().partition(|it| is_better(it));
    better.into_iter().chain(worse).map(str::to_owned).collect()
}

/// Callers who hold one choice of each list.
fn combined(choices: &[Vec<Caller>]) -> Vec<Caller> {
    let lengths: Vec<usize> = choices.iter().map(Vec::len).collect();
    indices(&lengths)
        .into_iter()
        .map(|index| {
            let chosen = choices.iter().zip(index).filter_map(|(list, index)| list.get(index));
            chosen.fold(Caller::default(), Caller::with)
        })
        .collect()
}

fn combinations(lengths: [usize; 4]) -> Vec<[usize; 4]> {
    indices(&lengths).into_iter().filter_map(|index| index.try_into().ok()).collect()
}
