//! Whether a caller passes, and what refuses it.

mod function;
mod token;

use std::collections::BTreeSet;

use super::access::{Access, Alternative, Demand, DemandKind, KeySource};
use super::caller::Caller;
use super::resource_policy;
use super::rules::{AuthorizedBy, CallerRules, PolicyResult};
use super::scheme::SchemeDemand;
use gatepact_finding::Pointer;

/// What was decided of a caller. It passes where nothing refuses it; in doubt it passes as far as the documents tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) refused: BTreeSet<Reason>,
    pub(super) doubts: BTreeSet<Reason>,
    /// How much of what the alternative that comes closest demands is there; each identity source of a function counts.
    pub(super) met: usize,
}

/// What refuses a caller, or leaves it in doubt, and where the document says so.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Reason {
    pub(crate) kind: ReasonKind,
    /// The scheme that demands it.
    pub(crate) at: Option<Pointer>,
}

/// What refuses a caller.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ReasonKind {
    /// It does not hold something that is demanded, in the words of the demand.
    Missing(String),
    /// It does not send an identity source.
    MissingSource(String),
    /// Its token is of another issuer.
    Issuer(String),
    /// Its token is of another user pool.
    UserPool(String),
    /// Its token is for another audience.
    Audience(String),
    /// Its token is signed in another way.
    Algorithm(String),
    /// A claim of its token: the name, its value.
    Claim(String, Option<String>),
    /// None of its scopes is one of these.
    AnyScope { held: Vec<String>, asked: Vec<String> },
    /// It does not have this scope.
    AllScopes(String),
    /// Its token is an identity token, or an access token where an identity token is looked for.
    TokenUse { is_access_token: bool },
    /// The audience of its token does not match the pattern.
    AudiencePattern { audience: String, pattern: String },
    /// Its token does not match the pattern.
    TokenPattern { token: String, pattern: String },
    /// Its credentials were obtained by another flow.
    Flow(String),
    /// The policy of the API does not allow it.
    Policy,

    /// In doubt: another function decides.
    Function { function: String, let_in_by: String },
    /// In doubt: whether the function returns a key.
    KeyOfFunction,
    /// In doubt: a pattern that could not be decided.
    UndecidedPattern(String),
    /// In doubt: tokens are issued at other URLs, of this scheme.
    TokenUrls(String),
    /// In doubt: one of several authorizers decides.
    OneOf(String),
    /// In doubt: a condition of the policy.
    Condition(String),
}

impl Verdict {
    pub(super) fn is_passed(&self) -> bool {
        self.refused.is_empty()
    }
}

/// Whether an operation lets a caller in.
pub(super) fn decide(rules: &CallerRules, access: &Access<'_>, caller: &Caller) -> Verdict {
    let verdicts: Vec<_> =
        access.alternatives.iter().map(|it| alternative(rules, access, (it, caller))).collect();
    let met: Vec<bool> = verdicts.iter().map(Verdict::is_passed).collect();
    let closest = |verdict: &Verdict| (verdict.refused.len(), verdict.doubts.len());
    let mut verdict = verdicts.into_iter().min_by_key(closest).unwrap_or_default();
    match (rules.alternatives)(&met) {
        true => verdict.refused.clear(),
        false if verdict.refused.is_empty() => {
            verdict
                .refused
                .insert(Reason { kind: ReasonKind::Missing(access.to_string()), at: None });
        }
        false => {}
    }
    verdict
}

