//! Whether a function is asked about a caller, and whether it is the one that let the caller in.

use super::{Found, ReasonKind, missing};
use crate::callers::access::{Demand, FunctionDemand, Source};
use crate::callers::caller::Caller;
use crate::callers::rules::CallerRules;

/// `{"alg":"RS256"}`, `{}` and `signature`.
const JSON_WEB_TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl";

/// What a function accepts, the documents do not tell; that it refuses callers who have nothing to show is what it is for.
pub(super) fn function(
    rules: &CallerRules,
    (asked, demanded): (&Demand<'_>, &FunctionDemand<'_>),
    caller: &Caller,
) -> Found {
    let sent: Vec<bool> = demanded.sources.iter().map(|it| caller.sends(it)).collect();
    let mut found = Found { met: sent.iter().filter(|it| **it).count(), ..Found::default() };
    if sent.is_empty() && !caller.has_something_to_show() {
        return missing(asked);
    }
    if !(rules.sources)(&sent) {
        let missing = demanded.sources.iter().zip(&sent).filter(|(_, sent)| !**sent);
        let missing = missing.map(|(source, _)| ReasonKind::MissingSource(source.to_string()));
        found.refused.extend(missing);
    }
    if let Some(pattern) = demanded.token_pattern {
        let source = demanded.sources.first();
        for token in source.map(|it| texts_at(caller, it)).unwrap_or_default() {
            let pattern = pattern.to_owned();
            match (rules.pattern)(&pattern, &token) {
                Some(true) => {}
                Some(false) => {
                    found.refused.push(ReasonKind::TokenPattern { token, pattern });
                    break;
                }
                None => found.doubts.push(ReasonKind::UndecidedPattern(pattern)),
            }
        }
    }
    if !caller.let_in_by.iter().any(|it| (rules.function)(demanded.function, it)) {
        found.doubts.push(ReasonKind::Function {
            function: demanded.function.to_owned(),
            let_in_by: caller.let_in_by.iter().next().cloned().unwrap_or_default(),
        });
    }
    found
}

/// What a caller sends at a place. A token that API Gateway checks is some JSON Web Token, with `Bearer` in front or not.
fn texts_at(caller: &Caller, source: &Source) -> Vec<String> {
    let token = caller.tokens.get(source).map(|_| JSON_WEB_TOKEN);
    let forms = token.map(|it| [it.to_owned(), format!("Bearer {it}")]);
    caller.texts.get(source).cloned().into_iter().chain(forms.into_iter().flatten()).collect()
}
