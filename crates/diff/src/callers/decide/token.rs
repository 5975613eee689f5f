//! Whether a token is one that API Gateway accepts.

use super::{Found, ReasonKind, missing};
use crate::callers::access::{Demand, TokenDemand};
use crate::callers::caller::{Caller, Token};
use crate::callers::rules::CallerRules;

pub(super) fn token(
    rules: &CallerRules,
    (asked, demanded): (&Demand<'_>, &TokenDemand<'_>),
    caller: &Caller,
) -> Found {
    let sent = demanded
        .source
        .as_ref()
        .map_or_else(|| caller.tokens.values().next(), |source| caller.tokens.get(source));
    let Some(token) = sent else { return missing(asked) };
    let mut found = Found::default();
    trusted(rules, (demanded, token), &mut found);
    found.refuse_unless((rules.algorithm)(&demanded.algorithms, &token.algorithm), || {
        ReasonKind::Algorithm(token.algorithm.clone())
    });
    if demanded.is_of_user_pool {
        let has_scopes = !demanded.scopes.is_empty();
        if !(rules.is_access_token)(has_scopes, token.is_access_token) {
            let is_access_token = token.is_access_token;
            found.refused.push(ReasonKind::TokenUse { is_access_token });
            return found;
        }
    }
    let held: Vec<&str> = token.scopes.iter().map(String::as_str).collect();
    found.refuse_unless((rules.any_scope)(&demanded.scopes, &held), || ReasonKind::AnyScope {
        held: token.scopes.iter().cloned().collect(),
        asked: demanded.scopes.iter().map(|it| (*it).to_owned()).collect(),
    });
    found
}

/// Issuer, audience and claims: audiences and claims are those of the token's issuer.
fn trusted(rules: &CallerRules, (demanded, token): (&TokenDemand<'_>, &Token), found: &mut Found) {
    let trust = demanded.issuers.iter().find(|it| (rules.issuer)(&it.issuer, &token.issuer));
    let Some(trust) = trust else {
        let issuer = token.issuer.clone();
        found.refused.push(match demanded.is_of_user_pool {
            true => ReasonKind::UserPool(issuer),
            false => ReasonKind::Issuer(issuer),
        });
        return;
    };
    let audience = token.audience.as_deref().unwrap_or_default();
    let is_accepted = trust.audiences.is_empty() || (rules.audience)(&trust.audiences, audience);
    found.refuse_unless(is_accepted, || ReasonKind::Audience(audience.to_owned()));
    if let Some(pattern) = demanded.audience_pattern {
        match (rules.pattern)(pattern, audience) {
            Some(is_match) => found.refuse_unless(is_match, || ReasonKind::AudiencePattern {
                audience: audience.to_owned(),
                pattern: pattern.to_owned(),
            }),
            None => found.doubts.push(ReasonKind::UndecidedPattern(pattern.to_owned())),
        }
    }
    for claim in &trust.claims {
        let value = token.claims.get(claim.name).map(String::as_str);
        found.refuse_unless((rules.claim)(claim.required, &claim.values, value), || {
            ReasonKind::Claim(claim.name.to_owned(), value.map(str::to_owned))
        });
    }
}
