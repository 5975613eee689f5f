//! What a token or credentials are refused for, as a kind of change.

use serde_json::{Value, json};

use crate::callers::compare::CauseKind;
use crate::compare::raw_change::Details;
use crate::rules::ChangeKind;

/// What a change is, and what it says.
pub(super) type Named = (ChangeKind, Details);

/// Which release lets the caller in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Lost,
    Gained,
}

/// What a token or credentials are refused for: the element that is gone, or new.
pub(super) fn of_token(reason: &CauseKind, way: Way) -> Option<Named> {
    use ChangeKind as K;
    let one = |kinds: [K; 2], text: &str| {
        let text = Value::from(text);
        match way {
            Way::Lost => (kinds[0], Details::values(Some(&text), None)),
            Way::Gained => (kinds[1], Details::values(None, Some(&text))),
        }
    };
    // What is demanded is new where a caller is lost, and old where one is gained.
    let demand = |kinds: [K; 2], held: Option<Value>, asked: Value| match way {
        Way::Lost => (kinds[0], Details::values(held.as_ref(), Some(&asked))),
        Way::Gained => (kinds[1], Details::values(Some(&asked), held.as_ref())),
    };
    Some(match reason {
        CauseKind::Issuer(url) => {
            one([K::SecurityTrustedIssuerRemoved, K::SecurityTrustedIssuerAdded], url)
        }
        CauseKind::UserPool(issuer) => {
            let pool = issuer.rsplit('/').next().unwrap_or(issuer);
            one([K::SecurityUserPoolRemoved, K::SecurityUserPoolAdded], pool)
        }
        CauseKind::Audience(audience) => {
            one([K::SecurityAudienceRemoved, K::SecurityAudienceAdded], audience)
        }
        CauseKind::Algorithm(algorithm) => {
            one([K::SecurityAlgorithmRemoved, K::SecurityAlgorithmAdded], algorithm)
        }
        CauseKind::Flow(flow) => one([K::SecurityFlowRemoved, K::SecurityFlowAdded], flow),
        CauseKind::Claim(name, _) => {
            demand([K::SecurityClaimDemanded, K::SecurityClaimRelaxed], None, name.as_str().into())
        }
        CauseKind::AllScopes(scope) => {
            demand([K::SecurityScopeDemanded, K::SecurityScopeDropped], None, json!([scope]))
        }
        CauseKind::AnyScope { held, asked } if held.is_empty() => {
            demand([K::SecurityScopeDemanded, K::SecurityScopeDropped], None, json!(asked))
        }
        CauseKind::AnyScope { held, asked } => {
            let held = Value::from(held.join(" "));
            demand([K::SecurityScopeRemoved, K::SecurityScopeAdded], Some(held), json!(asked))
        }
        CauseKind::TokenUse { is_access_token } if way == Way::Lost => {
            let [held, asked] = match is_access_token {
                true => ["access tokens", "identity tokens"],
                false => ["identity tokens", "access tokens"],
            };
            let details = Details::values(Some(&held.into()), Some(&asked.into()));
            (K::SecurityTokenUseChanged, details)
        }
        CauseKind::AudiencePattern { audience: text, pattern }
        | CauseKind::TokenPattern { token: text, pattern } => {
            let kinds = [K::SecurityPatternNarrowed, K::SecurityPatternWidened];
            demand(kinds, Some(shortened(text).into()), shortened(pattern).into())
        }
        _ => return None,
    })
}

/// The beginning of a text that is too long for a sentence.
pub(super) fn shortened(text: &str) -> String {
    const MAX: usize = 120;
    match text.char_indices().nth(MAX) {
        Some((end, _)) => format!("{}..", &text[..end]),
        None => text.to_owned(),
    }
}