fn alternative(
    rules: &CallerRules,
    access: &Access<'_>,
    (asked, caller): (&Alternative<'_>, &Caller),
) -> Verdict {
    let mut each = asked.demands.iter().flat_map(Demand::each);
    let has_function = each.any(|it| matches!(it.kind, DemandKind::Function(_)));
    let verdicts = asked.demands.iter().map(|it| match it.kind {
        // Where no function is asked, no key comes from one.
        DemandKind::ApiKey(KeySource::Function) if !has_function => found(it, missing(it)),
        _ => demand(rules, it, caller),
    });
    let verdicts: Vec<_> = verdicts.collect();
    let met: Vec<bool> = verdicts.iter().map(Verdict::is_passed).collect();
    let mut result = Verdict::default();
    for (verdict, is_met) in verdicts.into_iter().zip(&met) {
        result.met += if *is_met { verdict.met.max(1) } else { verdict.met };
        result.refused.extend(verdict.refused);
        result.doubts.extend(verdict.doubts);
    }
    if (rules.demands)(&met) {
        result.refused.clear();
    }
    let by = authorized_by(asked, caller);
    let (decided, doubts) = match &access.policy {
        Some(policy) => {
            let decided = resource_policy::decide(rules, policy, caller);
            (decided.result, decided.doubts)
        }
        // Without a policy an identity needs no more than what IAM allows it.
        None if by == AuthorizedBy::OtherAccount => (PolicyResult::Neither, BTreeSet::new()),
        None => (PolicyResult::Allowed, BTreeSet::new()),
    };
    if !(rules.workflow)(by, decided) {
        result.refused.insert(Reason { kind: ReasonKind::Policy, at: None });
    }
    let condition = |it| Reason { kind: ReasonKind::Condition(it), at: None };
    result.doubts.extend(doubts.into_iter().map(condition));
    result
}

fn authorized_by(asked: &Alternative<'_>, caller: &Caller) -> AuthorizedBy {
    let kinds = || asked.demands.iter().map(|it| &it.kind);
    if kinds().any(|it| matches!(it, DemandKind::Signature)) {
        match resource_policy::needs_policy(caller) {
            true => AuthorizedBy::OtherAccount,
            false => AuthorizedBy::Iam,
        }
    } else if kinds().any(|it| matches!(it, DemandKind::Function(_))) {
        AuthorizedBy::Function
    } else if kinds().any(|it| matches!(it, DemandKind::Token(_))) {
        AuthorizedBy::Token
    } else {
        AuthorizedBy::Nothing
    }
}

fn demand(rules: &CallerRules, asked: &Demand<'_>, caller: &Caller) -> Verdict {
    let result = match &asked.kind {
        DemandKind::Signature if caller.signs_as.is_some() => Found::default(),
        DemandKind::ApiKey(KeySource::Header) if caller.has_api_key => Found::default(),
        DemandKind::Signature | DemandKind::ApiKey(KeySource::Header) => missing(asked),
        DemandKind::ApiKey(KeySource::Function) => key_of_function(asked, caller),
        DemandKind::Token(demanded) => token::token(rules, (asked, demanded), caller),
        DemandKind::Function(demanded) => function::function(rules, (asked, demanded), caller),
        DemandKind::Scheme(scheme) => self::scheme(rules, (asked, scheme), caller),
        DemandKind::OneOf(demands) => return one_of(rules, demands, caller),
    };
    found(asked, result)
}

/// What was found of a demand, with its place.
fn found(asked: &Demand<'_>, found: Found) -> Verdict {
    let reason = |kind| Reason { kind, at: asked.at.clone() };
    Verdict {
        refused: found.refused.into_iter().map(reason).collect(),
        doubts: found.doubts.into_iter().map(reason).collect(),
        met: found.met,
    }
}

/// What was found of one demand.
#[derive(Default)]
struct Found {
    refused: Vec<ReasonKind>,
    doubts: Vec<ReasonKind>,
    /// How many identity sources are sent.
    met: usize,
}

impl Found {
    fn refuse_unless(&mut self, is_met: bool, reason: impl FnOnce() -> ReasonKind) {
        if !is_met {
            self.refused.push(reason());
        }
    }
}

fn missing(asked: &Demand<'_>) -> Found {
    Found { refused: vec![ReasonKind::Missing(asked.to_string())], ..Found::default() }
}

/// All authorizers let it in, or none; else it depends on which one the method has.
fn one_of(rules: &CallerRules, demands: &[Demand<'_>], caller: &Caller) -> Verdict {
    let verdicts: Vec<_> = demands.iter().map(|it| demand(rules, it, caller)).collect();
    let passed = verdicts.iter().filter(|it| it.is_passed()).count();
    let are_alike = verdicts.windows(2).all(|pair| pair[0].doubts == pair[1].doubts);
    let mut result = Verdict::default();
    if passed == 0 {
        result = verdicts.into_iter().min_by_key(|it| it.refused.len()).unwrap_or_default();
    } else if passed == demands.len() && are_alike {
        result.doubts = verdicts.into_iter().next().unwrap_or_default().doubts;
    } else {
        let texts: Vec<_> = demands.iter().map(Demand::to_string).collect();
        result.doubts.insert(Reason { kind: ReasonKind::OneOf(texts.join(", ")), at: None });
    }
    result
}

fn key_of_function(asked: &Demand<'_>, caller: &Caller) -> Found {
    // Without a function that let the caller in, no key comes from one.
    if caller.let_in_by.is_empty() {
        missing(asked)
    } else if caller.has_key_of_function {
        Found::default()
    } else {
        Found { doubts: vec![ReasonKind::KeyOfFunction], ..Found::default() }
    }
}

fn scheme(
    rules: &CallerRules,
    (asked, demanded): (&Demand<'_>, &SchemeDemand<'_>),
    caller: &Caller,
) -> Found {
    let Some(credential) = caller.credentials.get(&demanded.id) else { return missing(asked) };
    let mut found = Found::default();
    let held: Vec<&str> = credential.scopes.iter().map(String::as_str).collect();
    if !(rules.all_scopes)(&demanded.scopes, &held) {
        let missing = demanded.scopes.iter().filter(|it| !held.contains(it));
        found.refused.extend(missing.map(|it| ReasonKind::AllScopes((*it).to_owned())));
    }
    if let Some((flow, urls)) = credential.flow.as_ref().filter(|_| !demanded.flows.is_empty()) {
        match demanded.flows.get(flow.as_str()) {
            None => found.refused.push(ReasonKind::Flow(flow.clone())),
            Some(asked) if asked != urls => {
                found.doubts.push(ReasonKind::TokenUrls(demanded.text.clone()));
            }
            Some(_) => {}
        }
    }
    found
}
